"""Kind and size of images by their first bytes, for every kind that is kept, and what is refused."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.demo.media import picture
from reader.parse.imagehead import Head, ImageError, head_of

GIF = b"GIF89a" + struct.pack("<HH", 7, 5)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9)
    + b"\xff\xff\xdb\x00\x03\x00" + b"\xff\xc4\x00\x02"
    + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 600, 800) + bytes(10)
)  # fmt: skip
LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 320 | 0x4000, 200)
LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 319 | 199 << 14)
LONG = b"RIFF\0\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0" + (319).to_bytes(3, "little") + (199).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (picture("a"), Head("image/png", 320, 180)),
        (GIF, Head("image/gif", 7, 5)),
        (JPEG, Head("image/jpeg", 800, 600)),
        (LOSSY, Head("image/webp", 320, 200)),
        (LOSSLESS, Head("image/webp", 320, 200)),
        (LONG, Head("image/webp", 320, 200)),
    ],
)
def test_kind_and_size_are_read_from_the_head(data: bytes, found: Head) -> None:
    assert head_of(data) == found


def bomb(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\0\0\0"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bomb(5_001, 5_000), "25 million pixels"),
        (bomb(4_000_000_000, 4_000_000_000), "million pixels"),
        (bomb(0, 5), "no size"),
        (b'<?xml version="1.0"?><SVG xmlns="http://www.w3.org/2000/svg">', "SVG"),
        (b"<html>", "no PNG"),
        (b"", "no PNG"),
        (JPEG[:30], "no size"),
    ],
)
def test_what_is_none_or_too_large_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ImageError, match=why):
        head_of(data)


@given(st.sampled_from([picture("a"), GIF, JPEG, LOSSY, LOSSLESS, LONG]), st.data())
def test_damaged_heads_are_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole[: data.draw(st.integers(0, 60))])
    for at in data.draw(st.lists(st.integers(0, 59), max_size=4)):
        if at < len(damaged):
            damaged[at] = data.draw(st.integers(0, 255))
    try:
        found = head_of(bytes(damaged))
    except ImageError:
        return
    assert found.width * found.height <= 25_000_000
