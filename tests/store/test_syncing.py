"""Marks in step between devices by files in a folder: what travels, in which order it counts, undo, switching off."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.store import (
    backup,
    journal,
    keyed,
    lease,
    marks,
    markstate,
    place,
    settings,
    syncing,
    synclog,
    syncwords,
    windows,
)
from reader.store.check import recount
from reader.store.database import StoreError, open_store
from tests.store.conftest import NOW
from tests.store.devices import Device, devices
from tests.store.recount import assert_counters


def settle(*several: Device) -> None:
    """Sync until everybody has heard everything."""
    for _ in range(2):
        for one in several:
            one.sync()


def lines(device: Device, name: str) -> list[dict[str, object]]:
    text = (device.folder / f"telex-{name}.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def test_what_was_marked_before_and_after_it_is_on_reaches_the_other_device(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 6) as (a, b):
        marks.mark(a.db, [a.id(0), a.id(1)], read=True)
        marks.tag(a.db, [a.id(1)], "quai")
        assert a.sync().sent == 3
        marks.mark(a.db, [a.id(2)], starred=True)
        marks.mark(a.db, [a.id(3)], later=True)
        marks.mark(a.db, [a.id(4)], hidden=True)
        marks.mark(a.db, [a.id(0)], read=False)
        assert a.sync().sent == 4
        done = b.sync()
        assert (done.sent, done.brought, done.devices, done.notes) == (0, 5, 1, [])
        expected = {
            "urn:1": {"read", "tag:quai"},
            "urn:2": {"starred"},
            "urn:3": {"later"},
            "urn:4": {"hidden"},
        }
        assert a.marks() == b.marks() == expected
        assert windows.open_view(b.db, "is:unread").count == 4
        assert [step.text for step in journal.steps(b.db, 1)] == ["Brought 5 marks from device0"]
        assert_counters(b.db)
        assert recount(b.db) == 0
        again = b.sync()
        assert (again.sent, again.brought) == (0, 0)


def test_the_file_is_as_it_is_described_and_holds_neither_titles_nor_addresses(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 2) as (a,):
        a.sync()
        marks.mark(a.db, [a.id(0)], read=True)
        marks.tag(a.db, [a.id(1)], "été")
        a.sync()
        key = [a.db.value("SELECT key FROM entry WHERE guid = ?", (f"urn:{n}",)).hex() for n in (0, 1)]
        head, *rest = lines(a, "device0")
        assert head == {"telex": "marks", "version": 1, "device": "device0"}
        assert sorted(rest, key=lambda one: str(one["mark"])) == [
            {"key": key[0], "mark": "read", "set": NOW, "at": NOW},
            {"key": key[1], "mark": "tag", "set": NOW, "at": NOW, "tag": "été"},
        ]
        text = (a.folder / "telex-device0.jsonl").read_text()
        assert "Dépêche" not in text
        assert "fanal" not in text
        if sys.platform != "win32":
            assert (a.folder / "telex-device0.jsonl").stat().st_mode & 0o777 == 0o600


def test_read_here_and_starred_there_are_both_kept(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 2) as (a, b):
        settle(a, b)
        marks.mark(a.db, [a.id(0)], read=True)
        marks.mark(b.db, [b.id(0)], starred=True)
        marks.tag(b.db, [b.id(0)], "port")
        settle(a, b)
        assert a.marks() == b.marks() == {"urn:0": {"read", "starred", "tag:port"}}


def test_of_two_changes_of_one_mark_the_later_one_counts(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 2) as (a, b):
        marks.mark(a.db, [a.id(0), a.id(1)], starred=True)
        settle(a, b)
        a.now, b.now = NOW + 60, NOW + 30
        marks.mark(a.db, [a.id(0)], starred=False)
        marks.mark(b.db, [b.id(0)], starred=False)
        b.now = NOW + 90
        marks.mark(b.db, [b.id(0)], starred=True)
        marks.mark(b.db, [b.id(1)], starred=False)
        settle(a, b)
        assert a.marks() == b.marks() == {"urn:0": {"starred"}}


def test_what_one_does_after_hearing_of_a_mark_counts_however_wrong_the_clocks_are(tmp_path: Path) -> None:
    with devices(tmp_path, 3, 1) as (a, b, c):
        settle(a, b, c)
        a.now = NOW + 80 * 365 * 86_400
        marks.mark(a.db, [a.id(0)], read=True)
        settle(a, b, c)
        assert b.db.value("SELECT read_at FROM listing") == NOW, "no mark of tomorrow"
        marks.mark(b.db, [b.id(0)], read=False)
        c.now = 5
        settle(b, c, a)
        assert a.marks() == b.marks() == c.marks() == {}
        marks.mark(c.db, [c.id(0)], read=True)
        settle(c, a, b)
        assert a.marks() == b.marks() == c.marks() == {"urn:0": {"read"}}


def test_marks_of_entries_that_are_not_here_wait_for_them(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 2) as (a, b):
        a.serve(3, first=2)
        marks.mark(a.db, [a.id(2), a.id(3)], read=True)
        marks.mark(a.db, [a.id(3)], starred=True)
        marks.tag(a.db, [a.id(3), a.id(4)], "phare")
        settle(a, b)
        assert b.marks() == {}
        assert_counters(b.db)
        b.serve(3, first=2)
        assert (
            a.marks()
            == b.marks()
            == {"urn:2": {"read"}, "urn:3": {"read", "starred", "tag:phare"}, "urn:4": {"tag:phare"}}
        )
        assert_counters(b.db)
        assert marks.tags(b.db) == [("phare", 2)]


@pytest.mark.parametrize("served", ["before", "after", "between"])
def test_undo_takes_back_what_came_and_that_travels_too(tmp_path: Path, served: str) -> None:
    with devices(tmp_path, 2, 2) as (a, b):
        a.serve(2, first=2)
        if served == "before":
            b.serve(2, first=2)
        settle(a, b)
        marks.mark(b.db, [b.id(0)], starred=True)
        settle(b, a)
        marks.mark(a.db, [a.id(n) for n in range(4)], read=True)
        marks.tag(a.db, [a.id(1), a.id(2)], "quai")
        settle(a, b)
        if served == "between":
            b.serve(2, first=2)
        taken = journal.undo(b.db)
        assert taken is not None
        assert taken.text == "Brought 6 marks from device0"
        if served == "after":
            b.serve(2, first=2)
        assert b.marks() == {"urn:0": {"starred"}}
        assert_counters(b.db)
        settle(b, a)
        assert a.marks() == b.marks() == {"urn:0": {"starred"}}
        a.now = b.now = NOW + 9
        redone = journal.redo(b.db)
        assert redone is not None
        settle(b, a)
        assert a.marks() == b.marks()
        assert b.marks()["urn:1"] == {"read", "tag:quai"}
        assert b.marks()["urn:2"] == {"read", "tag:quai"}
        assert_counters(a.db)
        assert_counters(b.db)


def test_a_step_of_many_batches_is_one_unless_something_was_done_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synclog, "BATCH", 3)
    with devices(tmp_path, 2, 20) as (a, b):
        settle(a, b)
        marks.mark(a.db, [a.id(n) for n in range(10)], read=True)
        marks.tag(a.db, [a.id(n) for n in range(5)], "quai")
        a.sync()
        marks.untag(a.db, [a.id(0)], "quai")
        settle(a, b)
        assert journal.steps(b.db)[0].text == "Brought 16 marks from device0"
        before = len(journal.steps(b.db))
        marks.mark(a.db, [a.id(n) for n in range(10, 19)], read=True)
        a.sync()
        take, done = syncwords.take, []

        def interrupted(*given: object, **more: object) -> object:
            done.append(1)
            if len(done) == 2:
                marks.mark(b.db, [b.id(19)], starred=True)
            return take(*given, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(syncwords, "take", interrupted)
        b.sync()
        texts = [step.text for step in journal.steps(b.db)][: len(journal.steps(b.db)) - before]
        assert texts == [
            "Brought 6 marks from device0",
            "Marked “Dépêche 19” with a star",
            "Brought 3 marks from device0",
        ]
        for _ in range(3):
            journal.undo(b.db)
        assert "urn:10" not in b.marks()
        assert b.marks()["urn:1"] == {"read", "tag:quai"}
        assert b.marks()["urn:0"] == {"read"}
        journal.undo(b.db)
        assert b.marks() == {}
        assert_counters(b.db)


def test_what_changes_while_it_is_written_is_sent_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader at work beside it, in the moment between the file and the store."""
    with devices(tmp_path, 2, 3) as (a, b):
        marks.mark(a.db, [a.id(0), a.id(1)], starred=True)
        append = synclog.append
        wanted = [({"starred": False}, 0), ({"read": True}, 1), ({"starred": True}, 0)]

        def written(path: Path, words: Sequence[syncwords.Word]) -> None:
            append(path, words)
            if wanted:
                change, number = wanted.pop(0)
                with open_store(a.db.path, clock=lambda: NOW) as beside:
                    marks.mark(beside, [a.id(number)], **change)  # type: ignore[arg-type]

        monkeypatch.setattr(synclog, "append", written)
        assert a.sync().sent == 5
        assert not wanted
        assert syncwords.waiting(a.db) == 0
        b.sync()
        assert a.marks() == b.marks() == {"urn:0": {"starred"}, "urn:1": {"starred", "read"}}


def test_off_costs_nothing_says_nothing_and_on_again_says_what_was_done_meanwhile(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 4) as (a, b):
        marks.mark(a.db, [a.id(0), a.id(1)], starred=True)
        settle(a, b)
        marks.mark(a.db, [a.id(2)], read=True)
        assert syncwords.switch_off(a.db) == 1
        assert syncwords.folder(a.db) == ""
        a.now = NOW + 60
        marks.mark(a.db, [a.id(0)], starred=False)
        marks.mark(a.db, [a.id(3)], starred=True)
        marks.tag(a.db, [a.id(3)], "quai")
        marks.untag(a.db, [a.id(3)], "quai")
        assert syncwords.waiting(a.db) == 0
        settle(b)
        assert b.marks() == {"urn:0": {"starred"}, "urn:1": {"starred"}}
        settle(a, b)
        assert a.marks() == b.marks() == {"urn:1": {"starred"}, "urn:2": {"read"}, "urn:3": {"starred"}}


def test_a_store_that_never_synced_keeps_no_words(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 3) as (a,):
        marks.mark(a.db, [a.id(0)], read=True)
        marks.tag(a.db, [a.id(0)], "quai")
        journal.undo(a.db)
        assert a.db.value("SELECT count(*) FROM sync_word") == 0


def copy_of(device: Device, path: Path) -> Device:
    """The same store on another device, or an older one again."""
    place.make_folder(path.parent)
    backup.copy(device.db.connection, path)
    return Device(path, device.folder, now=device.now)


def test_an_older_backup_gets_back_what_it_had_said(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 4) as (a, b):
        settle(a, b)
        older = copy_of(a, tmp_path / "copy" / "telex.db")
        marks.mark(a.db, [a.id(0)], read=True)
        marks.tag(a.db, [a.id(1)], "quai")
        a.sync()
        a.db.close()
        a.db = older.db
        assert a.marks() == {}
        settle(a, b)
        assert a.marks() == b.marks() == {"urn:0": {"read"}, "urn:1": {"tag:quai"}}


@pytest.mark.parametrize("synced", [True, False])
def test_a_copied_store_becomes_a_device_of_its_own(tmp_path: Path, synced: bool) -> None:
    with devices(tmp_path, 1, 6) as (a,):
        marks.mark(a.db, [a.id(0)], read=True)
        if synced:
            a.sync()
        b = copy_of(a, tmp_path / "copy" / "telex.db")
        marks.mark(a.db, [a.id(1)], starred=True)
        marks.mark(b.db, [b.id(2)], starred=True)
        settle(a, b)
        names = {settings.device(one.db) for one in (a, b)}
        assert len(names) == 2
        marks.mark(a.db, [a.id(0)], read=False)
        b.now += 1
        marks.mark(b.db, [b.id(0)], starred=True)
        marks.tag(b.db, [b.id(3)], "quai")
        settle(a, b)
        assert a.marks() == b.marks()
        assert a.marks() == {
            "urn:0": {"starred"},
            "urn:1": {"starred"},
            "urn:2": {"starred"},
            "urn:3": {"tag:quai"},
        }
        b.db.close()


@pytest.mark.parametrize("loss", ["gone", "cut", "older", "other folder"])
def test_a_file_that_was_lost_is_written_anew(tmp_path: Path, loss: str) -> None:
    with devices(tmp_path, 2, 4) as (a, b):
        marks.mark(a.db, [a.id(0)], read=True)
        a.sync()
        path = synclog.own(a.folder, "device0")
        older = path.read_bytes()
        marks.mark(a.db, [a.id(1)], starred=True)
        a.sync()
        if loss == "gone":
            path.unlink()
        elif loss == "cut":
            path.write_bytes(path.read_bytes()[:-20])
        elif loss == "older":
            path.write_bytes(older)
        else:
            a.folder = b.folder = tmp_path / "stick"
            a.folder.mkdir()
        settle(a, b)
        assert a.marks() == b.marks() == {"urn:0": {"read"}, "urn:1": {"starred"}}


def test_another_devices_file_is_read_on_where_the_reading_ended_or_anew(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 4) as (a, b):
        marks.mark(a.db, [a.id(0)], read=True)
        settle(a, b)
        path = synclog.own(a.folder, "device0")
        held = syncwords.places(b.db)[path.name]
        assert held.at == path.stat().st_size
        assert list(synclog.read(path, held)) == []
        marks.mark(a.db, [a.id(1)], read=True)
        a.sync()
        assert [len(batch.words) for batch in synclog.read(path, held)] == [1]
        changed = path.read_bytes().replace(b'"read"', b'"later"')
        path.write_bytes(changed)
        assert [len(batch.words) for batch in synclog.read(path, held)] == [2]


def test_half_a_line_at_the_end_is_left_for_the_next_time(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 4) as (a, b):
        marks.mark(a.db, [a.id(0)], read=True)
        a.sync()
        marks.mark(a.db, [a.id(1)], read=True)
        a.sync()
        path = synclog.own(a.folder, "device0")
        whole = path.read_bytes()
        for cut in range(len(whole)):
            path.write_bytes(whole[:cut])
            assert b.sync().notes == [], cut
        path.write_bytes(whole)
        b.sync()
        assert b.marks() == {"urn:0": {"read"}, "urn:1": {"read"}}


def test_copies_that_a_cloud_made_of_a_file_are_read_as_well(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 2) as (a, b):
        marks.mark(a.db, [a.id(0)], read=True)
        a.sync()
        path = synclog.own(a.folder, "device0")
        path.rename(path.with_name("telex-device0.sync-conflict-20260202-101112-ABCDEFG.jsonl"))
        b.sync()
        assert b.marks() == {"urn:0": {"read"}}


KEY = "00" * 16
HOSTILE = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\x00" * 300,
    b"\xff\xfe{",
    b"[" * 3_000,
    b'{"key":' * 500,
    b'{"key":"%s","mark":"read","set":1e400,"at":1}',
    b'{"key":"%s","mark":"read","set":1,"at":%s}' % (KEY.encode(), b"9" * 3_000),
    b'{"key":"%s","mark":"read","set":1,"at":253402300800}' % KEY.encode(),
    b'{"key":"%s","mark":"read","set":-1,"at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"read","set":true,"at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"read","set":"1","at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"read","at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"read","set":1}' % KEY.encode(),
    b'{"key":"%s","mark":"burned","set":1,"at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"tag","set":1,"at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"tag","tag":" \\u200b ","set":1,"at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"tag","tag":"\\ud800","set":1,"at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"tag","tag":7,"set":1,"at":1}' % KEY.encode(),
    b'{"key":"%sff","mark":"read","set":1,"at":1}' % KEY.encode(),
    b'{"key":"%s","mark":"read","set":1,"at":1}' % KEY.upper().replace("0", "Z").encode(),
    b'{"key":["%s"],"mark":"read","set":1,"at":1}' % KEY.encode(),
    b'{"telex":"marks","version":1,"device":"other"}',
    b'{"key":"%s","mark":"read","set":1,"at":1,"tag":"%s"}' % (KEY.encode(), b"x" * 5_000),
]


def test_hostile_lines_are_passed_over_and_counted_in_one_sentence(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 2) as (a,):
        a.sync()
        key = a.db.value("SELECT key FROM entry WHERE guid = 'urn:0'").hex()
        good = f'{{"at":{NOW},"mark":"read","key":"{key}","set":{NOW},"more":[{{}}]}}'.encode()
        head = b'{"telex":"marks","version":1,"device":"other"}'
        path = a.folder / "telex-other.jsonl"
        path.write_bytes(b"\n".join([head, *HOSTILE, good, b""]))
        done = a.sync()
        assert done.notes == [
            f"{len(HOSTILE)} lines of {path} could not be read and were passed over; the rest was taken in."
        ]
        assert (done.passed_over, done.brought) == (len(HOSTILE), 1)
        assert a.marks() == {"urn:0": {"read"}}
        assert a.sync().notes == [], "said once"


def test_a_huge_line_takes_no_memory(tmp_path: Path) -> None:
    import tracemalloc

    with devices(tmp_path, 1, 1) as (a,):
        path = a.folder / "telex-other.jsonl"
        with path.open("wb") as file:
            file.write(b'{"telex":"marks","version":1,"device":"other"}\n')
            for _ in range(100):
                file.write(b"x" * 1_000_000)
            key = a.db.value("SELECT key FROM entry").hex()
            file.write(f'\n{{"key":"{key}","mark":"starred","set":1,"at":1}}\n'.encode())
        tracemalloc.start()
        done = a.sync()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 5_000_000
        assert (done.passed_over, done.brought) == (1, 1)


def test_outside_text_of_tags_is_cleaned(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 1) as (a,):
        key = a.db.value("SELECT key FROM entry").hex()
        (a.folder / "telex-other.jsonl").write_text(
            '{"telex":"marks","version":1,"device":"other"}\n'
            + json.dumps(
                {"key": key, "mark": "tag", "tag": "\x1b[31mro\u202euge\n" + "x" * 300, "set": 1, "at": 1}
            )
            + "\n"
        )
        a.sync()
        ((name, _),) = marks.tags(a.db)
        assert name.startswith("rouge xxx")
        assert len(name) <= 100


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"telex":"marks","version":2,"device":"other","more":1}\nwhatever\n', "a newer Telex"),
        ("no header\n", "no file of Telex’s marks"),
        ("\n", "no file of Telex’s marks"),
        ("[" * 10_000, "no file of Telex’s marks"),
        ('{"telex":"marks","version":0,"device":"other"}\n', "no file of Telex’s marks"),
        ('{"telex":"marks","version":1,"device":"../other"}\n', "no file of Telex’s marks"),
        ('{"telex":"recipes","version":1,"device":"other"}\n', "no file of Telex’s marks"),
    ],
)
def test_files_of_others_are_left_alone_with_a_sentence(tmp_path: Path, text: str, why: str) -> None:
    with devices(tmp_path, 1, 1) as (a,):
        path = a.folder / "telex-other.jsonl"
        path.write_text(text)
        done = a.sync()
        assert len(done.notes) == 1
        assert why in done.notes[0]
        assert path.read_text() == text
        if why == "a newer Telex":
            path.rename(synclog.own(a.folder, "device0"))
            with pytest.raises(StoreError, match="newer Telex"):
                a.sync()
            assert synclog.own(a.folder, "device0").read_text() == text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_plain_file_is_left_alone(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 1) as (a,):
        os.mkfifo(a.folder / "telex-pipe.jsonl")
        (a.folder / "telex-folder.jsonl").mkdir()
        (a.folder / "telex-zero.jsonl").symlink_to("/dev/zero")
        done = a.sync()
        assert len(done.notes) == 3


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 1) as (a,):
        a.folder = tmp_path / "unplugged"
        with pytest.raises(StoreError, match="There is no folder"):
            a.sync()
        assert syncwords.folder(a.db) == ""
        a.folder = a.db.path.parent
        with pytest.raises(StoreError, match="never shared"):
            a.sync()


def test_one_sync_at_a_time(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 1) as (a,):
        handle = lease.lock(a.db.path.parent / syncing.LOCK)
        assert handle is not None
        with pytest.raises(StoreError, match="Another “telex sync”"):
            a.sync()
        lease.unlock(handle)
        a.sync()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 3) as (a, b):
        marks.mark(a.db, [a.id(0)], read=True)
        a.sync()
        marks.mark(b.db, [b.id(0), b.id(1)], read=True)
        marks.mark(b.db, [b.id(2)], later=True)
        done = syncing.preview(b.db, b.folder, b.now)
        assert (done.sent, done.brought) == (3, 0)
        assert [path.name for path in b.folder.iterdir()] == ["telex-device0.jsonl"]
        assert syncwords.folder(b.db) == ""
        marks.mark(a.db, [a.id(2)], starred=True)
        a.sync()
        changes = b.db.value("SELECT total_changes()")
        assert syncing.preview(b.db, b.folder, b.now).brought == 1
        assert b.db.value("SELECT total_changes()") == changes
        assert b.sync().brought == 1


def test_a_name_of_a_tag_that_others_would_read_otherwise_stays_here(tmp_path: Path) -> None:
    with devices(tmp_path, 2, 2) as (a, b):
        a.sync()
        keyed_before = a.db.value("SELECT key FROM entry WHERE guid = 'urn:0'")
        with a.db.write():
            keyed.put(a.db, [(keyed_before, "tag:quai\u200b", NOW), (keyed_before, "read", NOW)], NOW)
        done = a.sync()
        assert done.sent == 1
        assert len(done.notes) == 1
        assert syncwords.waiting(a.db) == 0
        b.sync()
        assert b.marks() == {"urn:0": {"read"}}
        assert a.marks() == {"urn:0": {"read", "tag:quai\u200b"}}


def test_a_key_that_changes_takes_its_marks_along(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 2) as (a,):
        a.sync()
        marks.mark(a.db, [a.id(0)], starred=True)
        marks.tag(a.db, [a.id(0)], "quai")
        old = a.db.value("SELECT key FROM entry WHERE guid = 'urn:0'")
        new = bytes(16)
        with a.db.write():
            keyed.put(a.db, [(new, "read", NOW)], NOW)
            a.db.execute("UPDATE entry SET key = ? WHERE key = ?", (new, old))
            markstate.rekey(a.db, a.id(0), old, new)
        said = dict(a.db.rows("SELECT mark, value IS NOT NULL FROM sync_word WHERE key = ?", (new,)))
        assert said == {"read": 0, "starred": 1, "tag:quai": 1}
