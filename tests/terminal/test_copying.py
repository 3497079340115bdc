"""What is copied is the text as it was written, whatever order it is drawn in; and ways out where a terminal refuses."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from reader.blocks import Paragraph, Span, encode_json
from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store import packing
from reader.text.bidi import display
from tests.terminal.screen import Terminal

SAMPLES = [
    *(
        "العبارة تعود إلى الميناء",
        "قال: «لا شيء» في (2026)",
        "مجلس Rabat يقرر 12 مشروعا",
        "سعر النفط 3.5 % و 40 $",
    ),
    *("לוח הזמנים של הרכבת", "המחיר עלה ב-12% (בערך)", "שָׁלוֹם לכולם", "צה״ל והרכבת: 7:30"),
    *("می‌خواهم به کتابخانه بروم", "نرخ ۱۲٫۵ درصد", "گفت‌وگو با نویسنده", "کتاب «باغ» چاپ شد"),
    *("اردو میں خبر", "یہ 2026 کی بات ہے", "بِسْمِ النُّورِ", "كَتَبَ الوَلَدُ", "لا إله إلا الله", "والله أعلم"),
    *("هاتف: +212-537-1234", "الموعد 2026-02-16 مساء", "https://a.example/ عنوان", "بريد a@b.example هنا"),
    *(
        "Le mot سلام au milieu",
        "The word שלום inside",
        "A (ب) C",
        "1. الأول",
        "٢. الثاني",
        "…تابع",
        "[عاجل] خبر",
    ),
    *(
        "100 كلم/س",
        "C++ بالعربية",
        "سؤال؟ جواب!",
        "فاصلة، نقطة؛ انتهى.",
        "أ/ب/ج",
        "‏RLM أولا",
        "طويل " * 30 + "النهاية",
    ),
    *("🚀 إطلاق", "كأس العالم 🇲🇦", "ﷲ", "لأن الآن لإن"),
]


@pytest.fixture
def written(news: Path) -> Path:
    """A store whose headlines are the samples, newest first, each with itself as its text."""
    with Newsroom.open(Paths(news, news / "c")) as newsroom:
        db = newsroom.db
        ids = newsroom.view("").ids(0, 200)
        for entry, sample in zip(ids, SAMPLES, strict=False):
            html = b"<p>x</p>"
            blocks = packing.pack_blocks(encode_json((Paragraph(text=(Span(sample),)),)), html)
            db.execute("UPDATE entry SET title = ?, story = 0 WHERE id = ?", (sample, entry))
            db.execute(
                "UPDATE body SET content = ?, article = NULL WHERE entry_id = ?", (packing.pack(html), entry)
            )
            db.execute("UPDATE prepared SET blocks = ? WHERE entry_id = ?", (blocks, entry))
        newsroom.mark(ids[len(SAMPLES) :], hidden=True)
    return news


def copied(terminal: Terminal) -> list[str]:
    """Everything that went to the clipboard (OSC 52), in order."""
    found = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\\\)", terminal.output)
    return [base64.b64decode(text).decode() for text in found]


def press_until_copied(terminal: Terminal, *keys: str) -> str:
    before = len(copied(terminal))
    terminal.press(*keys)
    terminal.until(lambda: len(copied(terminal)) > before)
    return copied(terminal)[-1]


def test_there_are_forty() -> None:
    assert len(SAMPLES) == 40


def test_from_the_list(written: Path) -> None:
    with Terminal(size=(100, 45)) as terminal:
        terminal.shows("unread")
        titles = [press_until_copied(terminal, "Y").split("\n")[0]]
        for _ in SAMPLES[1:]:
            titles.append(press_until_copied(terminal, "j", "Y").split("\n")[0])
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert titles == SAMPLES


def test_from_the_article(written: Path) -> None:
    with Terminal(size=(100, 45)) as terminal:
        terminal.shows("unread")
        terminal.press("enter")
        for _ in SAMPLES:
            terminal.send(b":copy-text\rJ")
        terminal.until(lambda: len(copied(terminal)) == len(SAMPLES))
        texts = copied(terminal)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert [text.split("\n")[0] for text in texts] == SAMPLES
    assert [text.split("\n")[-1].strip() for text in texts] == [sample.strip() for sample in SAMPLES]


def test_from_the_ticker(written: Path) -> None:
    with Terminal(size=(100, 24)) as terminal:
        terminal.shows("unread")
        terminal.send(b":ticker-mode step\rT")
        titles = {press_until_copied(terminal, "Y").split("\n")[0]}
        for _ in range(11):
            titles.add(press_until_copied(terminal, "right", "Y").split("\n")[0])
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert len(titles) >= 10
    assert titles <= set(SAMPLES)


def drag(terminal: Terminal, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse at `start` (column and row, from 0 on), move it over the middle, let go at `end`."""
    terminal.hides("copies what is selected")
    middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    for code, (column, row), last in ((0, start, "M"), (32, middle, "M"), (32, end, "M"), (0, end, "m")):
        terminal.send(f"\x1b[<{code};{column + 1};{row + 1}{last}".encode())
    terminal.shows("copies what is selected")


def places(terminal: Terminal, text: str) -> list[int]:
    """The rows that show `text`."""
    return [number for number, row in enumerate(terminal.rows) if text in row]


def test_what_the_mouse_selects_in_the_article(written: Path) -> None:
    """A drag over a right-to-left paragraph gives its words in reading order; Ctrl-C copies them and does not leave."""
    with Terminal(size=(100, 30)) as terminal:
        terminal.shows("unread")
        terminal.press("z")
        terminal.until(
            lambda: {len(terminal.rows[row].rstrip()) for row in places(terminal, "ةرابعلا")} == {86}
        )
        row = places(terminal, "ةرابعلا")[-1]
        drag(terminal, (1, row), (97, row))
        assert press_until_copied(terminal, "ctrl+c").strip() == SAMPLES[0]
        terminal.press("z", "ctrl+c")
        assert terminal.ended() == 0


def test_what_the_mouse_selects_in_the_list(written: Path) -> None:
    """Whole headlines, as they were written, upwards as well as downwards; a click alone selects nothing."""
    with Terminal(size=(100, 45)) as terminal:
        terminal.shows("unread")
        terminal.until(lambda: places(terminal, "▌") == [2])
        drag(terminal, (10, 2), (12, 41))
        assert press_until_copied(terminal, "y").split("\n") == SAMPLES
        drag(terminal, (30, 6), (5, 5))
        assert press_until_copied(terminal, "ctrl+c").split("\n") == SAMPLES[3:5]
        terminal.send(b"\x1b[<0;9;12M\x1b[<0;9;12m")
        terminal.until(lambda: places(terminal, "▌") == [11])
        assert press_until_copied(terminal, "y").startswith("https://")
        terminal.press("ctrl+c")
        assert terminal.ended() == 0


def test_what_the_mouse_selects_in_the_ticker(written: Path) -> None:
    with Terminal(size=(200, 24)) as terminal:
        terminal.shows("unread")
        terminal.until(lambda: terminal.rows[0].strip())
        drag(terminal, (0, 0), (199, 0))
        titles = press_until_copied(terminal, "ctrl+c").split("\n")
        assert titles
        assert set(titles) <= set(SAMPLES)
        shown = terminal.rows[0]
        assert all(any(display(word).text in shown for word in title.split()) for title in titles)
        terminal.press("ctrl+c")
        assert terminal.ended() == 0


def _says(terminal: Terminal, text: str) -> None:
    """Read until `text` is on the screen, wherever its lines are broken."""
    terminal.until(lambda: "".join(text.split()) in re.sub(r"[\s▌]", "", terminal.text))


def test_where_a_terminal_refuses(written: Path, tmp_path: Path) -> None:
    with Terminal(size=(100, 30)) as terminal:
        terminal.shows("unread")
        terminal.send(b":show-address\r")
        terminal.shows("https://")
        target = tmp_path / "kept.md"
        terminal.send(f":save-markdown {target}\r".encode())
        terminal.until(target.exists)
        terminal.shows("was written to")
        assert SAMPLES[0] in target.read_text()
        (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
        for name in ("kept.md", "link"):
            terminal.send(f":save-markdown {tmp_path / name}\r".encode())
            _says(terminal, f"{name} cannot be written")
        assert not (tmp_path / "elsewhere").exists()
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
