"""An image in pixels, for terminals that draw them: a PNG file for kitty's protocol, or sixels, a string for each line of cells.

Needs the extra `telex[images]` (Pillow); runs in a worker, with a cap on memory. Sixels are those of DEC STD 070: bands six
pixels high, each colour in turn. A line of cells is an image of its own, so that each can be drawn, and drawn over, alone.
"""

from __future__ import annotations

import io
import re
from typing import Any

from reader.model import Form, Ink
from reader.parse.drawing import fitted, scaled
from reader.parse.imagehead import ImageError, head_of

MOST_PIXELS_SHOWN = 2_000_000
"""Of one image on the screen: a large window of small cells."""
WIDEST = 200
"""Columns."""

_COLOURS = {"kitty": 256, "sixel": 128}
_SIXEL = bytes(range(63, 127)) + bytes(192)
_REPEATED = re.compile(rb"(.)\1{3,}")


def ink_of(data: bytes, width: int, rows: int, form: Form, cell: tuple[int, int]) -> Ink:
    """The image in at most `width` by `rows` cells, each of `cell` pixels, wide and high. Raises `ImageError`."""
    wide, high = (min(max(side, 4), 64) for side in cell)
    head = head_of(data)
    columns, lines = fitted(head.width, head.height, min(width, WIDEST), rows, high / wide)
    if columns * wide * lines * high > MOST_PIXELS_SHOWN:
        if form == "sixel":
            raise ImageError("The image is too large for this terminal.")
        wide, high = max(4, wide // 2), max(8, high // 2)

    def make(image: Any) -> tuple[bytes, ...]:
        image = image.quantize(_COLOURS[form])
        if form == "sixel":
            return _lines(image, high)
        out = io.BytesIO()
        image.save(out, "PNG")
        return (out.getvalue(),)

    return Ink(form, columns, lines, scaled(data, columns * wide, lines * high, make))


def _lines(image: Any, high: int) -> tuple[bytes, ...]:
    """The sixels of each line of cells, `high` pixels of `image`, whose colours are numbered."""
    palette = image.getpalette() or []
    pixels = image.tobytes()
    size = image.width * high
    return tuple(_sixels(pixels[at : at + size], image.width, palette) for at in range(0, len(pixels), size))


def _sixels(pixels: bytes, width: int, palette: list[int]) -> bytes:
    """One picture of numbered colours, `width` wide, between DCS and ST."""
    height = len(pixels) // width
    out = [b'\x1bP0;1q"1;1;%d;%d' % (width, height)]
    for colour in sorted(set(pixels)):
        parts = (round(part * 100 / 255) for part in palette[3 * colour : 3 * colour + 3])
        out.append(b"#%d;2;%d;%d;%d" % (colour, *parts))
    bands = (_band(pixels[at : at + 6 * width], width) for at in range(0, len(pixels), 6 * width))
    return b"".join(out) + b"-".join(bands) + b"\x1b\\"


def _band(pixels: bytes, width: int) -> bytes:
    """At most six rows of pixels, each colour in turn over the whole width."""
    planes: dict[int, bytearray] = {}
    for place, colour in enumerate(pixels):
        row, x = divmod(place, width)
        plane = planes.get(colour)
        if plane is None:
            plane = planes[colour] = bytearray(width)
        plane[x] |= 1 << row
    return b"$".join(b"#%d%s" % (colour, _run_lengths(plane)) for colour, plane in sorted(planes.items()))


def _run_lengths(plane: bytearray) -> bytes:
    text = bytes(plane).rstrip(b"\0").translate(_SIXEL)
    return _REPEATED.sub(lambda found: b"!%d%s" % (len(found[0]), found[1]), text)
