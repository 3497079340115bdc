"""What rules found is said once, with names; the person's programs get it as JSON and nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import Hooks, Settings, load_settings
from reader.engine.events import Done, Event, Note
from reader.engine.finish import finish_all
from reader.engine.hooks import Crier
from reader.engine.voice import Voice
from reader.model import Entry, ParsedFeed
from reader.store import entries, feeds, rules, windows
from reader.store.database import Database, open_store

NOW = 1_790_000_000
WRITES = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read())"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_store(tmp_path / "data" / "telex.db", clock=lambda: NOW) as opened:
        feeds.add_feed(opened, "https://quay.example/feed", title="The Quay")
        yield opened


def serve(db: Database, titles: list[str]) -> tuple[int, ...]:
    items = tuple(
        Entry(id=f"{place}.{title}", title=title, link=f"https://quay.example/{place}")
        for place, title in enumerate(titles)
    )
    return entries.store_feed(db, 1, ParsedFeed(entries=items), next_at=NOW, now=NOW).ids


def hits(db: Database, rule: str, ids: tuple[int, ...]) -> rules.Hit:
    return rules.Hit(rules.find(db, rule), ids)


def test_a_thousand_new_entries_are_one_notification_that_names_three(db: Database, tmp_path: Path) -> None:
    out = tmp_path / "told"
    rules.add(db, "Harbour", "harbour", ["notify"], now=NOW)
    rules.add(db, "Quiet", "harbour", ["read"], now=NOW)
    ids = serve(db, [f"Harbour news {n}" for n in range(1_000)])
    told: list[Event] = []

    async def cry() -> None:
        crier = Crier(
            db, Hooks(on_match=(sys.executable, "-c", WRITES, str(out))), Voice(told.append, db.generation)
        )
        await crier.matched(
            [hits(db, "Quiet", ids), hits(db, "Harbour", ids[500:]), hits(db, "Harbour", ids[:500])]
        )
        await crier.matched([hits(db, "Quiet", ids)])

    asyncio.run(cry())
    text = "Harbour: 1,000 new: Harbour news 0; Harbour news 1; Harbour news 2"
    assert told == [Note(text)]
    (line,) = out.read_text().splitlines()
    assert json.loads(line) == {
        "event": "match",
        "text": text,
        "rules": [
            {
                "rule": "Harbour",
                "count": 1_000,
                "headlines": [
                    {
                        "id": one,
                        "title": f"Harbour news {n}",
                        "source": "The Quay",
                        "link": f"https://quay.example/{n}",
                    }
                    for n, one in enumerate(reversed(ids[-3:]))
                ],
                "text": text,
            }
        ],
    }


def test_nothing_of_a_headline_becomes_a_command(db: Database, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    parts = [
        f"touch {canary}",
        f"$(touch {canary})",
        f"`touch {canary}`",
        f"; touch {canary} #",
        f"' && touch {canary}",
    ]
    titles = [f"{part} {n} harbour" for n in range(40) for part in parts]
    rules.add(db, f"$(touch {canary})", "harbour", ["notify"], now=NOW)
    rule = rules.all_rules(db)[0]
    ids = serve(db, titles)
    out = tmp_path / "told"

    async def cry() -> None:
        crier = Crier(
            db, Hooks(on_match=(sys.executable, "-c", WRITES, str(out))), Voice(lambda _: None, db.generation)
        )
        for start in range(0, 200, 50):
            await crier.matched([rules.Hit(rule, ids[start : start + 50])])

    asyncio.run(cry())
    assert len(out.read_text().splitlines()) == 4
    assert not canary.exists()


def test_a_run_over_the_sources_is_told(db: Database, tmp_path: Path) -> None:
    out = tmp_path / "told"

    async def cry() -> None:
        hooks = Hooks(after_refresh=(sys.executable, "-c", WRITES, str(out)))
        await Crier(db, hooks, Voice(lambda _: None, db.generation)).refreshed(Done(feeds=3, new=7, failed=1))
        await Crier(db, Hooks(), Voice(lambda _: None, db.generation)).refreshed(Done(feeds=3))

    asyncio.run(cry())
    assert json.loads(out.read_text()) == {
        "event": "refresh", "feeds": 3, "changed": 0, "failed": 1, "new": 7, "updated": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "seconds", "said"),
    [
        ((sys.executable, "-c", "import time; time.sleep(60)"), 1, "took more than 1 seconds"),
        (("/nowhere/at/all",), 60, "could not be run: No such file or directory"),
        ((sys.executable, "-c", "raise SystemExit(3)"), 60, ""),
        ((sys.executable, "-c", "import os; os.close(0)"), 60, ""),
    ],
)
def test_a_program_that_fails_harms_nobody(
    db: Database, command: tuple[str, ...], seconds: int, said: str
) -> None:
    told: list[Event] = []

    async def cry() -> None:
        crier = Crier(db, Hooks(after_refresh=command, seconds=seconds), Voice(told.append, db.generation))
        await crier.refreshed(Done(feeds=1))

    started = time.monotonic()
    asyncio.run(cry())
    assert time.monotonic() - started < 50
    assert [said in one.text for one in told if isinstance(one, Note)] == ([True] if said else [])


def test_new_entries_meet_the_rules_as_they_become_searchable(db: Database) -> None:
    rules.add(db, "Harbour", "title:port", ["hide", "notify"], active=True, now=NOW)
    item = Entry(id="1", title="Port", link="", content="<p>A crane fell.</p>")
    entries.store_feed(db, 1, ParsedFeed(entries=(item,)), next_at=NOW, now=NOW)
    assert windows.open_view(db).count == 1
    asyncio.run(finish_all(db, Settings(), tell=lambda event: None))
    assert windows.open_view(db).count == 0
    assert windows.open_view(db, "is:hidden").count == 1


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_hooks_are_off_where_others_may_write_to_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[hooks]\non_match = ["notify-me", "--quiet"]\nseconds = 5\n')
    file.chmod(0o644)
    assert load_settings(file).hooks == Hooks(on_match=("notify-me", "--quiet"), seconds=5)
    file.chmod(0o664)
    hooks = load_settings(file).hooks
    assert hooks.on_match == ()
    assert "0600" in hooks.why_off
