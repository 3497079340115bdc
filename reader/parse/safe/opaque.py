"""Elements that go with everything in them, and comments: taken out of markup from left to right, in one go.

This needs no tree, so it also serves for what is too much for a parser. Of an element that is left open only the tag goes,
unless it holds what no one should read. A drawing leaves its title and description.
"""

from __future__ import annotations

import re

from reader.parse.safe.allowed import OPAQUE, OPAQUE_VOID
from reader.text.patterns import lazy

_NAMES = sorted(OPAQUE - OPAQUE_VOID)
_START = lazy(r"<!--|<(" + "|".join(_NAMES) + r")(?![a-zA-Z0-9-])([^<>]*)>", re.IGNORECASE)
_ENDS = {name: lazy(rf"</{name}(?![a-zA-Z0-9-])[^>]*>?", re.IGNORECASE) for name in _NAMES}
_SWALLOWING = frozenset(("script", "style", "template", "noscript", "svg", "textarea", "title"))
_LABEL = lazy(r"<(?:title|desc)>", re.IGNORECASE)
_LABELS_END = lazy(r"</(?:title|desc)\s*>", re.IGNORECASE)
_LABELS_TAG = lazy(r"<[^<>]*>")


def drop(pieces: list[str | None], opening: set[str | None]) -> list[str | None]:
    """`pieces`, text and tag in turn, without what begins with a tag in `opening`; drawings leave their words in the text.

    Tags stand there without their "<", and `None` for those that go: see `usual.APART`.
    """
    out: list[str | None] = []
    endless: set[str] = set()
    done = 0
    for place in [1 + 2 * number for number, tag in enumerate(pieces[1::2]) if tag in opening]:
        if place < done:
            continue
        found = _START.match(f"<{pieces[place]}")
        assert found is not None
        name = found[1].lower()
        last = place
        if name not in endless and not _is_closed(found):
            last = _end(pieces, place + 2, name)
            if not last and name in _SWALLOWING:
                return out + pieces[done:place]
            if not last:
                endless.add(name)
        last = last or place
        words = _told("".join(_with_brackets(pieces[place:last]))) if name == "svg" else ""
        out += (*pieces[done:place], None, words + (pieces[last + 1] or ""))
        done = last + 2
    return out + pieces[done:]


def _end(pieces: list[str | None], start: int, name: str) -> int:
    """Where the end tag of the element `name` stands in `pieces`, from `start` on; 0 where it does not."""
    ends = _ENDS[name].match
    for place in range(start, len(pieces), 2):
        tag = pieces[place]
        if tag and tag[0] == "/" and ends(f"<{tag}"):
            return place
    return 0


def _with_brackets(pieces: list[str | None]) -> list[str]:
    """`pieces`, tag and text in turn, as they stood in the markup."""
    pieces[::2] = [f"<{tag}" if tag else "" for tag in pieces[::2]]
    return [piece or "" for piece in pieces]


def without_opaque(html: str) -> str:
    """`html` without comments and opaque elements."""
    found = _START.search(html)
    if found is None:
        return html
    out: list[str] = []
    endless: set[str] = set()
    place = 0
    while found is not None:
        out.append(html[place : found.start()])
        place = found.end()
        name = (found[1] or "").lower()
        if not name:
            place = html.find("-->", place) + 3
            if place < 3:
                return "".join(out)
        elif name not in endless and not _is_closed(found):
            end = _ENDS[name].search(html, place)
            if end is not None:
                if name == "svg":
                    out.append(_told(html[place : end.start()]))
                place = end.end()
            elif name in _SWALLOWING:
                return "".join(out)
            else:
                endless.add(name)
        found = _START.search(html, place)
    out.append(html[place:])
    return "".join(out)


def _is_closed(found: re.Match[str]) -> bool:
    """Whether a drawing ends where it begins. (HTML knows that of drawings only.)"""
    return found[1].lower() == "svg" and found[2].endswith("/")


def _told(inside: str) -> str:
    """The words by which a drawing tells what it shows, as text."""
    words: list[str] = []
    start = _LABEL.search(inside)
    while start is not None:
        end = _LABELS_END.search(inside, start.end())
        if end is None:
            break
        words.append(_LABELS_TAG.sub("", inside[start.end() : end.start()]))
        start = _LABEL.search(inside, end.end())
    return " ".join(words).replace("<", "&lt;")
