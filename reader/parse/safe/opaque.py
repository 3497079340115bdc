"""Elements that go with everything in them, and comments: taken out of markup from left to right, in one go.

This needs no tree, so it also serves for what is too much for a parser. Of an element that is left open only the tag goes,
unless it holds what no one should read. A drawing leaves its title and description.
"""

from __future__ import annotations

import re

from reader.parse.safe.allowed import OPAQUE, OPAQUE_VOID

_NAMES = sorted(OPAQUE - OPAQUE_VOID)
_START = re.compile(r"<!--|<(" + "|".join(_NAMES) + r")(?![a-zA-Z0-9-])([^<>]*)>", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}(?![a-zA-Z0-9-])[^>]*>?", re.IGNORECASE) for name in _NAMES}
_SWALLOWING = frozenset(("script", "style", "template", "noscript", "svg", "textarea", "title"))
_LABEL = re.compile(r"<(?:title|desc)>(.*?)</(?:title|desc)\s*>", re.IGNORECASE | re.DOTALL)
_LABELS_TAG = re.compile(r"<[^<>]*>")


def drop(pieces: list[str], opening: set[str]) -> list[str]:
    """`pieces`, text and tag in turn, without what begins with a tag in `opening`; drawings leave their words in the text."""
    out = [pieces[0]]
    place = 1
    while place < len(pieces):
        tag = pieces[place]
        if tag not in opening:
            out += pieces[place : place + 2]
            place += 2
            continue
        found = _START.match(tag)
        assert found is not None
        name = found[1].lower()
        if name != "svg" or not found[2].endswith("/"):
            end = _ENDS[name]
            last = place + 2
            while last < len(pieces) and not end.match(pieces[last]):
                last += 2
            if last < len(pieces):
                if name == "svg":
                    out[-1] += _told("".join(pieces[place:last]))
                place = last
            elif name in _SWALLOWING:
                break
        out[-1] += pieces[place + 1]
        place += 2
    return out


def without_opaque(html: str) -> str:
    """`html` without comments and opaque elements."""
    found = _START.search(html)
    if found is None:
        return html
    out: list[str] = []
    place = 0
    while found is not None:
        out.append(html[place : found.start()])
        name = (found[1] or "").lower()
        if not name:
            place = html.find("-->", found.end()) + 3
            if place < 3:
                return "".join(out)
        elif name == "svg" and found[2].endswith("/"):
            place = found.end()
        else:
            end = _ENDS[name].search(html, found.end())
            if end is None and name in _SWALLOWING:
                return "".join(out)
            if end is not None and name == "svg":
                out.append(_told(html[found.end() : end.start()]))
            place = end.end() if end is not None else found.end()
        found = _START.search(html, place)
    out.append(html[place:])
    return "".join(out)


def _told(inside: str) -> str:
    """The words by which a drawing tells what it shows, as text."""
    words = " ".join(_LABELS_TAG.sub("", found[1]) for found in _LABEL.finditer(inside))
    return words.replace("<", "&lt;")
