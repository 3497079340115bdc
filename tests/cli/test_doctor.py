"""doctor: what it finds, that it changes nothing, and --restore."""

from __future__ import annotations

from pathlib import Path

from reader.newsroom import Newsroom
from tests.cli.helpers import Telex


def test_doctor_finds_a_healthy_store_healthy(telex: Telex, store: Path) -> None:
    done = telex("doctor", "--json")
    assert done.code == 0, done.out
    parts = {one["part"]: one for one in done.objects}
    assert set(parts) >= {
        "telex",
        "terminal",
        "locale",
        "settings",
        "sqlite",
        "store",
        "integrity",
        "entries",
        "engine",
    }
    assert all(one["ok"] for one in done.objects)
    assert "400" in parts["entries"]["text"]
    assert all(line.startswith("  ") for line in telex("doctor").lines)


def test_doctor_without_a_store_makes_none(telex: Telex, data: Path) -> None:
    assert telex("doctor").code == 0
    assert not data.exists()


def test_doctor_says_what_is_wrong(telex: Telex, store: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("look = 3")
    done = telex("doctor")
    assert done.code == 1
    assert any(line.startswith("! settings") for line in done.lines)


def test_doctor_finds_a_damaged_store(telex: Telex, store: Path) -> None:
    file = store / "telex.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xa5" * 20000 + whole[28192:])
    done = telex("doctor")
    assert done.code == 1
    assert any(line.startswith("! ") for line in done.lines)
    assert "Traceback" not in done.err


def test_doctor_prints_schema_and_timings(telex: Telex, store: Path) -> None:
    assert "CREATE TABLE entry" in telex("doctor", "--schema").out
    timings = telex("doctor", "--timings", "--json").objects
    assert len(timings) >= 5
    assert all(one["ms"] >= 0 for one in timings)


def test_doctor_asks_no_unknown_pack(telex: Telex, data: Path) -> None:
    assert telex("doctor", "--feeds", "atlantis").code == 1


def damage(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xa5" * 60000 + whole[68192:])


def test_a_damaged_store_is_restored_from_its_newest_whole_backup(
    telex: Telex, newsroom: Newsroom, store: Path
) -> None:
    from reader.store import backup

    backup.copy(newsroom.db.connection, store / "backups" / backup.name(1_700_000_000, "daily"))
    backup.copy(newsroom.db.connection, store / "backups" / backup.name(1_700_100_000, "daily"))
    damage(store / "backups" / backup.name(1_700_100_000, "daily"))
    newsroom.close()
    assert telex("doctor", "--restore").code == 1
    damage(store / "telex.db")
    bad = (store / "telex.db").read_bytes()
    assert "--restore" in telex("doctor").out
    done = telex("doctor", "--restore")
    assert (done.code, done.err) == (0, "")
    assert len(telex("list").lines) == 400
    assert telex("doctor").code == 0
    aside = [
        file
        for file in store.iterdir()
        if ".damaged-" in file.name and not file.name.endswith(("-wal", "-shm"))
    ]
    assert [file.read_bytes() for file in aside] == [bad]


def test_without_a_backup_what_can_be_read_is_saved_and_the_rest_is_named(telex: Telex, store: Path) -> None:
    file = store / "telex.db"
    whole = bytearray(file.read_bytes())
    for start in range(30 * 8192, len(whole), 8192 * 5):
        whole[start : start + 8192] = b"\xa5" * 8192
    file.write_bytes(whole)
    done = telex("doctor", "--restore", "--json")
    assert (done.code, done.err) == (0, "")
    saved = len(telex("list").lines)
    assert 100 < saved < 400
    assert [one["part"] for one in done.objects[:2]] == ["restore", "restore"]
    assert f"{saved} entries" in done.objects[0]["text"]
    assert all(one["part"] == "lost" and not one["ok"] for one in done.objects[2:])
    assert len(done.objects) > 3
    assert telex("doctor").code == 0


def test_where_nothing_can_be_read_nothing_is_touched(telex: Telex, store: Path) -> None:
    bad = b"\xa5" * 300_000
    (store / "telex.db").write_bytes(bad)
    done = telex("doctor", "--restore")
    assert done.code == 1
    assert "no whole backup" in done.err
    assert (store / "telex.db").read_bytes() == bad


def test_a_store_of_a_newer_telex_is_never_replaced(telex: Telex, newsroom: Newsroom, store: Path) -> None:
    assert telex("backup").code == 0
    newsroom.db.execute("PRAGMA user_version = 999")
    newsroom.close()
    before = (store / "telex.db").read_bytes()
    done = telex("doctor", "--restore")
    assert done.code == 1
    assert "newer Telex" in done.err
    assert (store / "telex.db").read_bytes() == before


def test_a_deleted_store_is_put_back_by_any_command(telex: Telex, store: Path) -> None:
    assert telex("backup").code == 0
    (store / "telex.db").unlink()
    done = telex("list")
    assert len(done.lines) == 400
    assert "was missing and was put back" in done.err
    assert telex("list").err == ""
    (store / "telex.db").unlink()
    assert "400 entries" in telex("doctor", "--restore").out


def test_nothing_is_restored_under_a_running_engine(telex: Telex, store: Path) -> None:
    from reader.config import Paths
    from reader.store import lease

    handle = lease.lock(Paths(store, store / "c").lock)
    assert handle is not None
    try:
        damage(store / "telex.db")
        done = telex("doctor", "--restore")
    finally:
        lease.unlock(handle)
    assert done.code == 1
    assert "running" in done.err
