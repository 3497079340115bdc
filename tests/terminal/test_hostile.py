"""Hostile text through every screen and every command: nothing comes out that a run with plain text lacks.

Once as papers that were fetched, which tests that they were cleaned when they were parsed, and once as raw rows in the store,
which tests the border: the functions that make strips and print lines.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from tests.terminal import hostile
from tests.terminal.hostile import CLASSES, FIELDS, Draw
from tests.terminal.screen import FULL, Terminal, names, paste, tokens

STRINGS = hostile.hostile(10_000 if FULL else 1_500)
ENTRIES = len(STRINGS) // FIELDS + 1
STORES = ("fetched", "raw")

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def make(data: Path, config: Path, kind: str, twin: bool) -> str:
    """A store of hostile text, or of plain text with `twin`; gives what fetching it sent to the terminal."""
    draw = hostile.drawing(STRINGS, twin)
    start = hostile.drawing([hostile.plain(text) for text in STRINGS], twin=False) if kind == "raw" else draw
    config.write_text("[fetch]\nauto = false\n[ticker]\nspeed = 30\n")
    with hostile.press(start, ENTRIES) as address:
        hostile.subscribe(data, address)
        with Terminal("fetch") as terminal:
            terminal.ended(120)
            said = terminal.output
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        assert newsroom.counts().total > ENTRIES, said
    if kind != "parsed":
        hostile.mark(data, start)
    if kind == "raw":
        hostile.dirty(data, draw)
    return said.decode("utf-8", "backslashreplace")


def tour(terminal: Terminal, draw: Draw) -> None:
    """Through every screen that there is."""

    def keys(*names: str, wait: float = 0.03) -> None:
        for name in names:
            terminal.press(name, pause=wait)
            assert terminal.process.poll() is None, f"it ended with {name} of {names}"

    def line(command: str, text: str = "", then: tuple[str, ...] = ("2",)) -> None:
        assert terminal.process.poll() is None, f"it ended before {command}"
        terminal.send(b":")
        terminal.hear(0.08)
        terminal.send(command.encode())
        if text:
            terminal.send(paste(text))
        terminal.send(b"\r")
        terminal.hear(0.12)
        keys(*then)

    terminal.shows("unread")
    keys("G", "g", "g", *["pagedown"] * 12, "home", *["j"] * 20)
    keys("enter", *["J"] * ENTRIES, wait=0.02)
    keys("space", "space", "f", "escape", *[")"] * 6, "w", ">", ">", "z", "z", "2")
    for command in ("show-address", "copy-address", "copy-title"):
        line(command)
    for command in ("log", "help", "palette", "theme", "keys", "starter"):
        line(command, then=("escape", "2"))
    keys("y", "Y", "m", "s", "L", "D", "u", "ctrl+y", "u")
    keys("1", *["j"] * 14, "space", "enter", "1", "g", "g", "j", "j", "j", "j", "j", "enter")
    for command in (
        "rename",
        "move",
        "tag ",
        "add ",
        "search ",
        "go-saved ",
        "go-feed ",
        "import ",
        "no-such ",
    ):
        line(command, draw())
    keys("t", "tab", "tab", "escape", ":", *"go-saved ", "tab", "tab", "enter", "2")
    keys("1", "j", "j", "j", "j", "j", "j", "j", ":", *"rename", "enter", "escape", "2")
    keys("T", *["right"] * 12, "s", "enter", "2", "2")
    for mode in (
        "rtl terminal",
        "rtl off",
        "rtl app",
        "ticker-mode step",
        "ticker-mode off",
        "ticker-mode crawl",
    ):
        line(mode)
    terminal.resize(60, 20)
    keys("enter", "J", "J", "2", "1", "2", "/")
    terminal.send(paste(draw()) + b"\r")
    terminal.hear(0.2)
    terminal.resize(24, 6)
    keys("enter", "2", wait=0.1)
    assert terminal.process.poll() is None, "the tour ended too early"
    terminal.press("ctrl+q")


def command_lines(data: Path, config: Path, draw: Draw) -> list[list[str]]:
    """Every command, most of them more than once."""
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        ids = [str(one) for one in newsroom.view("").ids(0, ENTRIES)]
        slugs = [feed.slug for feed in newsroom.feeds()]
    folder = config.parent / "files"
    folder.mkdir()
    for name, text in CLASSES.items():
        shown = draw().encode("utf-8", "replace")
        (folder / f"{re.sub('[^a-z0-9]', '-', name)}.xml").write_bytes(b"<rss><channel><title>" + shown)
        assert text
    (folder / "list.opml").write_bytes(
        b"<opml><body><outline text='"
        + draw().encode("utf-8", "replace")
        + b"' xmlUrl='https://o.example/'/></body></opml>"
    )
    (folder / "page.html").write_text(hostile.body(draw), encoding="utf-8", errors="replace")
    lines = [
        ["list", "--limit", "500"],
        ["list", "--json"],
        ["search", "alpha"],
        ["search", "lorem", "--json"],
    ]
    lines += [["show", one] for one in ids]
    lines += [["show", one, "--as", form] for one in ids[:25] for form in ("markdown", "html", "json")]
    lines += [
        ["mark", "star", *ids[:2]],
        ["mark", f"tag:{draw()[:80]}", ids[0]],
        ["undo"],
        ["undo", "--list"],
    ]
    lines += [
        ["sources"],
        ["sources", "--json"],
        ["ticker"],
        ["ticker", "--width", "500"],
        ["doctor"],
        ["doctor", "--json"],
    ]
    lines += [["export", form] for form in ("opml", "markdown", "atom")]
    lines += [["import", str(folder / "list.opml")], ["import", str(folder / "page.html")]]
    lines += [["inspect", kind, str(folder)] for kind in ("feed", "page", "article", "headlines")]
    for _ in range(12):
        text = draw().replace("\x00", "")
        lines += [
            ["list", text],
            ["search", text],
            ["add", text],
            ["fetch", text],
            ["show", text],
            [text],
            ["--" + text],
        ]
        lines += [["sources", text], ["mark", text, ids[0]], ["import", text], ["inspect", "feed", text]]
    lines += [["sources", slug] for slug in slugs]
    return lines


@pytest.fixture(scope="module", params=STORES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def assert_no_more(output: bytes, than: bytes) -> None:
    """Every sequence in `output` is one that `than` has too, and none is broken off."""
    known = names(than) | {"text"}
    before = ""
    more = []
    for token in tokens(output):
        if token.name not in known:
            more.append((token.name, before[-60:]))
        before = before + token.data if token.kind == "text" else f"{before[-60:]}<{token.name}>"
    assert not more, more[:12]


@pytest.mark.parametrize("kind", STORES)
def test_every_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: Path, kind: str) -> None:
    seen: dict[bool, bytes] = {}
    for twin in (True, False):
        data = tmp_path / f"store-{twin}"
        monkeypatch.setenv("TELEX_DATA_DIR", str(data))
        make(data, config, kind, twin)
        with Terminal(size=(120, 36), env={"BROWSER": "true"}) as terminal:
            tour(terminal, hostile.drawing(STRINGS, twin))
            assert terminal.ended() == 0
            seen[twin] = terminal.output
    assert_no_more(seen[False], seen[True])
    copies = [
        token.data for token in tokens(seen[False]) if token.kind == "osc" and token.data.startswith("52;")
    ]
    assert copies
    for copied in copies:
        text = base64.b64decode(copied.split(";")[2]).decode()
        assert not _CONTROL.search(text), text


@pytest.mark.parametrize("kind", STORES)
def test_every_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: Path, kind: str) -> None:
    seen: dict[bool, bytes] = {}
    for twin in (True, False):
        data = tmp_path / f"store-{twin}"
        monkeypatch.setenv("TELEX_DATA_DIR", str(data))
        said = make(data, config, kind, twin).encode()
        lines = tmp_path / f"lines-{twin}.json"
        files = tmp_path / f"at-{twin}"
        files.mkdir()
        lines.write_text(json.dumps(command_lines(data, files / "c", hostile.drawing(STRINGS, twin))))
        program = (sys.executable, "-m", "tests.terminal.commands")
        with Terminal(str(lines), program=program, size=(80, 24)) as terminal:
            assert terminal.ended(240) == 0
            seen[twin] = said + terminal.output
        assert b"CAME THROUGH" not in terminal.output
        assert b"did not foresee" not in terminal.output
    assert_no_more(seen[False], seen[True])


def test_the_store_holds_no_control(tmp_path: Path, data: Path, config: Path) -> None:
    """What was fetched is clean in every column that is text."""
    make(data, config, "parsed", twin=False)
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        db = newsroom.db
        assert newsroom.counts().total > ENTRIES
        tables = [row[0] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table.startswith(("search", "sqlite_")):
                continue
            for row in db.rows(f"SELECT * FROM {table}"):
                for value in row:
                    assert not (isinstance(value, str) and _CONTROL.search(value)), (table, row)


def test_the_reading_of_sequences_knows_the_classes() -> None:
    """The state machine itself: each class that is made of sequences is seen as such."""
    told = {name: names(text.encode("utf-8", "replace")) for name, text in CLASSES.items()}
    assert told["clipboard"] == {"osc 52"}
    assert told["clear"] == {"csi J"}
    assert told["8-bit csi"] == {"csi J", "csi m"}
    assert told["8-bit osc"] == {"osc 0"}
    assert told["reset"] == {"esc 'c'"}
    assert any(name.startswith("string") for name in told["dcs"])
    assert "csi ?1049l" in told["modes"]
    assert told["bidi"] == set()
    assert names(b"\x1b") == {"broken '\\x1b'"} or names(b"\x1b") == {"broken '\x1b'"}
    assert any(name.startswith("broken") for name in names(b"ab\xff"))
