"""An entry on its way into the store: all that can be said of it without the store, so that a parse worker can say it.

The texts are packed and folded where they were parsed; the one process that writes never unpacks them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec

from reader.model import Enclosure, Entry, ParsedFeed
from reader.store import identity, packing
from reader.text.fold import fold

LONG_SUMMARY = 2_000
"""Characters of HTML; feeds that put whole articles into the summary have longer ones, and no excerpt is."""

_fold_name = lru_cache(maxsize=256)(fold)


class Words(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What search finds an entry by, folded (`reader.text.fold`). `source` is "" where the item names no other paper."""

    title: str
    author: str
    source: str
    text: str


class Incoming(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One entry of a feed document. `summary` and `content` are packed (`reader.store.packing`), None where there is none.

    `digest` and `address` are those of `reader.store.identity`; `extra` is JSON: enclosures, categories.
    """

    id: str
    title: str
    link: str
    author: str
    source: str
    language: str
    published: int | None
    published_text: str
    updated: int | None
    image: str
    extra: str
    summary: bytes | None
    content: bytes | None
    digest: bytes
    address: bytes | None
    words: Words

    @property
    def ready(self) -> int:
        """`entry.ready` of the schema."""
        return 2 if self.content else 1 if self.summary else 0


class IncomingFeed(msgspec.Struct, frozen=True, array_like=True):
    """A whole document: `feed` without its entries, and those."""

    feed: ParsedFeed
    items: tuple[Incoming, ...] = ()


def incoming(parsed: ParsedFeed) -> IncomingFeed:
    """`parsed`, ready for the store."""
    return IncomingFeed(
        msgspec.structs.replace(parsed, entries=()), tuple(_incoming(one) for one in _whole(parsed.entries))
    )


def _incoming(one: Entry) -> Incoming:
    summary, content = one.summary.encode("utf-8", "replace"), one.content.encode("utf-8", "replace")
    return Incoming(
        one.id,
        one.title,
        one.link,
        one.author,
        one.source,
        one.language,
        one.published,
        one.published_text,
        one.updated,
        one.image,
        _extra(one.enclosures, one.categories),
        packing.pack(summary),
        packing.pack(content),
        identity.digest(one.title, summary, content),
        identity.address(one.link),
        Words(
            fold(one.title),
            _fold_name(one.author),
            _fold_name(one.source),
            fold(packing.bare(one.content or one.summary)),
        ),
    )


def _whole(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Without lone surrogates, and with a text that is no excerpt in its place."""
    for one in entries:
        if not one.content and len(one.summary) > LONG_SUMMARY:
            one = msgspec.structs.replace(one, content=one.summary, summary="")
        try:
            "\n".join(
                (one.id, one.title, one.link, one.author, one.source, one.image, one.published_text)
            ).encode()
        except UnicodeEncodeError:
            one = msgspec.structs.replace(
                one,
                id=_valid(one.id),
                title=_valid(one.title),
                link=_valid(one.link),
                author=_valid(one.author),
                source=_valid(one.source),
                image=_valid(one.image),
                published_text=_valid(one.published_text),
            )
        yield one


def _valid(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@lru_cache(maxsize=256)
def _extra(enclosures: tuple[Enclosure, ...], categories: tuple[str, ...]) -> str:
    if not (enclosures or categories):
        return "{}"
    extra: dict[str, Any] = {}
    if enclosures:
        extra["enclosures"] = [[one.url, one.type, one.length] for one in enclosures]
    if categories:
        extra["categories"] = list(categories)
    try:
        return msgspec.json.encode(extra).decode()
    except UnicodeEncodeError:
        import json

        return json.dumps(extra, separators=(",", ":"))
