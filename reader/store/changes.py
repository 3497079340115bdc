"""What a publisher's last edit changed, as blocks that can be read: additions underlined, removals struck."""

from __future__ import annotations

import html
import re

from reader.blocks import Block, Paragraph, Span
from reader.store import packing
from reader.store.database import Database
from reader.text.changes import ADDED, REMOVED, Piece, paragraphs_changed

_ENDS = re.compile(
    r"</(?:p|div|h[1-6]|li|blockquote|pre|tr|figcaption|section|article|td|th|dd|dt)>|<(?:br|hr)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_MARKS = {ADDED: "u", REMOVED: "s"}
_LONGEST = 400_000  # characters of HTML that are compared


def has_changes(db: Database, entry_id: int) -> bool:
    """Whether an earlier text is kept."""
    return db.row("SELECT 1 FROM revision WHERE entry_id = ? LIMIT 1", (entry_id,)) is not None


def changes(db: Database, entry_id: int) -> tuple[Block, ...]:
    """The text as it is now against the one before the last edit, the title first; () where no earlier one is kept."""
    now = db.row(
        "SELECT e.title, coalesce(b.content, b.summary) FROM entry e LEFT JOIN body b ON b.entry_id = e.id WHERE e.id = ?",
        (entry_id,),
    )
    before = db.row(
        "SELECT title, html FROM revision WHERE entry_id = ? ORDER BY id DESC LIMIT 1", (entry_id,)
    )
    if now is None or before is None:
        return ()
    old, new = ([str(row[0]), *paragraphs(packing.unpack(row[1]))] for row in (before, now))
    return tuple(Paragraph(text=_spans(pieces)) for pieces in paragraphs_changed(old, new) if pieces)


def paragraphs(text: str) -> list[str]:
    """The bare text of sanitised HTML, a line for each block that says anything."""
    bare = _TAG.sub(" ", _ENDS.sub("\n", text[:_LONGEST]))
    lines = (" ".join(html.unescape(line).split()) for line in bare.split("\n"))
    return [line for line in lines if line]


def _spans(pieces: tuple[Piece, ...]) -> tuple[Span, ...]:
    spans = [Span(piece.text, marks=_MARKS.get(piece.way, "")) for piece in pieces]
    apart = [Span(" ")] * (2 * len(spans) - 1)
    apart[::2] = spans
    return tuple(apart)
