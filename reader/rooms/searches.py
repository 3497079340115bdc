"""Queries: whether they can be understood, and those that are kept as feeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.rooms.lists import Lists

if TYPE_CHECKING:
    from reader.model import Act
    from reader.store.saved import Saved


class Searches(Lists):
    """Queries: whether they can be understood, and those that are kept as feeds."""

    def saved(self) -> list[Saved]:
        """Queries kept as feeds."""
        from reader.store import saved

        return saved.all_saved(self._db)

    def save_query(self, name: str, query: str) -> Act:
        """Keep `query` as a feed of its own. Raises `QueryError` where it cannot be understood."""
        from reader.store import saved

        self.check_query(query)
        return saved.save(self._db, name, query, self.now())

    def check_query(self, query: str) -> None:
        """Raises `QueryError` where `query` cannot be understood."""
        from reader.store.query import StoreLookup, compile_query, parse

        compile_query(parse(query), StoreLookup(self._db), now=self.now())

    def terms(self, query: str) -> tuple[str, ...]:
        """The folded words that hits of `query` hold, for marking them."""
        from reader.store.query import StoreLookup, parse, terms
        from reader.store.query.expand import expand

        return tuple(terms(expand(parse(query), StoreLookup(self._db))))

    def find_saved(self, which: str) -> Saved:
        """By name or place. Raises `reader.store.saved.NoSuchSearch`."""
        from reader.store import saved

        return saved.find(self._db, which)

    def count_saved(self) -> dict[int, tuple[int, int]]:
        """How many unread and how many entries each saved query finds, by its id; each is answered in full."""
        from reader.store import saved

        kept = saved.all_saved(self._db)
        return {
            one.id: (saved.unread(self._db, one.query, self.now()), self.view(one.query).count)
            for one in kept
        }

    def count_saved_apart(self) -> Callable[[], dict[str, int]]:
        """What counts the unread entries of each saved query by its name, in whichever thread calls it."""
        from reader.store import saved

        path, now = self.paths.store, self.now()
        return lambda: saved.unread_counts(path, now)

    def rename_saved(self, saved_id: int, name: str) -> Act:
        from reader.store import saved

        return saved.rename(self._db, saved_id, name, self.now())

    def remove_saved(self, saved_id: int) -> Act:
        from reader.store import saved

        return saved.forget(self._db, saved_id, self.now())

    def move_saved(self, saved_id: int, place: int) -> Act:
        """Put a saved query at `place`, counted from 1."""
        from reader.store import saved

        return saved.move(self._db, saved_id, place, self.now())
