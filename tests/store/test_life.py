"""A store's whole life against a small model: subscribe, poll, 304, new ids, edits, marks, undo, retire, crash, restart."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reader.model import Entry, ParsedFeed
from reader.store import check, feeds, journal, marks, polls
from reader.store.database import Database, open_store
from reader.store.entries import Stored, store_feed
from tests.store.conftest import FULL, NOW
from tests.store.recount import assert_counters

Place = tuple[int, int]
"""A feed and the number of one of its items."""

Marks = frozenset[str]

FLAGS = ("read", "starred", "later")
WINDOW = 8
"""Items that a feed's document holds."""


@dataclass
class Known:
    """An entry as the model has it: the ids it bears, its marks, and whether anybody ever marked it."""

    ids: int
    marks: Marks = frozenset()
    touched: bool = False


@dataclass
class Paper:
    """A feed: how many items it ever had, which ids (http or https) it gives them now, the texts that were edited."""

    count: int = 0
    ids: int = 0
    edits: dict[int, int] = field(default_factory=dict)
    left: bool = False


class Crash(Exception):
    pass


@cache
def empty_store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "telex.db"
        open_store(path, clock=lambda: NOW).close()
        return path.read_bytes()


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.place = Path(self.folder.name) / "0"
        self.place.mkdir(mode=0o700)
        (self.place / "telex.db").write_bytes(empty_store())
        self.db = self.opened()
        self.papers: dict[int, Paper] = {}
        self.known: dict[Place, Known] = {}
        self.memory: dict[tuple[int, int, int], Marks] = {}
        self.acts: list[tuple[str, object]] = []
        self.crashes = 0

    def opened(self) -> Database:
        db = open_store(self.place / "telex.db", clock=lambda: NOW)
        db.execute("PRAGMA synchronous = OFF")
        db.patient = True
        return db

    def teardown(self) -> None:
        self.db.close()
        self.folder.cleanup()

    def document(self, feed: int) -> tuple[Entry, ...]:
        paper = self.papers[feed]
        return tuple(
            Entry(
                id=f"{('http', 'https')[paper.ids]}://{feed}.example/{n}",
                title=f"Dépêche {n}",
                link=f"https://{feed}.example/{n}",
                published=NOW - 1_000 + n,
                content=f"<p>Texte {n}, {'x' * paper.edits.get(n, 0)}</p>",
            )
            for n in self.window(feed)
        )

    def window(self, feed: int) -> range:
        count = self.papers[feed].count
        return range(max(count - WINDOW, 0), count)

    def poll(self, feed: int) -> Stored:
        parsed = ParsedFeed(title=f"Journal {feed}", entries=self.document(feed))
        return store_feed(self.db, feed, parsed, etag=b"e", next_at=NOW, now=NOW)

    def polled(self, feed: int) -> int:
        """What the model makes of an answer; how many entries are new."""
        paper, new = self.papers[feed], 0
        for n in self.window(feed):
            state = self.known.get((feed, n))
            kept = self.memory.pop((feed, n, paper.ids), None)
            if state is None:
                self.known[feed, n] = Known(paper.ids, kept or frozenset(), kept is not None)
                new += 1
            elif state.ids != paper.ids:
                state.ids = paper.ids
                if not state.touched and kept is not None:
                    state.marks, state.touched = kept, True
        return new

    @initialize()
    def begin(self) -> None:
        self.subscribe()
        self.news(1, 5)

    @precondition(lambda self: len(self.papers) < 3)
    @rule()
    def subscribe(self) -> None:
        found = feeds.add_feed(self.db, f"https://{len(self.papers) + 1}.example/feed")
        self.papers[found.id] = Paper()
        self.acts.append(("leave", found.id))

    @rule(feed=st.integers(1, 3), count=st.integers(0, 5))
    def news(self, feed: int, count: int) -> None:
        if feed not in self.papers:
            return
        paper = self.papers[feed]
        paper.count += count
        stored = self.poll(feed)
        assert stored.new == (0 if paper.left else self.polled(feed))
        if paper.left:
            paper.count -= count
            return
        again = self.poll(feed)
        assert (again.new, again.updated) == (0, 0)

    @rule(feed=st.integers(1, 3))
    def not_modified(self, feed: int) -> None:
        if feed in self.papers:
            polls.record(self.db, feed, status="unchanged", next_at=NOW, now=NOW)

    @rule(feed=st.integers(1, 3))
    def new_ids(self, feed: int) -> None:
        """The publisher moves all ids from http to https, or back."""
        if feed not in self.papers or self.papers[feed].left:
            return
        self.papers[feed].ids ^= 1
        assert self.poll(feed).new == self.polled(feed)

    @rule(feed=st.integers(1, 3), pick=st.integers(0, 7))
    def edit(self, feed: int, pick: int) -> None:
        if feed not in self.papers or self.papers[feed].left or pick >= len(self.window(feed)):
            return
        n = self.window(feed)[pick]
        edits = self.papers[feed].edits
        edits[n] = edits.get(n, 0) + 1
        assert self.poll(feed).new == self.polled(feed)

    def rows(self) -> dict[Place, int]:
        """The row of each entry in a list."""
        return {
            (feed, int(link.rpartition("/")[2])): entry_id
            for entry_id, feed, link in self.db.rows(
                "SELECT e.id, e.feed_id, e.link FROM listing l JOIN entry e ON e.id = l.entry_id"
            )
        }

    @rule(
        picks=st.lists(st.integers(0, 30), min_size=1, max_size=4),
        flag=st.sampled_from(FLAGS),
        wish=st.booleans(),
    )
    def mark(self, picks: list[int], flag: str, wish: bool) -> None:
        rows = sorted(self.rows().items())
        chosen = {rows[pick % len(rows)] for pick in picks} if rows else set()
        wishes = {name: wish if name == flag else None for name in FLAGS}
        ids = [row for _, row in chosen]
        act = marks.mark(self.db, ids, read=wishes["read"], starred=wishes["starred"], later=wishes["later"])
        changed = {place: row for place, row in chosen if (flag in self.known[place].marks) != wish}
        assert act.count == len(changed)
        if changed:
            self.acts.append(
                ("marks", {row: (place, self.known[place].marks) for place, row in changed.items()})
            )
        for place in changed:
            state = self.known[place]
            state.marks = state.marks | {flag} if wish else state.marks - {flag}
            state.touched = True

    @rule(feed=st.integers(1, 3))
    def leave_or_return(self, feed: int) -> None:
        if feed not in self.papers:
            return
        paper = self.papers[feed]
        (feeds.restore if paper.left else feeds.remove)(self.db, feed)
        self.acts.append(("return" if not paper.left else "leave", feed))
        paper.left = not paper.left

    @precondition(lambda self: self.acts)
    @rule()
    def undo(self) -> None:
        kind, what = self.acts.pop()
        act = journal.undo(self.db)
        assert act is not None
        if kind == "marks":
            assert isinstance(what, dict)
            here = set(self.rows().values())
            for row, (place, before) in what.items():
                if row in here:
                    self.known[place].marks = before
        else:
            assert isinstance(what, int)
            self.papers[what].left = kind == "leave"

    @rule(picks=st.lists(st.integers(0, 30), min_size=1, max_size=6))
    def retire(self, picks: list[int]) -> None:
        """Old entries go; what was done with them is remembered."""
        rows = sorted(self.rows().items())
        gone = {rows[pick % len(rows)] for pick in picks} if rows else set()
        with self.db.write():
            for place, row in gone:
                self.db.execute("DELETE FROM entry WHERE id = ?", (row,))
                state = self.known.pop(place)
                if state.touched:
                    self.memory[(*place, state.ids)] = state.marks
            check.recount(self.db)

    @rule()
    def restart(self) -> None:
        self.db.close()
        self.db = self.opened()

    @rule()
    def crash(self) -> None:
        """The process is killed: what is in its files is all that is left."""
        old, place = self.db, self.left_behind()
        old.close()
        self.place = place
        self.db = self.opened()

    @precondition(lambda self: self.papers)
    @rule(count=st.integers(1, 5))
    def crash_while_storing(self, count: int) -> None:
        old, place = self.db, self.place
        feed = min(self.papers)
        self.papers[feed].count += count
        with contextlib.suppress(Crash), old.write():
            self.poll(feed)
            place = self.left_behind()
            raise Crash
        self.papers[feed].count -= count
        old.close()
        self.place = place
        self.db = self.opened()

    def left_behind(self) -> Path:
        self.crashes += 1
        place = Path(self.folder.name) / str(self.crashes)
        shutil.copytree(self.place, place, ignore=shutil.ignore_patterns("*-shm"))
        return place

    @invariant()
    def the_store_is_as_the_model(self) -> None:
        assert_counters(self.db)
        found = {}
        for feed, link, *times in self.db.rows(
            "SELECT e.feed_id, e.link, l.read_at, l.starred_at, l.later_at FROM listing l JOIN entry e ON e.id = l.entry_id"
        ):
            place = feed, int(link.rpartition("/")[2])
            assert place not in found
            found[place] = frozenset(flag for flag, at in zip(FLAGS, times, strict=True) if at is not None)
        assert found == {
            place: state.marks for place, state in self.known.items() if not self.papers[place[0]].left
        }


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=2_000 if FULL else 200,
    stateful_step_count=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
