"""Hostile text through every screen and every command: nothing comes out that a run with plain text lacks.

Once as papers that were fetched, which tests that they were cleaned when they were parsed, and once as raw rows in the store,
which tests the border: the functions that make strips and print lines.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store.packing import unpack
from reader.text.clean import guard
from tests.terminal import hostile
from tests.terminal.hostile import CLASSES, FIELDS, Draw
from tests.terminal.screen import FULL, Terminal, names, paste, tokens

STRINGS = hostile.hostile(10_000 if FULL else 700)
ENTRIES = len(STRINGS) // FIELDS + 1

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


_ESCAPED = re.compile(r"\\u(?:00(?:0[0-8bcef]|1|7f|[89])|202[a-e])", re.IGNORECASE)
"""A control in JSON."""


class Stores:
    """Stores that were fetched once for all tests of this file, and are copied for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.said: dict[str, bytes] = {}

    def copy(self, kind: str, to: Path) -> None:
        """A store of `kind` ("plain", "fetched", "raw") at `to`, with a settings file beside it."""
        if kind not in self.said:
            self._make(kind, self._folder / kind)
        shutil.copytree(self._folder / kind, to)
        to.with_name("config.toml").write_text(
            "motion = false\n[fetch]\nauto = false\n[ticker]\nspeed = 30\n"
        )

    def _make(self, kind: str, data: Path) -> None:
        """Fetch the papers; `said` keeps what that sent to the terminal."""
        if kind == "raw":
            self.copy("plain", data)
            hostile.dirty(data, hostile.drawing(STRINGS, twin=False))
            self.said[kind] = b""
            return
        draw = hostile.drawing(STRINGS, twin=kind == "plain")
        with hostile.press(draw, ENTRIES) as address:
            hostile.subscribe(data, address)
            with Terminal("fetch", env={"TELEX_DATA_DIR": str(data)}) as terminal:
                terminal.ended(120)
                self.said[kind] = terminal.output
        with Newsroom.open(Paths(data, data / "c")) as newsroom:
            assert newsroom.counts().total > ENTRIES, self.said
            _assert_clean(newsroom)
        hostile.mark(data, draw)


def _assert_clean(newsroom: Newsroom) -> None:
    """No column that is text holds a control: what was fetched was cleaned when it was parsed."""
    for (table,) in newsroom.db.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if table.startswith(("search", "sqlite_")):
            continue
        for row in newsroom.db.rows(f"SELECT * FROM {table}"):
            for value in row:
                assert not (isinstance(value, str) and _CONTROL.search(value)), (table, row)
                assert not (isinstance(value, str) and _ESCAPED.search(value)), (table, row)
    for row in newsroom.db.rows("SELECT summary, content, article FROM body"):
        for packed in row:
            assert not _CONTROL.search(unpack(packed).replace("\r", "").replace("\t", "")), unpack(
                packed
            )  # HTML takes it for a space


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    return Stores(tmp_path_factory.mktemp("stores"))


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """The sequences of a run with plain text, by what was run: found by the first test that asks."""
    return {}


def tour(terminal: Terminal, draw: Draw) -> None:
    """Through every screen that there is."""

    def keys(*names: str) -> None:
        for name in names:
            terminal.press(
                name, pause=1.0 if name == "J" else 0.02
            )  # until something is drawn, which that always does
            assert terminal.process.poll() is None, f"it ended with {name} of {names}"

    def line(command: str, text: str = "", then: tuple[str, ...] = ("2",)) -> None:
        terminal.send(b":" + command.encode() + (paste(text) if text else b""))
        terminal.quiet(0.04)
        terminal.send(b"\r")
        terminal.quiet(0.06)
        keys(*then)

    terminal.shows("unread")
    keys("G", "g", "g", *["pagedown"] * 4, "home", *["j"] * 10)
    keys("enter", *["J"] * ENTRIES)
    keys("space", "space", "f", "escape", *[")"] * 6, "w", ">", ">", "z", "z", "2")
    for command in ("show-address", "copy-address", "copy-title"):
        line(command)
    for command in ("log", "help", "palette", "theme", "keys", "starter"):
        line(command, then=("escape", "2"))
    keys("y", "Y", "m", "s", "L", "D", "u", "ctrl+y", "u")
    keys("1", *["j"] * 14, "space", "enter", "1", "g", "g", "j", "j", "j", "j", "j", "enter")
    for command in (
        *("rename", "move", "tag ", "add ", "search ", "go-saved ", "go-feed ", "import ", "no-such "),
    ):
        line(command, draw())
    keys("t", "tab", "tab", "escape", ":", *"go-saved ", "tab", "tab", "enter", "2")
    keys("1", "j", "j", "j", "j", "j", "j", "j", ":", *"rename", "enter", "escape", "2")
    for mode in ("rtl terminal", "rtl off", "rtl app", "ticker-mode step", "ticker-mode crawl"):
        line(mode)
    keys("T", *["right"] * 12, "s", "enter", "2", "2")
    line("ticker-mode off")
    terminal.resize(60, 20)
    keys("enter", "J", "J", "2", "1", "2", "/")
    terminal.send(paste(draw()) + b"\r")
    terminal.quiet(0.1)
    terminal.resize(24, 6)
    keys("enter", "2")
    terminal.quiet(1.0)
    assert terminal.process.poll() is None, "the tour ended too early"
    terminal.press("ctrl+q")


def command_lines(data: Path, draw: Draw) -> list[list[str]]:
    """Every command, most of them more than once."""
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        ids = [str(one) for one in newsroom.view("").ids(0, ENTRIES)]
        slugs = [feed.slug for feed in newsroom.feeds()]
    folder = data.with_name("files")
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


def assert_no_more(output: bytes, known: set[str]) -> None:
    """Every sequence in `output` is a known one, and none is broken off."""
    before = ""
    more = []
    for token in tokens(output):
        if token.kind != "text" and token.name not in known:
            more.append((token.name, before[-60:]))
        before = before + token.data if token.kind == "text" else f"{before[-60:]}<{token.name}>"
    assert not more, more[:12]


def toured(stores: Stores, data: Path, kind: str) -> bytes:
    stores.copy(kind, data)
    with Terminal(size=(120, 36), env={"BROWSER": "true"}) as terminal:
        tour(terminal, hostile.drawing(STRINGS, kind == "plain"))
        assert terminal.ended() == 0
        return terminal.output


@pytest.mark.parametrize("kind", ["fetched", "raw"])
def test_every_screen(stores: Stores, known: dict[str, set[str]], data: Path, kind: str) -> None:
    if "screens" not in known:
        known["screens"] = names(toured(stores, data, "plain"))
        shutil.rmtree(data)
    output = toured(stores, data, kind)
    assert_no_more(output, known["screens"])
    copies = [token.data for token in tokens(output) if token.kind == "osc" and token.data.startswith("52;")]
    assert copies
    for copied in copies:
        text = base64.b64decode(copied.split(";")[2]).decode()
        assert not _CONTROL.search(text), text


def commanded(stores: Stores, data: Path, kind: str) -> bytes:
    stores.copy(kind, data)
    lines = data.with_name("lines.json")
    lines.write_text(json.dumps(command_lines(data, hostile.drawing(STRINGS, kind == "plain"))))
    program = (sys.executable, "-m", "tests.terminal.commands")
    with Terminal(str(lines), program=program, size=(80, 24)) as terminal:
        assert terminal.ended(240) == 0
        output = stores.said[kind] + terminal.output
    assert b"CAME THROUGH" not in output
    assert b"did not foresee" not in output
    return output


@pytest.mark.parametrize("kind", ["fetched", "raw"])
def test_every_command(stores: Stores, known: dict[str, set[str]], data: Path, kind: str) -> None:
    if "commands" not in known:
        known["commands"] = names(commanded(stores, data, "plain"))
        for made in (data, data.with_name("files")):
            shutil.rmtree(made)
    output = commanded(stores, data, kind)
    assert_no_more(output, known["commands"])


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


def test_the_screen_reads_as_that_of_the_cleaned_text(old_news: Path) -> None:
    """Raw rows in the store, each class in a title, against the same rows cleaned: a terminal shows the same letters."""
    cleaned = old_news.with_name("cleaned")
    shutil.copytree(old_news, cleaned)
    titles = [
        f"{name}: {text} end" for name, text in CLASSES.items() if not re.search("[\ud800-\udfff]", text)
    ]
    for store, change in ((old_news, str), (cleaned, guard)):
        with Newsroom.open(Paths(store, store / "c")) as newsroom:
            for entry, title in zip(newsroom.view("").ids(0, len(titles)), titles, strict=True):
                newsroom.db.execute(
                    "UPDATE entry SET title = ?, story = 0 WHERE id = ?", (change(title), entry)
                )
    with (
        Terminal(size=(100, 40)) as raw,
        Terminal(size=(100, 40), env={"TELEX_DATA_DIR": str(cleaned)}) as clean,
    ):
        for terminal in (raw, clean):
            terminal.shows("60 unread")
        raw.until(lambda: (clean.read(0), raw.rows == clean.rows and "1/12" in raw.rows[0])[1])
        seen = sum(any(row.find(name) > 0 for row in raw.rows) for name in CLASSES)
        assert seen >= len(titles)
        for terminal in (raw, clean):
            terminal.press("G", "g", "g", "enter")
        raw.until(lambda: (clean.read(0), raw.rows == clean.rows and "end" in raw.text)[1])
