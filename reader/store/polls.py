"""What the fetcher needs to know of a feed, and what it reports where an answer brought no entries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec

from reader.model import ParsedFeed, Rhythm
from reader.store.database import Database

_HOUR = 3_600
CLAIM_SECONDS = 600
"""A feed that was claimed longer ago than this may be claimed by another."""

NO_NETWORK = "there is no network"
LOGIN_PAGE = "a log-in page stood in the way"
A_MOMENT_AGO = "it was asked a moment ago"
HOURLY = "a watched page is asked once an hour at most"
_SHORT = (NO_NETWORK, LOGIN_PAGE, A_MOMENT_AGO, HOURLY)
"""Reasons of waits that are never longer than an hour."""


@dataclass(frozen=True, slots=True)
class Memo:
    """What the fetcher remembers of a feed from one answer to the next, beside its validators.

    `why` is the reason for the next time, in words. Before `fresh_until` not even a press of "refresh" asks.
    `moved` is a JSON list of [address, time]: the permanent redirects that came one after the other.
    """

    why: str = ""
    fresh_until: int = 0
    moved: str = "[]"


NO_MEMO = Memo()


@dataclass(frozen=True, slots=True)
class Poll:
    """One feed to ask. `etag` and `last_modified` are sent back byte for byte (RFC 9110 section 13).

    `watch` is the setting of a page that is watched in the place of a feed, "" for a feed; `empty` counts its last answers
    in a row that held no headline.
    """

    feed_id: int
    url: str
    etag: bytes | None
    last_modified: bytes | None
    typed: bool
    next_at: int
    failures: int
    rhythm: Rhythm
    language: str
    changed_at: int | None
    name: str
    fetched_at: int | None = None
    memo: Memo = Memo()
    interval: int = 0
    watch: str = ""
    empty: int = 0
    trust: str = ""
    agent: str = ""


def polls(
    db: Database, feed_ids: Iterable[int] | None = None, *, now: int, force: bool = False
) -> list[Poll]:
    """The feeds to ask now, longest waiting first: all that are due, or those of `feed_ids` that are.

    `force` asks before it is time; paused feeds are asked only when they are named.
    """
    sql = (
        "SELECT id, url, etag, last_modified, typed, next_at, failures, rhythm, language, changed_at, "
        "coalesce(nullif(name, ''), nullif(title, ''), url), fetched_at, next_why, fresh_until, moved, paused, "
        "iif(json_valid(settings), json_extract(settings, '$.interval'), 0), "
        "iif(json_valid(settings), json_extract(settings, '$.watch'), ''), empty, "
        "iif(json_valid(settings), json_extract(settings, '$.trust'), ''), "
        "iif(json_valid(settings), json_extract(settings, '$.agent'), '') "
        "FROM feed WHERE removed_at IS NULL"
    )
    if not force:
        sql += f" AND next_at <= {int(now)}"
    wanted = None if feed_ids is None else set(feed_ids)
    return [
        Poll(
            feed_id=row[0],
            url=row[1],
            etag=row[2],
            last_modified=row[3],
            typed=bool(row[4]),
            next_at=row[5],
            failures=row[6],
            rhythm=_rhythm(row[7]),
            language=row[8],
            changed_at=row[9],
            name=row[10],
            fetched_at=row[11],
            memo=Memo(row[12], row[13], row[14]),
            interval=row[16] if isinstance(row[16], int) else 0,
            watch=str(row[17] or ""),
            empty=row[18],
            trust=row[19] if isinstance(row[19], str) else "",
            agent=row[20] if isinstance(row[20], str) else "",
        )
        for row in db.rows(sql + " ORDER BY next_at, id")
        if (not row[15] if wanted is None else row[0] in wanted)
    ]


def stands(db: Database, poll: Poll, *, named: bool) -> bool:
    """Whether the feed is still to be asked there: not left, not paused unless it was `named`, at no other address."""
    sql = "SELECT 1 FROM feed WHERE id = ? AND url = ? AND removed_at IS NULL AND (paused = 0 OR ?)"
    return db.value(sql, (poll.feed_id, poll.url, int(named))) is not None


def claim(db: Database, feed_ids: Iterable[int], who: str, now: int) -> list[int]:
    """Take feeds for `who`, so that no other process asks them too; answers those that were free."""
    taken: list[int] = []
    with db.write():
        for feed_id in feed_ids:
            db.execute(
                "UPDATE feed SET claimed_by = ?1, claimed_at = ?2 WHERE id = ?3 AND removed_at IS NULL "
                "AND (claimed_by IS NULL OR claimed_by = ?1 OR claimed_at <= ?2 - ?4)",
                (who, now, feed_id, CLAIM_SECONDS),
            )
            if db.changes():
                taken.append(feed_id)
    return taken


def release(db: Database, who: str, *, but: Iterable[int] = ()) -> None:
    """Give back every feed that `who` still holds, `but` these."""
    with db.write():
        db.execute(
            "UPDATE feed SET claimed_by = NULL, claimed_at = NULL WHERE claimed_by = ? "
            "AND id NOT IN (SELECT value FROM json_each(?))",
            (who, json.dumps(list(but))),
        )


def claimants(db: Database) -> list[str]:
    """Everybody who holds a claim at the moment."""
    return [
        str(row[0]) for row in db.rows("SELECT DISTINCT claimed_by FROM feed WHERE claimed_by IS NOT NULL")
    ]


def postpone(db: Database, feed_ids: Iterable[int], until: int, why: str) -> None:
    """Ask these feeds no sooner than `until`; nothing else of them changes."""
    with db.write():
        for feed_id in feed_ids:
            db.execute(
                "UPDATE feed SET next_at = ?1, next_why = ?2 WHERE id = ?3 AND next_at < ?1",
                (until, why, feed_id),
            )


def remark(db: Database, feed_id: int, error: str) -> None:
    """Say of a feed that was stored what was wrong with it all the same."""
    with db.write():
        db.execute("UPDATE feed SET error = ? WHERE id = ?", (error, feed_id))


def mend_times(db: Database, now: int, slack: int = 300) -> int:
    """Put right what was noted while the clock was ahead, so that no feed waits for a time that never was.

    The wait that was meant then begins anew; one that was only put off is due. Answers how many feeds were mended.
    """
    ahead = db.value("SELECT count(*) FROM feed WHERE fetched_at > ?", (now + slack,))
    if ahead:
        with db.write():
            db.execute(
                "UPDATE feed SET next_at = iif(status = 'gone', next_at, ?1 + min(next_at - fetched_at, 604800)), "
                "fresh_until = 0, fetched_at = ?1, succeeded_at = min(succeeded_at, ?1), "
                "changed_at = min(changed_at, ?1) WHERE fetched_at > ?2",
                (now, now + slack),
            )
    waits = f"next_at > ? AND next_why IN ({', '.join('?' * len(_SHORT))})"
    late = (now + _HOUR + slack, *_SHORT)
    waiting = db.value(f"SELECT count(*) FROM feed WHERE {waits}", late)
    if waiting:
        with db.write():
            db.execute(f"UPDATE feed SET next_at = ? WHERE {waits}", (now, *late))
    return int(ahead) + int(waiting)


def record(
    db: Database,
    feed_id: int,
    *,
    status: str,
    error: str = "",
    etag: bytes | None = None,
    last_modified: bytes | None = None,
    next_at: int,
    now: int,
    moved_to: str = "",
    memo: Memo = NO_MEMO,
    empty: int | None = None,
) -> None:
    """Note an answer without entries. `status` is "unchanged", "error", "gone", "held" or "suspect".

    Validators and `empty` that are None stay as they were. "unchanged" ends a series of failures, "held" leaves it as it is.
    """
    with db.write():
        db.execute(
            "UPDATE feed SET status = :status, error = :error, next_at = :next_at, fetched_at = :now, "
            "failures = CASE :status WHEN 'unchanged' THEN 0 WHEN 'held' THEN failures WHEN 'suspect' THEN 0 ELSE failures + 1 END, "
            "succeeded_at = iif(:status IN ('unchanged', 'suspect'), :now, succeeded_at), "
            "next_why = :why, fresh_until = :fresh_until, moved = :moved, "
            "etag = coalesce(:etag, etag), last_modified = coalesce(:last_modified, last_modified), "
            "empty = coalesce(:empty, empty), claimed_by = NULL, claimed_at = NULL WHERE id = :id",
            {
                "empty": empty,
                "status": status,
                "error": error,
                "next_at": next_at,
                "now": now,
                "etag": etag,
                "last_modified": last_modified,
                "why": memo.why,
                "fresh_until": memo.fresh_until,
                "moved": memo.moved,
                "id": feed_id,
            },
        )
        _move(db, feed_id, moved_to)


def answered(
    db: Database,
    feed_id: int,
    parsed: ParsedFeed,
    *,
    etag: bytes | None,
    last_modified: bytes | None,
    next_at: int,
    now: int,
    changed: bool,
    moved_to: str,
    memo: Memo,
    slug_for: Callable[[str], str],
) -> None:
    """Note an answer with entries. Inside the write that stores them."""
    row = db.row("SELECT status, slug, name, title, succeeded_at FROM feed WHERE id = ?", (feed_id,))
    assert row is not None
    slug = str(row[1])
    if row[4] is None and parsed.title and not row[2] and not row[3]:
        better = slug_for(parsed.title)
        if db.value("SELECT 1 FROM feed WHERE slug = ?", (better,)) is None:
            slug = better
    db.execute(
        "UPDATE feed SET status = 'ok', error = :error, failures = 0, empty = 0, fetched_at = :now, succeeded_at = :now, "
        "changed_at = iif(:changed, :now, changed_at), etag = :etag, last_modified = :last_modified, "
        "next_at = :next_at, next_why = :why, fresh_until = :fresh_until, moved = :moved, "
        "rhythm = :rhythm, slug = :slug, "
        "title = coalesce(nullif(:title, ''), title), link = coalesce(nullif(:link, ''), link), "
        "language = coalesce(nullif(:language, ''), language), claimed_by = NULL, claimed_at = NULL WHERE id = :id",
        {
            "error": "",
            "now": now,
            "changed": int(changed),
            "etag": etag,
            "last_modified": last_modified,
            "next_at": next_at,
            "rhythm": msgspec.json.encode(
                msgspec.structs.replace(
                    parsed.rhythm, hub=_valid(parsed.hub), icon=_valid(parsed.icon), came=now
                )
            ).decode(),
            "slug": slug,
            "title": _valid(parsed.title),
            "link": _valid(parsed.link),
            "language": _valid(parsed.language),
            "why": memo.why,
            "fresh_until": memo.fresh_until,
            "moved": memo.moved,
            "id": feed_id,
        },
    )
    _move(db, feed_id, moved_to)


def _move(db: Database, feed_id: int, url: str) -> None:
    """A permanent redirect: ask there from now on, unless another subscription has that address or the person went back.

    What it was before stays as the setting `was`, so that the person can go back to it (`reader.store.feeds.readdress`).
    """
    if url:
        db.execute(
            "UPDATE OR IGNORE feed SET url = ?1, "
            "settings = json_set(iif(json_valid(settings), settings, '{}'), '$.was', url) "
            "WHERE id = ?2 AND url <> ?1 "
            "AND NOT (json_valid(settings) AND coalesce(json_extract(settings, '$.left'), '') = ?1)",
            (url, feed_id),
        )


def _valid(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _rhythm(text: str) -> Rhythm:
    try:
        return msgspec.json.decode(text, type=Rhythm)
    except msgspec.DecodeError:
        return Rhythm()
