"""An image as half blocks: two colours a cell. Needs the extra `telex[images]` (Pillow); runs in a worker, with a cap on memory."""

from __future__ import annotations

import contextlib
import io
import math
import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from reader.model import Drawing
from reader.parse.imagehead import MOST_PIXELS, ImageError, head_of

T = TypeVar("T")

MOST_MEMORY = 150 << 20
"""Bytes that decoding one image may take, where the system can hold it to that."""
NATURAL = 8
"""Pixels for a cell: small images are not blown up."""
MISSING = "Drawing images needs the extra telex[images]: install that."

_GROUND = 0x80  # behind what is transparent


def drawing_of(data: bytes, width: int, rows: int) -> Drawing:
    """The image in at most `width` by `rows` cells, each twice as high as wide. Raises `ImageError`."""
    head = head_of(data)
    columns, lines = fitted(head.width, head.height, width, rows)
    pixels: bytes = scaled(data, columns, 2 * lines, lambda small: small.tobytes())
    return Drawing(columns, pixels)


def scaled(data: bytes, width: int, height: int, use: Callable[[Any], T]) -> T:
    """What `use` makes of the image (Pillow's, RGB) in so many pixels. Raises `ImageError`."""
    kind = head_of(data).type.partition("/")[2].upper()
    return opened(data, kind, lambda image: use(_small(image, width, height)))


def opened(data: bytes, kind: str, use: Callable[[Any], T]) -> T:
    """What `use` makes of the image (Pillow's) of this `kind`, within the cap on memory. Raises `ImageError`."""
    try:
        from PIL import Image
    except ImportError:
        raise ImageError(MISSING) from None
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with _capped(), Image.open(io.BytesIO(data), formats=(kind,)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ImageError("The image is larger than it says.")
            return use(image)
    except MemoryError:
        raise ImageError("The image needs more memory than Telex gives to one.") from None
    except ImageError:
        raise
    except Exception as error:  # Pillow's decoders raise whatever they like
        raise ImageError(f"The image is broken ({type(error).__name__}).") from None


def fitted(width: int, height: int, cells: int, rows: int, tall: float = 2.0) -> tuple[int, int]:
    """Columns and lines for so many pixels, in at most `cells` by `rows` (`tall` times as high as wide), at least one of each."""
    columns = max(1, min(cells, math.ceil(width / NATURAL)))
    lines = columns * height / width / tall
    if lines > rows:
        columns, lines = max(1, round(columns * rows / lines)), rows
    return columns, max(1, min(rows, round(lines)))


def _small(image: Any, columns: int, lines: int) -> Any:
    """The first frame in RGB, so many pixels wide and high. Large images are thinned out before their colours are mixed."""
    from PIL import Image

    image.draft("RGB", (2 * columns, 2 * lines))
    deep = image.mode.startswith(("I", "F"))
    if deep or image.mode in ("P", "PA", "1"):
        size = (min(image.width, 4 * columns), min(image.height, 4 * lines))
        image = image.resize(size, Image.Resampling.NEAREST)
        image = _shallow(image) if deep else image.convert("RGBA")
    factor = max(1, min(image.width // (2 * columns), image.height // (2 * lines)))
    if factor > 1:
        image = image.reduce(factor)
    way = Image.Resampling.BOX if image.width >= columns else Image.Resampling.BICUBIC
    image = image.convert("RGBA").resize((columns, lines), way)
    ground = Image.new("RGBA", image.size, (_GROUND, _GROUND, _GROUND, 255))
    return Image.alpha_composite(ground, image).convert("RGB")


def _shallow(image: Any) -> Any:
    """Grey of more than 8 bits as grey of 8."""
    image = image.convert("F")
    low, high = image.getextrema()
    scale = 255 / ((high - low) or 1)
    return image.point(lambda value: value * scale - low * scale).convert("L")


@contextlib.contextmanager
def _capped() -> Iterator[None]:
    """No more memory than this process has by now, and `MOST_MEMORY`."""
    try:
        import resource

        with open("/proc/self/statm", "rb") as file:
            now = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        before = resource.getrlimit(resource.RLIMIT_AS)
        wanted = now + MOST_MEMORY
        if before[1] != resource.RLIM_INFINITY:
            wanted = min(wanted, before[1])
        if before[0] != resource.RLIM_INFINITY:
            wanted = min(wanted, before[0])
        resource.setrlimit(resource.RLIMIT_AS, (wanted, before[1]))
    except (ImportError, OSError, ValueError, IndexError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
