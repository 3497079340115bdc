"""Blocks as XHTML that an EPUB may hold (EPUB 3.3, HTML's XML syntax): well-formed, ids once, no address outside but in links."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit, urlunsplit
from xml.sax.saxutils import escape, quoteattr

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
    plain,
)
from reader.text.clean import guard, guard_text

_MARKS = {"b": "strong", "i": "em", "c": "code", "s": "s", "u": "u", "m": "mark", "^": "sup", "_": "sub"}
_SAFE = "%/:=&?~+!$,;'@()*"

Find = Callable[[str], str]
"""Where the picture of an address lies in the book, "" where it is not in it."""


class Writer:
    """Writes one document. `find` tells where pictures lie; the footnotes that can be linked to are those it was shown."""

    def __init__(self, find: Find = lambda _: "") -> None:
        self._find = find
        self._notes: dict[str, int] = {}
        self._marked: set[str] = set()

    def document(self, blocks: Iterable[Block]) -> str:
        """All of them, in order."""
        found = list(blocks)
        for block in found:
            if isinstance(block, Footnotes):
                for note in block.notes:
                    self._notes.setdefault(note.id, len(self._notes) + 1)
        return self._all(found)

    def _all(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(text=text):
                return f"<p{_common(block)}>{self._inline(text)}</p>"
            case Heading(level=level, text=text):
                level = min(max(level, 2), 6)
                return f"<h{level}{_common(block)}>{self._inline(text)}</h{level}>"
            case List():
                return self._list(block)
            case Quote(blocks=inner, cite=cite):
                foot = f"<footer>{self._inline(cite)}</footer>" if cite else ""
                return f"<blockquote{_common(block)}>{self._all(inner)}{foot}</blockquote>"
            case Code(text=text):
                return f'<pre dir="ltr"><code>{escape(guard_text(text))}</code></pre>'
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Rule():
                return "<hr/>"
            case Footnotes():
                return self._footnotes(block)
            case Definitions():
                return self._definitions(block)
            case Details(summary=summary, blocks=inner):
                head = f"<p><strong>{self._inline(summary)}</strong></p>" if summary else ""
                return f"<div{_common(block)}>{head}{self._all(inner)}</div>"
            case Media(title=title, host=host, url=url):
                return f"<p>{_link(url, escape(guard(title or host)))}</p>"

    def _inline(self, text: Inline) -> str:
        out = []
        for span in text:
            piece = escape(guard_text(span.text)).replace("\n", "<br/>")
            for mark in reversed(span.marks):
                if name := _MARKS.get(mark):
                    piece = f"<{name}>{piece}</{name}>"
            if span.note in self._notes:
                piece = self._mark(span.note, piece)
            elif span.href:
                piece = _link(span.href, piece)
            out.append(piece)
        return "".join(out)

    def _mark(self, note: str, piece: str) -> str:
        number = self._notes[note]
        back = "" if note in self._marked else f' id="mark-{number}"'
        self._marked.add(note)
        return f'<a epub:type="noteref" href="#note-{number}"{back}>{piece}</a>'

    def _footnotes(self, block: Footnotes) -> str:
        notes = []
        for note in block.notes:
            number = self._notes[note.id]
            back = (
                f'<p><a href="#mark-{number}">{escape(guard(note.label))} ↑</a></p>'
                if note.id in self._marked
                else ""
            )
            notes.append(
                f'<aside epub:type="footnote" id="note-{number}">{back}{self._all(note.blocks)}</aside>'
            )
        return "\n".join(notes)

    def _list(self, block: List) -> str:
        items = "".join(f"<li>{self._all(item)}</li>" for item in block.items) or "<li></li>"
        if not block.ordered:
            return f"<ul{_common(block)}>{items}</ul>"
        how = f' start="{block.start}"' if block.start != 1 else ""
        how += ' reversed="reversed"' if block.reversed else ""
        return f"<ol{how}{_common(block)}>{items}</ol>"

    def _definitions(self, block: Definitions) -> str:
        items = "".join(
            f"<dt>{self._inline(item.term)}</dt><dd>{self._all(item.blocks)}</dd>" for item in block.items
        )
        return f"<dl{_common(block)}>{items}</dl>" if items else ""

    def _table(self, block: Table) -> str:
        def row(cells: tuple[Inline, ...], tag: str) -> str:
            out = []
            for place, cell in enumerate(cells):
                side = block.aligns[place] if place < len(block.aligns) else ""
                style = f' style="text-align: {side}"' if side else ""
                out.append(f"<{tag}{style}>{self._inline(cell)}</{tag}>")
            return f"<tr>{''.join(out) or '<td></td>'}</tr>"

        caption = f"<caption>{self._inline(block.caption)}</caption>" if block.caption else ""
        header = f"<thead>{row(block.header, 'th')}</thead>" if block.header else ""
        rows = "".join(row(cells, "td") for cells in block.rows) or "<tr><td></td></tr>"
        return f"<table{_common(block)}>{caption}{header}<tbody>{rows}</tbody></table>"

    def _figure(self, block: Figure) -> str:
        images = "".join(self._picture(image) for image in block.images if not image.gone)
        words = [self._inline(text) for text in (block.caption, block.credit) if plain(text).strip()]
        caption = f"<figcaption>{'<br/>'.join(words)}</figcaption>" if words else ""
        return f"<figure{_common(block)}>{images}{caption}</figure>" if images or caption else ""

    def _picture(self, picture: Picture) -> str:
        place = self._find(picture.url)
        alt = guard(picture.alt)
        if place:
            return f"<img src={quoteattr(place)} alt={quoteattr(alt)}/>"
        words = f"[{escape(alt) or 'image'}]"
        return f"<p>{_link(picture.url, words)}</p>"


def _common(block: Block) -> str:
    out = f' dir="{block.dir}"' if block.dir in ("ltr", "rtl") else ""
    return out + (f" xml:lang={quoteattr(block.lang)} lang={quoteattr(block.lang)}" if block.lang else "")


def _link(url: str, inner: str) -> str:
    """`inner` as a link where `url` is one that may stand in a book; else the text alone."""
    address = book_address(url)
    return f"<a href={quoteattr(address)}>{inner}</a>" if address else inner


def book_address(url: str) -> str:
    """`url` as a strict one (RFC 3986), "" where it cannot be made one: readers of books are not lenient."""
    try:
        parts = urlsplit(guard(url))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        return "mailto:" + quote(parts.path, "@%+")
    if parts.scheme not in ("http", "https") or not host:
        return ""
    try:
        name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    place = name + (f":{port}" if port else "")
    return urlunsplit(
        (
            parts.scheme,
            place,
            quote(parts.path, _SAFE),
            quote(parts.query, _SAFE),
            quote(parts.fragment, _SAFE),
        )
    )
