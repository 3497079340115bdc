"""Addresses on their way to the browser: one argument in its normal form, or nothing at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from reader.tui import opener
from reader.tui.opener import NotOpened, command_for, normal_form, open_outside


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("https://lamp.example/", "https://lamp.example/"),
        ("http://lamp.example", "http://lamp.example"),
        ("HTTPS://LAMP.example/A?b=C#d", "https://lamp.example/A?b=C#d"),
        ("https://lamp.example:8443/x", "https://lamp.example:8443/x"),
        ("https://bücher.example/é?q=ü#ß", "https://xn--bcher-kva.example/%C3%A9?q=%C3%BC#%C3%9F"),
        ("https://مثال.example/منارة", "https://xn--mgbh0fb.example/%D9%85%D9%86%D8%A7%D8%B1%D8%A9"),
        ("https://東京.example/", "https://xn--1lqs71d.example/"),
        ("https://lamp.example/%7Ea%20b", "https://lamp.example/%7Ea%20b"),
        ("https://lamp.example/$(touchx)`y`", "https://lamp.example/$(touchx)%60y%60"),
        ("https://lamp.example/a|b<c>", "https://lamp.example/a%7Cb%3Cc%3E"),
        ("https://lamp.example/--flag", "https://lamp.example/--flag"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("http://[::1]/", "http://[::1]/"),
        ("  https://lamp.example/x  ", "https://lamp.example/x"),
    ],
)
def test_normal_forms(address: str, normal: str) -> None:
    assert normal_form(address) == normal
    assert normal.isascii()


REFUSED = [
    "",
    " ",
    "lamp.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "vbscript:x",
    "ftp://lamp.example/",
    "mailto:a@lamp.example",
    "--new-window=https://lamp.example",
    "-remote",
    "%action",
    "https://",
    "https:///path",
    "https:lamp.example",
    "https://-oops.example/",
    "https://lamp.example\\@other.example/",
    "\\\\host\\share",
    "https://user@lamp.example/",
    "https://user:word@lamp.example/",
    "https://lamp.example@other.example/",
    "https://lamp.example/a b",
    "https://lamp.example/a\nb",
    "https://lamp.example/a\tb",
    "https://lamp.example/\x1b[31m",
    "https://lamp.example/\x07",
    "https://lamp.example/\u202egnp.exe",
    "https://lamp.example/\u200b",
    "https://la\u00admp.example/",
    "https://pаypal.example/",
    "https://lamp.example:99999/",
    "https://lamp.example:x/",
    "https://[::1/",
    "https://la mp.example/",
    "https://lamp..example/",
    "https://" + "a" * 70 + ".exämple/",
    "https://lamp.example/" + "a" * 8000,
    "https://$(x).example/",
    "https://la`mp`.example/",
    "https://lamp;x.example/",
]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_refused(address: str) -> None:
    with pytest.raises(NotOpened) as caught:
        normal_form(address)
    assert str(caught.value).endswith(".")


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes its arguments down, one a line."""
    log = tmp_path / "log"
    script = tmp_path / "browser"
    script.write_text(
        f"#!{sys.executable}\nimport sys\nopen({str(log)!r}, 'a').write('\\n'.join(sys.argv[1:]) + '\\n')\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))
    return log


def _wait() -> None:
    for process in opener.running():
        process.wait(timeout=60)


def test_the_browser_gets_one_argument(browser: Path) -> None:
    addresses = [
        "https://lamp.example/$(touch${IFS}x)",
        "https://lamp.example/;ls|cat&",
        "https://lamp.example/a'b",
    ]
    for address in addresses:
        open_outside(address)
        _wait()
    assert browser.read_text().splitlines() == [normal_form(address) for address in addresses]


def test_the_browser_never_hears_of_a_refused_one(browser: Path) -> None:
    for address in REFUSED:
        with pytest.raises(NotOpened):
            open_outside(address)
    assert not browser.exists()


def test_a_command_with_a_place_for_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", os.pathsep.join(("surf -t '%s' -q", "other")))
    assert command_for("https://lamp.example/") == ["surf", "-t", "https://lamp.example/", "-q"]
    monkeypatch.setenv("BROWSER", "surf 'unclosed")
    with pytest.raises(NotOpened, match="BROWSER"):
        command_for("https://lamp.example/")


def test_a_browser_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BROWSER", str(tmp_path / "nothing"))
    with pytest.raises(NotOpened, match="could not be started"):
        open_outside("https://lamp.example/")


def test_no_shell_anywhere() -> None:
    source = Path(opener.__file__).read_text(encoding="utf-8")
    assert "shell=True" not in source
    assert "os.system" not in source
    assert "webbrowser" not in source


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("mailto:desk@lamp.example", "mailto:desk@lamp.example"),
        ("mailto:desk@lamp.example?subject=x&attach=/etc/passwd", "mailto:desk@lamp.example"),
        ("mailto:a@lamp.example,b@bücher.example", "mailto:a@lamp.example,b@xn--bcher-kva.example"),
        ("mailto:a%26b@lamp.example", "mailto:a%26b@lamp.example"),
        ("gemini://lamp.example/log", "gemini://lamp.example/log"),
    ],
)
def test_mail_and_gemini_are_opened_where_they_are_wished(address: str, normal: str) -> None:
    with pytest.raises(NotOpened):
        normal_form(address)
    assert normal_form(address, also=("mailto", "gemini")) == normal


@pytest.mark.parametrize(
    "address",
    ["mailto:", "mailto:x", "mailto:--attach@lamp.example", "mailto:a b@lamp.example", "mailto:@lamp.example",
     "mailto:a@-oops", "mailto:a%0Ab@lamp.example", "gemini:lamp.example", "gemini://", "file:///etc/passwd"],
)  # fmt: skip
def test_improper_ones_are_refused_all_the_same(address: str) -> None:
    with pytest.raises(NotOpened):
        normal_form(address, also=("mailto", "gemini"))
