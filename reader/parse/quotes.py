"""Blocks around other blocks: quotes with their attribution, text that a page folds away, footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.blocks import Details, Footnotes, Note, Paragraph, Quote, plain
from reader.parse.inline import joined, with_mark
from reader.parse.notes import Mark
from reader.parse.walk import FLUSH, Leave, Walk, look_back

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BEGINS_OF_ATTRIBUTION = ("— ", "– ", "―", "—", "-- ")
_LONGEST_ATTRIBUTION = 160


def enter_quote(walk: Walk, node: LexborNode) -> Leave | None:
    if walk.open("quote") is None:
        return FLUSH
    return (_leave_quote, None)


def _leave_quote(walk: Walk, _: None) -> None:
    frame = walk.close()
    blocks = frame.blocks
    if not frame.tail and len(blocks) > 1 and isinstance(last := blocks[-1], Paragraph):
        text = plain(last.text)
        if text.startswith(_BEGINS_OF_ATTRIBUTION) and len(text) <= _LONGEST_ATTRIBUTION:
            frame.tail = last.text
            blocks.pop()
    if blocks or frame.tail:
        walk.frame.blocks.append(Quote(blocks=tuple(blocks), cite=frame.tail, dir=walk.dir, lang=walk.lang))


def enter_cite(walk: Walk, node: LexborNode) -> Leave | None:
    if walk.frame.kind == "quote" and not walk.flat and not walk.run.texts:
        parent = node.parent
        if parent is not None and (parent.tag == "blockquote" or _text(parent) == _text(node)):
            return _enter_attribution(walk)
    look = walk.run.look
    walk.run.look = (with_mark(look[0], "i"), look[1], look[2])
    return look_back(look)


def enter_footer(walk: Walk, node: LexborNode) -> Leave | None:
    if walk.frame.kind == "quote" and not walk.flat:
        return _enter_attribution(walk)
    walk.flush()
    return FLUSH


def _enter_attribution(walk: Walk) -> Leave:
    walk.flatten()
    return (_leave_attribution, None)


def _leave_attribution(walk: Walk, _: None) -> None:
    text = walk.taken()
    if text:
        walk.frame.tail = joined(walk.frame.tail, text)


def enter_details(walk: Walk, node: LexborNode) -> Leave | None:
    if walk.open("details") is None:
        return FLUSH
    return (_leave_details, None)


def _leave_details(walk: Walk, _: None) -> None:
    frame = walk.close()
    if frame.blocks or frame.head:
        walk.frame.blocks.append(
            Details(summary=frame.head, blocks=tuple(frame.blocks), dir=walk.dir, lang=walk.lang)
        )


def enter_summary(walk: Walk, node: LexborNode) -> Leave | None:
    walk.flush()
    if walk.flat or walk.frame.kind != "details" or walk.frame.head:
        return FLUSH
    walk.flatten()
    return (_leave_summary, None)


def _leave_summary(walk: Walk, _: None) -> None:
    walk.frame.head = walk.taken()
    walk.flush()


def _text(node: LexborNode) -> str:
    return node.text(separator=" ", strip=True)


def note_of(walk: Walk, node: LexborNode) -> Mark | None:
    """The mark whose note `node` is."""
    notes = walk.source.notes
    return notes.bodies.get(node.mem_id) if notes is not None else None


def enter_note(walk: Walk, node: LexborNode, mark: Mark) -> Leave | None:
    """Reads `node` as a footnote; notes that follow each other become one block."""
    if walk.open("note") is None:
        return FLUSH
    return (_leave_note, mark)


def _leave_note(walk: Walk, mark: Mark) -> None:
    frame = walk.close()
    if not frame.blocks:
        return
    note = Note(id=mark.id, label=mark.label, blocks=tuple(frame.blocks))
    walk.frame.blocks.append(Footnotes(notes=(note,), dir=walk.dir, lang=walk.lang))
