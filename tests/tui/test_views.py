"""The three views of an article on one key: the line being read stays, and the choice is kept for each feed."""

from __future__ import annotations

from pathlib import Path

from reader.blocks import Paragraph, Span, encode_json
from reader.engine.events import PageDone
from reader.model import Entry
from reader.newsroom import Newsroom
from reader.store import fulltext
from reader.store.fulltext import Fulltext
from tests.tui.desk import Desk, read
from tests.tui.stories import NOW, add, open_newsroom


def keep_whole(newsroom: Newsroom, entry_id: int, lines: int = 60) -> None:
    """The page's text: what the feed gave, with other paragraphs between."""
    article = newsroom.article(entry_id)
    assert article is not None
    texts = [f"{article.title}. Line {n}." for n in range(lines)]
    mixed = [text for line in texts for text in (line, f"Only the page says this after {line}")]
    html = "".join(f"<p>{text}</p>" for text in mixed)
    blocks = encode_json(tuple(Paragraph(text=(Span(text),)) for text in mixed))
    assert fulltext.keep(newsroom.db, entry_id, Fulltext(html, blocks, words=900), NOW)


def top_line(desk: Desk) -> str:
    pane = desk.main.article
    rows = [pane.render_line(y).text.strip() for y in range(pane.size.height)]
    return next(row for row in rows if row)


def test_one_key_goes_through_them(newsroom: Newsroom) -> None:
    [held] = newsroom.headlines(newsroom.view("").ids(0, 1))
    keep_whole(newsroom, held.id)

    async def scenario(desk: Desk) -> None:
        assert desk.main.headlines.headline is not None
        assert desk.main.headlines.headline.id == held.id
        await desk.press("enter")
        shown = desk.main.article
        assert shown.article is not None
        assert shown.article.view == "full"
        seen = []
        for _ in range(4):
            await desk.press("x")
            assert shown.article is not None
            seen.append(shown.article.view)
        assert seen == ["raw", "feed", "full", "raw"]
        assert "<p>" in "".join(shown.render_line(y).text for y in range(20))
        assert newsroom.view_of(held.feed_id) == "raw"

    read(newsroom, scenario)


def test_the_same_paragraph_stays_on_top(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        held = desk.main.headlines.headline
        assert held is not None
        keep_whole(newsroom, held.id)
        await desk.press("enter", ":")
        await desk.type("view-feed")
        await desk.press("enter")
        for _ in range(10):
            await desk.press("pagedown" if _ == 0 else "j", "j")
            line = top_line(desk)
            assert "Line" in line
            for view in ("view-full", "view-feed"):
                await desk.press(":")
                await desk.type(view)
                await desk.press("enter")
                assert top_line(desk) == line

    read(newsroom, scenario)


def test_the_choice_is_back_after_a_restart(newsroom: Newsroom, tmp_path: Path) -> None:
    first = newsroom.view("").rows(0, 1)[0]
    keep_whole(newsroom, first.id)

    async def choose(desk: Desk) -> None:
        await desk.press("enter", "x", "x")

    async def again(desk: Desk) -> None:
        await desk.press("enter")
        assert desk.main.article.article is not None
        assert desk.main.article.article.view == "feed"
        await desk.press("q", "u")
        assert "Nothing" in desk.status() or desk.main.article.article.view == "feed"

    read(newsroom, choose)
    with open_newsroom(tmp_path) as other:
        assert other.view_of(first.feed_id) == "feed"
        read(other, again)


def test_what_the_engine_read_is_shown_in_place(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        held = desk.main.headlines.headline
        assert held is not None
        await desk.press("enter", "pagedown")
        line = top_line(desk)
        keep_whole(newsroom, held.id)
        desk.main.live.hear(PageDone(held.id))
        await desk.settle()
        assert desk.main.article.article is not None
        assert desk.main.article.article.view == "full"
        assert top_line(desk) == line
        desk.main.live.hear(PageDone(held.id, "The paper did not answer."))
        await desk.settle()
        assert "The paper did not answer." in desk.status()

    read(newsroom, scenario)


def test_without_an_engine_it_is_said(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("enter", "x")
        assert "there is no engine" in desk.status()
        assert desk.main.article.article is not None
        assert desk.main.article.article.view == "feed"

    read(newsroom, scenario)


def test_what_an_edit_changed_on_one_key(newsroom: Newsroom) -> None:
    def version(words: str) -> Entry:
        text = (
            f"<p>Le phare de Vellane s'allume {words} soir, dit la gardienne.</p><p>La mer reste calme.</p>"
        )
        return Entry(
            id="urn:edit:1", title="Le phare", link="https://e.example/1", published=NOW + 60, content=text
        )

    for words in ("chaque", "un dernier"):
        add(newsroom, 1, version(words))

    async def scenario(desk: Desk) -> None:
        await desk.press("enter", "d")
        pane = desk.main.article
        assert pane.article is not None
        assert pane.article.view == "diff"
        spans = [span for block in pane.article.blocks if isinstance(block, Paragraph) for span in block.text]
        assert [(span.text, span.marks) for span in spans if span.marks] == [
            ("chaque", "s"),
            ("un dernier", "u"),
        ]
        assert any("chaque un dernier soir" in pane.render_line(y).text for y in range(20))
        await desk.press("d")
        assert pane.article.view == "feed"
        await desk.press("J", "d")
        assert pane.article.view == "feed"
        assert "No earlier text" in desk.status()

    read(newsroom, scenario)
