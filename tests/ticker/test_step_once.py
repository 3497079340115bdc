"""One headline at a time, and one line for status bars."""

from __future__ import annotations

from reader.text.cells import width as cells_of
from reader.ticker.lap import choose
from reader.ticker.once import once
from reader.ticker.step import LONGEST, SHORTEST, pages, stay
from reader.ticker.strip import Dress
from tests.ticker.headlines import NOW, headline, mixed
from tests.ticker.test_strip import ODD

LONG = "A council that had promised to mend the sea wall before the winter storms has run out of stone and of patience"


def shown(title: str, width: int, source: str = "Paper 1") -> list[str]:
    item = choose([headline(1, title, source=source)], NOW).items[0]
    return ["".join(bit.text for bit in row) for row in pages(item, NOW, width, Dress())]


def test_a_short_headline_is_one_page_of_the_rows_width() -> None:
    (row,) = shown("Ferries strike", 60)
    assert row.startswith("  Paper 1  Ferries strike  1m")
    assert len(row) == 60


def test_a_long_headline_goes_on_in_pages_of_about_equal_length() -> None:
    rows = shown(LONG, 60)
    assert len(rows) == 3
    titles = [
        row.removeprefix("  Paper 1  ").removesuffix("  1m").rstrip().removesuffix("  1m") for row in rows
    ]
    assert " ".join(titles) == LONG
    assert max(map(len, titles)) - min(map(len, titles)) < 16


def test_a_right_to_left_headline_stands_at_the_right() -> None:
    (row,) = shown("مدينة الزهراء تفتتح مكتبة", 60, source="صدى")
    assert row.endswith("ىدص  ")
    assert row.startswith(" ")
    assert cells_of(row) == 60


def test_pages_are_exact_at_every_width() -> None:
    for title in (*ODD, LONG):
        for width in (2, 5, 16, 24, 40, 79, 120):
            for row in shown(title, width):
                assert cells_of(row) == width


def test_a_page_stays_five_to_eight_seconds() -> None:
    assert stay(0) == SHORTEST == 5
    assert stay(60) == 7
    assert stay(500) == LONGEST == 8


def test_once_is_exactly_as_wide_as_asked() -> None:
    pool = [
        headline(n + 1, f"{ODD[n % 10]} {LONG[: n * 3]}", feed=n, source=ODD[n % 7][:9], language="")
        for n in range(40)
    ]
    for width in (0, 1, 2, 10, 33, 80, 200, 500):
        assert cells_of(once(pool, width, NOW)) == width
        for one in pool:
            assert cells_of(once([one], width, NOW)) == width


def test_once_ends_a_cut_headline_with_an_ellipsis_and_holds_whole_ones() -> None:
    line = once(mixed(), 70, NOW)
    assert line.startswith("Le Courrier des Îles  Le tramway")
    assert line.endswith("…")
    wide = once(mixed(), 400, NOW)
    assert "◆" in wide


def test_once_in_arabic_begins_at_the_right() -> None:
    rtl = [one for one in mixed() if one.language == "ar"]
    assert once(rtl, 80, NOW).endswith("فافضلا ىدص")
    assert once(rtl, 20, NOW).startswith("…")


def test_once_of_nothing_is_blank_and_never_writes_controls() -> None:
    assert once([], 12, NOW) == " " * 12
    assert once([headline(1, "a\x1b]0;x\x07b\r\nc")], 30, NOW).isprintable()
