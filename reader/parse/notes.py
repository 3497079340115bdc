"""Footnotes: which links are marks, which elements are the notes, which links lead back.

A mark is a short link ("1", "[2]", "*") to a place further down in the same page; its note is the list item, the
element or the paragraph at that place. This covers Markdown, kramdown, pandoc, Wikipedia, Word, Substack and
WordPress without naming them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from reader.blocks import Block, Footnotes

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LABEL = re.compile(
    r"^[\[(]?(?:note\s?|n\s?|nb\s?)?(\d{1,3}|[a-z]{1,2}|[ivxlc]{1,5}|[*†‡§¶]{1,3}|[٠-٩]{1,3})[\])]?[.:]?$",
    re.I,
)
_BACK = re.compile(
    r"^[\s\ufe0e\ufe0f]*(?:[↩↑⤴⏎⬆^←]|back|retour|volver|return|jump up)?[\s\ufe0e\ufe0f^]*$", re.I
)
_BODIES = frozenset(("li", "p", "div", "aside", "section", "dd", "td", "blockquote"))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark in the text shows and which note it names."""

    id: str
    label: str


@dataclass(slots=True)
class Notes:
    """Keyed by `mem_id` of the element: marks (links), bodies (elements of notes); links that lead back."""

    marks: dict[int, Mark] = field(default_factory=dict)
    bodies: dict[int, Mark] = field(default_factory=dict)
    backs: set[int] = field(default_factory=set)


def find_notes(root: LexborNode) -> Notes | None:
    """The footnotes of the document under `root`, None where it has none."""
    order: dict[str, tuple[int, LexborNode]] = {}
    links: list[tuple[int, LexborNode, str]] = []
    for place, node in enumerate(root.traverse()):
        attributes = node.attributes
        for name in (attributes.get("id"), attributes.get("name") if node.tag == "a" else None):
            if name and name not in order:
                order[name] = (place, node)
        if node.tag == "a":
            href = attributes.get("href") or ""
            _, sign, fragment = href.partition("#")
            if sign and fragment:
                links.append((place, node, fragment))
    notes = Notes()
    for place, node, fragment in links:
        target = order.get(fragment)
        if target is None or target[0] <= place:
            continue
        found = _LABEL.match(node.text().strip())
        if found is None:
            continue
        body = _body_of(target[1])
        if body is None or _holds(body, node):
            continue
        mark = Mark(fragment, found[1])
        notes.marks[node.mem_id] = mark
        notes.bodies.setdefault(body.mem_id, mark)
    if not notes.marks:
        return None
    for place, node, fragment in links:
        target = order.get(fragment)
        if target is None or target[0] >= place or node.mem_id in notes.marks:
            continue
        text = node.text().strip()
        if (_BACK.match(text) or _LABEL.match(text)) and _inside(node, notes):
            notes.backs.add(node.mem_id)
    return notes


def gathered(blocks: list[Block]) -> list[Block]:
    """`blocks` with footnotes that follow each other in one block."""
    out: list[Block] = []
    for alike, group in groupby(blocks, key=lambda block: isinstance(block, Footnotes)):
        members = list(group)
        first = members[0]
        if alike and isinstance(first, Footnotes):
            notes = tuple(note for block in members if isinstance(block, Footnotes) for note in block.notes)
            out.append(Footnotes(notes=notes, dir=first.dir, lang=first.lang))
        else:
            out += members
    return out


def _body_of(target: LexborNode) -> LexborNode | None:
    """The element that holds the note's whole text, for the element that bears its name."""
    node: LexborNode | None = target
    for _ in range(4):
        if node is None or node.tag in ("body", "article", "main", "html"):
            return None
        if node.tag in _BODIES:
            parent = node.parent
            if node.tag == "p" and parent is not None and parent.tag == "li" and parent.first_child is node:
                return parent
            return node
        node = node.parent
    return None


def _holds(body: LexborNode, node: LexborNode) -> bool:
    here: LexborNode | None = node
    name = body.mem_id
    while here is not None:
        if here.mem_id == name:
            return True
        here = here.parent
    return False


def _inside(node: LexborNode, notes: Notes) -> bool:
    here = node.parent
    while here is not None:
        if here.mem_id in notes.bodies:
            return True
        here = here.parent
    return False
