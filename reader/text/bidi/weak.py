"""Weak types, brackets and neutrals of one isolating run sequence: W1 to W7, N0 to N2 (UAX #9).

A sequence is a string of class letters; each rule is a pattern over it, which is what makes a long article affordable.
"""

from __future__ import annotations

import re

from reader.text.bidi.classes import bracket, brackets
from reader.text.patterns import lazy

_MARKS = lazy("(.)(M+)")
_AFTER_ARABIC = lazy("A[^LRA]*1[^LRA]*")
_PLUS = lazy(r"(?<=1)[+,](?=1)")
_COMMA = lazy("(?<=2),(?=2)")
_TERMINATORS = lazy(r"(?<=1)\$+|(?<!\$)\$+(?=1)")
_AFTER_LATIN = lazy("L[^LR]*1[^LR]*")
_NEUTRALS = lazy("(?<=([LR12]))[BSwoiIfP]+(?=([LR12]))")
_NUMBERS_ARE_R = str.maketrans("12", "RR")
_SEPARATORS = str.maketrans("+$,", "ooo")
_MOST_OPEN = 63


def resolve_types(types: str, text: str, level: int, before: str, after: str) -> str:
    """The classes of one sequence, resolved to L, R, 1 (EN) and 2 (AN).

    `text` holds the sequence's characters ("" where there can be no brackets), `before` and `after` are sos and eos.
    """
    original = types
    s = before + types
    if "M" in s:
        s = _MARKS.sub(_marked, s)
    if "A" in s:
        if "1" in s:
            s = _AFTER_ARABIC.sub(lambda found: found[0].replace("1", "2"), s)
        s = s.replace("A", "R")
    if "1" in s or "2" in s:
        s = _PLUS.sub("1", s)
        s = _COMMA.sub("2", s)
        if "$" in s:
            s = _TERMINATORS.sub(lambda found: "1" * len(found[0]), s)
    s = s.translate(_SEPARATORS)
    if "1" in s and "L" in s:
        s = _AFTER_LATIN.sub(lambda found: found[0].replace("1", "L"), s)
    embedding = "R" if level % 2 else "L"
    if text and bracket().search(text):
        s = before + _paired(s[1:], original, text, embedding, before)
    s += after

    def neutral(found: re.Match[str]) -> str:
        left = "L" if found[1] == "L" else "R"
        right = "L" if found[2] == "L" else "R"
        return (left if left == right else embedding) * len(found[0])

    return _NEUTRALS.sub(neutral, s)[1:-1]


def _marked(found: re.Match[str]) -> str:
    kind = "o" if found[1] in "iIfP" else found[1]
    return found[1] + kind * len(found[2])


def _paired(types: str, original: str, text: str, embedding: str, before: str) -> str:
    """`types` with paired brackets resolved (N0), and marks on a bracket that changed with it."""
    pairs = bracket_pairs(types, text)
    if not pairs:
        return types
    strong = bytearray(types.translate(_NUMBERS_ARE_R).encode())
    out = list(types)
    same = embedding.encode()
    other = b"L" if same == b"R" else b"R"
    context = before.encode()
    looked = 0
    for opening, closing in pairs:
        # the last strong type before the opening; pairs come by their opening, so it only moves on
        last = max(strong.rfind(b"L", looked, opening), strong.rfind(b"R", looked, opening))
        if last >= 0:
            context = bytes(strong[last : last + 1])
        looked = opening
        if strong.find(same, opening + 1, closing) >= 0:
            kind = same
        elif strong.find(other, opening + 1, closing) < 0:
            continue
        else:
            kind = other if context == other else same
        for place in (opening, closing):
            strong[place : place + 1] = kind
            out[place] = kind.decode()
            place += 1
            while place < len(out) and original[place] == "M":
                strong[place : place + 1] = kind
                out[place] = kind.decode()
                place += 1
    return "".join(out)


def bracket_pairs(types: str, text: str) -> list[tuple[int, int]]:
    """The places of opening and closing brackets that pair up, by their opening (BD16)."""
    closing_of, compared = brackets()
    open_: list[tuple[str, int]] = []
    out: list[tuple[int, int]] = []
    for found in bracket().finditer(text):
        place = found.start()
        if types[place] != "o":
            continue
        char = found[0]
        if char in closing_of:
            if len(open_) == _MOST_OPEN:
                break
            open_.append((closing_of[char], place))
        else:
            for depth in range(len(open_) - 1, -1, -1):
                if open_[depth][0] == compared[char]:
                    out.append((open_[depth][1], place))
                    del open_[depth:]
                    break
    return sorted(out)
