"""What the person joined and parted holds: through scores, restarts, refreshes and grouping anew, until it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import byhand, check, entries, feeds, journal, stories, ties
from reader.store.database import Database, open_store
from tests.engine.test_grouping import HOUR, NOW, run
from tests.stories.test_group import pairs

Pair = frozenset[int]


@dataclass(frozen=True)
class Said:
    """What the person said, as the model knows it."""

    joined: frozenset[Pair] = frozenset()
    parted: frozenset[Pair] = frozenset()

    def join(self, one: int, other: int, everyone: set[int]) -> Said:
        return Said(
            self.joined | {frozenset((one, other))}, frozenset(p for p in self.parted if not p <= everyone)
        )

    def split(self, one: int, others: set[int]) -> Said:
        tied = sorted(other for pair in self.joined if one in pair for other in pair - {one})
        left = frozenset(pair for pair in self.joined if one not in pair)
        return Said(
            left | {frozenset(two) for two in pairwise(tied)},
            self.parted | {frozenset((one, other)) for other in others},
        )


def press(db: Database, at: int) -> list[int]:
    """Both papers tell all pairs of headlines."""
    ids: list[int] = []
    for side in range(2):
        feed = feeds.add_feed(db, f"https://paper-{side}.example/feed", now=NOW)
        items = tuple(
            Entry(f"{at}/{n}", pair[side], f"https://paper-{side}.example/{at}/{n}", published=at + side)
            for n, pair in enumerate(pairs("same")[:25])
        )
        stored = entries.store_feed(db, feed.id, ParsedFeed(entries=items), next_at=at, now=at + 5)
        ids += stored.ids
    return ids


def story(db: Database, entry_id: int) -> int:
    found = ties.story_of(db, entry_id)
    return found or -entry_id


def assert_holds(db: Database, said: Said) -> None:
    for pair in said.joined:
        assert len({story(db, one) for one in pair}) == 1
    for pair in said.parted:
        assert len({story(db, one) for one in pair}) == 2
    for row in db.rows("SELECT id, copies FROM story"):
        assert row[1] == db.value("SELECT count(*) FROM entry WHERE story = ?", (row[0],))
    assert not db.rows("SELECT 1 FROM listing l JOIN entry e ON e.id = l.entry_id WHERE l.story <> e.story")


@pytest.mark.parametrize("seed", range(2))
def test_a_hundred_joins_and_splits_hold(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "telex.db"
    dice = Random(seed)
    said = Said()
    before: list[Said] = []
    with open_store(path, clock=lambda: NOW) as db:
        ids = press(db, NOW - 2 * HOUR)
        run(db)
        done = 0
        while done < 100:
            if before and dice.random() < 0.15:
                assert journal.undo(db, NOW) is not None
                said = before.pop()
                continue
            one, other = dice.sample(ids, 2)
            others = set(ties.members(db, one)) - {one}
            if others and dice.random() < 0.5:
                act, then = byhand.split(db, one), said.split(one, others)
            else:
                everyone = {one, *others, *ties.members(db, other)}
                act, then = byhand.join(db, [one, other]), said.join(one, other, everyone)
            if act.id:
                before.append(said)
                said = then
                done += 1
            assert_holds(db, said)
    with open_store(path, clock=lambda: NOW) as db:
        assert_holds(db, said)
        press(db, NOW - HOUR)
        assert run(db)[0] > 10
        assert_holds(db, said)
        check.reindex(db)
        assert_holds(db, said)
        while before:
            assert journal.undo(db, NOW) is not None
            said = before.pop()
            assert_holds(db, said)
        assert ties.all_ties(db) == []


def forget(db: Database, *ids: int) -> None:
    """As if the store had let these entries go."""
    touched = {ties.story_of(db, one) for one in ids}
    db.executemany("DELETE FROM entry WHERE id = ?", ((one,) for one in ids))
    stories.count(db, touched)


def told(db: Database, *titles: str, at: int = NOW) -> list[int]:
    """A paper of its own for each headline."""
    ids = []
    for title in titles:
        number = len(feeds.all_feeds(db))
        feeds.add_feed(db, f"https://gazette-{number}.example/feed", now=NOW)
        ids.append(served(db, number, title, at))
    return ids


def served(db: Database, number: int, title: str, at: int = NOW) -> int:
    """The headline as that gazette serves it, on a page that all share."""
    feed = feeds.feed(db, f"https://gazette-{number}.example/feed")
    item = Entry(title, title, "https://wire.example/page", published=at)
    return entries.store_feed(db, feed.id, ParsedFeed(entries=(item,)), next_at=at, now=at).ids[0]


FERRY = (
    "Night ferry to Port Ansel saved by one vote",
    "Port Ansel night ferry saved by one vote in council",
    "Council saves Port Ansel night ferry by one vote",
)


def test_one_that_was_taken_out_is_not_drawn_in_again_by_its_words_or_its_address(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        one, other = told(db, *FERRY[:2])
        run(db)
        assert story(db, one) == story(db, other)
        byhand.split(db, other)
        forget(db, one, other)
        again = [served(db, number, title) for number, title in enumerate(FERRY[:2])]
        run(db)
        assert story(db, again[0]) != story(db, again[1])
        one, other = again
        (third,) = told(db, FERRY[2])
        run(db)
        assert story(db, third) in (story(db, one), story(db, other))


def test_who_came_since_follows_the_member_it_is_near_when_a_join_is_taken_back(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        ferry, salt, _ = told(db, FERRY[0], "Salt tax falls after a night of votes in Northwick", "About")
        db.execute("UPDATE entry SET address = NULL")
        run(db)
        byhand.join(db, [salt, ferry])
        late = served(db, 2, FERRY[1])
        run(db)
        assert story(db, late) == story(db, salt) == story(db, ferry)
        journal.undo(db)
        assert story(db, salt) == -salt
        assert story(db, ferry) == story(db, late) > 0
        journal.redo(db)
        assert story(db, late) == story(db, salt) == story(db, ferry)


def test_joining_what_is_one_and_splitting_what_is_alone_changes_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        one, other = told(db, *FERRY[:2])
        assert byhand.split(db, one).id == 0
        assert byhand.join(db, [one, one]).id == 0
        assert byhand.join(db, [one, 9_999]).id == 0
        run(db)
        assert byhand.join(db, [one, other]).id == 0
        assert ties.all_ties(db) == []


def test_what_was_joined_meets_again_when_it_returns(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        ferry, salt = told(db, FERRY[0], "Salt tax falls after a night of votes in Northwick")
        db.execute("UPDATE entry SET address = NULL")
        run(db)
        byhand.join(db, [ferry, salt])
        forget(db, salt)
        salt = served(db, 1, "Salt tax falls after a night of votes in Northwick")
        db.execute("UPDATE entry SET address = NULL")
        run(db)
        assert story(db, salt) == story(db, ferry)
        assert db.value("SELECT way FROM telling WHERE entry_id = ?", (salt,)) == "hand"
