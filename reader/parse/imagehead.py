"""What the first bytes of an image say: its kind and its size in pixels, before anything is decoded."""

from __future__ import annotations

from dataclasses import dataclass

from reader.parse.errors import FeedError

MOST_PIXELS = 25_000_000
"""More are not decoded: a small file can unfold to any size."""


class ImageError(FeedError):
    """This is no image that Telex keeps. Its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Head:
    """A media type, and pixels."""

    type: str
    width: int
    height: int


def head_of(data: bytes) -> Head:
    """The head of a PNG, JPEG, GIF or WebP. Raises `ImageError`, for SVG and all other kinds too."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR":
        found = Head("image/png", _big(data, 16, 4), _big(data, 20, 4))
    elif data[:6] in (b"GIF87a", b"GIF89a"):
        found = Head("image/gif", _little(data, 6, 2), _little(data, 8, 2))
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = Head("image/webp", *_webp(data))
    elif data[:3] == b"\xff\xd8\xff":
        found = Head("image/jpeg", *_jpeg(data))
    elif b"<svg" in data[:1_000].lower():
        raise ImageError("Drawings in SVG are not kept: they can name other addresses and hold programs.")
    else:
        raise ImageError("What came is no PNG, JPEG, GIF or WebP.")
    if not found.width or not found.height:
        raise ImageError("The image is broken: it has no size.")
    if found.width * found.height > MOST_PIXELS:
        raise ImageError(
            f"The image would unfold to {found.width * found.height / 1e6:.0f} million pixels, more than Telex decodes."
        )
    return found


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _webp(data: bytes) -> tuple[int, int]:
    """Width and height of the three forms (RFC 9649)."""
    match data[12:16]:
        case b"VP8 ":
            return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
        case b"VP8L":
            bits = _little(data, 21, 4)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    return 0, 0


_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


def _jpeg(data: bytes) -> tuple[int, int]:
    """Width and height from the first frame header (ITU T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return 0, 0
        kind = data[at + 1]
        if kind == 0xFF:
            at += 1
        elif kind in _FRAMES:
            return _big(data, at + 7, 2), _big(data, at + 5, 2)
        elif kind == 0x01 or 0xD0 <= kind <= 0xD8:
            at += 2
        else:
            at += 2 + max(2, _big(data, at + 2, 2))
    return 0, 0
