"""Marks, journal, counters and views against a small model, over random sequences, with two connections at work."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from reader.model import Act, Entry, ParsedFeed
from reader.store import feeds, journal, keyset, marks, windows
from reader.store.database import open_store
from reader.store.entries import store_feed
from reader.store.windows import View
from tests.store.conftest import NOW
from tests.store.recount import assert_counters


@dataclass
class State:
    """One entry as the model knows it."""

    feed: int
    at: int
    marks: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass
class World:
    """Everything that undo brings back."""

    entries: dict[int, State] = field(default_factory=dict)
    left: frozenset[int] = frozenset()
    names: dict[int, str] = field(default_factory=dict)
    folders: dict[int, tuple[str, ...]] = field(default_factory=dict)


QUERIES = (
    "",
    "is:unread",
    "is:starred",
    "is:later",
    "feed:{0}",
    "is:unread feed:{0}",
    "folder:mer is:unread",
    "tag:quai",
)
FLAGS = ("read", "starred", "later", "hidden")


class Store(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(keyset, "STRIDE", 4)
        self.patch.setattr(windows, "PAGE", 2)
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "telex.db"
        self.dbs = [open_store(path, clock=lambda: NOW), open_store(path, clock=lambda: NOW)]
        for db in self.dbs:
            db.execute("PRAGMA synchronous = OFF")
            db.patient = True
        self.world = World()
        self.undone: list[tuple[World, set[int]]] = []
        self.done: list[tuple[World, set[int]]] = []
        self.served = 0
        self.views: list[tuple[View, str, list[int], int]] = []
        for number in range(3):
            feed = feeds.add_feed(self.dbs[0], f"https://{number}.example/feed").id
            self.world.names[feed] = feeds.feed(self.dbs[0], feed).name
            self.world.folders[feed] = ()
        self.base = len(journal.steps(self.dbs[0], 1_000))
        for feed in (1, 2, 3, 1, 2):
            self.serve(0, feed, 5, feed)

    def teardown(self) -> None:
        for db in self.dbs:
            db.close()
        self.folder.cleanup()
        self.patch.undo()

    def shown(self, query: str) -> list[int]:
        """What `query` should find now, in order."""
        chosen = []
        for entry_id, one in self.world.entries.items():
            if one.feed in self.world.left or "hidden" in one.marks:
                continue
            for word in query.split():
                name, _, value = word.partition(":")
                if word == "is:unread":
                    met = "read" not in one.marks
                elif name == "is":
                    met = value in one.marks
                elif name == "feed":
                    met = one.feed == int(value)
                elif name == "folder":
                    met = value in self.world.folders[one.feed]
                else:
                    met = value in one.tags
                if not met:
                    break
            else:
                chosen.append(entry_id)
        return sorted(chosen, key=lambda one: (self.world.entries[one].at, one), reverse=True)

    def act(self, done: Act, after: World) -> None:
        """An act of the person went through."""
        self.done.append((self.world, set(self.world.entries)))
        self.undone = []
        self.world = after
        assert done.id

    def copy(self, **changes: State) -> World:
        return replace(self.world, entries={**self.world.entries, **{int(k): v for k, v in changes.items()}})

    @rule(which=st.integers(0, 1), feed=st.integers(1, 3), count=st.integers(1, 9), spread=st.integers(0, 3))
    def serve(self, which: int, feed: int, count: int, spread: int) -> None:
        items = []
        for _ in range(count):
            self.served += 1
            at = NOW - (self.served % 7) * spread
            items.append(
                Entry(id=str(self.served), title=str(self.served), link="", published=at, content="<p>x</p>")
            )
        stored = store_feed(self.dbs[which], feed, ParsedFeed(entries=tuple(items)), next_at=NOW, now=NOW)
        if feed in self.world.left:
            assert stored.new == 0
            return
        new = {
            entry_id: State(feed, one.published or 0)
            for entry_id, one in zip(stored.ids, reversed(items), strict=True)
        }
        self.world = replace(self.world, entries={**self.world.entries, **new})
        for name in ("done", "undone"):
            kept = [
                (replace(w, entries={**w.entries, **new}), ids | set(new)) for w, ids in getattr(self, name)
            ]
            setattr(self, name, kept)

    @rule(
        which=st.integers(0, 1),
        picks=st.lists(st.integers(1, 25), min_size=1, max_size=8),
        flags=st.dictionaries(st.sampled_from(FLAGS), st.booleans(), min_size=1, max_size=2),
    )
    def mark(self, which: int, picks: list[int], flags: dict[str, Any]) -> None:
        self.apply(picks, flags, marks.mark(self.dbs[which], picks, now=NOW, **flags))

    def apply(self, ids: list[int], flags: dict[str, bool], done: Act) -> None:
        changed = {}
        for one in set(ids):
            state = self.world.entries.get(one)
            if state is None or state.feed in self.world.left:
                continue
            on = {flag for flag, wish in flags.items() if wish}
            off = {flag for flag, wish in flags.items() if not wish}
            if (state.marks | on) - off != state.marks:
                changed[str(one)] = replace(state, marks=frozenset((state.marks | on) - off))
        assert done.count == len(changed)
        if changed:
            self.act(done, self.copy(**changed))

    def follow(self, number: int) -> tuple[View, str, list[int]]:
        """A view that has heard of everything; one that opened itself anew shows what is there now."""
        view, query, ids, moment = self.views[number]
        view.db.generation()
        assert view.count >= 0
        if view.moment != moment:
            ids = self.shown(query)
            assert view.ids(0, 1_000) == ids
            self.views[number] = (view, query, ids, view.moment)
        return view, query, ids

    @precondition(lambda self: self.views)
    @rule(which=st.integers(0, 5), flag=st.sampled_from(FLAGS[:3]), wish=st.booleans())
    def mark_view(self, which: int, flag: str, wish: bool) -> None:
        view, _, ids = self.follow(which % len(self.views))
        chosen: dict[str, Any] = {"read": None, "starred": None, "later": None, flag: wish}
        self.apply(ids, {flag: wish}, marks.mark_view(view.db, view, now=NOW, **chosen))

    @rule(
        which=st.integers(0, 1), picks=st.lists(st.integers(1, 25), min_size=1, max_size=5), on=st.booleans()
    )
    def tag(self, which: int, picks: list[int], on: bool) -> None:
        done = (marks.tag if on else marks.untag)(self.dbs[which], picks, "quai", now=NOW)
        changed = {}
        for one in set(picks):
            state = self.world.entries.get(one)
            if state is not None and state.feed not in self.world.left and ("quai" in state.tags) != on:
                changed[str(one)] = replace(state, tags=frozenset({"quai"} if on else ()))
        assert done.count == len(changed)
        if changed:
            self.act(done, self.copy(**changed))

    @rule(which=st.integers(0, 1), feed=st.integers(1, 3))
    def leave_or_return(self, which: int, feed: int) -> None:
        if feed in self.world.left:
            self.act(feeds.restore(self.dbs[which], feed), replace(self.world, left=self.world.left - {feed}))
        else:
            self.act(feeds.remove(self.dbs[which], feed), replace(self.world, left=self.world.left | {feed}))

    @rule(
        feed=st.integers(1, 3),
        name=st.sampled_from(["Le Quai", "", "La Digue"]),
        folder=st.sampled_from([(), ("mer",), ("mer", "nord")]),
    )
    def rename_and_move(self, feed: int, name: str, folder: tuple[str, ...]) -> None:
        if feed in self.world.left:
            return
        db = self.dbs[0]
        done = feeds.rename(db, feed, name)
        self.act(done, replace(self.world, names={**self.world.names, feed: feeds.feed(db, feed).name}))
        done = feeds.move(db, feed, folder)
        self.act(done, replace(self.world, folders={**self.world.folders, feed: folder}))

    @rule(which=st.integers(0, 1))
    def undo(self, which: int) -> None:
        if len([one for one in journal.steps(self.dbs[which], 1_000) if not one.undone]) <= self.base:
            assert not self.done
            return
        act = journal.undo(self.dbs[which], NOW)
        assert act is not None
        assert act.undone
        self.undone.append((self.world, set(self.world.entries)))
        self.world = self.done.pop()[0]

    @rule(which=st.integers(0, 1))
    def redo(self, which: int) -> None:
        act = journal.redo(self.dbs[which], NOW)
        assert (act is None) == (not self.undone)
        if act is not None:
            assert not act.undone
            self.done.append((self.world, set(self.world.entries)))
            self.world = self.undone.pop()[0]

    @precondition(lambda self: len(self.views) < 6)
    @rule(which=st.integers(0, 1), query=st.sampled_from(QUERIES), feed=st.integers(1, 3))
    def open(self, which: int, query: str, feed: int) -> None:
        if "feed" in query and feed in self.world.left:
            return
        query = query.format(feed)
        view = windows.open_view(self.dbs[which], query, now=NOW)
        expected = self.shown(query)
        assert view.count == len(expected)
        assert view.ids(0, 1_000) == expected
        self.views.append((view, query, expected, view.moment))

    @precondition(lambda self: self.views)
    @rule(which=st.integers(0, 5))
    def close(self, which: int) -> None:
        del self.views[which % len(self.views)]

    @precondition(lambda self: self.views)
    @rule(start=st.integers(0, 40), n=st.integers(1, 9), build=st.booleans())
    def look(self, start: int, n: int, build: bool) -> None:
        for number in reversed(range(len(self.views))):
            self.look_at(number, start, n, build)

    def look_at(self, number: int, start: int, n: int, build: bool) -> None:
        """A view shows the rows that it was opened with, with the marks they have now, from wherever one looks."""
        view, query, ids = self.follow(number)
        view._ids.clear()
        view._rows.clear()
        if build:
            view.build_anchors(100)
        assert view.count == len(ids)
        rows = view.rows(start, n)
        assert [row.id for row in rows] == ids[start : start + n]
        for row in rows:
            state = self.world.entries[row.id]
            if state.feed not in self.world.left:
                found = {flag for flag in FLAGS if getattr(row, flag)}
                assert found == state.marks
        for place in {start, start + n, 0, len(ids) - 1}:
            if 0 <= place < len(ids):
                view._ids.clear()
                assert view.index_of(ids[place]) == place
        outside = set(self.world.entries) - set(ids)
        if outside:
            assert view.index_of(max(outside)) is None
        newer = [one for one in self.shown(query) if one > view._source.limit]
        assert view.fresh() == len(newer)

    @precondition(lambda self: self.views)
    @rule(which=st.integers(0, 5), start=st.integers(0, 40), step=st.sampled_from([-2, -1, 1, 2]))
    def step(self, which: int, start: int, step: int) -> None:
        view, _, ids = self.follow(which % len(self.views))
        if not ids:
            return
        place = start % len(ids)
        beside = view.neighbour(ids[place], step)
        expected = ids[place + step] if 0 <= place + step < len(ids) else None
        assert (beside.id if beside else None) == expected
        ahead = ids[place + 1 :] if step > 0 else ids[:place][::-1]
        unread = [
            one
            for one in ahead
            if "read" not in self.world.entries[one].marks
            and "hidden" not in self.world.entries[one].marks
            and self.world.entries[one].feed not in self.world.left
        ]
        found = view.neighbour(ids[place], step, unread=True)
        assert (found.id if found else None) == (unread[abs(step) - 1] if len(unread) >= abs(step) else None)

    @invariant()
    def the_store_is_as_the_model(self) -> None:
        db = self.dbs[0]
        assert_counters(db)
        found = {
            row[0]: frozenset(flag for flag, at in zip(FLAGS, row[1:], strict=True) if at is not None)
            for row in db.rows("SELECT entry_id, read_at, starred_at, later_at, hidden_at FROM listing")
        }
        listed = {
            one: state for one, state in self.world.entries.items() if state.feed not in self.world.left
        }
        assert found == {one: state.marks for one, state in listed.items()}
        subscribed = {one.id: (one.name, one.folder) for one in feeds.all_feeds(db)}
        assert subscribed == {
            feed: (name, self.world.folders[feed])
            for feed, name in self.world.names.items()
            if feed not in self.world.left
        }


TestStore = Store.TestCase
TestStore.settings = settings(
    max_examples=50,
    stateful_step_count=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
