"""Lists and definitions: items keep their blocks, numbers keep their start. A list of images alone is no list, but they."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.blocks import Block, Definition, Definitions, Figure, Inline, List
from reader.parse.quotes import enter_note, note_of
from reader.parse.walk import FLUSH, Leave, Walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def enter_list(walk: Walk, node: LexborNode) -> Leave | None:
    if "note" in walk.source.features:
        child = node.css_first("li")
        if child is not None and note_of(walk, child) is not None:
            walk.flush()
            return FLUSH
    frame = walk.open("list")
    if frame is None:
        return FLUSH
    attributes = node.attributes
    start = attributes.get("start") or ""
    try:
        first = int(start)
    except ValueError:
        first = 1
    if not -1_000_000 < first < 1_000_000:
        first = 1
    ordered = node.tag == "ol"
    return (_leave_list, (ordered, first, ordered and "reversed" in attributes, "start" in attributes))


def _leave_list(walk: Walk, how: tuple[bool, int, bool, bool]) -> None:
    frame = walk.close()
    ordered, start, backwards, given = how
    _gather_item(frame.items, frame.blocks)
    if all(isinstance(block, Figure) for item in frame.items for block in item):
        walk.frame.blocks.extend(block for item in frame.items for block in item)
        return
    if backwards and not given:
        start = len(frame.items)
    walk.frame.blocks.append(
        List(
            items=tuple(frame.items),
            ordered=ordered,
            start=start,
            reversed=backwards,
            dir=walk.dir,
            lang=walk.lang,
        )
    )


def enter_item(walk: Walk, node: LexborNode) -> Leave | None:
    if "note" in walk.source.features and (note := note_of(walk, node)) is not None:
        walk.flush()
        return enter_note(walk, node, note)
    if walk.flat or walk.frame.kind != "list":
        walk.flush()
        return FLUSH
    walk.flush()
    _gather_item(walk.frame.items, walk.frame.blocks)
    if walk.open("item") is None:
        return (_leave_bare_item, None)
    return (_leave_item, None)


def _leave_item(walk: Walk, _: None) -> None:
    frame = walk.close()
    if frame.blocks:
        walk.frame.items.append(tuple(frame.blocks))


def _leave_bare_item(walk: Walk, _: None) -> None:
    walk.flush()
    if walk.frame.blocks:
        walk.frame.items.append(tuple(walk.frame.blocks))
        walk.frame.blocks.clear()


def _gather_item(items: list[tuple[Block, ...]], blocks: list[Block]) -> None:
    """What stands in a list outside its items belongs to the item before it."""
    if blocks:
        if items:
            items[-1] = (*items[-1], *blocks)
        else:
            items.append(tuple(blocks))
        blocks.clear()


def enter_definitions(walk: Walk, node: LexborNode) -> Leave | None:
    if walk.open("definitions") is None:
        return FLUSH
    return (_leave_definitions, None)


def _leave_definitions(walk: Walk, _: None) -> None:
    frame = walk.close()
    _gather_definition(frame.terms, frame.blocks)
    items = tuple(Definition(term=term, blocks=blocks) for term, blocks in frame.terms)
    if items:
        walk.frame.blocks.append(Definitions(items=items, dir=walk.dir, lang=walk.lang))


def enter_term(walk: Walk, node: LexborNode) -> Leave | None:
    walk.flush()
    if walk.flat or walk.frame.kind != "definitions":
        return FLUSH
    _gather_definition(walk.frame.terms, walk.frame.blocks)
    walk.flatten()
    return (_leave_term, None)


def _leave_term(walk: Walk, _: None) -> None:
    term = walk.taken()
    if term:
        walk.frame.terms.append((term, ()))


def enter_meaning(walk: Walk, node: LexborNode) -> Leave | None:
    walk.flush()
    if walk.flat or walk.frame.kind != "definitions" or walk.open("meaning") is None:
        return FLUSH
    return (_leave_meaning, None)


def _leave_meaning(walk: Walk, _: None) -> None:
    frame = walk.close()
    _gather_definition(walk.frame.terms, frame.blocks)


def _gather_definition(terms: list[tuple[Inline, tuple[Block, ...]]], blocks: list[Block]) -> None:
    if blocks:
        term, before = terms.pop() if terms else ((), ())
        terms.append((term, (*before, *blocks)))
        blocks.clear()
