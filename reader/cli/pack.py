"""Make articles ready for reading offline: their whole texts and images, fetched politely.

What QUERY finds (what is unread, unless said otherwise) is packed by rank: starred, unread, newest, until --size is reached.
What feeds gave whole, and what was packed before, is not asked for again, so a cut goes on where it was. robots.txt is
obeyed, one page at a time for each host, two seconds apart. Packed articles are never taken by retention; --release
lets them go again. Without an argument, “telex pack --list” says what is packed.

With --json, one object: total, ready, failed, left (did not fit), bytes, failures (id, why); with --list: ready, failed,
wanted, bytes; with --release: released.
"""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, Failure
from reader.cli.output import Progress, complain, say, say_json
from reader.cli.queries import add_query, query_of
from reader.limits import shown_size

if TYPE_CHECKING:
    from reader.engine.events import PackProgress
    from reader.newsroom import Newsroom

DEFAULT = "is:unread"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_query(parser)
    parser.add_argument("--size", type=a_size, default=300_000_000, metavar="300MB", help="no more than this")
    parser.add_argument("--list", action="store_true", dest="listed", help="say what is packed")
    parser.add_argument("--release", action="store_true", help="let what QUERY finds be packed no longer")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def a_size(text: str) -> int:
    """Bytes, written as 300MB; for argparse."""
    from reader.limits import WrongLimits, read_limits

    try:
        size = read_limits(text).size
    except WrongLimits:
        size = 0
    if not size:
        raise argparse.ArgumentTypeError(f"{text!r} is no size: for example 300MB or 2GB")
    return size


def run(args: argparse.Namespace, context: Context) -> int:
    from reader.store import offline

    with context.newsroom() as newsroom:
        db, now = newsroom.db, newsroom.now()
        if args.listed:
            found = offline.packed(db)
            counts = {
                "ready": found.ready,
                "failed": found.failed,
                "wanted": found.wanted,
                "bytes": found.bytes,
            }
            if args.json:
                say_json(counts)
            else:
                text = f"{found.ready:,} articles are packed, {shown_size(found.bytes)}"
                say(
                    f"{text}; {found.failed:,} have only what their feeds gave."
                    if found.failed
                    else f"{text}."
                )
            return DONE
        if newsroom.readonly:
            raise Failure(newsroom.refusal)
        query = query_of(args) or DEFAULT
        if args.release:
            released = offline.release(db, query, now)
            if args.json:
                say_json({"released": released})
            else:
                say(f"{released:,} articles are packed no longer.")
            return DONE
        return _pack(newsroom, query, args.size, args.json)


def _pack(newsroom: Newsroom, query: str, size: int, as_json: bool) -> int:
    from reader.cli import engine
    from reader.engine.events import Pack
    from reader.store import offline

    newsroom.view(query)  # a wrong query is said before anything is asked for
    lease = engine.take_lease(newsroom)
    if lease is None:
        who = engine.leave_word(newsroom, Pack(query, size))
        if as_json:
            say_json({"event": "asked", "engine": who})
        else:
            say(f"Telex is running already ({who}) and was asked to pack.")
        return DONE
    progress = Progress()

    def tell(far: PackProgress) -> None:
        progress.show(f"{far.done:,} of {far.total:,}, {shown_size(far.bytes)}")

    try:
        done = asyncio.run(engine.run_pack(newsroom, lease, query, size, tell))
    finally:
        progress.wipe()
        lease.release()
    why = offline.failures(newsroom.db)
    if as_json:
        found = {
            "total": done.total,
            "ready": done.ready,
            "failed": done.failed,
            "left": done.left,
            "bytes": done.bytes,
        }
        say_json(
            {**found, "failures": [{"id": one, "why": text} for one, text in why] if done.failed else []}
        )
        return FAILED if done.failed else DONE
    parts = [f"{done.ready:,} of {done.total:,} articles are ready, {shown_size(done.bytes)}"]
    parts += [f"{done.failed:,} have only what their feeds gave"] if done.failed else []
    parts += [f"{done.left:,} did not fit into {shown_size(size)}"] if done.left else []
    say("; ".join(parts) + ".")
    if done.failed:
        for entry_id, text in why[:10]:
            complain(f"{entry_id}: {text}")
    return FAILED if done.failed else DONE
