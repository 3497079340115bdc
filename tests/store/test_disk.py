"""A disk that fails at the N-th call, fills up, or loses power: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import backup, feeds, journal, marks, pending, texts, upkeep
from reader.store.database import Database, StoreError, StoreFull, open_store
from reader.store.entries import store_feed
from tests.store.conftest import FULL, NOW
from tests.store.disk import Disk, use_disk
from tests.store.recount import assert_counters


def items(name: str, count: int = 6) -> tuple[Entry, ...]:
    text = "<p>Le gardien a compté les bateaux.</p>" * 20
    return tuple(
        Entry(id=f"{name}.{n}", title=f"Dépêche {n}", link="", content=f"{text}{name}") for n in range(count)
    )


@dataclass
class Work:
    """A run of the store's usual acts. `acknowledged` holds what it was told was done: marks by entry, answers by feed."""

    path: Path
    acknowledged: dict[int, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=lambda: ["old"])
    refused: list[StoreError] = field(default_factory=list)

    def go(self) -> None:
        self._try(self._open)

    def _open(self) -> None:
        with open_store(self.path, clock=lambda: NOW) as db:
            for step in (self._serve, self._mark, self._finish, self._undo, self._keep, self._serve_again):
                self._try(lambda step=step: step(db))  # type: ignore[misc]

    def _try(self, step: Callable[[], object]) -> None:
        try:
            step()
        except StoreError as error:
            assert "\n" not in str(error)
            self.refused.append(error)

    def _serve(self, db: Database, name: str = "new") -> None:
        parsed = ParsedFeed(entries=items(name))
        store_feed(db, 1, parsed, etag=name.encode(), next_at=NOW, now=NOW)
        self.answers.append(name)

    def _serve_again(self, db: Database) -> None:
        self._serve(db, "newer")

    def _mark(self, db: Database) -> None:
        marks.mark(db, [1, 2, 3], read=True, starred=True)
        self.acknowledged |= dict.fromkeys((1, 2, 3), "starred_at")
        marks.tag(db, [4], "quai")

    def _finish(self, db: Database) -> None:
        waiting = pending.pending(db, 50)
        pending.finish(db, [pending.Finished(p.entry_id, "t", "", "", "bateaux", p.html) for p in waiting])

    def _undo(self, db: Database) -> None:
        marks.mark(db, [5], later=True)
        journal.undo(
            db
        )  # where this fails, it may be done all the same: its sync failed, or it was never begun

    def _keep(self, db: Database) -> None:
        upkeep.run(db, NOW + 86_400)

    def check(self) -> None:
        """On a good disk: the store is whole and knows everything that was acknowledged."""
        with open_store(self.path, clock=lambda: NOW) as db:
            check_whole(db)
            for entry_id, column in self.acknowledged.items():
                assert db.value(f"SELECT {column} FROM listing WHERE entry_id = ?", (entry_id,)) == NOW
            names = ["old", "new", "newer"]
            assert db.value("SELECT etag FROM feed").decode() in names[names.index(self.answers[-1]) :]
        for copy in backup.backups(self.path.parent / "backups"):
            with open_store(copy, readonly=True) as kept:
                assert kept.value("PRAGMA integrity_check") == "ok"
        with open_store(self.path.parent / "other" / "telex.db") as fresh:
            assert texts.restore(fresh, self.path.parent / texts.FILE, NOW)[0] == 1


def check_whole(db: Database) -> None:
    assert db.value("PRAGMA integrity_check") == "ok"
    assert db.rows("PRAGMA foreign_key_check") == []
    assert_counters(db)
    for feed, etag in db.rows("SELECT id, etag FROM feed WHERE etag IS NOT NULL"):
        name = etag.decode()
        found = "SELECT count(*) FROM entry WHERE feed_id = ? AND guid GLOB ?"
        assert db.value(found, (feed, f"{name}.*")) == 6
    assert db.rows("SELECT count(*) FROM entry GROUP BY feed_id HAVING count(*) % 6 <> 0") == []


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one feed and an answer of it, with a text beside it."""
    path = tmp_path_factory.mktemp("template") / "data" / "telex.db"
    with open_store(path, clock=lambda: NOW) as db:
        feeds.add_feed(db, "https://fanal.example/feed")
        store_feed(db, 1, ParsedFeed(entries=items("old")), etag=b"old", next_at=NOW, now=NOW)
        texts.write(db, path.parent / texts.FILE)
    return path.parent


@pytest.fixture
def work(template: Path, tmp_path: Path) -> Callable[[], Work]:
    """Makes one run after the other, each on a fresh copy of the template."""
    folder = tmp_path / "data"

    def make() -> Work:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        return Work(folder / "telex.db")

    return make


@pytest.mark.parametrize("broken", [False, True], ids=["once", "from then on"])
def test_the_nth_call_of_the_database_fails(work: Callable[[], Work], broken: bool) -> None:
    """N = 1, 2, ... until the run passes; where not all are tried, every 37th and those at both ends."""
    number, failed = 1, 0
    while True:
        run = work()
        with use_disk() as disk:
            disk.fail_at, disk.broken = number, broken
            run.go()
        run.check()
        if not disk.failed:
            break
        failed += 1
        number += 1 if FULL or number < 8 else 37
    assert run.refused == []
    assert set(run.acknowledged) == {1, 2, 3}
    assert failed > 12


@contextmanager
def failing_files(folder: Path, number: int) -> Iterator[list[str]]:
    """The `number`-th call that Telex itself makes for a file in `folder` fails. The answer lists the calls."""
    calls: list[str] = []
    handles: set[int] = set()
    patch = pytest.MonkeyPatch()

    def through(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            first = args[0]
            ours = first in handles if isinstance(first, int) else str(first).startswith(str(folder))
            if ours:
                calls.append(name)
                if len(calls) == number:
                    raise OSError(errno.EIO, os.strerror(errno.EIO), str(first))
            done = real(*args, **options)
            if name == "open" and ours:
                handles.add(done)
            return done

        return call

    for name in ("open", "replace", "fsync", "unlink", "mkdir", "fchmod", "fstat"):
        patch.setattr(os, name, through(name, getattr(os, name)))
    try:
        yield calls
    finally:
        patch.undo()


def test_the_nth_call_for_a_file_fails(work: Callable[[], Work]) -> None:
    number = 1
    while True:
        run = work()
        with failing_files(run.path.parent, number) as calls:
            run.go()
        run.check()
        if len(calls) < number:
            break
        number += 1
    assert run.refused == []
    assert {"open", "replace", "fsync", "mkdir", "fstat"} <= set(calls)
    assert number > 15


def test_a_disk_that_is_full_at_any_point_and_then_has_room_again(work: Callable[[], Work]) -> None:
    """The same connection goes on by itself; reading goes on meanwhile."""
    dice = Random(19)
    refused = 0
    for _ in range(100 if FULL else 25):
        run = work()
        with use_disk() as disk, open_store(run.path, clock=lambda: NOW) as db:
            db.execute("PRAGMA wal_autocheckpoint = 8")
            when = disk.calls + dice.randrange(60)
            disk.before = lambda disk=disk, when=when: setattr(disk, "full", disk.calls >= when)  # type: ignore[misc]
            for step in (run._serve, run._mark, run._finish, run._serve_again):
                try:
                    step(db)
                except StoreFull as error:
                    refused += 1
                    assert "space" in str(error)
                assert len(db.rows("SELECT title FROM entry JOIN body ON entry_id = id LIMIT 6")) == 6
            disk.before, disk.full = lambda: None, False
            for step in (run._serve, run._mark, run._finish, run._serve_again):
                step(db)
        run.check()
    assert refused > 25


def test_whatever_a_loss_of_power_leaves(template: Path, tmp_path: Path) -> None:
    """At random calls: what was synced is there, of the rest any part, sectors torn. No acknowledged act is lost."""
    dice = Random(18)
    images: list[tuple[dict[str, bytes], int]] = []
    acknowledged: list[tuple[int, ...]] = []
    folder = tmp_path / "data"
    shutil.copytree(template, folder)
    count = 500 if FULL else 60
    with use_disk() as disk, open_store(folder / "telex.db", clock=lambda: NOW) as db:
        db.execute("PRAGMA wal_autocheckpoint = 12")

        def maybe() -> None:
            if len(images) < count and dice.random() < 0.03:
                images.append((disk.image(dice), len(acknowledged)))

        disk.before = maybe
        number = 0
        while len(images) < count:
            number += 1
            name = f"answer{number}"
            stored = store_feed(
                db, 1, ParsedFeed(entries=items(name)), etag=name.encode(), next_at=NOW, now=NOW
            )
            chosen = tuple(dice.sample(stored.ids, 3))
            marks.mark(db, chosen, starred=True)
            acknowledged.append(chosen)
        disk.before = lambda: None
    lost_answers = 0
    for place, (image, known) in enumerate(images):
        copy = tmp_path / f"copy{place}"
        copy.mkdir(mode=0o700)
        for file, data in image.items():
            (copy / file).write_bytes(data)
        with open_store(copy / "telex.db", clock=lambda: NOW) as db:
            check_whole(db)
            starred = {row[0] for row in db.rows("SELECT entry_id FROM listing WHERE starred_at IS NOT NULL")}
            assert starred >= {one for chosen in acknowledged[:known] for one in chosen}
            lost_answers += db.value("SELECT count(*) FROM entry") < 6 * (known + 1)
        shutil.rmtree(copy)
    assert lost_answers == 0


def test_an_act_is_on_the_disk_when_it_returns(template: Path, tmp_path: Path) -> None:
    """What a feed brought may be lost with the power, and is fetched again; what the person did may not."""
    folder = tmp_path / "data"
    shutil.copytree(template, folder)
    with use_disk() as disk, open_store(folder / "telex.db", clock=lambda: NOW) as db:
        store_feed(db, 1, ParsedFeed(entries=items("new")), etag=b"new", next_at=NOW, now=NOW)
        assert any(memory.pending for memory in disk.files.values())
        for act in (
            lambda: marks.mark(db, [1], starred=True),
            lambda: marks.tag(db, [2], "quai"),
            lambda: feeds.rename(db, 1, "Le Fanal"),
            lambda: feeds.move(db, 1, ("Mer",)),
            lambda: feeds.remove(db, 1),
            lambda: journal.undo(db),
            lambda: journal.redo(db),
            lambda: journal.undo(db),
            lambda: feeds.add_feed(db, "https://gazette.example/feed"),
        ):
            act()
            assert not any(memory.pending for memory in disk.files.values())


def test_a_disk_counts_every_call(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template, tmp_path / "data")
    with use_disk() as disk:
        assert isinstance(disk, Disk)
        with open_store(tmp_path / "data" / "telex.db") as db:
            before = disk.calls
            feeds.rename(db, 1, "Le Fanal")
            assert disk.calls > before
    calls = disk.calls
    with open_store(tmp_path / "data" / "telex.db") as db:
        feeds.rename(db, 1, "Le Quai")
    assert disk.calls == calls
