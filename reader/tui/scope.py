"""What the list of headlines shows: a query with a title."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """`query` in the query language, `title` for people, `feed` the id where it is one feed's list.

    `searched` is true for what was typed into the search line (then `title` is just that), `at` the entry where the cursor
    was when it was left, `best` whether the best hits stand first, `saved` the name of the saved search that it is.
    `base` is the scope that this one is a part of, `part` what makes it so, as it was typed.
    """

    query: str = ""
    title: str = "All"
    feed: int = 0
    searched: bool = False
    at: int | None = None
    best: bool = False
    saved: str = ""
    base: Scope | None = None
    part: str = ""


HOME = Scope()
