"""Backups, text beside the store, and mending what is derived."""

from __future__ import annotations

import calendar
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from reader.config import Paths
from reader.model import Entry
from reader.store import (
    backup,
    byhand,
    check,
    entries,
    feeds,
    journal,
    marks,
    orders,
    pending,
    place,
    saved,
    texts,
    upkeep,
    windows,
)
from reader.store.database import Database, StoreDamaged, StoreError, open_store
from reader.store.query import parse
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters

DAY = 86_400


@pytest.fixture
def filled(db: Database, serve: Serve, item: Callable[..., Entry]) -> Database:
    feeds.add_feed(db, "https://fanal.example/feed", name="Le Fanal", folder=("Presse", "Mer"))
    feeds.add_feed(db, "https://gazette.example/feed")
    serve(1, *(item(n) for n in range(40)))
    serve(2, *(item(n, id=f"g{n}") for n in range(40)))
    marks.mark(db, range(1, 60), read=True, now=NOW)
    marks.mark(db, range(5, 25), starred=True, now=NOW)
    marks.tag(db, range(1, 4), "phares", now=NOW)
    return db


def test_a_backup_a_day_and_the_last_seven(filled: Database, tmp_path: Path) -> None:
    paths = Paths(filled.path.parent, tmp_path / "config.toml")
    made = []
    for day in range(12):
        kept = upkeep.run(filled, NOW + day * DAY)
        assert kept is not None
        made.append(kept.backup)
        assert not orders.behind(filled)
        assert upkeep.run(filled, NOW + day * DAY + DAY - 1) is None
    assert backup.backups(paths.backups) == [*made[:-8:-1], made[4]]
    assert upkeep.run(filled, NOW - DAY) is not None
    for file in backup.backups(paths.backups):
        with open_store(file, readonly=True) as copy:
            assert check.problems(copy, full=True) == []
            assert entries.counts(copy) == entries.counts(filled)
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_what_the_store_was_at_its_moment(
    filled: Database, serve: Serve, item: Callable[..., Entry], tmp_path: Path
) -> None:
    dice, made = Random(22), {}
    for number in range(20):
        for _ in range(dice.randint(1, 4)):
            some = dice.sample(range(1, 80), 9)
            marks.mark(filled, some, read=dice.random() < 0.5, starred=dice.random() < 0.5)
            marks.tag(filled, some[:2], dice.choice(["mer", "port"]))
        serve(1, item(100 + number), at=NOW + number)
        target = tmp_path / "copies" / backup.name(NOW + number, "asked")
        backup.copy(filled.connection, target)
        made[target] = (
            entries.counts(filled),
            marks.tags(filled),
            filled.rows("SELECT * FROM mark ORDER BY id"),
        )
    for target, kept in made.items():
        with open_store(target) as copy:
            assert check.problems(copy, full=True) == []
            assert (
                entries.counts(copy),
                marks.tags(copy),
                copy.rows("SELECT * FROM mark ORDER BY id"),
            ) == kept
            assert_counters(copy)


def test_of_older_weeks_one_backup_each_and_what_was_asked_for_stays(filled: Database) -> None:
    folder = filled.path.parent / "backups"
    place.make_folder(folder)
    asked = folder / backup.name(NOW - 400 * DAY, "asked")
    for file in (asked, *(folder / backup.name(NOW - day * DAY, "daily") for day in range(90))):
        file.touch()
    backup.prune(folder)
    days = [
        (NOW - calendar.timegm(time.strptime(file.name[6:21], "%Y%m%d-%H%M%S"))) // DAY
        for file in backup.backups(folder)
    ]
    assert days == [0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 22, 400]
    assert [time.gmtime(NOW - day * DAY).tm_wday for day in (7, 8)] == [0, 6]
    backup.prune(folder)
    assert len(backup.backups(folder)) == len(days)


def test_a_damaged_store_never_takes_the_place_of_a_good_backup(filled: Database) -> None:
    kept = upkeep.run(filled, NOW)
    assert kept is not None
    marked = (filled.path.parent / texts.FILE).read_bytes()
    leaf = filled.value("SELECT pageno FROM dbstat WHERE name = 'journal_entry' AND pagetype = 'leaf'")
    filled.close()
    data = bytearray(filled.path.read_bytes())
    data[(leaf - 1) * 8_192 : leaf * 8_192] = b"\xff" * 8_192
    filled.path.write_bytes(data)
    with open_store(filled.path) as damaged:
        for day in range(1, 12):
            with pytest.raises(StoreDamaged):
                upkeep.run(damaged, NOW + day * DAY)
    assert backup.backups(filled.path.parent / "backups") == [kept.backup]
    assert not list(kept.backup.parent.glob("*.part"))
    assert (filled.path.parent / texts.FILE).read_bytes() == marked


def test_upkeep_forgets_old_acts(filled: Database) -> None:
    kept = upkeep.run(filled, NOW + 31 * DAY)
    assert kept is not None
    assert kept.forgotten == 5
    assert journal.undo(filled) is None


def test_the_text_brings_subscriptions_and_marks_back(
    filled: Database, tmp_path: Path, item: Callable[..., Entry]
) -> None:
    file = filled.path.parent / texts.FILE
    texts.write(filled, file)
    assert file.stat().st_mode & 0o777 == 0o600
    before = [(one.url, one.name, one.folder) for one in feeds.all_feeds(filled)]
    with open_store(tmp_path / "new" / "telex.db", clock=lambda: NOW) as fresh:
        assert texts.restore(fresh, file, NOW) == (2, 59)
        assert [(one.url, one.name, one.folder) for one in feeds.all_feeds(fresh)] == before
        from reader.model import ParsedFeed

        for feed, name in ((1, "urn:fanal:{}"), (2, "g{}")):
            items = tuple(item(n, id=name.format(n)) for n in range(40))
            entries.store_feed(fresh, feed, ParsedFeed(entries=items), next_at=NOW, now=NOW)
        assert entries.counts(fresh) == entries.counts(filled)
        assert windows.open_view(fresh, "tag:phares").count == 3
        assert_counters(fresh)
        assert texts.restore(fresh, file, NOW) == (0, 0)


def test_the_text_holds_what_else_is_the_persons_own(filled: Database, tmp_path: Path) -> None:
    saved.save(filled, "Mer", "tag:phares is:unread")
    filled.execute("INSERT INTO rule (name, query, acts, active) VALUES ('Phares', 'phare', '[\"star\"]', 1)")
    filled.execute("UPDATE feed SET settings = '{\"keep\": 7}', paused = 1 WHERE id = 2")
    byhand.join(filled, [1, 2, 3], NOW)
    byhand.split(filled, 3, NOW)
    file = filled.path.parent / texts.FILE
    texts.write(filled, file)
    with open_store(tmp_path / "new" / "telex.db", clock=lambda: NOW) as fresh:
        for _ in range(2):
            texts.restore(fresh, file, NOW)
            for sql in (
                "SELECT name, query, position FROM saved",
                "SELECT name, query, acts, active, mute, until FROM rule",
                "SELECT url, settings, paused FROM feed ORDER BY url",
                "SELECT one, other, joined FROM tie ORDER BY one, other",
            ):
                assert fresh.rows(sql) == filled.rows(sql)
                assert fresh.rows(sql)


def test_the_text_mends_a_store_that_has_older_marks(filled: Database, tmp_path: Path) -> None:
    file = tmp_path / texts.FILE
    copy = tmp_path / "copy" / "telex.db"
    backup.copy(filled.connection, copy)
    marks.mark(filled, range(60, 70), starred=True, now=NOW + 5)
    marks.mark(filled, [5], starred=False, now=NOW + 6)
    feeds.add_feed(filled, "https://third.example/feed")
    texts.write(filled, file)
    with open_store(copy, clock=lambda: NOW) as old:
        assert texts.restore(old, file, NOW) == (1, 11)
        assert windows.open_view(old, "is:starred").ids(0, 99) == windows.open_view(filled, "is:starred").ids(
            0, 99
        )
        assert_counters(old)


def test_broken_lines_are_passed_over(filled: Database, tmp_path: Path) -> None:
    file = tmp_path / texts.FILE
    count = texts.write(filled, file)
    dice = Random(2)
    lines = file.read_text().splitlines()
    junk = [
        "",
        "{",
        "null",
        "[1]",
        '{"mark": 7}',
        '{"mark": "zz"}',
        '{"feed": null}',
        '{"mark": "00", "read": "x"}',
    ]
    junk += ['{"keep": "tie", "one": 3}', '{"keep": "tie", "one": "bb", "other": "aa", "joined": 1, "at": 1}']
    junk += ['{"keep": "saved", "name": []}', '{"keep": "feed", "url": "x"}', '{"keep": "rule", "name": "a"}']
    junk += ['{"mark": "bb", "read": 9999999999999999999999}', '{"feed": "https://\\ud800.example"}']
    junk += ['{"feed": "https://y.example", "settings": 3}']
    junk += ['{"mark": "aa", "tags": "x"}', '{"feed": "https://x", "folder": [1]}', "\ufffd\x00"]
    for one in junk:
        lines.insert(dice.randrange(len(lines)), one)
    file.write_text("\n".join(lines))
    with open_store(tmp_path / "new" / "telex.db") as fresh:
        assert texts.restore(fresh, file, NOW) == (2, count - 2)
    with pytest.raises(StoreError):
        texts.restore(filled, tmp_path / "none", NOW)


def test_wrong_counters_are_mended(filled: Database) -> None:
    assert check.recount(filled) == 0
    filled.execute("UPDATE feed SET unread = unread + 3 WHERE id = 2")
    filled.execute("UPDATE counter SET value = 7 WHERE name = 'total'")
    filled.execute("UPDATE tag SET total = 9")
    assert check.recount(filled) == 3
    assert_counters(filled)


def test_problems_are_named(filled: Database) -> None:
    assert check.problems(filled) == []
    filled.execute("PRAGMA foreign_keys = OFF")
    filled.execute("DELETE FROM entry WHERE id = 3")
    assert any("points nowhere" in line for line in check.problems(filled))


def test_the_search_index_can_be_built_anew(filled: Database) -> None:
    def fold_all() -> None:
        for one in pending.pending(filled, 1_000):
            pending.finish(filled, [pending.Finished(one.entry_id, "t", "", "", "bateaux", one.html)])

    fold_all()
    assert windows.open_view(filled, "bateaux").count == 80
    assert check.reindex(filled) == 80
    assert windows.open_view(filled, "bateaux").count == 0
    fold_all()
    assert windows.open_view(filled, "bateaux").count == 80
    assert parse("bateaux").root is not None
