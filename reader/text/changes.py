"""What an edit changed, word by word: paragraphs are matched first, then the words of those that differ.

Space, dates, times of day and counters (“12 comments”) are no edits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

KEPT: Literal[""] = ""
REMOVED: Literal["-"] = "-"
ADDED: Literal["+"] = "+"


class Piece(NamedTuple):
    """A run of words: `way` is `KEPT`, `REMOVED` or `ADDED`."""

    way: str
    text: str


_COSMETIC = re.compile(
    r"\b\d{1,2}(?::|h|\.)\d{2}(?::\d{2})?(?:\s?[ap]m)?\b|\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?"
    r"|\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})\b"
    r"|\b\d[\d.,\u202f\u00a0 ]*\s(?:comments?|shares?|likes?|views?|reads?|commentaires?|partages?|vues?|lectures?|réactions?"
    r"|comentarios?|compartidos?|vistas?|lecturas?|reacciones|تعليقا?ت?|مشاركة|مشاركات|مشاهدة|مشاهدات|قراءة)\b"
    r"|\b(?:il y a|hace|منذ)\s\d+\s\w+|\b\d+\s(?:minutes?|mins?|hours?|days?)\sago\b",
    re.IGNORECASE,
)
_LONGEST = 2_000  # words of one paragraph that are compared one by one


def essential(text: str) -> str:
    """`text` on one line without what is no edit, for comparing."""
    return " ".join(_COSMETIC.sub(" ", text).split())


def share(before: str, after: str) -> float:
    """The share of words that came, went or moved, 0 to 1; 0 where nothing but what is no edit changed."""
    old, new = essential(before).split(), essential(after).split()
    if old == new:
        return 0.0
    ours, theirs = Counter(old), Counter(new)
    most = max(len(old), len(new))
    return max((ours - theirs).total(), (theirs - ours).total(), 1) / most


def paragraphs_changed(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """The paragraphs of both in their order, each as its pieces; one that stayed is one kept piece."""
    matcher = SequenceMatcher(None, [*map(essential, before)], [*map(essential, after)], autojunk=False)
    for way, old, old_end, new, new_end in matcher.get_opcodes():
        if way == "equal":
            yield from ((Piece(KEPT, text),) for text in after[new:new_end])
        else:
            yield from _paired(before[old:old_end], after[new:new_end])


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """Paragraphs in the place of others: those most alike are told as one that was edited."""
    waiting = list(before)
    for text in after:
        near = max(waiting, key=lambda old: _alike(old, text), default=None)
        if near is None or _alike(near, text) < 0.3:
            yield (Piece(ADDED, text),)
            continue
        for gone in waiting[: waiting.index(near)]:
            yield (Piece(REMOVED, gone),)
        del waiting[: waiting.index(near) + 1]
        yield tuple(words_changed(near, text))
    yield from ((Piece(REMOVED, text),) for text in waiting)


def _alike(one: str, other: str) -> float:
    ours, theirs = Counter(one.split()), Counter(other.split())
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def words_changed(before: str, after: str) -> Iterator[Piece]:
    """The words of one paragraph: kept as they are now, those that went before those that came in their place."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > _LONGEST:
        yield Piece(REMOVED, before)
        yield Piece(ADDED, after)
        return
    for way, one, one_end, other, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = " ".join(old[one:one_end]), " ".join(new[other:other_end])
        if way == "equal" or essential(gone) == essential(come):
            if come:
                yield Piece(KEPT, come)
            continue
        if gone:
            yield Piece(REMOVED, gone)
        if come:
            yield Piece(ADDED, come)
