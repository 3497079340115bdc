"""Keeps what is invisible only where a script or an emoji needs it, and bounds the marks on a letter.

Joiners (ZWJ, ZWNJ) stay between letters of joining and Indic scripts and inside emoji sequences; one variation selector
stays after a base that takes one; tag characters stay in flags of regions (UTS #51). Everything else of the kind goes:
it can hide text in a headline or make two equal ones differ.
"""

from __future__ import annotations

import re
import unicodedata

from reader.text.patterns import lazy

MOST_MARKS = 8
"""Combining marks that one base keeps; no living orthography needs as many."""

_SUSPECT = lazy("[\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0000-\U000e007f\U000e0100-\U000e01ef]")
_FLAG_TAGS = lazy("[\U000e0020-\U000e007e]{1,8}\U000e007f")
_BLACK_FLAG = "\U0001f3f4"
_CANCEL_TAG = "\U000e007f"
# Scripts whose letters join or stack: Arabic to Mandaic, the Indic ones to Burmese, Khmer and Mongolian, Limbu to Vedic
# signs, Phags-pa to Meetei Mayek, Arabic presentation forms, and their like in plane 1.
_JOINING = lazy(
    "[\u0620-\u08ff\u0900-\u109f\u1780-\u18af\u1900-\u1cff\ua840-\ua877\ua880-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010aff\U00010d00-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
_HAN = lazy("[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_MONGOLIAN = lazy("[\u1820-\u18aa]")
_KEYCAP_BASES = frozenset("#*0123456789")
_SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
# Blocks that hold marks, drawn wide: only decides whether a closer look is worth its price.
_MARK_BLOCKS = lazy(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u109f\u135d-\u135f\u1712-\u18ff\u1920-\u1cff\u1dc0-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    "\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe00-\ufe2f\U000101fd-\U0001e94a\U000e0100-\U000e01ef]"
)
_PILE = lazy(rf"[^\x00-\u02ff\w\s]{{{MOST_MARKS + 1},}}")


def limit_joiners(s: str) -> str:
    """`s` with joiners, variation selectors and tags only where they mean something."""
    found = _SUSPECT.search(s)
    if not found:
        return s
    out = [s[: found.start()]]
    place = found.start()
    end = len(s)
    while place < end:
        char = s[place]
        if not _SUSPECT.match(char):
            following = _SUSPECT.search(s, place)
            stop = following.start() if following else end
            out.append(s[place:stop])
            place = stop
            continue
        before = _last(out)
        if char in "\u200c\u200d":
            if place + 1 < end and _may_join(char, before, out, s[place + 1]):
                out.append(char)
        elif char >= "\U000e0000" and char <= _CANCEL_TAG:
            tags = _FLAG_TAGS.match(s, place) if before == _BLACK_FLAG else None
            if tags:
                out.append(tags[0])
                place = tags.end()
                continue
        elif _may_vary(char, before):
            out.append(char)
        place += 1
    return "".join(out)


def may_pile_marks(s: str) -> bool:
    """Whether some base of `s` may bear more than `MOST_MARKS` marks.

    A pile that high covers every place that is a multiple of its height, so one character in nine tells.
    """
    return bool(_MARK_BLOCKS.search(s[:: MOST_MARKS + 1]) and _PILE.search(s))


def limit_marks(s: str) -> str:
    """`s` with at most `MOST_MARKS` nonspacing and enclosing marks (Mn, Me) in a row."""
    return _PILE.sub(_lower_pile, s)


def _lower_pile(found: re.Match[str]) -> str:
    kept: list[str] = []
    height = 0
    for char in found[0]:
        height = height + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if height <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _last(out: list[str]) -> str:
    for part in reversed(out):
        if part:
            return part[-1]
    return ""


def _is_pictographic(char: str) -> bool:
    from apsw.unicode import is_extended_pictographic  # few texts need it: no worker waits for it

    return is_extended_pictographic(char)


def _may_join(joiner: str, before: str, out: list[str], after: str) -> bool:
    if not before:
        return False
    if _JOINING.match(before) and (_JOINING.match(after) or not after.isalnum()):
        return True
    if joiner == "\u200c" or not _is_pictographic(after):
        return False
    if before == "\ufe0f" or before in _SKIN_TONES:
        tail = "".join(out[-3:])[-2:-1]
        return bool(tail) and _is_pictographic(tail)
    return _is_pictographic(before)


def _may_vary(selector: str, before: str) -> bool:
    if not before:
        return False
    if selector >= "\U000e0100":
        return bool(_HAN.match(before))
    if selector < "\u2000":
        return bool(_MONGOLIAN.match(before))
    if selector >= "\ufe0e":
        return before in _KEYCAP_BASES or (before > "\x7f" and _is_pictographic(before))
    return before >= "\u1000" and unicodedata.category(before) in ("Lo", "Sm", "Po", "Ps", "Pe", "So")
