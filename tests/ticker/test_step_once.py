"""One headline at a time, and one line for status bars."""

from __future__ import annotations

import re

from reader.text.cells import width as cells_of
from reader.ticker.lap import choose
from reader.ticker.once import once
from reader.ticker.step import LONGEST, SHORTEST, pages, stay
from reader.ticker.strip import Dress
from tests.ticker.headlines import NOW, headline, mixed, pool
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
    titles = [row.strip().removeprefix("Paper 1  ").removesuffix("  1m") for row in rows]
    assert [title.endswith(" …") for title in titles] == [True, True, False]
    titles = [title.removesuffix(" …") for title in titles]
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
    some = [
        headline(n + 1, f"{ODD[n % 10]} {LONG[: n * 3]}", feed=n, source=ODD[n % 7][:9], language="")
        for n in range(40)
    ]
    for width in (0, 1, 2, 10, 33, 80, 200, 500):
        assert cells_of(once(pool(some), width, NOW)) == width
        for one in some:
            assert cells_of(once(pool([one]), width, NOW)) == width


def test_once_ends_a_cut_headline_with_an_ellipsis_and_holds_whole_ones() -> None:
    line = once(pool(mixed()), 70, NOW)
    assert line.startswith("Le Courrier des Îles  Le tramway")
    assert line.endswith("…")
    wide = once(pool(mixed()), 400, NOW)
    assert "◆" in wide


def test_once_in_arabic_begins_at_the_right() -> None:
    rtl = [one for one in mixed() if one.language == "ar"]
    assert once(pool(rtl), 80, NOW).endswith("فافضلا ىدص")
    assert once(pool(rtl), 20, NOW).startswith("…")


def test_once_of_nothing_is_blank_and_never_writes_controls() -> None:
    assert once(pool([]), 12, NOW) == " " * 12
    assert once(pool([headline(1, "a\x1b]0;x\x07b\r\nc")]), 30, NOW).isprintable()


def coloured(form: str, width: int = 120) -> str:
    some = [headline(1, "Breaking: a dam # breaks", source="Ledger", story=4, copies=3), *mixed()[2:]]
    return once(pool(some), width, NOW, form=form)


def test_colours_are_tmuxs_own_with_its_sign_doubled() -> None:
    line = coloured("tmux")
    assert line.startswith("#[fg=red,bold]breaking  #[default]#[fg=")
    assert "#[bold]a dam ## breaks#[default]#[fg=yellow]  +2#[default]#[dim]  1m#[default]" in line
    assert "\x1b" not in line


def test_colours_are_escape_sequences_where_they_are_asked_for() -> None:
    line = coloured("ansi")
    assert line.startswith("\x1b[1;31mbreaking  \x1b[0m")
    assert "\x1b[33m  +2\x1b[0m\x1b[2m  1m\x1b[0m" in line
    plain = once(pool([headline(1, "x")]), 30, NOW, form="ansi", colours=False)
    assert plain.startswith("\x1b[1mPaper 1  \x1b[0mx\x1b[2m  1m\x1b[0m ")


def test_forty_mixed_headlines_are_exact_in_every_form() -> None:
    titles = [*ODD, LONG, *(one.title for one in mixed()), "100 % # [x] #[fg=red]"]
    some = [headline(n, f"{titles[n % len(titles)]} {n}", feed=n, language="") for n in range(1, 41)]
    for form, codes in (("plain", "(?!)"), ("tmux", r"(?<!#)#\[[^]]*\]"), ("ansi", "\x1b\\[[0-9;]*m")):
        for width in (7, 60, 133, 400):
            for one in (some[width % 40 :], some[width % 7 :]):
                line = re.sub(codes, "", once(pool(one), width, NOW, form=form))
                assert cells_of(line.replace("##", "#") if form == "tmux" else line) == width


def test_the_source_stands_on_the_first_page_and_the_age_on_the_last() -> None:
    item = choose([headline(1, f"{LONG} {LONG}", source="The Harrowgate Ledger")], NOW).items[0]
    told = [{bit.style for bit in row} for row in pages(item, NOW, 60, Dress())]
    assert "source" in told[0]
    assert all("source" not in styles for styles in told[1:])


def test_soft_hyphens_show_only_where_a_page_ends() -> None:
    rows = shown("Donau\u00addampf\u00adschiff\u00adfahrts\u00adgesell\u00adschafts\u00adkapitän geht", 40)
    assert "\u00ad" not in "".join(rows)
    assert rows[0].rstrip().endswith("- …")
