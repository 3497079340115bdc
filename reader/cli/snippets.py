"""The place in a text where the words of a search stand."""

from __future__ import annotations

import os
import re
import sys

from reader.cli.output import columns, say
from reader.text.cells import cut, width
from reader.text.clean import guard
from reader.text.fold import words

SPAN = 28
"""Words of a snippet."""

_WORD = re.compile(r"\S+")


def snippet(text: str, terms: list[str]) -> str:
    """About 28 words of `text` around the place where most of the folded `terms` stand together; "" where none does."""
    text = " ".join(text.split())
    places = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    hits = [_holds(text[start:end], terms) for start, end in places]
    if not any(hits):
        return ""
    best = max(
        (place for place, held in enumerate(hits) if held),
        key=lambda place: (len(set().union(*hits[place : place + SPAN])), -place),
    )
    first = max(0, best - 6)
    last = min(len(places), first + SPAN)
    before = "… " if first else ""
    after = " …" if last < len(places) else ""
    return before + text[places[first][0] : places[last - 1][1]] + after


def bold(text: str, terms: list[str], indent: int) -> None:
    """Print `text` on one line, its hits bold where a terminal shows it."""
    room = columns()
    text = guard(text)
    if room and width(text) > room - indent:
        text = cut(text, room - indent - 1) + "…"
    if not room or os.environ.get("TERM", "") == "dumb":
        say(" " * indent + text)
        return
    marked = _WORD.sub(
        lambda found: f"\x1b[1m{found[0]}\x1b[22m" if _holds(found[0], terms) else found[0], text
    )
    sys.stdout.write(" " * indent + marked + "\n")


def _holds(word: str, terms: list[str]) -> set[str]:
    own = words(word)
    return {
        term for term in terms if any(one == term or (len(term) > 2 and one.startswith(term)) for one in own)
    }
