"""Opening: pragmas, modes, and one plain sentence for each way in which a store cannot be used."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from reader.model import Entry
from reader.store import feeds, marks, place, windows
from reader.store.connect import checkpoint
from reader.store.database import (
    Database,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreInterrupted,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
    open_store,
)
from reader.store.schema import APPLICATION_ID, CURRENT, PAGE_SIZE
from tests.store.conftest import NOW, Serve


def sentence(error: BaseException) -> str:
    """What a person is shown: one line, with something to do."""
    text = str(error)
    assert "\n" not in text
    assert text.endswith(".")
    assert ":" in text
    return text


def contents(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.is_file()
    }


def test_every_connection_has_the_pragmas(db: Database, path: Path) -> None:
    with open_store(path) as second, open_store(path, readonly=True) as third:
        for one in (db, second, third):
            found = {
                name: one.value(f"PRAGMA {name}")
                for name in (
                    "journal_mode",
                    "synchronous",
                    "busy_timeout",
                    "foreign_keys",
                    "trusted_schema",
                    "mmap_size",
                )
            }
            assert found == {
                "journal_mode": "wal",
                "synchronous": 1,
                "busy_timeout": 5_000,
                "foreign_keys": 1,
                "trusted_schema": 0,
                "mmap_size": 0,
            }
    assert db.value("PRAGMA application_id") == APPLICATION_ID
    assert db.value("PRAGMA user_version") == CURRENT
    assert db.value("PRAGMA page_size") == PAGE_SIZE
    assert tuple(map(int, apsw.sqlite_lib_version().split("."))) >= (3, 51, 3)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277])
def test_the_folder_and_files_are_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "new" / "deep" / "telex.db"
    before = os.umask(umask)
    try:
        with open_store(path) as db:
            feeds.add_feed(db, "https://a.example")
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
            assert modes == {"telex.db": 0o600, "telex.db-wal": 0o600, "telex.db-shm": 0o600}
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_file_that_others_could_read_is_closed_and_a_folder_left_alone(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(mode=0o755)
    path.parent.chmod(0o755)
    with open_store(path):
        path.chmod(0o644)
    with open_store(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755


@pytest.mark.parametrize("waiting", [False, True])
def test_a_newer_schema_is_refused_and_not_touched(path: Path, waiting: bool) -> None:
    with open_store(path) as db:
        feeds.add_feed(db, "https://a.example")
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute(f"PRAGMA user_version = {CURRENT + 3}").fetchall()
    if not waiting:
        connection.close()
        before = contents(path.parent)
    else:
        frozen = path.parent.with_name("frozen")
        shutil.copytree(path.parent, frozen)
        connection.close()
        path = frozen / "telex.db"
        before = contents(path.parent)
        assert (path.parent / "telex.db-wal").stat().st_size
    for readonly in (False, True):
        with pytest.raises(StoreTooNew) as caught:
            open_store(path, readonly=readonly)
        assert str(CURRENT + 3) in sentence(caught.value)
    after = contents(path.parent)
    assert {k: v for k, v in after.items() if "shm" not in k} == {
        k: v for k, v in before.items() if "shm" not in k
    }


def test_another_programs_database_is_refused_and_not_touched(path: Path) -> None:
    path.parent.mkdir()
    for pragma in ("application_id = 77", "user_version = 9", "encoding = 'UTF-8'"):
        path.unlink(missing_ok=True)
        connection = apsw.Connection(str(path))
        connection.execute(f"PRAGMA {pragma}; CREATE TABLE cache (a)").fetchall()
        connection.close()
        before = path.read_bytes()
        with pytest.raises(StoreDamaged) as caught:
            open_store(path)
        assert "another program" in sentence(caught.value)
        connection = apsw.Connection(str(path))
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("cache",)]
        connection.close()
        assert before[100:200] == path.read_bytes()[100:200]


@pytest.mark.parametrize(
    "data", [b"not a database at all, only text", b"\x00" * 5_000, b"SQLite format 3\x00cut"]
)
def test_a_broken_header_is_found(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    for readonly in (False, True):
        with pytest.raises(StoreDamaged) as caught:
            open_store(path, readonly=readonly)
        assert "telex doctor" in sentence(caught.value)
    assert path.read_bytes() == data


def use(path: Path) -> None:
    with open_store(path) as db:
        windows.open_view(db).rows(0, 300)
        feeds.all_feeds(db)
        marks.mark(db, range(300), read=True)
        db.rows("SELECT * FROM entry, body ON entry_id = id")


def test_damage_inside_is_a_sentence_too(
    db: Database, path: Path, serve: Serve, item: Callable[..., Entry]
) -> None:
    feeds.add_feed(db, "https://a.example")
    serve(1, *(item(n) for n in range(300)))
    db.close()
    data = bytearray(path.read_bytes())
    for at in range(3 * PAGE_SIZE, len(data), 997):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError) as caught:
        use(path)
    sentence(caught.value)


def test_reading_needs_a_store(path: Path) -> None:
    with pytest.raises(StoreMissing) as caught:
        open_store(path, readonly=True)
    sentence(caught.value)
    assert not path.parent.exists()
    path.parent.mkdir()
    path.touch()
    with pytest.raises(StoreMissing):
        open_store(path, readonly=True)


def test_a_symbolic_link_is_refused(path: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "real.db"):
        pass
    path.parent.mkdir()
    path.symlink_to(tmp_path / "real.db")
    with pytest.raises(StoreReadOnly) as caught:
        open_store(path)
    assert "symbolic link" in sentence(caught.value)


def test_a_folder_in_the_stores_place_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert "folder" in sentence(caught.value)


def test_a_file_in_the_folders_place_is_refused(path: Path) -> None:
    path.parent.write_text("a file")
    with pytest.raises(StoreReadOnly) as caught:
        open_store(path)
    sentence(caught.value)


MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
40 22 0:36 / /home/ada/na\\040s rw - nfs4 nas:/ada rw
41 22 0:37 / /mnt/share rw master:5 - cifs //host/share rw
42 40 0:38 / /home/ada/na\\040s/local rw - ext4 /dev/sdb rw
43 22 0:39 / /home/bob rw - fuse.sshfs bob@far: rw
broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ada", ""),
        ("/home/ada/na s/telex", "nfs4"),
        ("/home/ada/na s/local/telex", ""),
        ("/home/ada/na slow", ""),
        ("/mnt/share", "cifs"),
        ("/home/bob/.local/share/telex", "fuse.sshfs"),
        ("/", ""),
    ],
)
def test_network_folders_are_known_by_their_mount(folder: str, kind: str) -> None:
    assert place.network_kind(Path(folder), MOUNTS) == kind
    if kind:
        with pytest.raises(StoreReadOnly) as caught:
            place.refuse_network(Path(folder), MOUNTS)
        assert "read-only" in sentence(caught.value)
    else:
        place.refuse_network(Path(folder), MOUNTS)


ELSEWHERE = """
import os, sys
from pathlib import Path
from reader.store.database import open_store, StoreError
from reader.store import query, windows
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with open_store(Path(sys.argv[1]), readonly=sys.argv[2] == "read") as db:
        print(windows.open_view(db, "is:unread").rows(0, 5)[0].title)
except StoreError as error:
    print(type(error).__name__, error)
"""


def as_nobody(path: Path, how: str) -> str:
    """What a person without rights on `path` is told."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(path), how],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=root,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that other users can reach."""
    if sys.platform == "win32":
        pytest.skip("modes are POSIX")
    folder = Path(tempfile.mkdtemp())  # pytest's own lie behind one that it closes to others
    folder.chmod(0o755)
    yield folder / "telex.db"
    shutil.rmtree(folder)


def fill(path: Path, serve_item: Entry) -> None:
    from reader.model import ParsedFeed
    from reader.store.entries import store_feed

    with open_store(path) as db:
        feeds.add_feed(db, "https://a.example")
        store_feed(db, 1, ParsedFeed(entries=(serve_item,)), next_at=NOW, now=NOW)


def test_a_folder_that_cannot_be_written_says_so_and_can_still_be_read(
    shared: Path, item: Callable[..., Entry]
) -> None:
    fill(shared, item(1))
    shared.chmod(0o444)
    shared.parent.chmod(0o555)
    try:
        told = as_nobody(shared, "write")
        assert told.startswith("StoreReadOnly")
        assert "--data-dir" in told
        assert as_nobody(shared, "read") == item(1).title
        assert sorted(file.name for file in shared.parent.iterdir()) == ["telex.db"]
        told = as_nobody(shared.parent / "inner" / "telex.db", "write")
        assert told.startswith("StoreReadOnly")
    finally:
        shared.parent.chmod(0o755)


def test_a_file_of_another_user_says_so(shared: Path, item: Callable[..., Entry]) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make another user's file")
    fill(shared, item(1))
    shared.parent.chmod(0o777)
    for how in ("write", "read"):
        assert as_nobody(shared, how).startswith("StoreReadOnly")
    shared.chmod(0o644)
    assert as_nobody(shared, "write").startswith("StoreReadOnly")
    assert as_nobody(shared, "read") == item(1).title


def test_nothing_can_be_changed_through_a_reading_store(db: Database, path: Path) -> None:
    with open_store(path, readonly=True) as reading:
        for change in (
            lambda: feeds.add_feed(reading, "https://a.example"),
            lambda: reading.execute("DELETE FROM feed"),
        ):
            with pytest.raises(StoreReadOnly):
                change()


def test_a_connection_belongs_to_its_thread(db: Database) -> None:
    caught: list[BaseException] = []

    def elsewhere() -> None:
        try:
            db.rows("SELECT 1")
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(caught) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_connection_is_of_no_use_after_a_fork(path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from reader.store.database import open_store\n"
        "db = open_store(Path(sys.argv[1]))\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    try:\n        db.rows('SELECT 1')\n    except RuntimeError:\n        os._exit(7)\n"
        "    os._exit(0)\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    root = Path(__file__).resolve().parents[2]
    assert (
        subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, timeout=60, check=False).returncode
        == 7
    )


def test_readers_never_wait_for_a_writer_and_writers_wait_only_so_long(db: Database, path: Path) -> None:
    feeds.add_feed(db, "https://a.example")
    with open_store(path) as writer:
        db.connection.set_busy_timeout(100)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE feed SET title = 'unfinished'")
        assert feeds.all_feeds(db)[0].title == ""
        assert windows.open_view(db, "is:unread").count == 0
        with pytest.raises(StoreBusy) as caught:
            feeds.rename(db, 1, "x")
        sentence(caught.value)
        writer.execute("ROLLBACK")
    feeds.rename(db, 1, "x")
    assert feeds.feed(db, 1).name == "x"


def test_a_query_can_be_stopped_from_another_thread(db: Database) -> None:
    stopped = threading.Event()

    def stop() -> None:
        while not stopped.wait(0.05):
            db.interrupt()

    stopping = threading.Thread(target=stop)
    stopping.start()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    try:
        with pytest.raises(StoreInterrupted):
            db.rows(endless)
    finally:
        stopped.set()
        stopping.join()
    assert db.value("SELECT 1") == 1


def test_the_generation_moves_with_every_change_by_anyone(db: Database, path: Path) -> None:
    first, version = db.generation(), db.version
    assert (db.generation(), db.version) == (first, version)
    feeds.add_feed(db, "https://a.example")
    second = db.generation()
    assert second > first
    version = db.version
    with open_store(path) as other:
        assert other.generation() == second
        feeds.add_feed(other, "https://b.example")
        with other.write(quiet=True):
            other.execute("UPDATE feed SET claimed_at = 1")
    assert db.version == version
    assert db.generation() == second + 1
    assert db.version == version + 1
    assert db.generation() == second + 1
    assert db.version == version + 1


def test_acts_in_a_hurry_are_brought_to_the_disk(db: Database, path: Path) -> None:
    db.patient = True
    feeds.add_feed(db, "https://a.example")
    assert db.unsettled
    thread = threading.Thread(target=checkpoint, args=(path,))
    thread.start()
    thread.join()
    with open_store(path, readonly=True) as other:
        assert other.value("SELECT count(*) FROM feed") == 1
    connection = apsw.Connection(
        f"{path.as_uri()}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    )
    assert connection.execute("SELECT count(*) FROM feed").fetchall() == [(1,)]
    connection.close()
    db.settled()
    assert not db.unsettled


def test_a_failed_write_leaves_nothing(db: Database) -> None:
    def fail() -> None:
        with db.write():
            db.execute("INSERT INTO setting VALUES ('a', 'b')")
            with db.write():
                db.execute("INSERT INTO setting VALUES ('c', 'd')")
            raise ZeroDivisionError

    generation = db.generation()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert db.rows("SELECT * FROM setting") == []
    assert db.generation() == generation


def test_many_processes_may_make_the_store_at_once(path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    code = (
        "import sys; from pathlib import Path; from reader.store.database import open_store; from reader.store import feeds\n"
        "with open_store(Path(sys.argv[1])) as db:\n    feeds.add_feed(db, f'https://{sys.argv[2]}.example')\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(n)], cwd=root, stderr=subprocess.PIPE)
        for n in range(6)
    ]
    for one in started:
        _, error = one.communicate(timeout=60)
        assert (one.returncode, error) == (0, b"")
    with open_store(path) as db:
        assert len(feeds.all_feeds(db)) == 6
        assert db.value("PRAGMA integrity_check") == "ok"


def locks(path: Path) -> int:
    """The POSIX locks that this process holds on a file, as the kernel counts them."""
    inode, pid = path.stat().st_ino, os.getpid()
    lines = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    return sum(line[1] == "POSIX" and line[4] == str(pid) and line[5].endswith(f":{inode}") for line in lines)


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="Linux tells its locks")
def test_a_second_connection_does_not_drop_the_locks_of_the_first(db: Database, path: Path) -> None:
    db.rows("SELECT 1 FROM feed")
    held = locks(path)
    assert held > 0
    for readonly in (False, True):
        with open_store(path, readonly=readonly) as second:
            second.rows("SELECT 1 FROM feed")
            assert locks(path) >= held
        assert locks(path) == held
    thread = threading.Thread(target=lambda: open_store(path).close())
    thread.start()
    thread.join()
    checkpoint(path)
    assert locks(path) == held
    db.close()
    with open_store(path) as again:
        again.rows("SELECT 1 FROM feed")
        assert locks(path) == held


def test_a_streak_of_writes_waits_for_the_disk_less_often(db: Database, path: Path) -> None:
    def write(pages: int) -> int:
        """Bytes of the store's file after so many more pages were committed, a hundred at a time."""
        for _ in range(0, pages, 100):
            db.execute("INSERT INTO setting VALUES (hex(randomblob(8)), hex(zeroblob(?)))", (50 * PAGE_SIZE,))
        return path.stat().st_size

    start = path.stat().st_size
    with db.streak():
        assert write(4_000) == start
        assert write(5_000) > start + 7_000 * PAGE_SIZE
    before = path.stat().st_size
    assert write(2_500) > before + 1_500 * PAGE_SIZE


@pytest.mark.parametrize(
    ("before", "counted"),
    [("", False), ("held = apsw.Connection(':memory:'); held.execute('SELECT 1')", True)],
)
def test_sqlite_is_set_up_once_and_left_alone_where_others_use_it(before: str, counted: bool) -> None:
    code = (
        f"import apsw\n{before}\nfrom reader.store import database\nconnection = apsw.Connection(':memory:')\n"
        "connection.execute('CREATE TABLE t (c)').fetchall()\nprint(apsw.memory_used() > 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == f"{counted}\n"
