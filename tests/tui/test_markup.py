"""Square brackets are text: what looks like markup is shown as it was given, and nothing in it is ever done."""

from __future__ import annotations

import ast
import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Label

from reader.blocks import Article, Paragraph, Span
from reader.model import Headline
from reader.text.clean import clean_line
from reader.ticker.lap import choose
from reader.ticker.strip import compose
from reader.tui.menu import Item
from reader.tui.rows import columns_for, headline_row
from reader.tui.shown import one_line
from reader.tui.widgets.menu import MenuList
from reader.tui.widgets.status import StatusLine
from reader.tui.widgets.title import PaneTitle
from reader.typeset.document import typeset
from reader.typeset.options import Options

CASES = 10_000
_ALPHABET = [
    *"[]\\@=/$",
    *(
        "[/b]",
        "[b]",
        "[/]",
        "[@click=app.quit]",
        "[@click=quit]",
        "[TODO]",
        "[$primary]",
        "[red on blue]",
        "[link=x]",
    ),
    *("\\[", "a", "bc", "plan", " ", "é", "東", "(", ")", "'", '"', ",", "9"),
]
KNOWN = [
    "[TODO] plan",
    "[/b] plan",
    "[@click=app.quit]x[/]",
    "[$primary]x",
    "foo\\[bar]",
    "[b",
    "]]",
    "\\",
    "[link=https://a.example/]x[/link]",
]


def texts(count: int) -> Iterator[str]:
    dice = random.Random(5)
    yield from KNOWN
    for _ in range(count - len(KNOWN)):
        text = clean_line("".join(dice.choices(_ALPHABET, k=dice.randint(1, 12))))
        yield text or "["


def test_rows_show_what_was_given() -> None:
    for text in texts(CASES):
        assert one_line(text, 200).rstrip(" ") == text
        headline = Headline(1, 1, text, text, 0)
        runs = headline_row(headline, "1h", columns_for(300))
        assert any(shown.rstrip(" ") == text for shown, name, _ in runs if name == "unread")


def test_the_ticker_shows_what_was_given() -> None:
    for text in texts(CASES):
        strip = compose(choose([Headline(1, 1, text, text, 0)], 0), 0)
        assert [piece.text for piece in strip.pieces if piece.style == "title"] == [text]
        assert strip.pieces[0].text == f"{text}  "


def test_the_article_shows_what_was_given() -> None:
    given = list(texts(CASES))
    for start in range(0, CASES, 200):
        part = given[start : start + 200]
        blocks = tuple(
            Paragraph(text=(Span(text), Span(" "), Span(text, href="https://a.example/"))) for text in part
        )
        article = Article(id=1, feed_id=1, title="T", source="S", blocks=blocks)
        document = typeset(article, 1000, options=Options(measure=1000))
        lines = {line.text.strip() for line in document.lines}
        for text in part:
            assert f"{text} {text}".strip() in lines


class Everything(App[None]):
    """Whatever shows outside text in a widget that Textual draws, and the bars and lists of our own."""

    CSS = "MenuList { height: 8; } Label { width: 300; }"

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield PaneTitle("HEADLINES")
        yield Label("", markup=False)
        yield MenuList()
        yield StatusLine()

    def action_quit_now(self) -> None:
        self.done.append("quit")


async def shows(app: Everything, text: str) -> None:
    app.query_one(PaneTitle).show(text)
    app.query_one(StatusLine).say(text)
    app.query_one(MenuList).show([Item(text, "x", detail=text)])
    label = app.query_one(Label)
    label.update(text)
    assert text in app.query_one(PaneTitle).render_line(0).text
    assert text in app.query_one(StatusLine).render_line(0).text
    assert text in app.query_one(MenuList).render_line(0).text
    drawn = label.visual
    assert isinstance(drawn, Content)
    assert drawn.plain == text
    assert not drawn.spans


def test_bars_menus_and_labels_show_what_was_given() -> None:
    async def run() -> None:
        app = Everything()
        async with app.run_test(size=(300, 20)) as pilot:
            await pilot.pause()
            for text in texts(CASES // 5):
                await shows(app, text)
            assert not app.done

    asyncio.run(run())


_TAKES_MARKUP = {
    "Label",
    "Static",
    "Button",
    "Checkbox",
    "RadioButton",
    "Link",
    "Markdown",
    "OptionList",
    "DataTable",
    "Tree",
}


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in (Path(__file__).parents[2] / "reader" / "tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path, node


def test_no_widget_takes_text_with_markup_on() -> None:
    found = 0
    for path, call in calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in (*_TAKES_MARKUP, "notify"):
            continue
        found += 1
        off = [
            word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
            for word in call.keywords
        ]
        assert any(off), f"{path.name}:{call.lineno} shows text with markup on"
    assert found > 3, "what shows text has other names now: this test looks for the wrong ones"


def test_nothing_reads_or_escapes_markup() -> None:
    for path in (Path(__file__).parents[2] / "reader").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "rich.markup" not in source, path
        assert "textual.markup" not in source, path
        assert "from_markup" not in source, path
