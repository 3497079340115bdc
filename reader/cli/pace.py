"""How fast the parsers were: what “telex inspect --timings” says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Pace:
    """Bytes read and processor time spent on them, of this process alone: reading, unpacking and printing do not count."""

    def __init__(self) -> None:
        self._files = 0
        self._bytes = 0
        self._seconds = 0.0
        self._slowest = (0.0, "")

    @contextmanager
    def of(self, path: str, size: int) -> Iterator[None]:
        """Count what happens inside as the parsing of the `size` bytes of `path`, whether it fails or not."""
        began = time.process_time()
        try:
            yield
        finally:
            spent = time.process_time() - began
            self._files += 1
            self._bytes += size
            self._seconds += spent
            self._slowest = max(self._slowest, (spent, path))

    def sentence(self) -> str:
        """All that was counted, in one line."""
        if not self._files:
            return "Nothing was parsed."
        megabytes = self._bytes / 1e6
        slowest, path = self._slowest
        return (
            f"{self._files:,} {'file' if self._files == 1 else 'files'}, {megabytes:.1f} MB "
            f"in {self._seconds:.2f} s of the parser's processor time: {megabytes / max(self._seconds, 1e-9):.1f} MB/s; "
            f"the slowest took {slowest * 1000:.0f} ms ({path})"
        )
