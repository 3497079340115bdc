"""What may go wrong below and is said in one sentence instead of ending the program."""

from __future__ import annotations

from reader.store.errors import StoreError
from reader.store.query import QueryError

FAILURES: tuple[type[Exception], ...] = (StoreError, QueryError)
"""The text of each of them is for people."""


def sentence(error: Exception) -> str:
    """The first line of what it says: the place of a mistake in a query is shown elsewhere."""
    return str(error).split("\n", 1)[0]
