"""A made-up store for the screen's tests: a few papers in four languages, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.blocks import Paragraph, Span, encode_json
from reader.config import Paths, Settings
from reader.model import Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.store.entries import store_feed
from reader.store.feeds import NewFeed
from reader.store.pending import Finished, finish, pending
from reader.text.fold import fold

NOW = 1_770_000_000
"""2 February 2026."""

PAPERS = (
    ("Le Fanal", "fr", ("Ports",), "Le phare s’allume, épisode {n}"),
    ("منارة البحر", "ar", ("Ports",), "المنارة تضيء الميناء رقم {n}"),
    ("El Faro de Niebla", "es", ("Ports", "Sur"), "El faro se enciende, capítulo {n}"),
    ("The Tide Table", "en", (), "The lamp is lit, part {n}"),
)
"""Name, language, folder and the title of the n-th piece."""


def entry(title: str, number: int, language: str = "en", minutes: int | None = None) -> Entry:
    """A piece dated `minutes` before `NOW` (its number, if not given)."""
    return Entry(
        id=f"urn:lamp:{number}",
        title=title,
        link=f"https://lamp.example/{number}",
        published=NOW - 60 * (number if minutes is None else minutes),
        language=language,
        content=f"<p>{title}. The keeper counted {number} boats.</p>",
    )


def add(newsroom: Newsroom, feed_id: int, *entries: Entry, at: int = NOW) -> None:
    """Store an answer of a feed, as the engine does, and make it searchable and readable."""
    parsed = ParsedFeed(title="", entries=entries, found=len(entries))
    store_feed(newsroom.db, feed_id, parsed, next_at=at + 3600, now=at)
    while waiting := pending(newsroom.db, 100):
        done = []
        for one in waiting:
            blocks = tuple(Paragraph(text=(Span(f"{one.title}. Line {n}."),)) for n in range(60))
            title, author, source, text = (
                fold(part) for part in (one.title, one.author, one.source, one.html)
            )
            done.append(
                Finished(one.entry_id, title, author, source, text, one.html, encode_json(blocks), words=600)
            )
        finish(newsroom.db, done)


def open_newsroom(
    folder: Path, settings: Settings | None = None, clock: Callable[[], float] = lambda: NOW
) -> Newsroom:
    """The store in `folder`, made where there is none."""
    return Newsroom.open(Paths(folder / "data", folder / "config.toml"), settings, clock=clock)


def fill(newsroom: Newsroom, each: int = 25) -> None:
    """Subscribe to all papers and store `each` pieces of every one."""
    newsroom.import_feeds(
        [
            NewFeed(url=f"https://{place}.example/feed", title=name, folder=folder, language=language)
            for place, (name, language, folder, _) in enumerate(PAPERS)
        ]
    )
    ids = {feed.name: feed.id for feed in newsroom.feeds()}
    for place, (name, language, _, title) in enumerate(PAPERS):
        pieces = [
            entry(title.format(n=n), 1000 * place + n, language, minutes=4 * n + place) for n in range(each)
        ]
        add(newsroom, ids[name], *pieces)
