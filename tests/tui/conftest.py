"""A filled store for each test, and nothing of the developer's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.newsroom import Newsroom
from reader.words import speak
from tests.tui.stories import fill, open_newsroom

LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def _own_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "NO_COLOR",
        "BROWSER",
        "TELEX_DATA_DIR",
        "TELEX_CONFIG",
        "NO_MOTION",
        "KONSOLE_VERSION",
        *LOCALE,
    ):
        monkeypatch.delenv(name, raising=False)
    speak("en")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path) as newsroom:
        yield newsroom


@pytest.fixture
def newsroom(empty: Newsroom) -> Newsroom:
    fill(empty)
    return empty
