"""How alive a source is, out of what it brought: quiet, stale, frozen and dead told apart by its own rhythm.

A source that brings a thing a month is not late after a week; one that answers each hour with a fresh date of writing and
nothing new for months is frozen, not well. Nobody is called dead who answered within a week.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from reader.store.database import Database

DAY = 86_400
STALE_AFTER = 7 * DAY
"""Seconds without a new entry before which nobody is stale, whatever the rhythm."""
TIMES = 5
"""So many times its own rhythm without a new entry make a source stale."""
QUIET_TIMES = 2
UNKNOWN = 30 * DAY
"""The same for a source of whose rhythm nothing is known yet."""
DEAD_AFTER = 7 * DAY
"""Seconds without a good answer, and more than `DEAD_TRIES` failures in a row, make a source dead."""
DEAD_TRIES = 3
_LAST = 60
_SHORTEST = 3_600

WORDS = {
    "new": "not asked yet",
    "paused": "paused",
    "well": "well",
    "quiet": "quiet: later than usual",
    "stale": "stale: it answers, but brings nothing new",
    "frozen": "frozen: it is written anew, but with nothing new in it",
    "dead": "dead: no good answer any more",
    "failing": "failing",
    "suspect": "changed owner? New articles are held back",
}
"""Every state in words."""


@dataclass(frozen=True, slots=True)
class Vital:
    """The signs of one source. `rhythm` is the usual time between two entries in seconds (0: unknown), `week` entries in
    seven days over the last four weeks, `newest` the time of its newest entry, `read` and `delivered` counts of entries,
    `size` bytes of text that are kept, packed, `moved` where its permanent redirects lead.
    """

    state: str
    newest: int | None = None
    rhythm: int = 0
    week: float = 0.0
    delivered: int = 0
    read: int = 0
    size: int = 0
    moved: str = ""


def judge(
    times: Sequence[int],
    now: int,
    *,
    answered: int | None,
    failures: int = 0,
    built: int | None = None,
    gone: bool = False,
    since: int | None = None,
) -> str:
    """The state of a source: "new", "well", "quiet", "stale", "frozen", "dead" or "failing".

    `times` are those of its entries (Unix seconds, any order), `answered` that of the last good answer, `built` what the
    document says of when it was written, `since` when it was subscribed to.
    """
    if gone:
        return "dead"
    if failures:
        last = answered if answered is not None else since
        return (
            "dead" if failures > DEAD_TRIES and last is not None and now - last >= DEAD_AFTER else "failing"
        )
    if answered is None:
        return "new"
    newest = max((at for at in times if at <= now), default=None)
    if newest is None:
        return "well"
    usual = rhythm(times)
    late = max(TIMES * usual, STALE_AFTER) if usual else UNKNOWN
    if now - newest > late:
        return "frozen" if built is not None and now >= built > newest + late else "stale"
    return "quiet" if usual and now - newest > max(QUIET_TIMES * usual, DAY) else "well"


def rhythm(times: Sequence[int]) -> int:
    """The usual seconds between two entries, as the last ones came; 0 where fewer than three tell."""
    last = sorted(set(times))[-_LAST:]
    gaps = [later - earlier for earlier, later in pairwise(last)]
    return max(round(median(gaps)), _SHORTEST) if len(gaps) >= 2 else 0


def vitals(db: Database, now: int, *, only: int = 0, sizes: bool = True) -> dict[int, Vital]:
    """The signs of every subscription, by its id, or of one alone.

    `sizes` are what costs: without them a thousand sources take some 50 ms, however many entries there are.
    """
    held = _sizes(db) if sizes else {}
    found = {}
    for feed_id, status, answered, failures, written, moved, paused, added, total, unread in db.rows(
        "SELECT id, status, succeeded_at, failures, rhythm, moved, paused, added_at, total, unread FROM feed "
        f"WHERE removed_at IS NULL{f' AND id = {int(only)}' if only else ''}"
    ):
        own = _times(db, feed_id)
        state = judge(
            own,
            now,
            answered=answered,
            failures=failures if status == "error" else 0,
            built=_built(written),
            gone=status == "gone",
            since=added,
        )
        span = max(DAY, min(28 * DAY, now - min(own, default=now)))
        found[int(feed_id)] = Vital(
            state="paused" if paused else "suspect" if status == "suspect" else state,
            newest=max((at for at in own if at <= now), default=None),
            rhythm=rhythm(own),
            week=round(_lately(db, feed_id, now) * 7 * DAY / span, 1),
            delivered=int(total),
            read=int(total) - int(unread),
            size=held.get(feed_id, 0),
            moved=_moved(moved),
        )
    return found


def _times(db: Database, feed_id: int) -> list[int]:
    rows = db.rows(
        "SELECT at FROM listing WHERE feed_id = ? AND hidden_at IS NULL ORDER BY at DESC, entry_id DESC LIMIT ?",
        (feed_id, _LAST),
    )
    return [int(row[0]) for row in rows]


def _lately(db: Database, feed_id: int, now: int) -> int:
    """Entries of the last four weeks."""
    sql = "SELECT count(*) FROM listing WHERE feed_id = ? AND hidden_at IS NULL AND at > ? AND at <= ?"
    return int(db.value(sql, (feed_id, now - 28 * DAY, now)))


def _sizes(db: Database) -> dict[int, int]:
    rows = db.rows(
        "SELECT e.feed_id, sum(coalesce(length(b.summary), 0) + coalesce(length(b.content), 0) "
        "+ coalesce(length(b.article), 0)) FROM entry e JOIN body b ON b.entry_id = e.id GROUP BY e.feed_id"
    )
    return {int(feed_id): int(size or 0) for feed_id, size in rows}


def _built(written: str) -> int | None:
    try:
        built = json.loads(written).get("built")
    except (ValueError, AttributeError):
        return None
    return built if isinstance(built, int) else None


def _moved(kept: str) -> str:
    try:
        row = json.loads(kept)
        return str(row[-1][0]) if row else ""
    except (ValueError, LookupError, TypeError):
        return ""
