"""Search in scripts whose words hold more than letters: a word is found whole, and not by a piece of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import pending
from reader.store.database import open_store
from reader.store.entries import store_feed
from reader.store.feeds import add_feed
from reader.store.windows import open_view
from reader.text.fold import fold

NOW = 1_767_614_400
TITLES = (
    "हिन्दी समाचार",
    "हनद",
    "தமிழ் செய்தி",
    "বাংলাদেশের খবর",
    "ไทยรัฐ น้ำท่วม",
    "القضيّة العربيّة",
    "Côte d’Ivoire",
    "മലയാളം",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("हिन्दी", "हिन्दी समाचार"),
        ("समाचार", "हिन्दी समाचार"),
        ("हनद", "हनद"),
        ("हिन", ""),
        ("हिन*", "हिन्दी समाचार"),
        ("தமிழ்", "தமிழ் செய்தி"),
        ("খবর", "বাংলাদেশের খবর"),
        ("বাংলাদেশের", "বাংলাদেশের খবর"),
        ("ദ", ""),
        ("മലയാളം", "മലയാളം"),
        ("น้ำท่วม", "ไทยรัฐ น้ำท่วม"),
        ("القضية", "القضيّة العربيّة"),
        ("ivoire", "Côte d’Ivoire"),
    ],
)
def test_words_are_found_whole(tmp_path: Path, query: str, found: str) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        feed = add_feed(db, "https://paper.example/feed", now=NOW)
        entries = tuple(
            Entry(title, title, f"https://paper.example/{place}") for place, title in enumerate(TITLES)
        )
        store_feed(db, feed.id, ParsedFeed("P", entries=entries), next_at=0, now=NOW)
        waiting = pending.pending(db)
        pending.finish(
            db, [pending.Finished(one.entry_id, fold(one.title), "", "", "", one.html) for one in waiting]
        )
        titles = [row.title for row in open_view(db, query, now=NOW).rows(0, 10)]
    assert titles == ([found] if found else [])
