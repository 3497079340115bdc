"""What may go wrong below and is said in one sentence instead of ending the program.

The kinds are looked up when something did go wrong: a start in which nothing does pays for none of them.
"""

from __future__ import annotations

Kinds = tuple[type[Exception], ...]


def refusals() -> Kinds:
    """What the store and queries raise. The text of each is for people."""
    from reader.store.errors import StoreError
    from reader.store.query.functions import SlowPattern
    from reader.store.query.syntax import QueryError

    return (StoreError, QueryError, SlowPattern)


def refusals_or_os() -> Kinds:
    """The same where a file, a process or the keyring is asked as well."""
    from reader.fetch.ring import NoRing

    return (*refusals(), OSError, NoRing)


def sentence(error: BaseException) -> str:
    """The first line of what it says: the place of a mistake in a query is shown elsewhere."""
    return str(error).split("\n", 1)[0] or type(error).__name__
