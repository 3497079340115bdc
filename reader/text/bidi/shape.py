"""Joins Arabic letters for terminals that do not: lam-alef ligatures, and on wish the letters' presentation forms.

Works in logical order, before lines break and before anything is reordered, and keeps a map back to the text. The only
ligatures are lam with an alef, which no Arabic hand writes apart; in particular never the sign for the word for God
(U+FDF2), which would put four letters into one cell. ZWNJ parts, ZWJ and tatweel join, marks are looked through
(Joining_Type, The Unicode Standard 9.2).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Literal, NamedTuple

from reader.text.bidi import tables
from reader.text.patterns import lazy

Shaping = Literal["none", "ligatures", "forms"]

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
_LAM_ALEF = lazy(f"\u0644([{_MARKS}]*)([\u0622\u0623\u0625\u0627])")
_HARAKAT = lazy(f"[{_MARKS}]")
_JOINS = lazy("[\u0620-\u08ff]")
# Alef to the ligature of lam with it: isolated; the final form is the next code point.
_LIGATURES = {"\u0622": "\ufef5", "\u0623": "\ufef7", "\u0625": "\ufef9", "\u0627": "\ufefb"}
_ZWNJ = "\u200c"
_ZWJ = "\u200d"


class Shaped(NamedTuple):
    """Text after shaping. `offsets[i]` is where `text[i]` stood before; None where every place is unchanged."""

    text: str
    offsets: tuple[int, ...] | None = None


def shape(s: str, how: Shaping = "ligatures", harakat: bool = True) -> Shaped:
    """`s` shaped: "none", "ligatures" (lam-alef only) or "forms" (that, and every letter in its joined form).

    `harakat=False` leaves the vowel marks out.
    """
    if not _JOINS.search(s):
        return Shaped(s)
    shaped = Shaped(s)
    if not harakat and _HARAKAT.search(s):
        shaped = _without_harakat(s)
    if how != "none":
        shaped = _with_ligatures(shaped)
    if how == "forms":
        shaped = shaped._replace(text=_with_forms(shaped.text))
    return shaped


def without_harakat(s: str) -> str:
    """`s` without the vowel marks of Arabic."""
    return _HARAKAT.sub("", s) if _JOINS.search(s) else s


def _without_harakat(s: str) -> Shaped:
    kept = [i for i, char in enumerate(s) if not _HARAKAT.match(char)]
    return Shaped("".join([s[i] for i in kept]), tuple(kept))


def _with_ligatures(shaped: Shaped) -> Shaped:
    s, before = shaped
    found = list(_LAM_ALEF.finditer(s))
    if not found:
        return shaped
    out: list[str] = []
    offsets: list[int] = []
    place = 0
    for pair in found:
        start, end = pair.span()
        out.append(s[place:start])
        ligature = _LIGATURES[pair[2]]
        out.append(chr(ord(ligature) + 1) if _joined_before(s, start) else ligature)
        out.append(pair[1])
        offsets += range(place, end - 1)
        place = end
    out.append(s[place:])
    offsets += range(place, len(s))
    return Shaped("".join(out), tuple([before[i] for i in offsets] if before else offsets))


def _joined_before(s: str, place: int) -> bool:
    """Whether the letter before `place` reaches to the one at it."""
    place -= 1
    while place >= 0 and _kind(s[place]) == "T":
        place -= 1
    return place >= 0 and _kind(s[place]) in "DCL"


def _with_forms(s: str) -> str:
    letters = [place for place, char in enumerate(s) if _kind(char) != "T"]
    out = list(s)
    reaches = False
    for i, place in enumerate(letters):
        kind = _kind(s[place])
        following = _kind(s[letters[i + 1]]) if i + 1 < len(letters) else "U"
        joins_before = reaches and kind in "DRC"
        reaches = kind in "DCL" and following in "DRC"
        its = _forms().get(s[place])
        if its:
            form = its[joins_before + 2 * reaches]
            if form != ".":
                out[place] = form
    return "".join(out)


@cache
def _forms() -> dict[str, str]:
    """Letter to its isolated, final, initial and medial form."""
    table = tables.FORMS
    return {table[i]: table[i + 1 : i + 5] for i in range(0, len(table), 5)}


class _Kinds(dict[str, str]):
    """Character to Joining_Type: D, R, C, L, U or T, filled as characters come by."""

    def __missing__(self, char: str) -> str:
        kind = (
            "T"
            if unicodedata.category(char) in ("Mn", "Me", "Cf") and not "\u2066" <= char <= "\u2069"
            else "U"
        )
        if len(self) < 20_000:
            self[char] = kind
        return kind


_kinds = _Kinds(
    dict.fromkeys(tables.JOINING_D, "D")
    | dict.fromkeys(tables.JOINING_R, "R")
    | dict.fromkeys(tables.JOINING_C, "C")
    | {chr(code): "R" for code in range(0xFEF5, 0xFEFD)}
    | {chr(code): "U" for code in (*range(0x0600, 0x0606), 0x06DD, 0x0890, 0x0891, 0x08E2)}
    | {_ZWNJ: "U", _ZWJ: "C"}
)


def _kind(char: str) -> str:
    return _kinds[char]
