"""The one SQL function that queries need: a regular expression with a time limit, over text or a stored body."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import apsw

SECONDS = 0.05
"""For one text; a pattern that backtracks without end is stopped there."""

SECONDS_IN_ALL = 2.0
"""For all texts of one query."""


class SlowPattern(Exception):
    """A regular expression took too long. Its text is one sentence for people."""


def register(
    connection: apsw.Connection,
    unpack: Callable[[bytes], str],
    clock: Callable[[], float] = time.perf_counter,
) -> None:
    """Give `connection` telex_regex(pattern, value) for one query. `unpack` turns a stored body into its text."""
    left = SECONDS_IN_ALL

    def telex_regex(*values: apsw.SQLiteValue) -> int:
        nonlocal left
        pattern, value = values
        started = clock()
        text = unpack(value) if isinstance(value, bytes) else value
        found = isinstance(text, str) and search(str(pattern), text)
        left -= clock() - started
        if left < 0:
            raise SlowPattern(
                f"The expression /{pattern}/ takes too long over so many entries; add a word or a field beside it."
            )
        return int(found)

    connection.create_scalar_function("telex_regex", telex_regex, 2, deterministic=True)


def problem_with(pattern: str) -> tuple[str, int] | None:
    """What is wrong with `pattern` as a regular expression and after how many characters; None where nothing is."""
    import regex

    try:
        regex.compile(pattern, regex.IGNORECASE)
    except regex.error as error:
        what, _, place = str(error).partition(" at position ")
        return what, int(place) if place.isdigit() else 0
    return None


def search(pattern: str, text: str) -> bool:
    """Whether `pattern` is found in `text`, without regard to case. Raises `SlowPattern`."""
    import regex

    try:
        return regex.search(pattern, text, regex.IGNORECASE, timeout=SECONDS) is not None
    except TimeoutError:
        raise SlowPattern(f"The expression /{pattern}/ takes too long; make it simpler.") from None
