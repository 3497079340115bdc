"""Images in pixels: sixels that read back to the image, one picture a line of cells; PNG files of the right size."""

from __future__ import annotations

import io
import re

import pytest

from reader.parse.imagehead import ImageError
from reader.parse.inking import ink_of
from tests.parse.test_drawing import saved

Image = pytest.importorskip("PIL.Image", reason="the extra telex[images] is not installed")

Pixel = tuple[int, int, int]


def read(sixels: bytes) -> list[list[Pixel | None]]:
    """The rows of pixels that a terminal makes of a picture of sixels: colours in percent, None where nothing is drawn."""
    found = re.fullmatch(rb'\x1bP0;1q"1;1;(\d+);(\d+)(.*)\x1b\\', sixels, re.DOTALL)
    assert found is not None
    wide, high = int(found[1]), int(found[2])
    rows: list[list[Pixel | None]] = [[None] * wide for _ in range(high)]
    palette: dict[int, Pixel] = {}
    x = band = 0
    colour: Pixel = (0, 0, 0)
    for part in re.finditer(rb"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|([$-])", found[3]):
        if part[1]:
            if part[2]:
                palette[int(part[1])] = (int(part[2]), int(part[3]), int(part[4]))
            colour = palette[int(part[1])]
        elif part[8] == b"$":
            x = 0
        elif part[8] == b"-":
            x, band = 0, band + 1
        else:
            bits, count = (part[6] or part[7])[0] - 63, int(part[5] or 1)
            for bit in range(6):
                if bits >> bit & 1:
                    rows[6 * band + bit][x : x + count] = [colour] * count
            x += count
    return rows


@pytest.mark.parametrize("cell", [(10, 20), (8, 17), (9, 18)])
def test_sixels_read_back_to_the_image(cell: tuple[int, int]) -> None:
    ink = ink_of(saved("RGB", (320, 160), "PNG"), 20, 24, "sixel", cell)
    assert len(ink.data) == ink.lines
    for line in ink.data:
        rows = read(line)
        assert len(rows) == cell[1], "each as high as a line of cells"
        for row in rows:
            assert len(row) == ink.columns * cell[0]
            assert row[0] == (0, 0, 0)
            assert row[-1] == (100, 100, 100)
            assert None not in row


def test_many_colours_are_near_the_image() -> None:
    image = Image.linear_gradient("L").resize((160, 160)).convert("RGB")
    out = io.BytesIO()
    image.save(out, "PNG")
    ink = ink_of(out.getvalue(), 20, 24, "sixel", (8, 16))
    rows = [row for line in ink.data for row in read(line)]
    for y, row in enumerate(rows):
        want = 100 * y / len(rows)
        assert all(pixel is not None and abs(pixel[0] - want) < 4 for pixel in row)


def test_a_png_of_as_many_pixels_as_its_cells_have() -> None:
    ink = ink_of(saved("RGB", (640, 320), "JPEG"), 30, 24, "kitty", (10, 20))
    with Image.open(io.BytesIO(ink.data[0])) as image:
        assert image.format == "PNG"
        assert image.size == (ink.columns * 10, ink.lines * 20)
        light = image.convert("RGB").getpixel((image.width - 5, 5))
    assert min(light) > 240


@pytest.mark.parametrize(("cell", "lines"), [((10, 20), 8), ((10, 10), 15), ((8, 24), 5)])
def test_it_keeps_its_proportions_in_the_cells_of_this_terminal(cell: tuple[int, int], lines: int) -> None:
    ink = ink_of(saved("RGB", (320, 160), "PNG"), 30, 24, "kitty", cell)
    assert (ink.columns, ink.lines) == (30, lines)


def test_what_would_be_too_large_is_halved_or_refused() -> None:
    data = saved("RGB", (3000, 1500), "PNG")
    assert ink_of(data, 200, 100, "kitty", (30, 60)).data
    with pytest.raises(ImageError, match="too large"):
        ink_of(data, 200, 100, "sixel", (30, 60))
