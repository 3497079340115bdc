"""Programs of the person's get what news said on standard input and in the environment, and run nothing of it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from reader.blocks import Article, Paragraph, Span
from reader.config import Commands, Hooks, Settings, load_settings
from reader.engine.hooks import Crier
from reader.engine.programs import NotRun, give
from reader.engine.voice import Voice
from reader.newsroom import Newsroom
from reader.store import rules
from reader.text.files import file_name, write_new
from reader.tui.editor import edit
from reader.tui.opener import NotOpened, open_outside, running
from reader.tui.sending import bookmark, environment, quoted, values
from tests.tui.desk import Desk, read
from tests.tui.stories import add, entry, fill, open_newsroom

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the programs are shell scripts")

TOUCHES = (
    *("$(touch {0})", "`touch {0}`", "; touch {0}", "| touch {0}", "|| touch {0}", "&& touch {0}", "& touch {0} &"),
    *("\ntouch {0}\n", "\r\ntouch {0}", "'; touch {0}; '", '"; touch {0}; "', "$(touch${{IFS}}{0})", "> {0}", ">> {0}"),
    *("--output={0}", "-o{0}", "-o {0}", "--exec=touch {0}", "%s; touch {0}", "{{link}}; touch {0}", "$SHELL -c 'touch {0}'"),
    *("() {{ :; }}; touch {0}", "\x00touch {0}", "\x1b]0;$(touch {0})\x07", "../../../../../..{0}", "{0}", "~/../..{0}"),
    *("<(touch {0})", "${{x:-$(touch {0})}}", "!touch {0}", "@touch {0}", "exec:touch {0}", "|touch {0}|", "a\\`touch {0}\\`"),
    *("‮touch {0}‬", "$'\\x24(touch {0})'", "\ttouch {0}", "-", "--", "-- touch {0}"),
)  # fmt: skip
AROUND = ("{}", "Tide: {}", "{} in the harbour", "« {} »", "خبر {} عاجل")
PAYLOADS = [around.format(touch) for around in AROUND for touch in TOUCHES]
"""What a feed may say in the hope that somebody runs it; {0} is the canary's path."""

PROGRAM = """#!/bin/sh
n=$#
body=$(cat)
printf '%s\\0' "$n" "$1" "$TELEX_TITLE" "$TELEX_LINK" "$TELEX_AUTHOR" "$body" >> "$(dirname "$0")/log"
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Writes down how many arguments it got, the first, what its environment and its input say."""
    file = tmp_path / "programs" / "note"
    file.parent.mkdir()
    file.write_text(PROGRAM)
    file.chmod(0o700)
    return file


def noted(program: Path) -> list[list[str]]:
    """What it wrote down: six strings for each run."""
    log = program.with_name("log")
    parts = log.read_text().split("\0")[:-1] if log.exists() else []
    return [parts[n : n + 6] for n in range(0, len(parts), 6)]


def test_two_hundred_payloads_run_nothing(
    tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In title, source, author, link and file's name: by pipe, bookmark, hook, browser, editor and file."""
    canary = tmp_path / "canary"
    payloads = [payload.format(canary) for payload in PAYLOADS]
    assert len(set(payloads)) == 200
    folder = tmp_path / "saved"
    folder.mkdir()
    monkeypatch.setenv("BROWSER", str(program))
    monkeypatch.setenv("EDITOR", f"{program} --wait")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.chdir(folder)

    async def give_all() -> None:
        for number, payload in enumerate(payloads):
            article = Article(number + 1, 1, payload, payload, f"https://lamp.example/{payload}", payload)
            assert await give((str(program), "--fixed"), bookmark(article), 60, environment(article)) == 0
            write_new(folder / file_name(payload, number, article.link), b"x")

    asyncio.run(give_all())
    runs = noted(program)
    assert len(runs) == 200
    for payload, (count, first, title, link, _, body) in zip(payloads, runs, strict=True):
        assert (count, first) == ("1", "--fixed")
        assert title == json.loads(body)["title"]
        assert link == "" or link.startswith("https://lamp.example/")
        assert "\x1b" not in title + body
        assert not title.startswith("-") or payload.startswith("-")

    opened = 0
    for payload in payloads:
        whole = payload.replace(" ", "${IFS}")
        for address in (payload, f"https://lamp.example/{payload}", f"https://lamp.example/?q={whole}"):
            try:
                open_outside(address, trusted=True)
                opened += 1
            except NotOpened:
                continue
    while running():
        os.sched_yield()
    runs = noted(program)[200:]
    assert len(runs) == opened > 100
    assert all(count == "1" and first.startswith("https://lamp.example/") for count, first, *_ in runs)

    edit(folder / "settings.toml")
    assert noted(program)[-1][:2] == ["2", "--wait"]
    assert not canary.exists()
    assert len(list(folder.iterdir())) == 201


def test_a_hook_hears_of_two_hundred_payloads(tmp_path: Path, program: Path) -> None:
    canary = tmp_path / "canary"
    payloads = [f"harbour {payload.format(canary)}" for payload in PAYLOADS]
    with open_newsroom(tmp_path / "store") as newsroom:
        fill(newsroom)
        add(newsroom, 4, *(entry(payload, 500 + n) for n, payload in enumerate(payloads)))
        db = newsroom.db
        rules.add(db, "Harbour", "harbour", ["notify"], now=newsroom.now())
        ids = tuple(newsroom.view("harbour").ids(0, 300))
        assert len(ids) == 200
        crier = Crier(db, Hooks(on_match=(str(program), "--match")), Voice(lambda _: None, db.generation))
        for place in range(0, 200, 2):
            asyncio.run(crier.matched([rules.Hit(rules.find(db, "Harbour"), ids[place : place + 2])]))
    runs = noted(program)
    assert len(runs) == 100
    assert all((count, first) == ("1", "--match") for count, first, *_ in runs)
    titles = {one["title"] for *_, body in runs for one in json.loads(body)["rules"][0]["headlines"]}
    assert len(titles) > 150
    assert not canary.exists()


def with_commands(folder: Path, commands: Commands) -> Newsroom:
    newsroom = open_newsroom(folder, Settings(commands=commands))
    fill(newsroom)
    return newsroom


def said(desk: Desk, text: str) -> Callable[[], bool]:
    return lambda: any(text in line for _, line in desk.main.said)


def test_the_article_goes_to_the_programs(tmp_path: Path, program: Path) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("|")
        await desk.until(said(desk, f"Given to {program}."))
        await desk.press("ctrl+b")
        await desk.until(lambda: len(noted(program)) == 2)
        title = desk.held()
        (_, _, named, link, _, markdown), (_, _, _, _, _, facts) = noted(program)
        assert named == title
        assert markdown.startswith(f"# {title}")
        assert "Line 59." in markdown
        assert link.startswith("https://lamp.example/")
        assert json.loads(facts)["link"] == link
        assert json.loads(facts)["published"] == "2026-02-02"

    with with_commands(
        tmp_path / "store", Commands(pipe=(str(program),), bookmark=(str(program), "x"))
    ) as room:
        read(room, scenario)


def test_none_is_run_where_none_is_set_or_others_may_write(tmp_path: Path, program: Path) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("|")
        assert said(desk, "No program is set for it: “pipe” under [commands]")()

    with with_commands(tmp_path / "store", Commands()) as room:
        read(room, scenario)
    file = tmp_path / "config.toml"
    file.write_text(f'[commands]\npipe = ["{program}"]\n')
    file.chmod(0o644)
    assert load_settings(file).commands.pipe == (str(program),)
    file.chmod(0o666)
    commands = load_settings(file).commands
    assert commands.pipe == ()

    async def refused(desk: Desk) -> None:
        await desk.press("|")
        assert said(desk, "others may write to")()

    with with_commands(tmp_path / "other", commands) as room:
        read(room, refused)
    assert noted(program) == []


def test_what_goes_wrong_is_said(tmp_path: Path, program: Path) -> None:
    program.write_text("#!/bin/sh\nexit 3\n")

    async def scenario(desk: Desk) -> None:
        await desk.press("|")
        await desk.until(said(desk, f"{program} ended with 3."))
        await desk.press("ctrl+b")
        await desk.until(said(desk, "could not be run: No such file or directory."))

    with with_commands(tmp_path / "store", Commands(pipe=(str(program),), bookmark=("/no/such",))) as room:
        read(room, scenario)


def test_one_that_never_ends_is_ended_with_what_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f"sleep 3600 & echo $! > {pids}.part; mv {pids}.part {pids}; sleep 3600"

    async def run() -> None:
        with pytest.raises(NotRun, match=r"took more than 3 seconds and was ended"):
            await give(("/bin/sh", "-c", script), b"x" * 1_000_000, 3)

    asyncio.run(run())
    pid = int(pids.read_text())
    for _ in range(1_000):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.01)
    raise AssertionError("its child goes on")


def test_a_quotation_names_its_source() -> None:
    article = Article(
        1, 1, "The lamp\x1b]0;x\x07 is lit", "The Tide Table", "https://lamp.example/1?utm_source=x", "I. Wren", 1_770_000_000
    )  # fmt: skip
    assert quoted(article, "Two boats.\nNo \x1b[31mmore.\n") == (
        "> Two boats.\n> No more.\n\nThe lamp is lit (I. Wren, The Tide Table, 2026-02-02)\nhttps://lamp.example/1"
    )
    assert values(Article(1, 1, "x", "y", "javascript:alert(1)"))["link"] == ""


def test_a_passage_is_copied_as_a_quotation(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(">")
        title = desk.held()
        assert desk.app.clipboard.startswith(f"> {title}. Line 0.\n\n{title} (")
        assert desk.app.clipboard.splitlines()[-1].startswith("https://lamp.example/")
        assert "Line 1." not in desk.app.clipboard

    read(newsroom, scenario)


def test_an_article_of_nothing_is_quoted_by_its_title() -> None:
    article = Article(1, 1, "", "", blocks=(Paragraph(text=(Span("Text"),)),))
    assert quoted(article, "Text") == "> Text\n"
