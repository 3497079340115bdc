"""Addresses in feeds made absolute, quickly: nearly all of them are plain, and many texts share one base."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from reader.parse.links import resolve, resolve_link

PLAIN = r"https?://[a-zA-Z0-9-]++(?:\.[a-zA-Z0-9-]++)++(?:/[a-zA-Z0-9./?=_~%+,:;@!#()&*-]*+)?+"
"""What an absolute address looks like that needs no second look (a part of RFC 3986's grammar)."""

_PLAIN = re.compile(PLAIN)
_RELATIVE = re.compile(
    r"(/(?!/)|)[a-zA-Z0-9_~%+,@!-][a-zA-Z0-9_~%+,@!-]*(?:\.[a-zA-Z0-9_~%+,@!-]+)*"
    r"(?:/[a-zA-Z0-9_~%+,@!:-]+(?:\.[a-zA-Z0-9_~%+,@!-]+)*)*/?(?:[?#][a-zA-Z0-9_~%+,@!:;=&./-]*)?"
)
_FRAGMENT = re.compile(r"#[a-zA-Z0-9_~%+,@!:;=&./?-]*")
_LONGEST = 2000


def absolute(address: str, base: str = "", *, mail: bool = False) -> str:
    """`address` resolved against `base`: http or https (or mailto, where `mail`), else "" (RFC 3986 section 5)."""
    if not address:
        return ""
    if len(address) < _LONGEST:
        if _PLAIN.fullmatch(address):
            return address
        if base:
            if _FRAGMENT.fullmatch(address):
                page = _anchors(base)[2]
                return page + address if page else ""
            found = _RELATIVE.fullmatch(address)
            if found is not None:
                start = _anchors(base)[0 if found[1] else 1]
                return start + address if start else ""
    return resolve_link(address, base) if mail else resolve(address, base)


@lru_cache(maxsize=256)
def _anchors(base: str) -> tuple[str, str, str]:
    """What stands before an absolute path, a relative path and a fragment in `base`; "" each where it is no address."""
    whole = resolve(base)
    if not whole:
        return "", "", ""
    parts = urlsplit(whole)
    root = f"{parts.scheme}://{parts.netloc}"
    return root, urljoin(whole, "."), whole.partition("#")[0]
