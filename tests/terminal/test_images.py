"""Images in pixels on terminals that say they can: kitty's protocol and sixels, sent when the text rests, taken back again."""

from __future__ import annotations

import base64
import io
import re
import signal
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader.config import Paths
from reader.demo.media import picture
from reader.newsroom import Newsroom
from reader.store import imagefiles
from tests.store.images import LOGO, store
from tests.terminal.screen import ANSWERS, Terminal, tokens

pytestmark = pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")

KITTY = {
    **ANSWERS,
    b"\x1b_Gi=31": b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b[>q": b"\x1bP>|kitty(0.40.0)\x1b\\",
}
SIXEL = {**ANSWERS, b"\x1b[c": b"\x1b[?64;1;4;22c", b"\x1b[16t": b"\x1b[6;20;10t"}
TRUE = {"COLORTERM": "truecolor"}
PLACEHOLDER = "\U0010eeee"


@pytest.fixture
def pictured(data: Path) -> Path:
    """A store of three articles, each with one image that is here."""
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        store(newsroom.db, 3)
        imagefiles.keep(newsroom.db, LOGO, large(), "image/png", (900, 500), newsroom.now())
    return data


def large() -> bytes:
    """An image that is as wide as the text, which stands in a quotation and is narrower there."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture("a"))) as small:
        small.resize((900, 500)).save(out, "PNG")
    return out.getvalue()


def wish(config: Path, draw: str) -> None:
    config.write_text(f'motion = false\n[fetch]\nauto = false\n[images]\ndraw = "{draw}"\n')


def commands(output: bytes) -> list[dict[str, str]]:
    """kitty's graphics commands in `output`, in order: their keys, and what they carry under ""."""
    found = []
    for token in tokens(output):
        if token.kind == "string" and token.data.startswith("G"):
            head, _, data = token.data[1:].partition(";")
            found.append({**dict(part.split("=", 1) for part in head.split(",")), "": data})
    return found


def sixels(output: bytes) -> list[str]:
    return [
        token.data for token in tokens(output) if token.kind == "string" and token.data.startswith("0;1q")
    ]


def image_in(output: bytes) -> tuple[dict[str, str], bytes]:
    """The first image that was sent: its keys, and its file."""
    sent = [one for one in commands(output) if one.get("a") not in ("q", "d")]
    first, *rest = sent
    data = first[""]
    while rest and first["m"] == "1" and "i" not in rest[0]:
        data += rest.pop(0)[""]
    return first, base64.b64decode(data)


def test_kitty_gets_the_image_once_and_its_cells(pictured: Path, config: Path) -> None:
    from PIL import Image

    wish(config, "auto")
    with Terminal(size=(90, 40), env=TRUE, answers=KITTY) as terminal:
        terminal.shows("unread")
        assert commands(terminal.output) == [], "nothing is asked before an image is to be drawn"
        terminal.press("enter")
        terminal.shows(PLACEHOLDER)
        terminal.until(lambda: any(one.get("m") == "0" for one in commands(terminal.output)))
        keys, png = image_in(terminal.output)
        assert (keys["U"], keys["q"], keys["f"]) == ("1", "2", "100")
        cells = [int(keys["c"])] * int(keys["r"])
        terminal.until(
            lambda: [row.count(PLACEHOLDER) for row in terminal.rows if PLACEHOLDER in row] == cells
        )
        number = int(keys["i"])
        red, green, blue = number >> 16, number >> 8 & 255, number & 255
        assert b"38;2;%d;%d;%d" % (red, green, blue) in terminal.output
        with Image.open(io.BytesIO(png)) as image:
            assert image.format == "PNG"
            assert image.width >= 10 * int(keys["c"])
        terminal.press("j", "j", "k")
        terminal.until(lambda: terminal.hear(0.5) == 0)
        assert sum(one.get("a") == "T" for one in commands(terminal.output)) == 1, "it is sent once"
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert commands(terminal.output)[-1] == {"a": "d", "d": "I", "i": str(number), "q": "2", "": ""}


def test_it_is_taken_back_with_its_article_and_when_the_program_stops(pictured: Path, config: Path) -> None:
    wish(config, "kitty")

    def forgotten() -> int:
        return sum(one.get("a") == "d" for one in commands(terminal.output))

    def given() -> int:
        return sum(one.get("a") == "T" for one in commands(terminal.output))

    with Terminal(size=(60, 30), env=TRUE, answers=KITTY) as terminal:
        terminal.shows("unread")
        terminal.press("enter")
        terminal.until(lambda: given() == 1)
        terminal.signal(signal.SIGTSTP)
        terminal.stopped()
        terminal.until(lambda: forgotten() == 1)
        terminal.signal(signal.SIGCONT)
        terminal.until(lambda: given() == 2)
        terminal.press("escape")
        terminal.until(lambda: forgotten() == 2)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert forgotten() == 2, "what is forgotten already is not spoken of"


def test_sixels_are_drawn_line_by_line_where_the_text_rests(pictured: Path, config: Path) -> None:
    wish(config, "auto")
    with Terminal(size=(90, 40), env=TRUE, answers=SIXEL) as terminal:
        terminal.shows("unread")
        terminal.press("enter")
        terminal.until(lambda: sixels(terminal.output))
        terminal.until(lambda: terminal.hear(0.5) == 0)
        drawn = sixels(terminal.output)
        size = re.match(r'0;1q"1;1;(\d+);(\d+)', drawn[0])
        assert size is not None
        assert int(size[1]) % 10 == 0
        assert int(size[2]) == 20, "each is as high as a line"
        before = len(terminal.output)
        terminal.press("?")
        terminal.shows("Go down one row")
        terminal.until(lambda: terminal.hear(0.5) == 0)
        assert sixels(terminal.output[before:]) == [], "nothing is drawn over what lies over the article"
        terminal.press("escape")
        terminal.until(lambda: sixels(terminal.output[before:]) == drawn)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert commands(terminal.output)[-1]["a"] == "q", (
            "of kitty's protocol there is nothing but the question"
        )


def test_only_the_lines_that_are_seen_are_drawn_where_they_are_seen(pictured: Path, config: Path) -> None:
    def drawn(since: int) -> list[int]:
        found = re.findall(rb"\x1b7\x1b\[(\d+);(\d+)H\x1bP", terminal.output[since:])
        return [int(row) for row, _ in found]

    wish(config, "sixel")
    tells_no_cell = {question: answer for question, answer in SIXEL.items() if question != b"\x1b[16t"}
    with Terminal(size=(90, 16), cell=(9, 18), env=TRUE, answers=tells_no_cell) as terminal:
        terminal.shows("unread")
        terminal.press("enter")
        terminal.until(lambda: 15 in drawn(0))
        assert all(re.match(r'0;1q"1;1;\d+;18', one) for one in sixels(terminal.output))
        rows = drawn(0)
        assert rows == list(range(rows[0], 16)), "down to the row above the last one"
        before = len(terminal.output)
        terminal.press("j", "j", "j")
        moved = list(range(rows[0] - 3, 16))
        terminal.until(lambda: drawn(before)[-len(moved) :] == moved)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


@pytest.mark.parametrize(
    ("answers", "environment", "draw"),
    [
        ({}, TRUE, "kitty"),
        (KITTY, {**TRUE, "TMUX": "/run/tmux,1,0"}, "auto"),
        (KITTY, {}, "auto"),
    ],
    ids=["silent", "tmux", "256 colours"],
)
def test_where_it_did_not_answer_half_blocks_stand(
    pictured: Path, config: Path, answers: Mapping[bytes, bytes], environment: dict[str, str], draw: str
) -> None:
    wish(config, draw)
    with Terminal(size=(110, 40), env=environment, answers=answers) as terminal:
        terminal.shows("unread")
        terminal.press("enter")
        terminal.shows("▀▀▀▀")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert all(one.get("a") == "q" for one in commands(terminal.output))
        assert sixels(terminal.output) == []
        assert PLACEHOLDER.encode() not in terminal.output


def test_nothing_is_asked_where_images_are_off(pictured: Path) -> None:
    with Terminal(size=(110, 40), env=TRUE, answers=KITTY) as terminal:
        terminal.shows("unread")
        terminal.press("enter")
        terminal.shows("[image] image 0")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert commands(terminal.output) == []
        assert b"\x1b[16t" not in terminal.output
