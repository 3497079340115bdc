"""Bodies as bytes: HTML deflated, and blocks deflated against the HTML they were made from.

Blocks repeat their HTML's text nearly word for word, so with that HTML as the dictionary (RFC 1950 FDICT) they take
a tenth of their own size.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import cache

LEVEL = 2
"""Measured on texts of 5.3 KB: ISA-L at 2 takes 25 µs for 2,070 bytes, zlib at 1 takes 100 for 2,112, at 6 200 for 1,878."""

LONG = 2_048
"""Bytes from which on a text is worth codes of its own: making them takes 5 µs, and saves 200 bytes of shorter ones."""

SHORT = 256
"""Bytes from which on text is deflated. Shorter ones stand in their stream as they are: a third of 200 bytes is not worth the start."""

_ONE_PASS = 0  # ISA-L's fixed codes
_STORED = b"\x78\x01\x01"  # RFC 1950: deflated, fastest; RFC 1951: the last block, not compressed
_WINDOW = 32_768
_INLINE = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u"
    r"|var|wbr)(?:\s[^>]*)?>"
)
_TAG = re.compile(r"<[^>]*>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " ", "&amp;": "&"}


def pack(text: str | bytes) -> bytes | None:
    """`text` (as bytes: UTF-8) deflated; None for nothing. Lone surrogates become "?"."""
    if not text:
        return None
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    size = len(data)
    if size >= SHORT:
        return _deflate()(data, LEVEL if size >= LONG else _ONE_PASS)
    head = size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little")
    return _STORED + head + data + zlib.adler32(data).to_bytes(4)


def unpack(data: bytes | None) -> str:
    """The text in `data`; what is damaged beyond reading is left out."""
    return raw(data).decode("utf-8", "replace")


def raw(data: bytes | None) -> bytes:
    """The UTF-8 in `data`, as much of it as can be inflated."""
    if not isinstance(data, bytes):
        return b""
    inflate = zlib.decompressobj()
    try:
        return inflate.decompress(data)
    except zlib.error:
        return b""


def made_of(data: bytes | None, html: bytes) -> bool:
    """Whether `data` holds just `html`, by the checksum at its end (RFC 1950)."""
    return data[-4:] == zlib.adler32(html).to_bytes(4) if data else not html


def pack_blocks(blocks: bytes, html: bytes) -> bytes:
    """`blocks` deflated with the end of `html` (UTF-8) as the dictionary."""
    if not html:
        return zlib.compress(blocks, 6)
    deflate = zlib.compressobj(6, zdict=html[-_WINDOW:])
    return deflate.compress(blocks) + deflate.flush()


def unpack_blocks(data: bytes, html: bytes) -> bytes | None:
    """The inverse; None where `html` is not what the blocks were packed with."""
    inflate = zlib.decompressobj(zdict=html[-_WINDOW:]) if html else zlib.decompressobj()
    try:
        return inflate.decompress(data)
    except zlib.error:
        return None


def bare(html: str) -> str:
    """The text of sanitised HTML without its tags, words whole, spaces as they come; for searching."""
    text = _TAG.sub(" ", _INLINE.sub("", html))
    if "&" in text:
        for name, letter in _ENTITIES.items():
            text = text.replace(name, letter)
    return text


def plain(html: str) -> str:
    """The same in one line; for comparing and counting, not for showing."""
    return " ".join(bare(html).split())


@cache
def _deflate() -> Callable[[bytes, int], bytes]:
    """The fastest maker of zlib streams (RFC 1950) that this machine has; all read alike."""
    try:
        from isal.isal_zlib import compress
    except ImportError:
        return _without_isal
    return compress


def _without_isal(data: bytes, level: int) -> bytes:
    return zlib.compress(data, level or 1)  # zlib's level 0 packs nothing
