"""Blocks as Markdown: each kind, escaping, nesting, and that nothing in a text becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.blocks import (
    Article,
    Block,
    Code,
    Definition,
    Definitions,
    Details,
    Figure,
    Footnotes,
    Heading,
    List,
    Media,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Table,
)
from reader.typeset.markdown import markdown


def text(words: str, **look: str) -> tuple[Span, ...]:
    return (Span(words, **look),)


def para(words: str) -> Paragraph:
    return Paragraph(text=text(words))


def body(*blocks: Block) -> str:
    whole = markdown(Article(id=1, feed_id=1, title="T", source="S", blocks=blocks))
    assert whole.startswith("# T\n\nS\n\n")
    return whole.removeprefix("# T\n\nS\n\n").removesuffix("\n")


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (para("plain"), "plain"),
        (para("two\nlines"), "two\\\nlines"),
        (para("a *star* [x](y) <b> `c` _u_ | ~"), r"a \*star\* \[x\](y) \<b\> \`c\` \_u\_ \| \~"),
        (para("&amp; & co"), "&amp;amp; &amp; co"),
        (para("# no heading"), "\\# no heading"),
        (para("- no item"), "\\- no item"),
        (para("1. no number"), "1\\. no number"),
        (Heading(level=1, text=text("Big")), "## Big"),
        (Heading(level=6, text=text("Small")), "###### Small"),
        (Paragraph(text=text("bold", marks="b")), "**bold**"),
        (Paragraph(text=text("both", marks="bi")), "***both***"),
        (Paragraph(text=text("gone", marks="s")), "~~gone~~"),
        (Paragraph(text=text("x = `1`", marks="c")), "`` x = `1` ``"),
        (Paragraph(text=text("here", href="https://e.org/a(b)>c")), "[here](<https://e.org/a(b)%3Ec>)"),
        (Paragraph(text=(Span("a"), Span(" b ", "b"), Span("c"))), "a **b** c"),
        (Paragraph(text=(Span("x"), Span("1", note="n 1"))), "x[^n-1]"),
        (Rule(), "---"),
        (Code(text="a\n```\nb\n", language="py thon"), "````python\na\n```\nb\n````"),
        (Quote(blocks=(para("one"), para("two")), cite=text("Who")), "> one\n>\n> two\n>\n> Who"),
        (
            List(items=((para("a"), List(items=((para("b"),),), ordered=True, start=3)), (para("c"),))),
            "- a\n  \n  3. b\n- c",
        ),
        (List(items=((para("z"),), (para("y"),)), ordered=True, start=9, reversed=True), "9. z\n8. y"),
        (
            Table(
                header=(text("A"), text("B|C")),
                rows=((text("1"), text("2\n3")),),
                aligns=("left", "right"),
                caption=text("Cap"),
            ),
            "Cap\n\n| A | B\\|C |\n| :--- | ---: |\n| 1 | 2 3 |",
        ),
        (Table(rows=((text("1"), text("2")),)), "|  |  |\n| --- | --- |\n| 1 | 2 |"),
        (
            Figure(
                images=(Picture("https://e.org/a.png", "Alt [x]"),), caption=text("Cap"), credit=text("Cred")
            ),
            "![Alt \\[x\\]](<https://e.org/a.png>)\n\nCap\n\nCred",
        ),
        (Footnotes(notes=(Note("n 1", "1", (para("a"), para("b"))),)), "[^n-1]: a\n    \n    b"),
        (Definitions(items=(Definition(text("T"), (para("d"),)),)), "**T**\n\nd"),
        (Details(summary=text("More"), blocks=(para("d"),)), "**More**\n\nd"),
        (Media(title="Film", host="e.org", url="https://e.org/v"), "[Film](<https://e.org/v>)"),
    ],
)
def test_each_kind(block: Block, expected: str) -> None:
    assert body(block) == expected


def test_the_link_to_the_source_comes_last() -> None:
    whole = markdown(
        Article(id=1, feed_id=1, title="A # b", source="S", author="W", link="https://e.org/<x>", published=0)
    )
    assert whole == "# A # b\n\nS · W · 1970-01-01T00:00:00Z\n\n<https://e.org/%3Cx%3E>\n"


@given(st.text(alphabet="ab \\`*_[]()<>|~#!&-+=1.\n", max_size=60))
def test_no_text_becomes_markup(words: str) -> None:
    shown = body(para(words)) if words.strip() else ""
    bare = re.sub(r"\\(?:\n|.)", "", shown)
    assert not re.search(r"[`*_\[\]<>|~]", bare)
    for line in shown.split("\n"):
        assert not re.match(r"\s*(#{1,6}(\s|$)|[-+](\s|$)|\d+[.)](\s|$)|(=+|-+)\s*$)", line), line
