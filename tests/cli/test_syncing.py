"""“telex sync”: two data folders and a folder between them, as cron would do it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from tests.cli.helpers import Telex


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


@pytest.fixture
def other(store: Path, tmp_path: Path) -> Path:
    """Another device that has the same entries."""
    return shutil.copytree(store, tmp_path / "other")


def act(data: Path, entry: int, **wanted: bool) -> None:
    """What the person does in the reader."""
    with Newsroom.open(Paths(data, data / "config.toml")) as newsroom:
        assert newsroom.mark([entry], **wanted).count == 1


def titles(telex: Telex, query: str, data: Path) -> set[str]:
    return {one["title"] for one in telex("list", query, "--json", "--data-dir", str(data)).objects}


def test_marks_travel_and_the_folder_is_remembered(
    telex: Telex, store: Path, other: Path, shared: Path
) -> None:
    assert telex("sync", str(shared)).out == "Sent 0 changes, brought 0 marks from 0 other devices.\n"
    telex("sync", str(shared), "--data-dir", str(other))
    act(store, 1, starred=True)
    telex("mark", "tag:quai", "is:starred")
    assert telex("sync").out == "Sent 2 changes, brought 0 marks from 1 other device.\n"
    done = telex("sync", "--json", "--data-dir", str(other))
    (found,) = done.objects
    assert found == {
        "folder": str(shared),
        "device": found["device"],
        "sent": 0,
        "brought": 2,
        "devices": 1,
        "passed_over": 0,
        "notes": [],
    }
    for query in ("is:starred", "tag:quai"):
        assert titles(telex, query, other) == titles(telex, query, store) != set()
    taken = telex("undo", "--data-dir", str(other))
    assert taken.out.startswith("Taken back: Brought 2 marks from ")
    telex("sync", "--data-dir", str(other))
    assert telex("sync", "--dry-run").out == "Would send 0 changes and bring 2 marks from 1 other device.\n"
    telex("sync")
    assert titles(telex, "is:starred", store) == set()
    assert sorted(path.suffix for path in shared.iterdir()) == [".jsonl", ".jsonl"]


def test_a_screen_beside_it_sees_what_came(telex: Telex, store: Path, other: Path, shared: Path) -> None:
    act(store, 1, read=True)
    telex("sync", str(shared))
    with Newsroom.open(Paths(other, other / "config.toml")) as newsroom:
        view = newsroom.view("is:unread")
        before, version = view.count, newsroom.generation()
        assert telex("sync", str(shared), "--data-dir", str(other)).code == 0
        assert newsroom.generation() != version
        assert newsroom.view("is:unread").count == before - 1


def test_what_is_asked_wrongly_is_said_in_one_sentence(telex: Telex, store: Path, shared: Path) -> None:
    nothing = telex("sync")
    assert (nothing.code, nothing.err) == (
        2,
        "telex: Name the folder once: “telex sync FOLDER” syncs with it and remembers it.\n",
    )
    gone = telex("sync", str(shared / "stick"))
    assert gone.code == 1
    assert gone.err.startswith(f"telex: There is no folder {shared / 'stick'}: make it")
    assert telex("sync", str(store)).code == 1
    assert telex("sync", str(shared), "--off").code == 2
    assert telex("sync").code == 2, "none of them was remembered"


def test_lines_of_strangers_are_noted_on_stderr_and_the_rest_goes_on(
    telex: Telex, store: Path, shared: Path
) -> None:
    (shared / "telex-new.jsonl").write_text('{"telex":"marks","version":9,"device":"new"}\n')
    (shared / "telex-odd.jsonl").write_text(
        '{"telex":"marks","version":1,"device":"odd"}\n{"key":1}\n\x1b[2J\n'
    )
    done = telex("sync", str(shared), "--json")
    assert done.code == 0
    assert done.err.count("\n") == 2
    assert "newer Telex" in done.err
    assert "2 lines of" in done.err
    assert "\x1b" not in done.err
    assert done.objects[0]["passed_over"] == 2
    assert len(done.objects[0]["notes"]) == 2


def test_off_and_on_again(telex: Telex, store: Path, shared: Path) -> None:
    telex("sync", str(shared))
    act(store, 1, starred=True)
    assert telex("sync", "--off", "--json").objects == [{"off": True, "unsent": 1}]
    assert telex("sync", "--off").out == "Nothing is synced any more; 0 changes were not sent.\n"
    act(store, 2, later=True)
    assert telex("sync", str(shared), "--dry-run", "--json").objects[0]["sent"] == 2
    assert telex("sync", str(shared), "--json").objects[0]["sent"] == 2
    (file,) = shared.iterdir()
    words = [json.loads(line) for line in file.read_text().splitlines()[1:]]
    assert {word["mark"] for word in words} == {"starred", "later"}
