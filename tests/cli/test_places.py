"""Data folders in which no store can live, as a person without rights finds them: one plain line each, never a traceback.

Where the tests run as root the commands give up root before they start, so that nothing needs to be left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.store.database import open_store
from reader.store.seed import seed
from tests.cli.helpers import NOW, ROOT, Outcome

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and owners are POSIX")

NOBODY = 65_534

RUN = """
import os, sys
import apsw, platformdirs
from reader.cli import add, fetch, listing, main, mark
from reader.cli import engine
from reader import newsroom
from reader.store import place, restore, windows
mounts = os.environ.get("TEST_MOUNTS")
if mounts is not None:
    place._mounts = lambda: mounts
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main.main(sys.argv[1:]))
"""

As = Callable[..., Outcome]


@pytest.fixture
def person() -> Iterator[tuple[Path, As]]:
    """A folder that everybody can reach, and a way to run commands as that person."""
    folder = Path(tempfile.mkdtemp())  # pytest's own lie behind one that it closes to others
    folder.chmod(0o755)

    def run(*argv: str, env: dict[str, str] | None = None) -> Outcome:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEX_", "XDG_"))}
        done = subprocess.run(
            [sys.executable, "-c", RUN, *argv],
            cwd=ROOT,
            env={**kept, "HOME": str(folder), **(env or {})},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    yield folder, run
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


def give(path: Path) -> None:
    """Make it the person's own."""
    if os.geteuid() == 0:
        for one in (path, *path.rglob("*")):
            os.chown(one, NOBODY, NOBODY, follow_symlinks=False)


def store_in(folder: Path) -> Path:
    with open_store(folder / "telex.db") as db:
        seed(db, 40, now=NOW, bodies=False)
    return folder


def plain(done: Outcome) -> str:
    assert done.code == 1, done
    assert done.out == ""
    assert "Traceback" not in done.err
    (line,) = done.err.splitlines()
    assert line.startswith("telex: ")
    return line


def test_a_read_only_folder_shows_its_store_and_says_that_nothing_is_kept(person: tuple[Path, As]) -> None:
    home, telex = person
    data = store_in(home / "data")
    give(data)
    (data / "telex.db").chmod(0o400)
    data.chmod(0o500)
    place = ("--data-dir", str(data))
    assert len(telex(*place, "list", "--limit", "3").out.splitlines()) == 3
    assert "Cannot write" in plain(telex(*place, "mark", "read", ""))
    assert "Cannot write" in plain(telex(*place, "fetch"))
    assert sorted(file.name for file in data.iterdir()) == ["telex.db"]


def test_a_folder_that_cannot_be_made(person: tuple[Path, As]) -> None:
    home, telex = person
    give(home)
    home.chmod(0o555)
    said = plain(telex("--data-dir", str(home / "new" / "data"), "add", "https://a.example"))
    assert "--data-dir" in said


def test_no_home(person: tuple[Path, As]) -> None:
    _, telex = person
    said = plain(telex("add", "https://a.example", env={"HOME": "/nonexistent"}))
    assert "/nonexistent" in said
    assert "no store" in plain(telex("list", env={"HOME": "/nonexistent"}))


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can make another user's file"
)
def test_a_file_of_another_user(person: tuple[Path, As]) -> None:
    home, telex = person
    data = store_in(home / "data")
    data.chmod(0o777)
    for command in (("list",), ("fetch",), ("mark", "read", "")):
        said = plain(telex("--data-dir", str(data), *command))
        assert str(data / "telex.db") in said


def test_a_symbolic_link(person: tuple[Path, As]) -> None:
    home, telex = person
    store_in(home / "real")
    (home / "data").mkdir()
    (home / "data" / "telex.db").symlink_to(home / "real" / "telex.db")
    give(home)
    assert "symbolic link" in plain(telex("--data-dir", str(home / "data"), "fetch"))


def test_a_network_folder_is_read_but_not_written(person: tuple[Path, As]) -> None:
    home, telex = person
    data = store_in(home / "data")
    give(home)
    mounts = {"TEST_MOUNTS": f"40 22 0:36 / {home} rw - nfs4 nas:/home rw\n"}
    said = plain(telex("--data-dir", str(home / "other"), "add", "https://a.example", env=mounts))
    assert "network folder (nfs4)" in said
    assert not (home / "other" / "telex.db").exists()
    assert len(telex("--data-dir", str(data), "list", "--limit", "3", env=mounts).out.splitlines()) == 3
    assert "network folder" in plain(telex("--data-dir", str(data), "mark", "read", "", env=mounts))


def test_a_folder_in_the_stores_place(person: tuple[Path, As]) -> None:
    home, telex = person
    (home / "data" / "telex.db").mkdir(parents=True)
    give(home)
    for command in (("list",), ("fetch",), ("add", "https://a.example")):
        assert "is a folder" in plain(telex("--data-dir", str(home / "data"), *command))


def test_a_file_in_the_folders_place(person: tuple[Path, As]) -> None:
    home, telex = person
    (home / "data").write_text("a file")
    give(home)
    assert "no folder" in plain(telex("--data-dir", str(home / "data"), "add", "https://a.example"))
    plain(telex("--data-dir", str(home / "data"), "list"))


def test_a_folder_that_may_not_be_looked_into(person: tuple[Path, As]) -> None:
    home, telex = person
    data = store_in(home / "data")
    give(home)
    data.chmod(0o000)
    for command in (("list",), ("fetch",)):
        assert "denied" in plain(telex("--data-dir", str(data), *command))
    shutil.rmtree(data)
