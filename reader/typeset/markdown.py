"""An article as Markdown: CommonMark, with tables, strikethrough and footnotes as GitHub writes them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.blocks import (
    Block,
    Code,
    Definitions,
    Details,
    Figure,
    Footnotes,
    Heading,
    Inline,
    List,
    Media,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)

if TYPE_CHECKING:
    from reader.blocks import Article

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_AT_START = re.compile(r"^(\s*\d*)((?<=\d)[.)](?=\s|$)|(?<!\d)(?:#{1,6}(?=\s|$)|[#+=-](?=\s|$|[-=])))")
_MARKS = (("c", "`"), ("s", "~~"), ("i", "*"), ("b", "**"))


def markdown(article: Article) -> str:
    """The whole article, its title first and the link to its source last."""
    parts = [f"# {_plain(article.title)}"]
    known = facts(article)
    if known:
        parts.append(" · ".join(map(_plain, known)))
    parts += [text for block in article.blocks if (text := _block(block))]
    if article.link:
        parts.append(f"<{_address(article.link)}>")
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(text=text):
            return _paragraph(text)
        case Heading(level=level, text=text):
            return f"{'#' * min(level + 1, 6)} {_inline(text)}"
        case List():
            return _list(block)
        case Quote(blocks=blocks, cite=cite):
            inner = _blocks(blocks) + (f"\n\n{_inline(cite)}" if cite else "")
            return _prefixed(inner, "> ")
        case Code(text=text, language=language):
            fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
            return f"{fence}{re.sub(r'[^A-Za-z0-9+#.-]', '', language)}\n{text.rstrip(chr(10))}\n{fence}"
        case Table():
            return _table(block)
        case Figure(images=images, caption=caption, credit=credit):
            shown = [f"![{_plain(one.alt)}](<{_address(one.url)}>)" for one in images if not one.gone]
            return "\n\n".join([*shown, *(_inline(part) for part in (caption, credit) if part)])
        case Rule():
            return "---"
        case Footnotes(notes=notes):
            return "\n\n".join(f"[^{_label(note.id)}]: {_hung(_blocks(note.blocks), 4)}" for note in notes)
        case Definitions(items=items):
            return "\n\n".join(f"**{_inline(one.term)}**\n\n{_blocks(one.blocks)}" for one in items)
        case Details(summary=summary, blocks=blocks):
            return f"**{_inline(summary)}**\n\n{_blocks(blocks)}"
        case Media(title=title, host=host, url=url):
            return f"[{_plain(title or host)}](<{_address(url)}>)"


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(text for block in blocks if (text := _block(block)))


def _paragraph(text: Inline) -> str:
    return "\n".join(_AT_START.sub(r"\1\\\2", line) for line in _inline(text).split("\n"))


def _list(block: List) -> str:
    rows = []
    for place, item in enumerate(block.items):
        number = block.start - place if block.reversed else block.start + place
        sign = f"{number}. " if block.ordered and number >= 0 else "- "
        rows.append(sign + _hung(_blocks(item), len(sign)))
    return "\n".join(rows)


def _table(block: Table) -> str:
    header = block.header or ((),) * max((len(row) for row in block.rows), default=0)
    if not header:
        return ""
    signs = {"left": ":---", "right": "---:", "center": ":---:"}
    aligns = [*block.aligns, *[""] * len(header)][: len(header)]
    lines = [_row(header), _row_of(signs.get(align, "---") for align in aligns), *map(_row, block.rows)]
    caption = f"{_inline(block.caption)}\n\n" if block.caption else ""
    return caption + "\n".join(lines)


def _row(cells: Iterable[Inline]) -> str:
    return _row_of(_inline(cell).replace("\\\n", " ").replace("\n", " ") for cell in cells)


def _row_of(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _inline(inline: Inline) -> str:
    return "".join(map(_span, inline))


def _span(span: Span) -> str:
    if span.note:
        return f"[^{_label(span.note)}]"
    body = span.text.strip()
    if not body:
        return span.text
    before = span.text[: len(span.text) - len(span.text.lstrip())]
    after = span.text[len(span.text.rstrip()) :]
    if "c" in span.marks:
        fence = "`" * (max((len(run) for run in re.findall("`+", body)), default=0) + 1)
        gap = " " if "`" in body else ""
        body = f"{fence}{gap}{body}{gap}{fence}"
    else:
        body = _plain(body).replace("\n", "\\\n")
    for mark, sign in _MARKS[1:]:
        if mark in span.marks:
            body = f"{sign}{body}{sign}"
    if span.href:
        body = f"[{body}](<{_address(span.href)}>)"
    return before + body + after


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("&", "&amp;")


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace("\n", "").replace("\\", "%5C")


def _label(note: str) -> str:
    return re.sub(r"[^\w-]", "-", note)


def _hung(text: str, cells: int) -> str:
    """`text` with all lines but the first moved right."""
    return text.replace("\n", "\n" + " " * cells)


def _prefixed(text: str, sign: str) -> str:
    return "\n".join((sign + line).rstrip() for line in text.split("\n"))


def facts(article: Article) -> list[str]:
    """Source, byline and date, those that are known."""
    date = None
    if article.published is not None:
        date = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(article.published))
    return [part for part in (article.source, article.author, date) if part]
