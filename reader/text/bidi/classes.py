"""What a character is to the bidirectional algorithm: its class, its mirror image, its bracket."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate

from reader.text.bidi import tables
from reader.text.patterns import lazy

# Anything that can make a left-to-right paragraph look different from its text: R, AL and AN characters (blocks drawn
# wide) and the controls that open right-to-left or isolated runs.
_RTL = lazy(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


# What Latin, Greek and Cyrillic paragraphs consist of. A single run of one class is the quickest look at a text there is:
# a search tries every range of `_RTL` on each character.
_FAMILIAR = re.compile("[\x00-\u058f\u2010-\u2029\u202f-\u2064\u20a0-\u2bff]*+")


def has_rtl(s: str) -> bool:
    """Whether `s` holds anything written right to left. One look, for every line that is drawn."""
    if s.isascii():
        return False
    start = familiar(s)
    return start < len(s) and _RTL.search(s, start) is not None


def familiar(s: str) -> int:
    """How many of the first characters of `s` are surely neither right to left nor controls of directions."""
    found = _FAMILIAR.match(s)
    return found.end() if found else 0


class _Classes(dict[int, str]):
    """Code point to class letter for `str.translate`, filled from the ranges as characters come by."""

    def __missing__(self, code: int) -> str:
        letter = _runs()[bisect_right(_starts(), code) - 1]
        if len(self) < 20_000:
            self[code] = letter
        return letter


_classes = _Classes()


@cache
def _starts() -> tuple[int, ...]:
    return tuple(accumulate(int(gap, 16) for gap in tables.CLASS_GAPS.split()))


def _runs() -> str:
    return tables.CLASS_RUNS


def classes_of(s: str) -> str:
    """The class letter (`letters.CLASS_LETTERS`) of each character of `s`."""
    return s.translate(_classes)


@cache
def mirrors() -> dict[str, str]:
    """Each mirrored character (Bidi_Mirroring_Glyph) to its image (L4)."""
    return dict(zip(tables.MIRRORS[::2], tables.MIRRORS[1::2], strict=True))


@cache
def mirrored() -> re.Pattern[str]:
    """Finds a character that has a mirror image."""
    return re.compile("[" + re.escape("".join(mirrors())) + "]")


@cache
def brackets() -> tuple[dict[str, str], dict[str, str]]:
    """Opening brackets to the closing ones that they pair with (BD14, BD15), and closing ones to the form compared by.

    Canonically equivalent brackets are compared as one.
    """
    equal = dict(zip(tables.EQUAL_BRACKETS[::2], tables.EQUAL_BRACKETS[1::2], strict=True))
    pairs = dict(zip(tables.BRACKETS[::2], tables.BRACKETS[1::2], strict=True))
    return (
        {opening: equal.get(closing, closing) for opening, closing in pairs.items()},
        {closing: equal.get(closing, closing) for closing in pairs.values()},
    )


@cache
def bracket() -> re.Pattern[str]:
    """Finds a bracket."""
    return re.compile("[" + re.escape(tables.BRACKETS) + "]")
