"""Rows of lists as values, many at a time, by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import json, structs

from reader.model import Headline
from reader.store.database import Database
from reader.store.wishes import wished_direction, wished_language

_READY = {0: "", 1: "excerpt", 2: "feed", 3: "full"}
_AT_ONCE = 128

NAME = "coalesce(nullif(e.source, ''), nullif(f.name, ''), nullif(f.title, ''), f.url)"
"""SQL of the paper's name: the one the entry names, else its feed's."""

_SQL = (
    f"SELECT e.id, e.feed_id, {NAME}, e.title, e.at, e.published = e.at, coalesce(nullif(e.language, ''), f.language), e.link, "
    "l.read_at IS NOT NULL, l.starred_at IS NOT NULL, l.later_at IS NOT NULL, l.hidden_at IS NOT NULL, "
    "e.revised IS NOT NULL, e.story, coalesce(s.copies, 1), e.ready, "
    "EXISTS (SELECT 1 FROM image_place p JOIN image_source g ON g.address = p.address JOIN image i ON i.hash = g.hash "
    "WHERE p.entry_id = e.id), f.settings "
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
    told = [one for one in found.values() if one.copies > 1]
    if told:
        found.update(_with_copies(db, told))
    return [found.get(one) or Headline(one, 0, "", "(no longer in the store)", 0, read=True) for one in ids]


def digest_row(db: Database, first: Headline, behind: Sequence[int]) -> Headline:
    """The one row of the entries `behind`, of which `first` is the newest: unread as long as any of them is."""
    unread = db.value(
        "SELECT EXISTS (SELECT 1 FROM listing WHERE read_at IS NULL AND entry_id IN (SELECT value FROM json_each(?)))",
        (json.encode(list(behind)).decode(),),
    )
    return Headline(
        first.id,
        first.feed_id,
        first.source,
        f"{len(behind):,} more from {first.source}",
        first.at,
        first.dated,
        read=not unread,
        more=len(behind),
    )


def _with_copies(db: Database, told: list[Headline]) -> dict[int, Headline]:
    """The same with what is known of the other copies of their stories."""
    copies: dict[int, list[tuple[int, str, bool]]] = {}
    for story, entry_id, name, unread in db.rows(
        f"SELECT l.story, l.entry_id, {NAME}, l.read_at IS NULL "
        "FROM listing l JOIN entry e ON e.id = l.entry_id JOIN feed f ON f.id = l.feed_id "
        "WHERE l.story <> 0 AND l.story IN (SELECT value FROM json_each(?)) AND l.hidden_at IS NULL "
        "ORDER BY l.story, l.place DESC, l.entry_id",
        (json.encode(sorted({one.story for one in told})).decode(),),
    ):
        copies.setdefault(story, []).append((entry_id, name, bool(unread)))
    found = {}
    for one in told:
        story = copies.get(one.story, [])
        papers = dict.fromkeys(
            name for entry_id, name, _ in story if entry_id != one.id and name != one.source
        )
        unread = sum(unread for _, _, unread in story)
        found[one.id] = structs.replace(one, papers=tuple(papers), news=unread if unread < len(story) else 0)
    return found


def _headline(row: tuple[Any, ...]) -> Headline:
    return Headline(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        bool(row[5]),
        wished_language(row[17], row[6]),
        row[7],
        bool(row[8]),
        bool(row[9]),
        bool(row[10]),
        bool(row[11]),
        bool(row[12]),
        row[13],
        row[14],
        _READY.get(row[15], ""),
        pictured=bool(row[16]),
        direction=wished_direction(row[17]),
    )
