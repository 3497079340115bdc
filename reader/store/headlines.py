"""Rows of lists as values, many at a time, by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reader.model import Headline
from reader.store.database import Database

_READY = {0: "", 1: "excerpt", 2: "feed", 3: "full"}
_AT_ONCE = 128

_SQL = (
    "SELECT e.id, e.feed_id, coalesce(nullif(e.source, ''), nullif(f.name, ''), nullif(f.title, ''), f.url), "
    "e.title, e.at, e.published = e.at, coalesce(nullif(e.language, ''), f.language), e.link, "
    "l.read_at IS NOT NULL, l.starred_at IS NOT NULL, l.later_at IS NOT NULL, l.hidden_at IS NOT NULL, "
    "e.revised IS NOT NULL, e.story, coalesce(s.copies, 1), e.ready "
    "FROM entry e JOIN feed f ON f.id = e.feed_id LEFT JOIN listing l ON l.entry_id = e.id "
    f"LEFT JOIN story s ON s.id = e.story WHERE e.id IN ({','.join('?' * _AT_ONCE)})"
)


def headlines(db: Database, ids: Sequence[int]) -> list[Headline]:
    """One headline for each id, in that order. An entry that is gone is told as such, so that no row shifts."""
    found: dict[int, Headline] = {}
    for start in range(0, len(ids), _AT_ONCE):
        chunk = list(ids[start : start + _AT_ONCE])
        rows = db.rows(_SQL, chunk + [0] * (_AT_ONCE - len(chunk)))
        found.update((row[0], _headline(row)) for row in rows)
    return [found.get(one) or Headline(one, 0, "", "(no longer in the store)", 0, read=True) for one in ids]


def _headline(row: tuple[Any, ...]) -> Headline:
    return Headline(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        bool(row[5]),
        row[6],
        row[7],
        bool(row[8]),
        bool(row[9]),
        bool(row[10]),
        bool(row[11]),
        bool(row[12]),
        row[13],
        row[14],
        _READY.get(row[15], ""),
    )
