"""The command line as a whole: names, places, exit codes, help, errors as sentences, closed pipes, Ctrl-C."""

from __future__ import annotations

import importlib
import inspect
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reader.cli.main import COMMANDS, HIDDEN, main
from reader.config import Paths
from tests.cli.helpers import ROOT, Telex

SHOWN = [name for name in COMMANDS if name not in HIDDEN]


def test_help_lists_every_command_with_the_first_line_of_its_docstring(telex: Telex) -> None:
    done = telex("--help")
    assert done.code == 0
    for name in SHOWN:
        doc = inspect.getdoc(importlib.import_module(f"reader.cli.{COMMANDS[name]}")) or ""
        assert f"  {name:<9} {doc.splitlines()[0].rstrip('.')}" in done.lines
    assert "debug" not in done.out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_its_docstring_as_help(telex: Telex, name: str) -> None:
    done = telex(name, "--help")
    assert done.code == 0
    doc = inspect.getdoc(importlib.import_module(f"reader.cli.{COMMANDS[name]}")) or ""
    assert doc in done.out
    assert "--data-dir" in done.out
    assert "--config" in done.out


def test_version(telex: Telex) -> None:
    from reader import __version__

    assert telex("--version").out == f"telex {__version__}\n"


@pytest.mark.parametrize(
    "argv",
    [
        ("lst",),
        ("list", "--nothing"),
        ("--nothing", "list"),
        ("list", "--limit", "-1"),
        ("list", "--limit", "many"),
        ("list", "--lim", "3"),
        ("show", "seven"),
        ("mark", "read"),
        ("mark", "blue", "x"),
        ("mark", "tag:", "x"),
        ("search",),
        ("undo", "0"),
        ("ticker", "--once", "--follow"),
        ("ticker", "--width", "0"),
        ("inspect", "soup", "x"),
        ("export", "parchment"),
        ("add",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_and_said(telex: Telex, store: Path, argv: tuple[str, ...]) -> None:
    done = telex(*argv)
    assert done.code == 2
    assert done.out == ""
    assert done.err.strip()


@pytest.mark.parametrize(
    ("argv", "bounds"),
    [
        (("list", "--limit", "many"), "from 0 on"),
        (("search", "--limit", "-1", "x"), "from 0 on"),
        (("show", "seven"), "from 1 on"),
        (("show", str(2**63)), "from 1 on"),
        (("undo", "0"), "from 1 to 10000"),
        (("undo", "--step", "1.5"), "from 1 on"),
        (("ticker", "--width", "wide"), "from 1 to 10000"),
        (("add", "--watch", "https://a.example", "--group", "x"), "from 0 on"),
        (("debug", "seed", "x"), "from 0 on"),
    ],
    ids=str,
)
def test_a_wrong_number_is_told_its_bounds(
    telex: Telex, store: Path, argv: tuple[str, ...], bounds: str
) -> None:
    done = telex(*argv)
    assert done.code == 2
    assert done.err.rstrip().endswith(f"is no whole number {bounds}")


def test_an_unknown_command_names_the_nearest(telex: Telex) -> None:
    assert "“search”" in telex("serach").err


@pytest.mark.parametrize("query", ["(", "is:blue", 'feed:"x', "date:>soon", "sort:taste", "limit:x"])
def test_a_wrong_query_is_2_and_points_at_the_place(telex: Telex, store: Path, query: str) -> None:
    for command in (("list",), ("search",), ("mark", "read"), ("ticker",), ("export", "atom")):
        done = telex(*command, query)
        assert done.code == 2, command
        assert done.out == ""
        assert "column" in done.err
        assert f"\n{query}" in done.err
        assert "^" in done.err


def test_places_may_stand_before_or_after_the_command(telex: Telex, store: Path, tmp_path: Path) -> None:
    config = tmp_path / "other.toml"
    config.write_text("keymap = 5")
    other = str(tmp_path / "other")
    for argv in (
        ("--data-dir", other, "list"),
        ("list", "--data-dir", other),
        (f"--data-dir={other}", "list"),
    ):
        assert other in telex(*argv).err
    for argv in (("--config", str(config), "list"), ("list", "--config", str(config))):
        done = telex(*argv)
        assert done.code == 1
        assert "keymap" in done.err
    after_wins = telex("--data-dir", other, "list", "--data-dir", str(store), "--limit", "1")
    assert after_wins.code == 0


def test_a_store_from_a_newer_telex_is_one_sentence(telex: Telex, store: Path) -> None:
    import apsw

    connection = apsw.Connection(str(store / "telex.db"))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for command in (["list"], ["sources"], ["mark", "read", ""], ["export", "opml"]):
        done = telex(*command)
        assert done.code == 1
        assert len(done.err.splitlines()) == 1
        assert "newer" in done.err


_NO_ROOM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, 8_192))  # as a full disk: no file grows any more
from reader.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
def test_a_full_disk_is_one_sentence_and_leaves_all_to_be_read(store: Path) -> None:
    def act(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", _NO_ROOM, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
        )

    before = (store / "telex.db").read_bytes()
    shown = act("list", "--limit", "3")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert len(shown.stdout.splitlines()) == 3
    marked = act("mark", "star", "")
    assert marked.returncode == 1
    assert len(marked.stderr.splitlines()) == 1
    assert "full" in marked.stderr
    assert (store / "telex.db").read_bytes() == before


def test_no_store_is_one_sentence_and_none_is_made(telex: Telex, data: Path) -> None:
    for command in (["list"], ["show", "1"], ["search", "x"], ["undo"], ["ticker"], ["sources"]):
        done = telex(*command)
        assert done.code == 1
        assert len(done.err.splitlines()) == 1
    assert not data.exists()


def test_what_nobody_foresaw_is_one_sentence_too(
    telex: Telex, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.newsroom import Newsroom

    def broken(self: Newsroom, query: str = "", **_: object) -> None:
        raise RuntimeError("boo \x1b[31m")

    monkeypatch.setattr(Newsroom, "view", broken)
    done = telex("list")
    assert done.code == 1
    assert "RuntimeError" in done.err
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err


def test_ctrl_c_is_quiet(monkeypatch: pytest.MonkeyPatch, telex: Telex, store: Path) -> None:
    from reader.newsroom import Newsroom

    def stopped(self: Newsroom, query: str = "", **_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Newsroom, "view", stopped)
    done = telex("list")
    assert (done.code, done.out, done.err) == (130, "", "")


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_sigint_ends_a_real_process_quietly(store: Path) -> None:
    command = [sys.executable, "-m", "reader", "ticker", "--follow"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell's background jobs ignore
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    signal.signal(signal.SIGINT, before)
    watchdog = threading.Timer(120, child.kill)
    watchdog.start()
    assert child.stdout is not None
    assert child.stdout.readline().strip()
    child.send_signal(signal.SIGINT)
    out, err = child.communicate()
    watchdog.cancel()
    assert (child.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize(
    "command", [["list"], ["list", "--json"], ["export", "markdown"], ["--help"]], ids=" ".join
)
def test_a_closed_pipe_is_quiet(store: Path, command: list[str]) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "reader", *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    child.stdout.close()
    assert child.stderr is not None
    err = child.stderr.read()
    child.stderr.close()
    assert child.wait(timeout=60) == 0
    assert err == b""


def test_a_locale_without_the_letters_loses_letters_not_lines(process: Telex, store: Path) -> None:
    done = process("list", "--limit", "20", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.code == 0
    assert len(done.lines) == 20
    objects = process("list", "--limit", "20", "--json", env={"PYTHONIOENCODING": "ascii"}).objects
    assert any("é" in one["title"] or "ا" in one["title"] for one in objects)


def test_the_screen_is_handed_in(telex: Telex, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Paths] = []

    def screen(paths: Paths) -> int:
        seen.append(paths)
        return 7

    assert telex().code == 2
    monkeypatch.setattr("reader.cli.terminal.why_no_screen", lambda: "")
    assert main(["--data-dir", "x"], screen=screen) == 7
    assert seen[0].data == Path("x")


def test_without_a_terminal_the_reader_points_to_the_commands(process: Telex) -> None:
    done = process()
    assert done.code == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert "telex" in done.err
    assert "\x1b" not in done.err


@pytest.mark.parametrize(
    "argv", [["list", "--limit", "20"], ["list", "--json"], ["sources"], ["ticker", "--once"]], ids=" ".join
)
def test_light_commands_load_nothing_heavy(store: Path, argv: list[str]) -> None:
    code = (
        "import sys; from reader.cli.main import main; code = main(sys.argv[1:]);"
        "heavy = {'textual', 'httpx', 'httpcore', 'lxml', 'trafilatura', 'feedparser', 'selectolax', 'py3langid', 'numpy',"
        " 'asyncio', 'reader.demo.server', 'reader.engine.refresh'} & set(sys.modules);"
        "sys.stderr.write(','.join(sorted(heavy))); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *argv], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    assert done.stderr == b""


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("demo", "help", "debug")])
def test_every_command_that_tells_something_can_tell_it_in_json(telex: Telex, command: str) -> None:
    assert "--json" in telex(command, "--help").out
