"""The reel: a lap on the row never changes; the next one is chosen when its end comes into sight."""

from __future__ import annotations

from reader.model import Headline
from reader.ticker.reel import Reel
from reader.ticker.strip import Strip
from tests.ticker.headlines import NOW, headline, mixed, pool


def papers(count: int, start: int = 1) -> list[Headline]:
    return [headline(n, f"Headline number {n} of the day", feed=n) for n in range(start, start + count)]


def strip_of(reel: Reel) -> Strip:
    assert reel.strip is not None
    return reel.strip


def text(reel: Reel, place: int, width: int = 80) -> str:
    return "".join(bit.text for bit in reel.row(place, width))


def test_a_refresh_in_mid_lap_moves_nothing_on_the_row() -> None:
    reel = Reel()
    assert reel.fill(pool(papers(20)), NOW)
    before = text(reel, 100)
    assert not reel.fill(pool(papers(20, start=500)), NOW + 60)
    assert text(reel, 100) == before


def test_what_is_new_comes_with_the_next_lap() -> None:
    reel = Reel()
    reel.fill(pool(papers(12)), NOW)
    reel.fill(pool([headline(900, "Fresh off the press", feed=99, at=NOW + 5), *papers(12)]), NOW + 60)
    cells = strip_of(reel).cells
    assert "Fresh off the press" in text(reel, cells - 10)
    assert reel.turn(cells + 4, 80) == 4
    assert reel.item(0).headline.id == 900  # type: ignore[union-attr]


def test_laps_of_two_directions_take_turns_over_an_empty_row() -> None:
    reel = Reel()
    reel.fill(pool(mixed()), NOW)
    cells = strip_of(reel).cells
    assert strip_of(reel).direction == "ltr"
    assert text(reel, cells - 1).strip() == ""
    place = reel.turn(cells, 80)
    assert strip_of(reel).direction == "rtl"
    assert place == -80
    assert text(reel, place).strip() == ""
    assert text(reel, place + 10).strip() != ""


def test_all_was_seen_stands_at_the_end_of_the_last_lap_only() -> None:
    reel = Reel(items=12)
    reel.fill(pool(papers(20)), NOW)
    assert not strip_of(reel).lap.complete
    reel.turn(strip_of(reel).cells, 80)
    assert strip_of(reel).lap.complete
    assert len(strip_of(reel).lap.items) == 8
    reel.turn(strip_of(reel).cells, 80)
    assert len(strip_of(reel).lap.items) == 12


def test_what_was_read_stands_back_at_once_and_leaves_with_the_lap() -> None:
    reel = Reel()
    reel.fill(pool(papers(3)), NOW)
    reel.fill(pool(papers(2, start=2)), NOW + 1)
    assert reel.seen() == {0}
    reel.turn(strip_of(reel).cells, 80)
    assert [item.headline.id for item in strip_of(reel).lap.items] == [2, 3]


def test_what_fits_need_not_move() -> None:
    reel = Reel()
    reel.fill(pool(papers(1)), NOW)
    needed = strip_of(reel).cells - strip_of(reel).tail
    assert reel.fits(needed)
    assert not reel.fits(needed - 1)
    assert text(reel, 0, needed).count("Headline number 1") == 1


def test_when_all_was_read_the_row_is_empty_until_something_comes() -> None:
    reel = Reel()
    reel.fill(pool(papers(2)), NOW)
    reel.fill(pool([]), NOW)
    assert reel.turn(strip_of(reel).cells, 80) == 0
    assert not reel.seen()
    assert text(reel, 0).strip() == ""
    assert reel.at(0, 80, 3) is None
    assert reel.fill(pool(papers(1)), NOW)


def test_the_current_headline_is_the_one_being_read() -> None:
    reel = Reel()
    reel.fill(pool(papers(12)), NOW)
    second = strip_of(reel).start_of(1)
    assert reel.current(0, 80) == 0
    assert reel.current(second - 5, 80) == 1
    assert reel.current(second + 5, 20) == 1
    assert reel.at(second, 80, 0).id == 2  # type: ignore[union-attr]


def test_the_news_are_as_old_as_their_feeds_last_answer() -> None:
    reel = Reel()
    reel.fill(pool(papers(2), as_of=NOW - 3600), NOW)
    assert reel.as_of == NOW - 3600
    assert strip_of(reel).lap.as_of == NOW - 3600
    reel.fill(pool(papers(2)), NOW)
    assert reel.as_of == NOW


def test_what_is_dropped_is_gone_at_once_and_for_good() -> None:
    reel = Reel()
    reel.fill(pool(papers(4)), NOW)
    reel.drop(2)
    assert [item.headline.id for item in strip_of(reel).lap.items] == [1, 3, 4]
    reel.turn(strip_of(reel).cells, 80)
    assert [item.headline.id for item in strip_of(reel).lap.items] == [1, 3, 4]
