"""What the list of headlines shows: a query with a title."""

from __future__ import annotations

from typing import NamedTuple

from reader.words import N_, _


class Scope(NamedTuple):
    """`query` in the query language, `title` for people, `feed` the id where it is one feed's list.

    `searched` is true for what was typed into the search line (then `title` is just that), `at` the entry where the cursor
    was when it was left, `best` whether the best hits stand first, `saved` the name of the saved search that it is.
    `base` is the scope that this one is a part of, `part` what makes it so, as it was typed.
    """

    query: str = ""
    title: str = N_("All")
    feed: int = 0
    searched: bool = False
    at: int | None = None
    best: bool = False
    saved: str = ""
    base: Scope | None = None
    part: str = ""

    @property
    def shown(self) -> str:
        """The title in the person's language, where Telex gave it."""
        return _(self.title) if not (self.feed or self.searched or self.saved) else self.title


HOME = Scope()
