"""Real stores in temporary folders, with a clock that stands where the test puts it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.model import Entry, ParsedFeed
from reader.store.database import Database, open_store
from reader.store.entries import Stored, store_feed

NOW = 1_770_000_000
"""2 February 2026."""

ROOT = Path(__file__).resolve().parents[2]

FULL = bool(os.environ.get("TELEX_FULL"))
"""Run as often as the requirements say, not only often enough to notice."""


@pytest.fixture
def now() -> int:
    return NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "telex.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with open_store(path, clock=lambda: NOW) as opened:
        yield opened


Serve = Callable[..., Stored]


@pytest.fixture
def serve(db: Database) -> Serve:
    """Stores entries as an answer of a feed."""

    def answer(feed_id: int, *entries: Entry, at: int = NOW, title: str = "Le Fanal") -> Stored:
        parsed = ParsedFeed(title=title, entries=entries, found=len(entries))
        return store_feed(db, feed_id, parsed, next_at=at + 3600, now=at)

    return answer


@pytest.fixture
def item() -> Callable[..., Entry]:
    """Made-up entries by number, each a minute older than the one before."""

    def make(number: int, **fields: object) -> Entry:
        given = {
            "id": f"urn:fanal:{number}",
            "title": f"Le phare s’allume, épisode {number}",
            "link": f"https://fanal.example/{number}",
            "published": NOW - 60 * number,
            "content": f"<p>Le gardien du phare a compté {number} bateaux ce soir.</p>",
        }
        return Entry(**{**given, **fields})  # type: ignore[arg-type]

    return make
