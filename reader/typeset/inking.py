"""Sets an image that the terminal draws in pixels: lines of cells that keep its place, and the sequences that fill them.

In kitty's protocol the cells are placeholders (U+10EEEE with marks for row and column, the image's number as their colour),
which scroll, are covered and are cleared as any text is. Sixels are drawn over blank cells once the text rests.
"""

from __future__ import annotations

from base64 import standard_b64encode
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from reader.model import Ink
from reader.typeset.lines import Line, Run, indented

INK = "ink"
"""How the look of a run of such cells begins: "ink-FORM-NUMBER-ROW", the number six hexadecimal digits."""

_PLACEHOLDER = "\U0010eeee"
# Marks that name rows and columns, in this order: all of combining class 230 in Unicode 6.0 that nothing is composed with.
_MARKS = (
    "305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599 59C-5A1 5A8-5A9 5AB-5AC 5AF 5C4 "
    "610-617 657-65B 65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC 730 732-733 735-736 73A 73D 73F-741 743 745 747 749-74A "
    "7EB-7F1 7F3 816-819 81B-823 825-827 829-82D 951 953-954 F82-F83 F86-F87 135D-135F 17DD 193A 1A17 1A75-1A7C 1B6B "
    "1B6D-1B73 1CD0-1CD2 1CDA-1CDB 1CE0 1DC0-1DC1 1DC3-1DC9 1DCB-1DCC 1DD1-1DE6 1DFE 20D0-20D1 20D4-20D7 20DB-20DC 20E1 20E7 "
    "20E9 20F0 2CEF-2CF1 2DE0-2DFF A66F A67C-A67D A6F0-A6F1 A8E0-A8F1 AAB0 AAB2-AAB3 AAB7-AAB8 AABE-AABF AAC1 FE20-FE26 "
    "10A0F 10A38 1D185-1D189 1D1AA-1D1AD 1D242-1D244"
)
_CHUNK = 4096
"""Characters of Base64 in one sequence, as the protocol limits them."""


class Spot(NamedTuple):
    """What one line of an image's cells says of itself: its form, the image's number, and which line it is."""

    form: str
    number: int
    row: int


def set_ink(content: str, ink: Ink, cells: int) -> list[Line]:
    """The cells of the image with this hash in the middle of `cells`; sixels need the room that they were made for."""
    columns, lines = placed(ink, cells)
    if columns < 1 or (ink.form == "sixel" and columns < ink.columns):
        return []
    number = number_of(content, columns, lines)
    return [
        indented(
            Line((Run(_cells(ink.form, row, columns), f"{INK}-{ink.form}-{number:06x}-{row}"),), columns),
            (cells - columns) // 2,
        )
        for row in range(lines)
    ]


def placed(ink: Ink, cells: int) -> tuple[int, int]:
    """Columns and lines that an image takes where it has so many cells."""
    columns = min(ink.columns, cells, len(marks()))
    return columns, min(max(1, ink.lines * columns // ink.columns), len(marks())) if columns > 0 else 0


def spot_of(look: str) -> Spot | None:
    """What a look says, None where it is none of an image in pixels."""
    if not look.startswith(f"{INK}-"):
        return None
    _, form, number, row = look.split("-")
    return Spot(form, int(number, 16), int(row))


def number_of(content: str, columns: int, lines: int) -> int:
    """The number of an image that is shown in so many cells: never 0, and a colour of 24 bits."""
    digest = sha256(f"{content} {columns} {lines}".encode()).digest()
    return int.from_bytes(digest[:3], "big") or 1


def _cells(form: str, row: int, columns: int) -> str:
    if form != "kitty":
        return " " * columns
    return "".join(f"{_PLACEHOLDER}{marks()[row]}{marks()[column]}" for column in range(columns))


@cache
def marks() -> str:
    """The mark for row or column 0, 1 and so on."""
    out = []
    for part in _MARKS.split():
        first, _, last = part.partition("-")
        out += [chr(code) for code in range(int(first, 16), int(last or first, 16) + 1)]
    return "".join(out)


def sent(number: int, png: bytes, columns: int, lines: int) -> str:
    """The sequences that give kitty an image for placeholders of this number, and ask for no answer."""
    text = standard_b64encode(png).decode("ascii")
    chunks = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)] or [""]
    head = f"a=T,q=2,f=100,t=d,U=1,i={number},c={columns},r={lines},"
    out = []
    for place, chunk in enumerate(chunks):
        keys = head if place == 0 else "q=2,"
        out.append(f"\x1b_G{keys}m={int(place < len(chunks) - 1)};{chunk}\x1b\\")
    return "".join(out)


def taken_back(number: int) -> str:
    """The sequence with which kitty forgets an image and where it stood."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def drawn_at(sixels: bytes, x: int, y: int) -> str:
    """The sequence that draws a line of sixels from column `x` and row `y` on (from 0), the cursor staying where it is."""
    return f"\x1b7\x1b[{y + 1};{x + 1}H{sixels.decode('ascii')}\x1b8"
