"""Each entry has its own language: declared, unless its letters say otherwise, else told among those that the person reads."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from reader.config import Settings
from reader.engine.finish import finish_all
from reader.parse.feed import parse_feed
from reader.store.database import open_store
from reader.store.entries import store_feed
from reader.store.feeds import add_feed
from reader.store.windows import open_view
from reader.ticker.lap import choose

NOON = 1_767_614_400

ENTRIES = {
    "Le conseil municipal a voté le budget de la ville après une longue nuit de débats": ("", "fr"),
    "أعلن المجلس أن المدينة ستواصل دراسة القضية المتعلقة بالمياه": ("", "ar"),
    "نشرت الصحيفة مقالا جديدا عن الميناء": ("fr-MA", "ar"),
    "Les pêcheurs rentrent au port avant la tempête annoncée pour demain": ("fr-MA", "fr-ma"),
    "El ayuntamiento aprobó el presupuesto de la ciudad tras una larga noche de debates": ("es", "es"),
    "شهر کوچک پس از باران چهار روزه گرد و غبار ندارد": ("", "fa"),
    "政府は新しい計画を発表しました": ("", "ja"),
    "12 345": ("", "fr"),
}
"""Title, what the item declares, and what it is. The feed declares French for all."""


def test_a_mixed_paper(tmp_path: Path) -> None:
    items = [
        {
            "id": str(number),
            "title": title,
            "content_html": f"<p>{title}</p>",
            **({"language": declared} if declared else {}),
        }
        for number, (title, (declared, _)) in enumerate(ENTRIES.items())
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "P", "language": "fr", "items": items}
    with open_store(tmp_path / "telex.db", clock=lambda: NOON) as db:
        subscribed = add_feed(db, "https://paper.example/feed", now=NOON)
        parsed = parse_feed(json.dumps(feed).encode(), url="https://paper.example/feed")
        store_feed(db, subscribed.id, parsed, next_at=0, now=NOON)
        asyncio.run(finish_all(db, Settings(), tell=lambda event: None))
        rows = open_view(db, "", now=NOON).rows(0, 20)
        assert {row.title: row.language for row in rows} == {
            title: its for title, (_, its) in ENTRIES.items()
        }
        arabic = open_view(db, "lang:ar", now=NOON).rows(0, 20)
        assert {row.language for row in arabic} == {"ar"}
        assert len(arabic) == 2
        assert len(open_view(db, "lang:fr", now=NOON).rows(0, 20)) == 3
        laps = choose(rows, NOON)
    assert {item.headline.title for item in laps.items if item.direction == "rtl"} == {
        title for title, (_, its) in ENTRIES.items() if its in ("ar", "fa")
    }


def test_without_any_declaration_the_text_tells(tmp_path: Path) -> None:
    texts = {
        "The council voted for the budget of the city after a long night of debate": "en",
        "El ayuntamiento aprobó el presupuesto de la ciudad tras una larga noche": "es",
        "Le conseil municipal a voté le budget de la ville après une longue nuit": "fr",
    }
    items = [{"id": text, "title": "2026", "content_html": f"<p>{text}</p>"} for text in texts]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "P", "items": items}
    with open_store(tmp_path / "telex.db", clock=lambda: NOON) as db:
        subscribed = add_feed(db, "https://paper.example/feed", now=NOON)
        store_feed(db, subscribed.id, parse_feed(json.dumps(feed).encode()), next_at=0, now=NOON)
        asyncio.run(finish_all(db, Settings(), tell=lambda event: None))
        found = {str(row[0]): str(row[1]) for row in db.rows("SELECT guid, language FROM entry")}
    assert found == texts
