"""Addresses in feeds made absolute, quickly: nearly all of them are absolute and plain already."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from reader.parse.links import resolve, resolve_link

PLAIN = r"https?://[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+(?:/[a-zA-Z0-9./?=_~%+,:;@!#()&*-]*)?"
"""What an absolute address looks like that needs no second look (a part of RFC 3986's grammar)."""

_PLAIN = re.compile(PLAIN)
_BELOW_ROOT = re.compile(r"/[a-zA-Z0-9_~%+,:;@!-][a-zA-Z0-9_~%+,:;@!/?=&-]*(?:\.[a-zA-Z0-9_?=&-]+)*")
_LONGEST = 2000


def absolute(address: str, base: str = "", *, mail: bool = False) -> str:
    """`address` resolved against `base`: http or https (or mailto, where `mail`), else ""."""
    if len(address) < _LONGEST:
        if _PLAIN.fullmatch(address):
            return address
        if _BELOW_ROOT.fullmatch(address):
            root = root_of(base) if base else ""
            return root + address if root else ""
    return resolve_link(address, base) if mail else resolve(address, base)


@lru_cache(maxsize=64)
def root_of(base: str) -> str:
    """Scheme and host of `base`."""
    whole = resolve(base)
    return "{0.scheme}://{0.netloc}".format(urlsplit(whole)) if whole else ""
