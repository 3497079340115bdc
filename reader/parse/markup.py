"""Blocks back into plain, safe HTML, which `blocks_of` reads as the same blocks."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

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
    Picture,
    Quote,
    Rule,
    Table,
)

_MARKS = {"b": "strong", "i": "em", "c": "code", "s": "s", "u": "u", "m": "mark", "^": "sup", "_": "sub"}


def html_of(blocks: Iterable[Block]) -> str:
    """`blocks` as HTML. Text is escaped; there are no attributes but those that blocks carry."""
    return "\n".join(_html(block) for block in blocks)


def _html(block: Block) -> str:
    more = _common(block)
    if isinstance(block, Paragraph):
        return f"<p{more}>{_inline(block.text)}</p>"
    if isinstance(block, Heading):
        level = min(max(block.level, 1), 6)
        return f"<h{level}{more}>{_inline(block.text)}</h{level}>"
    if isinstance(block, List):
        return _list(block, more)
    if isinstance(block, Quote):
        cite = f"<footer>{_inline(block.cite)}</footer>" if block.cite else ""
        return f"<blockquote{more}>{html_of(block.blocks)}{cite}</blockquote>"
    if isinstance(block, Code):
        name = f' class="language-{escape(block.language)}"' if block.language else ""
        return f"<pre{more}><code{name}>\n{escape(block.text, quote=False)}</code></pre>"
    if isinstance(block, Table):
        return _table(block, more)
    if isinstance(block, Figure):
        return _figure(block, more)
    if isinstance(block, Rule):
        return f"<hr{more}>"
    if isinstance(block, Footnotes):
        notes = "".join(f'<li id="{escape(note.id)}">{html_of(note.blocks)}</li>' for note in block.notes)
        return f'<ol class="footnotes"{more}>{notes}</ol>'
    if isinstance(block, Definitions):
        items = "".join(
            (f"<dt>{_inline(item.term)}</dt>" if item.term else "")
            + (f"<dd>{html_of(item.blocks)}</dd>" if item.blocks else "")
            for item in block.items
        )
        return f"<dl{more}>{items}</dl>"
    if isinstance(block, Details):
        summary = f"<summary>{_inline(block.summary)}</summary>" if block.summary else ""
        return f"<details{more}>{summary}{html_of(block.blocks)}</details>"
    return _media(block, more)


def _common(block: Block) -> str:
    out = f' dir="{escape(block.dir)}"' if block.dir else ""
    return out + (f' lang="{escape(block.lang)}"' if block.lang else "")


def _inline(text: Inline) -> str:
    out = []
    for span in text:
        piece = escape(span.text, quote=False).replace("\n", "<br>")
        if span.note:
            piece = f'<a href="#{escape(span.note)}">{piece}</a>'
        for mark in reversed(span.marks):
            if name := _MARKS.get(mark):
                piece = f"<{name}>{piece}</{name}>"
        if span.href:
            piece = f'<a href="{escape(span.href)}">{piece}</a>'
        out.append(piece)
    return "".join(out)


def _list(block: List, more: str) -> str:
    items = "".join(f"<li>{html_of(item)}</li>" for item in block.items)
    if not block.ordered:
        return f"<ul{more}>{items}</ul>"
    how = f' start="{block.start}"' if block.start != 1 or block.reversed else ""
    how += " reversed" if block.reversed else ""
    return f"<ol{how}{more}>{items}</ol>"


def _table(block: Table, more: str) -> str:
    aligns = block.aligns

    def row(cells: tuple[Inline, ...], tag: str) -> str:
        out = []
        for place, cell in enumerate(cells):
            side = aligns[place] if place < len(aligns) else ""
            out.append(f'<{tag} align="{side}">' if side and tag == "td" else f"<{tag}>")
            out.append(f"{_inline(cell)}</{tag}>")
        return f"<tr>{''.join(out)}</tr>"

    caption = f"<caption>{_inline(block.caption)}</caption>" if block.caption else ""
    header = f"<thead>{row(block.header, 'th')}</thead>" if block.header else ""
    rows = "".join(row(cells, "td") for cells in block.rows)
    return f'<table class="data"{more}>{caption}{header}<tbody>{rows}</tbody></table>'


def _figure(block: Figure, more: str) -> str:
    images = "".join(map(_picture, block.images))
    caption = f"<figcaption>{_inline(block.caption)}</figcaption>" if block.caption else ""
    credit = f'<figcaption class="credit">{_inline(block.credit)}</figcaption>' if block.credit else ""
    return f"<figure{more}>{images}{caption}{credit}</figure>"


def _picture(picture: Picture) -> str:
    size = f' width="{picture.width}"' if picture.width else ""
    size += f' height="{picture.height}"' if picture.height else ""
    return f'<img src="{escape(picture.url)}" alt="{escape(picture.alt)}"{size}>'


def _media(block: Media, more: str) -> str:
    return f'<p class="media"{more}><a href="{escape(block.url)}">{escape(block.title or block.host)}</a></p>'
