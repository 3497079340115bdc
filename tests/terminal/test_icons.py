"""Icons beside the sources, in pixels where the terminal draws them; nothing of them where they are off, or in half blocks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from unicodedata import combining

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.parse.icon import SIDE, icon_of
from reader.store import feeds, icons
from reader.store.icons import Wanted
from tests.store.images import store
from tests.terminal.screen import Terminal
from tests.terminal.test_images import KITTY, PLACEHOLDER, SIXEL, TRUE, commands, image_in, sixels

pytestmark = pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")

SIZE = (170, 30)


@pytest.fixture
def with_icons(data: Path) -> Path:
    """A store of three sources, of which two have an icon."""
    from PIL import Image

    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        for number, name in enumerate(("alpha", "beta", "gamma")):
            store(newsroom.db, 1, first=number, feed=f"https://{name}.example/feed")
            newsroom.db.execute("UPDATE feed SET link = '', title = ? WHERE url LIKE ?", (name, f"%{name}%"))
            if name != "gamma":
                out = io.BytesIO()
                Image.new("RGB", (32, 32), (200, 30 * number, 40)).save(out, "PNG")
                one = Wanted(f"{name}.example", f"https://{name}.example/favicon.ico", f"{name}.example", "")
                icons.ask(newsroom.db, one, newsroom.now())
                icons.keep(newsroom.db, one, icon_of(out.getvalue()), SIDE, newsroom.now())
        assert len(feeds.all_feeds(newsroom.db)) == 3
    return data


def wish(config: Path, on: bool, draw: str = "auto") -> None:
    config.write_text(
        f'motion = false\n[fetch]\nauto = false\n[images]\ndraw = "{draw}"\nicons = {str(on).lower()}\n'
    )


def row_of(terminal: Terminal, name: str) -> str:
    """The row of a source, in its pane."""
    panes = (row.partition("│") for row in terminal.rows)
    return next((row for row, rule, _ in panes if rule and f" {name} " in row), "")


def test_kitty_gets_each_icon_once_before_the_name(with_icons: Path, config: Path) -> None:
    from PIL import Image

    wish(config, True)
    with Terminal(size=SIZE, env=TRUE, answers=KITTY) as terminal:
        terminal.shows("unread")
        terminal.until(lambda: sum(one.get("a") == "T" for one in commands(terminal.output)) == 2)
        keys, png = image_in(terminal.output)
        assert (keys["c"], keys["r"], keys["U"]) == ("2", "1", "1")
        with Image.open(io.BytesIO(png)) as image:
            assert image.format == "PNG"
        terminal.until(
            lambda: all(row_of(terminal, name).count(PLACEHOLDER) == 2 for name in ("alpha", "beta"))
        )
        for name in ("alpha", "beta"):
            row = row_of(terminal, name)
            assert row.count(PLACEHOLDER) == 2
            assert row.index(PLACEHOLDER) < row.index(name)
        assert PLACEHOLDER not in row_of(terminal, "gamma")
        names = [
            "".join(
                " " if mark == PLACEHOLDER else mark for mark in row_of(terminal, name) if not combining(mark)
            )
            for name in ("alpha", "gamma")
        ]
        assert names[0].index("alpha") == names[1].index("gamma"), "names stand below each other"
        terminal.press("1", "G", "g", "g")
        terminal.until(lambda: terminal.hear(0.5) == 0)
        assert sum(one.get("a") == "T" for one in commands(terminal.output)) == 2, "each is sent once"
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert sum(one.get("a") == "d" for one in commands(terminal.output)) == 2, "and taken back"


def test_sixels_are_drawn_once_the_pane_rests(with_icons: Path, config: Path) -> None:
    wish(config, True)
    with Terminal(size=SIZE, env=TRUE, answers=SIXEL) as terminal:
        terminal.shows("unread")
        terminal.until(lambda: len(sixels(terminal.output)) >= 2)
        assert all(one.startswith('0;1q"1;1;20;20') for one in sixels(terminal.output)), "two cells, one line"
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


@pytest.mark.parametrize(
    ("on", "draw", "answers", "environment"),
    [(False, "auto", KITTY, TRUE), (True, "blocks", KITTY, TRUE), (True, "auto", {}, TRUE), (True, "auto", KITTY, {"NO_COLOR": "1"})],
    ids=["off", "half blocks", "silent", "no colours"],
)  # fmt: skip
def test_where_they_are_off_or_would_be_dots_rows_are_as_ever(
    with_icons: Path,
    config: Path,
    on: bool,
    draw: str,
    answers: Mapping[bytes, bytes],
    environment: dict[str, str],
) -> None:
    wish(config, on, draw)
    with Terminal(size=SIZE, env=environment, answers=answers) as terminal:
        terminal.shows("unread")
        terminal.shows(" gamma ")
        terminal.until(lambda: terminal.hear(0.5) == 0)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert PLACEHOLDER.encode() not in terminal.output
        assert "▀".encode() not in terminal.output
        assert [one for one in commands(terminal.output) if one.get("a") != "q"] == []
