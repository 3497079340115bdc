"""Pictures and recordings for the demo press, made on the spot so that none has to be carried along."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from functools import lru_cache

WIDTH, HEIGHT = 320, 180
RATE = 8000


@lru_cache(maxsize=64)
def picture(name: str) -> bytes:
    """A PNG of 320 x 180 pixels: a sky over a sea, in colours that hang on `name`."""
    seed = zlib.crc32(name.encode())
    top, bottom = _colour(seed), _colour(seed >> 8)
    rows = bytearray()
    for y in range(HEIGHT):
        share = min(y, 110) / 110
        line = bytes(int(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        if y > 110:
            line = bytes(value // 2 + (y % 7) * 4 for value in line)
        rows += b"\0" + line * WIDTH
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _colour(seed: int) -> tuple[int, int, int]:
    return 60 + seed % 160, 60 + seed // 7 % 160, 90 + seed // 49 % 140


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@lru_cache(maxsize=16)
def recording(seconds: int) -> bytes:
    """A WAV of `seconds` of silence, mono, 8 bits at 8,000 a second."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(b"\x80" * (RATE * seconds))
    return out.getvalue()


def recording_length(seconds: int) -> int:
    """The size in bytes of `recording(seconds)`."""
    return 44 + RATE * seconds
