"""Gzip in bounded steps: a bomb costs no more than the cap."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from reader.parse.errors import BrokenFeed
from reader.parse.feeds.xmltree import MOST_BYTES, count_entries

_STEP = 64 * 1024
_MAGIC = b"\x1f\x8b"
_OVERLAP = 64
_MOST_COUNTED = 256 * 1024 * 1024


def unpacked(data: bytes) -> bytes:
    """`data` without gzip around it, even twice (some servers do that); at most 15 MiB of it. Raises `BrokenFeed`."""
    for _ in range(2):
        if not data.startswith(_MAGIC):
            break
        pieces: list[bytes] = []
        size = 0
        for piece in _inflate(iter((data,))):
            pieces.append(piece)
            size += len(piece)
            if size >= MOST_BYTES:
                break
        data = b"".join(pieces)[:MOST_BYTES]
    return data


def read_bounded(path: Path) -> tuple[bytes, int]:
    """The first 15 MiB of a file (unpacked where its name ends in ".gz"), and how many entries begin beyond them.

    Memory stays bounded whatever the file's size; counting ends after 256 MiB. Raises `OSError` and `BrokenFeed`.
    """
    with path.open("rb") as file:
        chunks: Iterator[bytes] = iter(lambda: file.read(_STEP), b"")
        if path.name.endswith(".gz"):
            chunks = _inflate(chunks)
        kept: list[bytes] = []
        size = 0
        for chunk in chunks:
            kept.append(chunk)
            size += len(chunk)
            if size >= MOST_BYTES:
                break
        whole = b"".join(kept)
        kept.clear()
        data = whole[:MOST_BYTES]
        return data, _count(chunks, whole[MOST_BYTES:])


def _count(chunks: Iterator[bytes], rest: bytes) -> int:
    """How many entries begin in `rest` and in `chunks`, in pieces that overlap enough for a tag."""
    count = 0
    seen = 0
    for chunk in chunks:
        rest += chunk
        seen += len(chunk)
        if len(rest) >= _STEP * 8:
            border = rest.rfind(b"<", 0, len(rest) - _OVERLAP)
            if border <= 0:
                border = len(rest) - _OVERLAP
            count += count_entries(rest[:border])
            rest = rest[border:]
        if seen > _MOST_COUNTED:
            break
    return count + count_entries(rest)


def _inflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What gzip `chunks` hold, member after member, in steps of 64 KiB; a torn end gives what came before it."""
    machine = zlib.decompressobj(wbits=31)
    given = False
    for chunk in chunks:
        while chunk:
            try:
                piece = machine.decompress(chunk, _STEP)
            except zlib.error as error:
                if given:
                    return
                raise BrokenFeed("The file is not gzip, or it is damaged from its start.") from error
            if piece:
                given = True
                yield piece
            if machine.eof:
                chunk = machine.unused_data
                if not chunk.startswith(_MAGIC):
                    return
                machine = zlib.decompressobj(wbits=31)
            else:
                chunk = machine.unconsumed_tail
