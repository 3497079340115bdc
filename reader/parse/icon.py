"""A site's icon as a small square PNG that reads on any ground. Needs the extra `telex[images]` (Pillow); runs in a worker."""

from __future__ import annotations

import io
from typing import Any

from reader.parse.drawing import opened
from reader.parse.imagehead import ImageError, head_of

SIDE = 64
"""Pixels of the icon, in both ways: more than two cells of any terminal have."""

_LIGHT, _DARK = (245, 245, 245), (32, 34, 38)
_ICO = b"\0\0\1\0"


def icon_of(data: bytes) -> bytes:
    """The icon in `data` (ICO, PNG, JPEG, GIF, WebP) as an opaque PNG of `SIDE` pixels. Raises `ImageError`.

    What is transparent becomes light behind a dark icon and dark behind a light one.
    """
    kind = "ICO" if data[:4] == _ICO else head_of(data).type.partition("/")[2].upper()
    return opened(data, kind, _squared)


def _squared(image: Any) -> bytes:
    from PIL import Image

    if max(image.width, image.height) > 4 * min(image.width, image.height):
        raise ImageError("What came is a banner, not an icon.")
    image.draft("RGB", (2 * SIDE, 2 * SIDE))
    if image.mode in ("P", "PA", "LA", "1", "L"):
        image = image.convert("RGBA")
    image.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    image = image.convert("RGBA")
    pixels = [image.getpixel((x, y)) for x in range(image.width) for y in range(image.height)]
    weight = sum(alpha for *_, alpha in pixels)
    if not weight:
        raise ImageError("The icon is empty.")
    light = sum((299 * red + 587 * green + 114 * blue) * alpha for red, green, blue, alpha in pixels)
    ground = _LIGHT if light < 140_000 * weight else _DARK
    whole = Image.new("RGBA", (SIDE, SIDE), (*ground, 255))
    if max(image.size) < SIDE:
        factor = SIDE / max(image.size)
        size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
        image = image.resize(size, Image.Resampling.NEAREST)
    whole.alpha_composite(image, ((SIDE - image.width) // 2, (SIDE - image.height) // 2))
    out = io.BytesIO()
    whole.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()
