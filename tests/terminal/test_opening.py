"""Eighty addresses against a browser that writes its arguments down: refused, asked about, or exactly one normal argument."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.tui import opener
from reader.tui.opener import Doubtful, NotOpened, normal_form, open_outside
from tests.terminal.screen import Terminal

REFUSED = [
    *(
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ),
    *(
        "vbscript:x",
        "ftp://a.example/",
        "mailto:a@a.example",
        "gemini://a.example/",
        "about:config",
        "tel:+33123456789",
    ),
    *(
        "view-source:https://a.example/",
        "--flag",
        "--remote-debugging-port=1",
        "-P",
        "%action",
        "$(touch x)",
        "`touch x`",
    ),
    *(
        ";ls",
        "&calc",
        "'; ls #",
        "<b>",
        "http:",
        "https://",
        "http:///x",
        "//a.example/",
        "https:a.example",
        "a.example",
    ),
    *(
        "https:/a.example/x",
        "\\\\host\\share",
        "C:\\x.exe",
        "https://a.example\\@b.example/",
        "https://a.example/a b",
    ),
    *(
        "https://a.example/a\nb",
        "https://a.example/a\rb",
        "https://a.example/a\tb",
        "https://a.example/\x1b]0;x\x07",
    ),
    *(
        "https://a.example/\x00",
        "https://a.example/\x7f",
        "https://a.example/\x9b2J",
        "https://a.example/\u202egnp",
    ),
    *(
        "https://a.example/\u200bx",
        "https://a.example/\xadx",
        "https://a.example/\ud800",
        "https://-a.example/",
        "",
    ),
    *(
        "https://a..example/",
        "https://$(x).example/",
        "https://`x`.example/",
        "https://a;b.example/",
        "/etc/passwd",
    ),
    *(
        "https://a.example:x/",
        "https://a.example:99999/",
        "https://[::1/",
        "https://%61.example/",
        " ",
        "https://?x",
    ),
    "https://a.example/" + "a" * 8000,
]
DOUBTFUL = {
    "https://user@a.example/": "https://user@a.example/",
    "https://user:word@a.example/": "https://user:word@a.example/",
    "https://bank.example@a.example/": "https://bank.example@a.example/",
    "https://p\u0430ypal.example/": "https://xn--pypal-4ve.example/",
    "https://\u03b1pple.example/x": "https://xn--pple-zld.example/x",
}
OPENED = {
    "https://a.example/": "https://a.example/",
    "HTTPS://A.EXAMPLE/X": "https://a.example/X",
    "https://a.example:8443/x?y#z": "https://a.example:8443/x?y#z",
    "http://127.0.0.1:8/": "http://127.0.0.1:8/",
    "http://[::1]/": "http://[::1]/",
    "https://b\xfccher.example/\xe9": "https://xn--bcher-kva.example/%C3%A9",
    "https://stra\xdfe.example/": "https://xn--strae-oqa.example/",
    "https://\u0645\u062b\u0627\u0644.example/": "https://xn--mgbh0fb.example/",
    "https://\u6771\u4eac.example/": "https://xn--1lqs71d.example/",
    "https://a.example/$(touch${IFS}x)": "https://a.example/$(touch$%7BIFS%7Dx)",
    "https://a.example/`x`": "https://a.example/%60x%60",
    "https://a.example/;ls&calc": "https://a.example/;ls&calc",
    "https://a.example/'x'\"y\"": "https://a.example/'x'%22y%22",
    "https://a.example/a|b<c>": "https://a.example/a%7Cb%3Cc%3E",
    "https://a.example/--flag": "https://a.example/--flag",
    "https://a.example/%0a%0d": "https://a.example/%0a%0d",
    "https://a.example/a?b=-c&d=%s": "https://a.example/a?b=-c&d=%s",
    "  https://a.example/x ": "https://a.example/x",
}


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes its arguments down, one launch a line; gives its log."""
    log, script = tmp_path / "log", tmp_path / "browser"
    script.write_text(
        f"#!{sys.executable} -SE\nimport sys\nopen({str(log)!r}, 'a').write(chr(0).join(sys.argv[1:]) + '\\n')\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))
    return log


def launches(log: Path) -> list[list[str]]:
    for process in opener.running():
        process.wait(timeout=60)
    return [line.split("\0") for line in log.read_text().splitlines()] if log.exists() else []


def test_there_are_eighty() -> None:
    assert len(REFUSED) + len(DOUBTFUL) + len(OPENED) >= 80


def test_refused_ones_never_reach_it(browser: Path) -> None:
    for address in REFUSED:
        with pytest.raises(NotOpened) as caught:
            open_outside(address, trusted=True)
        assert not isinstance(caught.value, Doubtful)
    assert launches(browser) == []


def test_doubtful_ones_only_when_the_person_says_so(browser: Path) -> None:
    for address, normal in DOUBTFUL.items():
        with pytest.raises(Doubtful):
            open_outside(address)
        before = launches(browser)
        open_outside(address, trusted=True)
        assert launches(browser) == [*before, [normal]]
    assert len(launches(browser)) == len(DOUBTFUL)


def test_the_others_arrive_as_one_normal_argument(browser: Path) -> None:
    for address, normal in OPENED.items():
        assert normal_form(address) == normal
        open_outside(address)
    assert sorted(launches(browser)) == sorted([normal] for normal in OPENED.values())


def test_the_screen_asks_about_a_doubtful_one(browser: Path, news: Path) -> None:
    with Newsroom.open(Paths(news, news / "c")) as newsroom:
        for entry in newsroom.view("").ids(0, 3):
            newsroom.db.execute(
                "UPDATE entry SET link = ? WHERE id = ?", ("https://bank.example@a.example/", entry)
            )
    with Terminal(size=(110, 24)) as terminal:
        terminal.shows("unread")
        terminal.press("o")
        terminal.shows("a.example all the same")
        terminal.shows("carries a user name")
        terminal.press("enter")
        terminal.hides("a.example all the same")
        assert not browser.exists()
        terminal.press("o")
        terminal.shows("a.example all the same")
        terminal.press("down", "enter")
        terminal.shows("Opened https://bank.example@a.example/")
        terminal.until(lambda: launches(browser) == [["https://bank.example@a.example/"]])
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
