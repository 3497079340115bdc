"""The one SQL function that queries need: a regular expression with a time limit, over text or a stored body."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import apsw

SECONDS = 0.05
"""For one text; a pattern that backtracks without end is stopped there."""


class SlowPattern(Exception):
    """A regular expression took too long. Its text is one sentence for people."""


def register(connection: apsw.Connection, unpack: Callable[[bytes], str]) -> None:
    """Give `connection` telex_regex(pattern, value). `unpack` turns a stored body into its text."""

    def telex_regex(*values: apsw.SQLiteValue) -> int:
        pattern, value = values
        text = unpack(value) if isinstance(value, bytes) else value
        return int(isinstance(text, str) and search(str(pattern), text))

    connection.create_scalar_function("telex_regex", telex_regex, 2, deterministic=True)


def problem_with(pattern: str) -> str:
    """What is wrong with `pattern` as a regular expression, or ""."""
    import regex

    try:
        regex.compile(pattern, regex.IGNORECASE)
    except regex.error as error:
        return str(error)
    return ""


def search(pattern: str, text: str) -> bool:
    """Whether `pattern` is found in `text`, without regard to case. Raises `SlowPattern`."""
    import regex

    try:
        return regex.search(pattern, text, regex.IGNORECASE, timeout=SECONDS) is not None
    except TimeoutError:
        raise SlowPattern(f"The expression /{pattern}/ takes too long; make it simpler.") from None
