"""backup: the whole store in one file, never over another one."""

from __future__ import annotations

import shutil
from pathlib import Path

from reader.newsroom import Newsroom
from tests.cli.helpers import Telex


def test_a_copy_beside_the_store_can_be_read(telex: Telex, newsroom: Newsroom, store: Path) -> None:
    newsroom.mark([1, 2, 3], starred=True)
    done = telex("backup", "--json")
    (told,) = done.objects
    file = Path(told["file"])
    assert file.parent == store / "backups"
    assert (told["entries"], told["bytes"]) == (400, file.stat().st_size)
    assert file.stat().st_mode & 0o777 == 0o600
    shutil.copy(file, store / "elsewhere.db")
    (store / "other").mkdir()
    shutil.move(store / "elsewhere.db", store / "other" / "telex.db")
    assert len(telex("--data-dir", str(store / "other"), "list", "is:starred").lines) == 3


def test_a_copy_goes_where_it_is_asked_to(telex: Telex, store: Path, tmp_path: Path) -> None:
    assert telex("backup", str(tmp_path / "copy.db")).code == 0
    (tmp_path / "usb").mkdir()
    assert telex("backup", str(tmp_path / "usb")).code == 0
    (file,) = (tmp_path / "usb").iterdir()
    assert file.name.startswith("telex-")
    assert (tmp_path / "copy.db").stat().st_size == file.stat().st_size


def test_no_file_is_ever_replaced(telex: Telex, store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    before = (store / "telex.db").read_bytes()
    for target in (tmp_path / "mine.txt", store / "telex.db"):
        done = telex("backup", str(target))
        assert done.code == 1
        assert "already" in done.err
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert (store / "telex.db").read_bytes() == before


def test_a_damaged_store_gives_no_copy(telex: Telex, store: Path) -> None:
    whole = (store / "telex.db").read_bytes()
    (store / "telex.db").write_bytes(whole[: 60 * 8192] + b"\xa5" * 600_000 + whole[60 * 8192 + 600_000 :])
    done = telex("backup")
    assert done.code == 1
    assert "damaged" in done.err
    assert len(done.err.splitlines()) == 1
    assert [*(store / "backups").glob("*")] == []
