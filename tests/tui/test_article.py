"""The article pane: shown at once, kept at its place, followed by letters, copied as text."""

from __future__ import annotations

import datetime

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection

from reader.blocks import Article, Span
from reader.tui.widgets.article import ArticlePane
from reader.tui.widgets.article_hints import Hints, labels
from reader.typeset.lines import Spot
from reader.typeset.options import Options
from tests.tui.stage import Told, play, rows
from tests.typeset.samples import ALL, ARABIC, ENGLISH, FRENCH, NOON, article, para

OPTIONS = Options(now=NOON, zone=datetime.UTC)
EMPTY = ("Nothing open", "Choose a headline.")


def pane() -> ArticlePane:
    """One whose clock stands: all that is not on the screen is set in one slice, however slow the machine is."""
    return ArticlePane(options=OPTIONS, empty=EMPTY, clock=lambda: 0.0)


def long_article(id: int = 9, paragraphs: int = 200) -> Article:
    blocks = tuple(
        para(f"Paragraph {n}: " + f"word{n} of the harbour and its boats " * 6) for n in range(paragraphs)
    )
    return Article(id=id, feed_id=1, title="Long", source="Paper", blocks=blocks)


def test_without_an_article_it_says_what_to_do() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        shown = [row.strip() for row in rows(pane) if row.strip()]
        assert shown == ["Nothing open", "Choose a headline."]
        assert pane.at_end
        assert not pane.show_hints()
        pane.scroll_pages(1)
        pane.show(FRENCH)
        pane.show(None)
        assert "Nothing open" in "\n".join(rows(pane))

    play(pane(), scenario)


@pytest.mark.parametrize("sample", ALL, ids=[sample.language for sample in ALL])
@pytest.mark.parametrize("size", [(80, 24), (20, 5), (1, 1), (3, 40), (200, 50)])
def test_it_shows_at_every_size(sample: Article, size: tuple[int, int]) -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(sample)
        await pilot.pause()
        for y in range(pane.size.height):
            assert pane.render_line(y).cell_length == pane.size.width
        pane.scroll_to_finish()
        await pilot.pause()
        assert pane.at_end

    play(pane(), scenario, size=size)


def test_the_first_screen_is_there_before_the_rest_is_set() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(long_article(paragraphs=3000))
        assert pane.document is not None
        assert "Paragraph 0" in "\n".join(rows(pane))
        states = [pane.document.settled]
        first = rows(pane)
        while not states[-1] and len(states) < 2000:
            await pilot.pause()
            states.append(pane.document.settled)
        assert not states[0]
        assert states[-1]
        assert rows(pane) == first

    play(ArticlePane(options=OPTIONS, empty=EMPTY), scenario)


def top(pane: ArticlePane) -> str:
    """The first words on the screen."""
    return next(row.strip() for row in rows(pane) if row.strip())


def test_the_same_words_stay_on_top_through_resizes() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(long_article())
        await pilot.pause()
        pane.scroll_lines(400)
        await pilot.pause()
        place = pane.place()
        assert place is not None
        words = " ".join(place.words.split()[:3])
        for width in (61, 30, 120, 20, 200, 80):
            await pilot.resize_terminal(width, 25)
            await pilot.pause()
            assert pane.document is not None
            pane.document.settle()
            assert words in " ".join(" ".join(rows(pane)[:12]).split())
        await pilot.resize_terminal(80, 40)
        await pilot.pause()
        assert words in " ".join(rows(pane)[:4])

    play(pane(), scenario)


def test_more_text_for_the_same_article_does_not_move_the_line_being_read() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        short = long_article()
        pane.show(short)
        pane.scroll_lines(300)
        await pilot.pause()
        before = top(pane)
        extra = tuple(para(f"Added {n} before everything else.") for n in range(30))
        pane.show(Article(id=short.id, feed_id=1, title="Long", source="Paper", blocks=extra + short.blocks))
        await pilot.pause()
        assert top(pane) == before

    play(pane(), scenario)


def test_back_in_an_article_it_is_where_it_was_left() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(long_article(1))
        pane.scroll_lines(100)
        await pilot.pause()
        before = rows(pane)
        pane.show(long_article(2))
        await pilot.pause()
        assert pane.scroll_offset.y == 0
        pane.show(long_article(1))
        await pilot.pause()
        assert rows(pane) == before

    play(pane(), scenario)


def test_pages_halves_ends_and_headings() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(FRENCH)
        await pilot.pause()
        pane.scroll_pages(1)
        assert pane.scroll_offset.y == 10
        pane.scroll_pages(-0.5)
        assert pane.scroll_offset.y == 4
        assert pane.go_to_heading(1)
        assert "Ce qui change" in "\n".join(rows(pane)[:2])
        assert pane.go_to_heading(1)
        assert "Les quartiers" in "\n".join(rows(pane)[:2])
        assert not pane.go_to_heading(1)
        assert pane.go_to_heading(-1)
        assert "Ce qui change" in "\n".join(rows(pane)[:2])
        pane.scroll_to_finish()
        assert pane.at_end
        assert "Read at the source" in "\n".join(rows(pane))
        pane.scroll_to_start()
        assert "TRANSPORTS" in "\n".join(rows(pane))

    play(pane(), scenario, size=(60, 13))


def test_progress_goes_from_some_to_all() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(FRENCH)
        await pilot.pause()
        pane.scroll_pages(1)
        await pilot.pause()
        pane.scroll_to_finish()
        await pilot.pause()
        percents = [message.percent for message in told.of(ArticlePane.Progress)]
        assert percents == sorted(percents)
        assert percents[0] < 50
        assert percents[-1] == 100
        assert told.of(ArticlePane.Progress)[-1].at_end

    play(pane(), scenario, size=(60, 13))


def test_letters_follow_links() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(ENGLISH)
        pane.focus()
        await pilot.pause()
        assert pane.show_hints()
        taking = [pane.takes_keys]
        assert "fne line" in "\n".join(rows(pane))
        await pilot.press("f")
        assert [message.url for message in told.of(ArticlePane.LinkChosen)] == [
            "https://code.example/rain/fix"
        ]
        taking.append(pane.takes_keys)
        assert "one line" in "\n".join(rows(pane))
        pane.show_hints("behind")
        await pilot.press("j")
        assert told.of(ArticlePane.LinkChosen)[-1].purpose == "behind"
        pane.show_hints()
        await pilot.press("escape")
        assert [*taking, pane.takes_keys] == [True, False, False]

    play(pane(), scenario, size=(90, 80))


def test_three_hundred_links_have_hints_of_their_own() -> None:
    spans = [Span(f"x{n} ", href=f"https://a.example/{n}") if n % 2 else Span(". ") for n in range(600)]

    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(article(para(*spans)))
        pane.focus()
        await pilot.pause()
        assert pane.show_hints()
        assert pane._hints is not None
        given = pane._hints.labels
        assert len(set(given.values())) == len(given) == 300
        assert max(map(len, given.values())) == 2
        for letter in given[200]:
            await pilot.press(letter)
        assert told.of(ArticlePane.LinkChosen)[0].url == pane.links[200].href

    play(pane(), scenario, size=(120, 60))


@pytest.mark.parametrize("count", [0, 1, 25, 26, 27, 100, 300, 676, 900])
def test_labels_are_unique_short_and_never_begin_one_another(count: int) -> None:
    made = labels(count)
    assert len(made) == len(set(made)) == min(count, 676)
    assert all(len(label) <= 2 for label in made)
    singles = {label for label in made if len(label) == 1}
    assert not any(label[0] in singles for label in made if len(label) == 2)


def test_hints_narrow_as_letters_come() -> None:
    hints = Hints([Spot(n, 0, 3 * n, 2) for n in range(40)])
    pair = next(label for label in hints.labels.values() if len(label) == 2)
    assert hints.type("7") is None
    assert hints.type(pair[0]) is None
    assert len(hints.on_line(0)) < 40
    assert hints.type(pair[1].upper()) is not None
    assert hints.erase()


def test_footnotes_open_in_place_and_close() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(FRENCH)
        await pilot.pause()
        before = rows(pane)
        assert pane.open_link(0)
        assert any(row.strip().startswith("┊ Délibération") for row in rows(pane))
        pane.open_link(0)
        assert rows(pane) == before

    play(pane(), scenario, size=(80, 40))


def test_links_are_pointed_at_in_order_and_their_host_is_told() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(FRENCH)
        await pilot.pause()
        steps = [pane.go_to_link(1) for _ in range(4)]
        assert steps == [True, True, True, False]
        await pilot.pause()
        pointed = [message.link for message in told.of(ArticlePane.LinkPointed)]
        assert [link.host for link in pointed] == ["", "comptes.example", "courrier-iles.example"]
        assert pane.open_link()
        await pilot.pause()
        assert told.of(ArticlePane.LinkChosen)[0].url == FRENCH.link

    play(pane(), scenario, size=(60, 15))


def test_pointing_goes_on_from_what_is_on_the_screen() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(FRENCH)
        await pilot.pause()
        assert pane.go_to_link(1)
        pane.scroll_to_finish()
        await pilot.pause()
        assert pane.go_to_link(-1)
        assert pane.links[pane.pointed].href == FRENCH.link, "the last one, not the mark far above"
        pane.scroll_to_start()
        await pilot.pause()
        assert pane.go_to_link(1)
        assert pane.links[pane.pointed].href != FRENCH.link

    play(pane(), scenario, size=(60, 15))


def test_a_click_follows_the_link_under_it() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(FRENCH)
        await pilot.pause()
        y = next(y for y, row in enumerate(rows(pane)) if "Chambre des comptes" in row)
        x = rows(pane)[y].index("Chambre") + 2
        await pilot.hover(ArticlePane, offset=(x, y))
        await pilot.click(ArticlePane, offset=(x, y))
        await pilot.click(ArticlePane, offset=(x, y - 3))
        await pilot.pause()
        assert [message.url for message in told.of(ArticlePane.LinkChosen)] == [
            "https://comptes.example/rapport"
        ]
        assert told.of(ArticlePane.LinkPointed)[0].link.host == "comptes.example"

    play(pane(), scenario, size=(80, 40))


def test_a_selection_copies_the_logical_text() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(ARABIC)
        await pilot.pause()
        y = next(y for y, row in enumerate(rows(pane)) if "تحتتفا" in row)
        row = pane.render_line(y).text
        start, end = row.index("ةيدلب"), row.index("تحتتفا") + len("تحتتفا")
        got = pane.get_selection(Selection(Offset(start, y), Offset(end, y)))
        assert got == ("افتتحت بلدية", "\n")
        whole = pane.get_selection(Selection(None, None))
        assert whole is not None
        assert "افتتحت بلدية الزهراء صباح الأحد مكتبتها الجديدة بعد أربع سنوات" in whole[0]

    play(pane(), scenario, size=(60, 40))


def test_a_selection_over_lines_skips_what_telex_drew() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(FRENCH)
        await pilot.pause()
        shown = rows(pane)
        first = next(y for y, row in enumerate(shown) if "On nous promettait" in row)
        last = next(y for y, row in enumerate(shown) if "Odile Verne" in row)
        end = pane.render_line(last).text.index("libraire")
        got = pane.get_selection(Selection(Offset(4, first), Offset(end, last)))
        assert got is not None
        assert got[0].startswith("On nous promettait le tram depuis que je suis née.")
        assert got[0].endswith("rails.\n— Odile Verne, ")
        assert "▎" not in got[0]

    play(pane(), scenario, size=(60, 60))


def test_searched_words_are_marked_where_they_stand() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(FRENCH)
        await pilot.pause()
        before = rows(pane)
        plain = [len(list(pane.render_line(y))) for y in range(pane.size.height)]
        pane.mark_terms(("depot", "ETE"))
        assert rows(pane) == before
        y = next(y for y, row in enumerate(before) if "dépôt" in row)
        assert len(list(pane.render_line(y))) > plain[y]
        pane.mark_terms(())
        assert [len(list(pane.render_line(y))) for y in range(pane.size.height)] == plain

    play(pane(), scenario, size=(80, 40))


def test_code_wraps_and_pans_on_demand() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(ENGLISH)
        await pilot.pause()
        assert "›" in "\n".join(rows(pane))
        pane.pan(8)
        assert "‹" in "\n".join(rows(pane))
        assert pane.toggle_code_wrap()
        assert "↪" in "\n".join(rows(pane))
        assert not pane.toggle_code_wrap()
        assert "‹" not in "\n".join(rows(pane))

    play(pane(), scenario, size=(60, 60))


def test_markup_in_text_is_only_text() -> None:
    async def scenario(pane: ArticlePane, pilot: Pilot[None], told: Told) -> None:
        pane.show(article(para("[b]bold[/b] [@click=app.quit]go[/] [TODO] $primary \\[x")))
        await pilot.pause()
        assert "[b]bold[/b] [@click=app.quit]go[/] [TODO] $primary \\[x" in "\n".join(rows(pane))

    play(pane(), scenario)
