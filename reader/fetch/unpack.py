"""Unpack gzip and deflate bodies in bounded steps, so that a small answer never becomes a large piece of memory.

A cap on decoded pieces alone does not stop a bomb: a library unpacks a whole piece first. Here zlib is told how
much it may give (`max_length`), and the sum is held against the limit and the ratio after each step.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, cast

from reader.fetch.errors import BrokenAnswer, TooLarge

MEBIBYTE = 1 << 20
RATIO = 200
"""Unpacked bytes for each byte received, after the first MiB."""
LAYERS = 2
"""gzip in gzip is a known server fault; more than that is an attack."""
_STEP = 256 * 1024


class Body:
    """Collects one answer's body. `add` takes raw pieces, `finish` gives the unpacked whole.

    `codings` is the Content-Encoding field. Raises `TooLarge` and `BrokenAnswer`, with `host` in the sentence.
    """

    def __init__(self, host: str, codings: str, limit: int) -> None:
        self._host = host
        self._limit = limit
        self._received = 0
        self._size = 0
        self._parts: list[bytes] = []
        names = [name.strip().lower() for name in codings.split(",") if name.strip()]
        names = [name for name in names if name != "identity"]
        if len(names) > LAYERS or not all(name in ("gzip", "x-gzip", "deflate") for name in names):
            raise BrokenAnswer(f"{host} packed its answer in a way that was not asked for.")
        self._layers = [_Layer(name) for name in reversed(names)]

    @property
    def size(self) -> int:
        """Unpacked bytes so far."""
        return self._size

    def add(self, piece: bytes) -> None:
        """Take the next raw piece, as it came."""
        self._received += len(piece)
        if not self._layers:
            self._take(piece)
        else:
            self._push(0, piece)

    def finish(self) -> bytes:
        """The whole body. A body that is gzip once more, without saying so, is unpacked once more."""
        for layer in self._layers:
            if layer.cut:
                raise BrokenAnswer(f"{self._host} sent an answer that is cut short.")
        whole = b"".join(self._parts)
        self._parts.clear()
        if whole[:3] == b"\x1f\x8b\x08" and len(self._layers) < LAYERS:
            self._layers.append(_Layer("gzip"))
            self._size = 0
            self._push(len(self._layers) - 1, whole)
            return self.finish()
        return whole

    def _push(self, index: int, piece: bytes) -> None:
        if index == len(self._layers):
            self._take(piece)
            return
        layer = self._layers[index]
        try:
            for out in layer.steps(piece):
                self._push(index + 1, out)
        except _inflating()[1]:
            raise BrokenAnswer(f"{self._host} sent an answer that cannot be unpacked.") from None

    def _take(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise TooLarge(
                f"{self._host} sent more than {self._limit // MEBIBYTE} MiB, which is no feed's size."
            )
        if self._size > MEBIBYTE and self._size > RATIO * self._received:
            raise TooLarge(f"{self._host} sent an answer that unpacks without end.")
        self._parts.append(piece)


class _Layer:
    """One coding. Data that does not look packed at all passes as it is: servers mislabel plain answers."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._head = b""
        self._window: int | None = None
        self._inflater = _inflating()[0](zlib.MAX_WBITS)
        self.cut = False

    def steps(self, piece: bytes) -> Iterator[bytes]:
        """The unpacked pieces of one raw piece, each at most `_STEP` bytes, made only when asked for."""
        if self._window is None:
            self._head += piece
            if len(self._head) < 2:
                self.cut = True
                return
            piece, self._head = self._head, b""
            self._window = self._choose(piece)
            self._inflater = _inflating()[0](self._window or zlib.MAX_WBITS)
        if self._window == 0:
            self.cut = False
            yield piece
            return
        while piece or not self._inflater.eof:
            if self._inflater.eof:
                if self._window < 16 or not piece.startswith(b"\x1f"):
                    return
                self._inflater = _inflating()[0](self._window)
            out = self._inflater.decompress(piece, _STEP)
            piece = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
            if out:
                yield out
            if not piece and len(out) < _STEP:
                break
        self.cut = not self._inflater.eof

    def _choose(self, start: bytes) -> int:
        """zlib's window bits for what stands at the start, 0 where it is not packed."""
        if self._name != "deflate":
            return 16 + zlib.MAX_WBITS if start[:2] == b"\x1f\x8b" else 0
        if start[0] & 0x0F == 8 and int.from_bytes(start[:2]) % 31 == 0:
            return zlib.MAX_WBITS
        return 0 if start[:1] in b"<{\xef" else -zlib.MAX_WBITS


@cache
def _inflating() -> tuple[Callable[[int], Any], type[Exception]]:
    """What makes an inflater of so many window bits, and what that raises: ISA-L's takes half of zlib's time."""
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib.decompressobj, zlib.error
    return isal_zlib.decompressobj, cast("type[Exception]", isal_zlib.error)
