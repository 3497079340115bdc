"""Fetch what is due, or with --all every source that politeness allows now.

No source is asked more often than once an hour (with --all: once in ten minutes), nor while its server asks to be left
alone. Where a Telex is running already, that one is asked to fetch, and this command waits for it at most two minutes. Once a
day the store is looked after as well: a backup, sources and marks as text, and what is beyond a limit of [keep] goes.
Exit code 1 where a source failed; each failure is a line on stderr.

With --json, one object for each source (event "feed": feed, id, status, new, updated, error, next, why) and one at the end
(event "done": feeds, changed, unchanged, failed, held, new, updated, offline, seconds; or event "asked": engine).
"""

from __future__ import annotations

import argparse
import asyncio
import time
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, Failure
from reader.cli.output import Progress, complain, note, rfc3339, say, say_json
from reader.cli.queries import letters
from reader.text.dates import age

if TYPE_CHECKING:
    from reader.engine.events import Done, Event, FeedDone
    from reader.engine.events import Progress as Far
    from reader.newsroom import Newsroom

PATIENCE = 120.0
"""Seconds to wait for another process's engine."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also what is not due yet, within politeness")
    parser.add_argument(
        "--feed", action="append", metavar="NAME", help="only this source: its short name, id or address"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    from reader.cli import engine

    with context.newsroom() as newsroom:
        if newsroom.readonly:
            raise Failure(newsroom.refusal)
        if not newsroom.feeds():
            raise Failure("There are no sources to fetch: telex add ADDRESS, or telex add --starter NAME.")
        feeds = tuple(newsroom.feed(letters(name)).id for name in args.feed or ())
        lease = engine.take_lease(newsroom)
        if lease is None:
            return _ask_the_other(newsroom, feeds, force=args.all, as_json=args.json)
        teller = Teller(newsroom, as_json=args.json)
        try:
            done = asyncio.run(engine.run_refresh(newsroom, lease, feeds, force=args.all, tell=teller.tell))
        finally:
            teller.progress.wipe()
            lease.release()
        warning = newsroom.limit_warning()
        if warning:
            note(warning)
    return teller.close(done)


class Teller:
    """Says what the engine says: progress and complaints for a person, events for a program."""

    def __init__(self, newsroom: Newsroom, *, as_json: bool) -> None:
        self.progress = Progress()
        self._feeds = {feed.id: feed for feed in newsroom.feeds()}
        self._as_json = as_json
        self._held: tuple[int, str] | None = None
        self._now = newsroom.now()

    def tell(self, event: Event) -> None:
        from reader.engine.events import Failed, FeedDone, Note
        from reader.engine.events import Progress as Far

        match event:
            case FeedDone():
                self._feed(event)
            case Far():
                self.progress.show(_far(event))
            case Failed(text=text):
                self.progress.wipe()
                complain(text)
            case Note(text=text):
                self.progress.wipe()
                note(text)
            case _:
                pass

    def _feed(self, event: FeedDone) -> None:
        feed = self._feeds.get(event.feed_id)
        if event.status == "held" and event.why and not event.error:
            self._held = min((event.next_at, event.why), self._held or (event.next_at, event.why))
        if self._as_json:
            say_json(
                {
                    "event": "feed",
                    "feed": feed.slug if feed else "",
                    "id": event.feed_id,
                    "status": event.status,
                    "new": event.new,
                    "updated": event.updated,
                    "error": event.error or None,
                    "next": rfc3339(event.next_at or None),
                    "why": event.why or None,
                }
            )
        if event.error:
            self.progress.wipe()
            complain(f"{feed.name if feed else event.feed_id}: {event.error}")

    def close(self, done: Done) -> int:
        """The last line, and the exit code."""
        if self._as_json:
            say_json(done_json(done))
        else:
            say(_summary(done, self._held, self._now))
        return FAILED if done.failed or done.offline else DONE


def done_json(done: Done) -> dict[str, object]:
    """The stable JSON form of a run's end."""
    names = ("feeds", "changed", "unchanged", "failed", "held", "new", "updated", "offline")
    found: dict[str, object] = {name: getattr(done, name) for name in names}
    return {"event": "done", **found, "seconds": round(done.seconds, 3)}


def _far(run: Far) -> str:
    parts = [f"{run.done} of {run.total} sources", f"{run.changed} changed", f"{run.new:,} new"]
    parts += [f"{run.failed} failed"] if run.failed else []
    parts += [f"{run.left:.0f} s left"] if run.left else []
    return ", ".join(parts)


def _summary(done: Done, held: tuple[int, str] | None, now: int) -> str:
    parts = [f"{done.new:,} new", f"{done.updated:,} updated"] if done.updated else [f"{done.new:,} new"]
    asked = done.changed + done.unchanged + done.failed
    text = f"{', '.join(parts)} from {asked:,} of {done.feeds:,} sources in {done.seconds:.1f} s"
    more = [f"{done.failed:,} failed"] if done.failed else []
    if done.held:
        at, why = held or (0, "it is too early")
        when = f"; the first may be in {age(max(at - now, 60))}" if at > now else ""
        more.append(f"{done.held:,} not asked yet: {why}{when}")
    return "; ".join([text, *more]) + "."


def _ask_the_other(newsroom: Newsroom, feeds: tuple[int, ...], *, force: bool, as_json: bool) -> int:
    from reader.cli import engine
    from reader.engine.events import Refresh
    from reader.store.feeds import due

    started = newsroom.now()
    who = engine.leave_word(newsroom, Refresh(feeds=feeds, force=force))
    end = time.monotonic() + PATIENCE
    while due(newsroom.db, started) and time.monotonic() < end:
        time.sleep(0.25)
    if as_json:
        say_json({"event": "asked", "engine": who})
    else:
        say(f"Telex is running already ({who}) and was asked to fetch.")
    return DONE
