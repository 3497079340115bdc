"""Ask feeds over the network what they answer today: for “telex doctor --feeds”, run by a person only.

Nothing is stored. Each feed is asked once, one at a time for each host, through the same client, guard and gates as always.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, Failure
from reader.cli.output import Progress, say, say_json

Asked = tuple[str, str, bool]
"""Address, name, and whether it is on (or subscribed to)."""


def run_checkup(context: Context, starter: str, as_json: bool) -> int:
    """Ask the feeds of a starter pack, or with "" those that are subscribed to; 1 where one that is on fails."""
    return asyncio.run(_run(_wanted(context, starter), context, as_json))


def _wanted(context: Context, starter: str) -> list[Asked]:
    if not starter:
        with context.newsroom() as newsroom:
            return [(feed.url, feed.name, True) for feed in newsroom.feeds()]
    from reader.starters import NAMES, load

    if starter not in NAMES:
        raise Failure(f"There is no starter pack “{starter}”: there are {', '.join(NAMES)}.")
    return [(feed.url, feed.title, not feed.off) for feed in load(starter).feeds]


def _servers(context: Context) -> tuple[str, ...]:
    """The servers that have a login in the keyring."""
    from reader.store import logins

    if not context.paths.store.exists():
        return ()
    with context.newsroom() as newsroom:
        return logins.servers(newsroom.db)


async def _run(wanted: list[Asked], context: Context, as_json: bool) -> int:
    progress = Progress()
    failed = done = 0
    async for (url, name, on), ok, text in _answers(wanted, context):
        done += 1
        failed += on and not ok
        progress.wipe()
        if as_json:
            say_json({"url": url, "name": name, "on": on, "ok": ok, "text": text})
        else:
            say(f"{' ' if ok else '!'} {name}{'' if on else ' (off)'}: {text}  {url}")
        progress.show(f"{done} of {len(wanted)}")
    progress.wipe()
    return FAILED if failed else DONE


async def _answers(wanted: list[Asked], context: Context) -> AsyncIterator[tuple[Asked, bool, str]]:
    from reader.engine.outward import fetcher as fetcher_for
    from reader.fetch.gates import Gates

    gates = Gates(context.settings.fetch.hosts)
    async with fetcher_for(context.settings, servers=_servers(context)) as fetcher:
        asking = [asyncio.ensure_future(_ask(one, fetcher, gates)) for one in wanted]
        try:
            for finished in asyncio.as_completed(asking):
                yield await finished
        finally:
            for task in asking:
                task.cancel()


async def _ask(one: Asked, fetcher: object, gates: object) -> tuple[Asked, bool, str]:
    from reader.fetch.client import Fetcher, Request
    from reader.fetch.errors import FetchError, status_sentence
    from reader.fetch.gates import FEED_GAP, Gates
    from reader.fetch.guard import is_near, parse_address
    from reader.parse.errors import FeedError
    from reader.parse.feed import parse_feed

    assert isinstance(fetcher, Fetcher)
    assert isinstance(gates, Gates)
    try:
        host = parse_address(one[0]).host
        async with gates.turn(host, 0.0 if is_near(host) else FEED_GAP):
            answer = await fetcher.get(Request(one[0], typed=True))
        if answer.status != 200:
            return one, False, status_sentence(answer.status, host)
        parsed = parse_feed(
            answer.body, url=answer.url, charset=answer.charset, content_type=answer.content_type
        )
    except (FetchError, FeedError) as error:
        return one, False, str(error)
    moved = f", moved to {answer.url}" if answer.permanent else ""
    return one, True, f"{len(parsed.entries)} entries{moved}"
