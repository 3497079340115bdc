"""Stores for programs on a pty, and an environment that is not the developer's."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store.seed import seed

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test, not made yet; the programs that it starts use it, and nothing moves in them."""
    (tmp_path / "config.toml").write_text("motion = false\n[fetch]\nauto = false\n")
    monkeypatch.setenv("TELEX_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TELEX_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("TELEX_DEBUG", raising=False)
    return tmp_path / "data"


@pytest.fixture(scope="session")
def _seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeded")
    with Newsroom.open(Paths(folder, folder / "config.toml")) as newsroom:
        seed(newsroom.db, 200, now=int(time.time()) - 600)
    return folder


@pytest.fixture
def news(_seeded: Path, data: Path) -> Path:
    """A store of 200 made-up entries in four languages, whose sources are not due, in the data folder."""
    shutil.copytree(_seeded, data)
    return data


@pytest.fixture
def old_news(data: Path) -> Path:
    """A store of 60 entries that are weeks old: their ages do not change while a test looks."""
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        seed(newsroom.db, 60, now=newsroom.now() - 40 * 86_400)
    return data


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings file, for a test to write."""
    return tmp_path / "config.toml"
