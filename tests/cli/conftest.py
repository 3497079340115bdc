"""Runs commands in this process and in real ones, on a seeded store in a folder of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store.seed import seed
from tests.cli.helpers import NOW, ROOT, Outcome, Telex


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "COLUMNS", "LINES", "TELEX_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TELEX_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TELEX_CONFIG", str(tmp_path / "config.toml"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of this test, not made yet."""
    return tmp_path / "data"


@pytest.fixture
def telex(capsysbinary: pytest.CaptureFixture[bytes]) -> Telex:
    """Run a command in this process."""

    def run(*argv: str) -> Outcome:
        capsysbinary.readouterr()
        code = main(list(argv))
        out, err = capsysbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return run


@pytest.fixture
def process() -> Telex:
    """Run a command in a process of its own."""

    def run(*argv: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *argv],
            input=stdin,
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            timeout=60,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def _seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeded")
    with Newsroom.open(Paths(folder, folder / "config.toml"), clock=lambda: NOW) as newsroom:
        seed(newsroom.db, 400, now=NOW)
    return folder


@pytest.fixture
def store(_seeded: Path, data: Path) -> Path:
    """A store of 400 made-up entries from four sources in four languages, in the data folder."""
    shutil.copytree(_seeded, data)
    return data


@pytest.fixture
def newsroom(store: Path) -> Iterator[Newsroom]:
    """The seeded store, as another process would have it open."""
    with Newsroom.open(Paths(store, store / "config.toml")) as opened:
        yield opened
