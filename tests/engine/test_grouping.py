"""Grouping after a run: papers that tell the same meet, also after a restart, and those who look are told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reader.engine.events import Changed, Event
from reader.engine.grouping import Grouping
from reader.engine.voice import Voice
from reader.model import Entry, ParsedFeed
from reader.store import entries, feeds
from reader.store.database import Database, open_store
from reader.store.seed import seed
from reader.store.windows import open_view
from reader.stories.encoder import SIZE

if TYPE_CHECKING:
    from reader.stories.encoder import Vectors

NOW = 1_767_614_400
HOUR = 3_600
DAY = 86_400
TOLD = (
    "Le ferry « Étoile-de-Lisse » remorqué au port avec 212 passagers",
    '212 passagers sains et saufs : l\'"Étoile-de-Lisse" remorquée au port de Saint-Orme',
    "Saint-Orme : le ferry Étoile-de-Lisse rentre au port, ses 212 passagers saufs",
)


def tell(db: Database, paper: int, *titles: str, at: int = NOW) -> None:
    """A paper's answer with these headlines."""
    feed = feeds.add_feed(db, f"https://paper-{paper}.example/feed", now=NOW)
    items = tuple(
        Entry(f"{at}/{title}", title, f"https://paper-{paper}.example/{at}/{n}", published=at)
        for n, title in enumerate(titles)
    )
    entries.store_feed(db, feed.id, ParsedFeed(f"Paper {paper}", entries=items), next_at=at + HOUR, now=at)


def run(db: Database, grouping: Grouping | None = None, *, now: int = NOW) -> tuple[int, list[Event]]:
    """How many entries joined, and what was told. Without `grouping` as after a restart."""
    told: list[Event] = []

    async def work() -> int:
        voice = Voice(told.append, db.generation)
        joined = await (grouping or Grouping(db, voice, lambda: now)).run()
        voice.flush()
        return joined

    return asyncio.run(work()), told


def test_papers_that_tell_the_same_meet_and_a_change_is_told(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        tell(db, 1, TOLD[0], "Prix du pain : rien ne change jusqu'à l'été")
        tell(db, 2, TOLD[1], "Neige : le col de la Mandore dégagé")
        joined, told = run(db)
        assert joined == 1
        assert [type(event) for event in told] == [Changed]
        view = open_view(db, "", now=NOW)
        assert sorted(row.copies for row in view.rows(0, 9)) == [1, 1, 2, 2]
        assert run(db) == (0, [])


def test_a_third_paper_joins_after_a_restart_and_too_late_not_at_all(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        tell(db, 1, TOLD[0])
        tell(db, 2, TOLD[1])
        run(db)
        tell(db, 3, TOLD[2], at=NOW + DAY)
        assert run(db, now=NOW + DAY)[0] == 1
        assert {row.copies for row in open_view(db, "", now=NOW).rows(0, 9)} == {3}
        tell(db, 4, TOLD[2], at=NOW + 4 * DAY)
        assert run(db, now=NOW + 4 * DAY)[0] == 0


def test_one_engine_goes_on_from_run_to_run(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        grouping = Grouping(db, Voice(lambda event: None, db.generation), lambda: NOW)

        async def work() -> list[int]:
            joined = []
            for paper, title in enumerate(TOLD):
                tell(db, paper, title, at=NOW - HOUR * paper)
                joined.append(await grouping.run())
            return joined

        assert asyncio.run(work()) == [0, 1, 1]
        assert [row.copies for row in open_view(db, "", now=NOW).rows(0, 9)] == [3, 3, 3]


def test_a_run_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        for paper, title in enumerate(TOLD):
            tell(db, paper, title)
        grouping = Grouping(db, Voice(lambda event: None, db.generation), lambda: NOW)

        async def cut() -> None:
            task = asyncio.create_task(grouping.run())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        asyncio.run(cut())
        assert run(db, grouping)[0] == 2
        assert [row.copies for row in open_view(db, "", now=NOW).rows(0, 9)] == [3, 3, 3]


def test_an_entry_costs_a_millisecond_at_twenty_thousand(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        seed(db, 20_000, now=NOW, bodies=False)
        grouping = Grouping(db, Voice(lambda event: None, db.generation), lambda: NOW)

        async def work() -> tuple[float, float]:
            started = time.process_time()
            await grouping.run()
            first = time.process_time() - started
            for paper in range(200):
                tell(
                    db,
                    1_000 + paper,
                    f"{TOLD[paper % 3]} {paper}",
                    f"Neige : le col {paper} de la Mandore dégagé",
                )
            started = time.process_time()
            await grouping.run()
            return first, (time.process_time() - started) / 400

        first, each = asyncio.run(work())
        print(f"20,000 in {first:.2f} s, then {1_000 * each:.2f} ms an entry")
        assert each < 0.004, "1 ms on an idle machine"


class Tongues:
    """An encoder for a test: what a table says is one thing has one vector."""

    def __init__(self, *alike: tuple[str, ...]) -> None:
        self._place = {title: number for number, titles in enumerate(alike) for title in titles}

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), SIZE), np.float32)
        for row, text in enumerate(texts):
            rows[row, self._place.get(text, 100 + row)] = 1.0
        return rows


ONE = (
    "Le phoque moine de retour aux îles de Northwick",
    "Monk seals are back in Northwick Isles after a century",
    "La foca monje vuelve a las islas de Northwick",
)


def across(db: Database, *, now: int = NOW) -> int:
    async def work() -> int:
        voice = Voice(lambda event: None, db.generation)
        return await Grouping(db, voice, lambda: now, encoder=lambda: Tongues(ONE)).run()

    return asyncio.run(work())


def test_with_the_extra_one_event_in_three_languages_is_one_story_and_says_why(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        for paper, title in enumerate(ONE):
            tell(db, paper, title)
        assert run(db)[0] == 0
        db.execute("DELETE FROM counter WHERE name = 'grouped'")
        assert across(db) == 2
        assert [row.copies for row in open_view(db, "", now=NOW).rows(0, 9)] == [3, 3, 3]
        ways = db.rows("SELECT way, near <> 0, score > 0.4 FROM telling ORDER BY way")
        assert ways == [("first", 0, 0), ("languages", 1, 1), ("languages", 1, 1)]


def test_stories_that_were_kept_before_are_not_merged_and_a_late_copy_finds_its_story(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        tell(db, 1, ONE[0])
        tell(db, 2, ONE[0] + " après un siècle")
        tell(db, 3, "Storm Odette batters Northwick coast", "Salt prices climb again in Port Ansel")
        tell(db, 4, "Storm Odette batters the Northwick coast")
        assert across(db) == 2
        tell(db, 5, ONE[1], at=NOW + HOUR)
        assert across(db, now=NOW + HOUR) == 1
        copies = sorted(row.copies for row in open_view(db, "", now=NOW + HOUR).rows(0, 9))
        assert copies == [1, 2, 2, 3, 3, 3]
