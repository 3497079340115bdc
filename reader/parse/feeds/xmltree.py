"""Bytes of a feed into an element tree: bounded, without entities, without network, mended where that is needed.

A document is parsed strictly first; only one that fails is mended (`repair`) and parsed again, in the end by a parser that
recovers. An internal DOCTYPE subset is cut out unread, so no entity is ever expanded and nothing outside is ever asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.parse.errors import BrokenFeed
from reader.parse.feeds.kinds import doctype_of, end_of_doctype

if TYPE_CHECKING:
    from lxml import etree

MOST_ENTRIES = 1000
"""Entries of one document that are kept."""

MOST_BYTES = 15 * 1024 * 1024
"""Bytes of one document that are looked into for entries; beyond, they are only counted."""

_NO_BOMB = 2 * 1024 * 1024
_MOST_TAGS = 400_000
_MOST_ATTRIBUTES = 300_000
_LEFT_OUT = "its DOCTYPE was left out"
_SMALL = 4 * 1024 * 1024
_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_CDATA = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Document:
    """A feed's root element. `found` counts the entries it held, if some were cut away, else 0.

    `repaired` says in words what had to be mended, `recovered` that the parser had to leave something out, `cut` that
    the last entry may end in the middle.
    """

    root: etree._Element
    found: int = 0
    repaired: str = ""
    recovered: bool = False
    cut: bool = False


def sound_document(data: bytes, url: str = "") -> Document | None:
    """The tree of `data` if that is whole UTF-8 and whole XML of a fair size, else `None`. Raises `BrokenFeed`."""
    data, subset = without_doctype(data)
    if len(data) > MOST_BYTES or _is_bomb(data):
        return None
    root = _parse(data, url, recover=False)
    return None if root is None else Document(root, repaired=_LEFT_OUT if subset else "")


def document_of(data: bytes, url: str = "", found: int = 0) -> Document:
    """The tree of UTF-8 `data`, mended where that is needed. Raises `BrokenFeed` where nothing can be made of it.

    `found` is what `first_entries` counted, if it cut `data`.
    """
    data, subset = without_doctype(data)
    cut = len(data) > MOST_BYTES or _is_bomb(data)
    if cut:
        data = _bounded(data)
    mended = _LEFT_OUT if subset else ""
    if not cut and not found:
        root = _parse(data, url, recover=False)
        if root is not None:
            return Document(root, repaired=mended)
    from reader.parse.feeds.repair import closed, repaired

    text = data.decode("utf-8", "replace")
    if found and not cut:
        root = _parse(closed(text, whole=False).encode("utf-8", "replace"), url, recover=False)
        if root is not None:
            return Document(root, found, mended)
    encoded = closed(repaired(text), whole=not cut and not found).encode("utf-8", "replace")
    root = _parse(encoded, url, recover=False)
    if root is not None:
        return Document(root, found, mended or "its XML was mended", cut=cut)
    root = _parse(encoded, url, recover=True)
    if root is None:
        raise BrokenFeed("The feed's XML is broken and nothing of it could be read.")
    return Document(root, found, "its XML was broken and read as far as it goes", recovered=True, cut=cut)


def count_entries(data: bytes) -> int:
    """How many entries `data` opens."""
    return sum(1 for _ in _ENTRY.finditer(data))


def without_doctype(data: bytes) -> tuple[bytes, bool]:
    """`data` without its document type declaration, and whether that had an internal subset. Raises `BrokenFeed`."""
    start = doctype_of(data)
    if start < 0:
        return data, False
    end = end_of_doctype(data, start)
    if end < 0:
        raise BrokenFeed("The feed's DOCTYPE has no end.")
    return data[:start] + data[end + 1 :], b"[" in data[start:end]


def first_entries(data: bytes) -> tuple[bytes, int]:
    """`data` up to the last entry that is kept, and how many there are where some were cut away, else 0.

    Bytes only are looked at, so `data` may be in any encoding that writes ASCII as ASCII; others are cut by their size.
    """
    if b"\0" in data[:16]:
        return data[: 4 * MOST_BYTES], 0
    if len(data) <= _SMALL or data.count(b"<item") + data.count(b"<entry") <= MOST_ENTRIES:
        return data, 0
    count = 0
    end = len(data)
    for found in _ENTRY.finditer(data):
        count += 1
        if count == MOST_ENTRIES + 1:
            end = found.start()
    return (data[: min(end, MOST_BYTES + 1)], count) if count > MOST_ENTRIES else (data[: MOST_BYTES + 1], 0)


def _is_bomb(data: bytes) -> bool:
    """Whether `data` may hold more elements or attributes than fit into a fair share of memory."""
    if len(data) <= _NO_BOMB or (data.count(b"<") <= _MOST_TAGS and data.count(b"=") <= _MOST_ATTRIBUTES):
        return False
    bare = _CDATA.sub(b"", data)
    return bare.count(b"<") > _MOST_TAGS or bare.count(b"=") > _MOST_ATTRIBUTES


def _bounded(data: bytes) -> bytes:
    """The start of `data` that keeps all bounds."""
    data = data[:MOST_BYTES]
    if not _is_bomb(data):
        return data
    place = attributes = 0
    for _ in range(_MOST_TAGS):
        following = data.find(b"<", place + 1)
        if following < 0:
            break
        attributes += data.count(b"=", place, following)
        if attributes > _MOST_ATTRIBUTES:
            break
        place = following
    return data[:place]


def _parse(data: bytes, url: str, *, recover: bool) -> etree._Element | None:
    from lxml import etree

    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        encoding="utf-8",
    )
    try:
        root: etree._Element | None = etree.fromstring(data, parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root
