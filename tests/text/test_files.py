"""Names and files that Telex writes: a hundred titles and twenty races with a link, and nothing outside of the folder."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from reader.text.files import file_name, write_new

TITLES = [
    *("../../etc/passwd", "..", ".", "/", "/etc/passwd", "\\\\host\\share", "C:\\Windows\\win.ini", "~root", "~/.ssh/id"),
    *("-rf", "--help", "-", ".hidden", "...", "a\0b", "\0", "a\nb", "a\rb", "a\tb", "\x1b]0;x\x07", "\x9b2J", "\u202egnp.exe"),
    *("CON", "con", "PRN", "AUX", "NUL", "nul.txt", "COM1", "COM9", "LPT1", "LPT9", "CONIN$", "CLOCK$", "aux.md"),
    *("a:b", "a|b", "a<b>", 'a"b', "a?b*", "a;b", "a&b", "$(touch x)", "`touch x`", "${HOME}", "%PATH%", "!!", "#x", "a'b"),
    *("x" * 1000, "é" * 1000, "م" * 1000, "東" * 1000, "👩\u200d👩\u200d👧" * 200, "e\u0301" * 500, "\u0301" * 300, "a " * 600),
    *("", " ", "   .", "a.", "a ", "trailing...", "🚀", "—", "«»", "\ud800", "\udfff x", "\ufffe", "\u2028", "\u200b", "\xad"),
    *("Le conseil a voté : « oui »", "مجلس المدينة", "東京都知事選挙", "Ελλάδα", "Łódź", "İstanbul", "ﬁn", "½", "x/y/z", "a//b"),
    *("file:///etc/passwd", "http://a.example/../b", "a/../../b", "..\\..\\b", ".. /", "…/…", "．．／", "\u2215etc", "\u2044etc"),
    *("index.html", "README.md", ".git/config", "a.md/../b", "desktop.ini", "Thumbs.db", ".DS_Store", "a$DATA", "a::$DATA"),
    *("1", "0x00", "nil", "None", "true", "-1", "1e999", "--"),
]  # fmt: skip
_RESERVED = {"con", "prn", "aux", "nul", "clock$", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}


def test_there_are_a_hundred() -> None:
    assert len(TITLES) >= 100


@pytest.mark.parametrize("number", range(len(TITLES)))
def test_a_name_is_one_everywhere(number: int, tmp_path: Path) -> None:
    name = file_name(TITLES[number], number, "https://a.example/" + TITLES[number])
    assert len(name.encode()) <= 255
    assert not set(name) & set("/\\\0:*?\"<>|;&$`%!'\n\r\t ")
    assert name.isprintable()
    assert name[0] not in ".-~"
    assert not name.endswith((".", " "))
    assert name.partition(".")[0].lower() not in _RESERVED
    write_new(tmp_path / name, b"x")
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_equal_titles_have_names_of_their_own() -> None:
    assert file_name("a", 1, "") != file_name("a", 2, "")
    assert file_name("a", 1, "x") != file_name("a", 1, "y")
    assert file_name("a", 1, "x") == file_name("a", 1, "x")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    place = tmp_path / "a.md"
    write_new(place, b"first")
    with pytest.raises(FileExistsError):
        write_new(place, b"second")
    assert place.read_bytes() == b"first"


@pytest.mark.parametrize("race", range(20))
def test_a_link_that_is_put_in_its_place_leads_nowhere(race: int, tmp_path: Path) -> None:
    """Somebody puts a link where the file is to be, again and again, while it is written."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    dice = random.Random(race)
    stop = threading.Event()

    def put_links() -> None:
        while not stop.is_set():
            link = inside / f"{dice.randrange(8)}.md"
            try:
                link.symlink_to(outside / link.name)
                link.unlink()
            except OSError:
                continue

    thread = threading.Thread(target=put_links)
    thread.start()
    try:
        for number in range(200):
            try:
                write_new(inside / f"{number % 8}.md", b"x")
                (inside / f"{number % 8}.md").unlink(missing_ok=True)
            except OSError:
                continue
    finally:
        stop.set()
        thread.join()
    assert list(outside.iterdir()) == []
