"""Reading one copy reads the others: random sequences against a model of who is read with whom."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from reader.engine.grouping import Grouping
from reader.engine.voice import Voice
from reader.model import Entry, ParsedFeed
from reader.store import entries, feeds, journal, marks
from reader.store.database import Database, open_store
from reader.store.readwith import Reach
from reader.store.windows import open_view
from tests.store.recount import assert_counters

NOON = 1_770_033_600
"""2 February 2026, noon UTC: the same day everywhere between California and Calcutta."""
DAY = 86_400
FEEDS = 3
TITLES = (
    "Muleteers Pass reopens after thirty winters of snow",
    "Maud Tarrant wins the Ansel novel prize",
    "Seagrass that flowers at night found off Northwick",
)
SHORT, LONG = "x", "".join(Random(7).choices("abcdefghijklmnopqrstuvwxyz ", k=4_000))


@dataclass(frozen=True)
class Copy:
    """One entry as the model knows it: `act` is the act that its mark hangs on."""

    feed: int
    topic: int
    day: int
    long: bool
    read: bool = False
    act: int = 0


class Model:
    """Marks by the rules of the requirement, written plainly."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.copies: dict[int, Copy] = {}
        self.acts: list[tuple[int, dict[int, Copy]]] = []
        self.undone: list[tuple[int, dict[int, Copy], dict[int, Copy]]] = []
        self.stories: dict[int, int] = {}
        self.number = 0

    def with_(self, entry: int) -> list[int]:
        own = self.copies[entry]
        return [
            other
            for other, copy in self.copies.items()
            if other != entry
            and self.stories[other] == self.stories[entry] != 0
            and (self.reach == "all" or copy.feed == own.feed)
        ]

    def arrive(self, entry: int, copy: Copy) -> None:
        self.copies[entry] = copy
        others = [self.copies[one] for one in self.with_(entry)]
        if self.reach == "none" or not others or not all(one.read for one in others):
            return
        news = copy.day not in {one.day for one in others} or (
            copy.long and not any(one.long for one in others)
        )
        if news:
            return
        act = max(one.act for one in others)
        self.copies[entry] = replace(copy, read=True, act=act)
        for number, changed in self.acts:
            if number == act:
                changed[entry] = copy

    def mark(self, entry: int, read: bool) -> None:
        chosen = [entry, *(self.with_(entry) if read and self.reach != "none" else ())]
        changed = {one: self.copies[one] for one in chosen if self.copies[one].read != read}
        if not changed:
            return
        self.number += 1
        self.undone = []
        self.acts.append((self.number, changed))
        for one in changed:
            self.copies[one] = replace(self.copies[one], read=read, act=self.number if read else 0)

    def undo(self) -> None:
        if not self.acts:
            return
        number, changed = self.acts.pop()
        now = {one: self.copies[one] for one in changed}
        self.undone.append((number, changed, now))
        self.copies |= changed

    def redo(self) -> None:
        if not self.undone:
            return
        number, changed, now = self.undone.pop()
        self.acts.append((number, changed))
        self.copies |= now


def sequence(folder: Path, seed: int, reach: Reach, steps: int) -> None:
    dice = Random(seed)
    model = Model(reach)
    clock = [NOON]
    with open_store(folder / "telex.db", clock=lambda: clock[0]) as db:
        db.patient = True
        grouping = Grouping(db, Voice(lambda event: None, db.generation), lambda: clock[0], reach=reach)
        ids = [feeds.add_feed(db, f"https://paper-{n}.example/feed", now=NOON).id for n in range(FEEDS)]
        for _ in range(FEEDS):
            journal.trim(db, NOON + 40 * DAY)
        for step in range(steps):
            clock[0] += 1
            entry = dice.choice(list(model.copies)) if model.copies else 0
            match dice.choice(("arrive", "arrive", "read", "read", "unread", "undo", "redo")):
                case "arrive":
                    copy = Copy(
                        dice.randrange(FEEDS),
                        dice.randrange(3),
                        dice.choice((0, 0, 0, 1)),
                        dice.random() < 0.2,
                    )
                    new = arrive(db, ids[copy.feed], copy, step, grouping)
                    model.stories = dict(db.rows("SELECT id, story FROM entry"))
                    model.arrive(new, copy)
                case "read" | "unread" as wish if entry:
                    marks.mark(db, [entry], read=wish == "read", reach=reach, now=clock[0])
                    model.mark(entry, wish == "read")
                case "undo" if model.acts:
                    journal.undo(db, clock[0])
                    model.undo()
                case "redo":
                    journal.redo(db, clock[0])
                    model.redo()
            found = dict(db.rows("SELECT entry_id, read_at IS NOT NULL FROM listing"))
            assert found == {one: int(copy.read) for one, copy in model.copies.items()}, (seed, step)
        assert_counters(db)


def arrive(db: Database, feed: int, copy: Copy, step: int, grouping: Grouping) -> int:
    import asyncio

    content = f"<p>{LONG if copy.long else SHORT}</p>"
    item = Entry(str(step), TITLES[copy.topic], "", published=NOON + copy.day * DAY - DAY, content=content)
    stored = entries.store_feed(
        db, feed, ParsedFeed(entries=(item,)), next_at=NOON, now=NOON + copy.day * DAY
    )
    asyncio.run(grouping.run())
    return stored.ids[0]


@pytest.mark.parametrize("reach", ["all", "source", "none"])
def test_random_sequences_leave_the_marks_of_the_model(reach: Reach) -> None:
    repeats = 170 if os.environ.get("TELEX_FULL") else 12
    for seed in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            sequence(Path(folder), seed, reach, steps=24)


def test_a_copy_with_news_comes_back_as_the_row_of_its_story(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOON) as db:
        ids = [feeds.add_feed(db, f"https://paper-{n}.example/feed", now=NOON).id for n in range(FEEDS)]
        grouping = Grouping(db, Voice(lambda event: None, db.generation), lambda: NOON)
        first = arrive(db, ids[0], Copy(0, 0, 1, long=True), 1, grouping)
        arrive(db, ids[1], Copy(1, 0, 1, long=False), 2, grouping)
        marks.mark(db, [first], read=True, reach="all", now=NOON)
        assert open_view(db, "is:unread", now=NOON, folded=True).count == 0
        late = arrive(db, ids[2], Copy(2, 0, 0, long=False), 3, grouping)
        (row,) = open_view(db, "is:unread", now=NOON, folded=True).rows(0, 9)
        assert (row.id, row.copies, row.news, row.read) == (late, 3, 1, False)
        assert [one.id for one in open_view(db, "", now=NOON, folded=True).rows(0, 9)] == [late]
