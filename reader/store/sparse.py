"""Many sources that have little among all: their rows from their own indexes, stretch by stretch of time.

The index of everything would pass by far more rows of others than it finds; a seek for each source does not.
"""

from __future__ import annotations

from typing import Any

from reader.store.database import Database
from reader.store.scope import MERGED, Key, Scope

_SHARE = 16
"""Sources that have less than this part of all entries have little."""

_PACE, _SLOWER = 60.0, 8.0
"""Seconds from row to row as guessed at first, and how many times as many are guessed next at the most."""

_SPARE = 1.5
"""A stretch is so much longer than the rows that are wanted seem to need."""

_LONGEST = 2**40
_FAR = 2**62


def is_sparse(db: Database, scope: Scope, count: int) -> bool:
    """Whether the `count` rows of `scope` are found sooner source by source."""
    if scope.feeds is None or len(scope.feeds) <= MERGED or scope.state not in ("", "unread"):
        return False
    return count * _SHARE < int(db.value(str(Scope(scope.state).counted())))


class Stretches:
    """Walks `scope`, whose feeds stand in temp.chosen. A stretch is as long as those before had few rows."""

    def __init__(self, db: Database, scope: Scope) -> None:
        self._db = db
        self._scope = scope
        self._pace = _PACE

    def walk(
        self, key: Key | None, n: int, params: dict[str, Any], *, back: bool = False, **how: Any
    ) -> list[Key]:
        """The first `n` rows from `key` on, itself included, as `Scope.select(back=back, **how)` orders them.

        `params` holds what that needs but for keys. Inside a read.
        """
        down = self._scope.reverse == back
        sql = self._scope.select(after=True, since=True, back=back, each=True, **how)
        head = self._scope.head(down=down, kept=how.get("kept", False))
        start = key or ((_FAR, _FAR) if down else (-_FAR, 0))
        found: list[Key] = []
        came = 0
        while len(found) < n:
            if not came:
                first = self._db.value(head, {**params, "at": start[0], "id": start[1]})
                if first is None:
                    break
                start = max(start, (first, -1)) if not down else min(start, (first, _FAR))
            wanted = n - len(found)
            seconds = max(1, int(min(self._pace * wanted * _SPARE, _LONGEST)))
            end = start[0] + (-seconds if down else seconds), 0
            keys = {"at": start[0], "id": start[1], "to_at": end[0], "to_id": end[1]}
            rows = self._db.rows(f"{sql} LIMIT :n", {**params, **keys, "n": wanted})
            came = len(rows)
            passed = abs(start[0] - (rows[-1][0] if came == wanted else end[0]))
            self._pace = min(passed / came if came else _LONGEST, self._pace * _SLOWER)
            found += rows
            start = end
        return found
