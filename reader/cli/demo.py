"""Read the demo edition: a made-up press in French, Arabic, Spanish and English, without any network.

Its papers are served over loopback by Telex itself, fetched, stored and read as real ones are, in a data folder of their
own that goes when the reader is left. Your own sources and articles are not touched.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, WRONG_USAGE, WrongUsage
from reader.cli.output import complain, say
from reader.cli.terminal import why_no_screen

if TYPE_CHECKING:
    from reader.config import Paths
    from reader.demo.server import Serving
    from reader.newsroom import Newsroom


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prepare-only", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace, context: Context) -> int:
    if args.prepare_only:
        return _prepare(context)
    why = why_no_screen()
    if why or context.screen is None:
        complain(why or "This Telex was started without its screen.")
        return WRONG_USAGE
    with edition() as paths:
        return context.screen(paths)


@contextmanager
def edition() -> Iterator[Paths]:
    """The press served and subscribed to, in a folder that goes with the context. What is in it is fetched already."""
    import tempfile
    from pathlib import Path

    from reader.config import Paths
    from reader.demo.server import serve
    from reader.newsroom import Newsroom

    with (
        tempfile.TemporaryDirectory(prefix="telex-demo-", ignore_cleanup_errors=True) as folder,
        serve(time.time()) as press,
    ):
        paths = Paths(Path(folder) / "data", Path(folder) / "config.toml")
        with Newsroom.open(paths) as newsroom:
            subscribe(newsroom, press)
            fetch(newsroom)
        yield paths


def subscribe(newsroom: Newsroom, press: Serving) -> None:
    """Subscribe to every paper of the press."""
    from reader.store.feeds import NewFeed

    newsroom.begin_with(
        [
            NewFeed(url=one.url, title=one.title, folder=one.folder, language=one.language)
            for one in press.feeds
        ]
    )


def fetch(newsroom: Newsroom) -> int:
    """Fetch all that is due through the engine; answers how many sources failed."""
    from reader.cli import engine

    lease = engine.take_lease(newsroom)
    if lease is None:
        raise WrongUsage("Another Telex is using this data folder.")
    try:
        return asyncio.run(
            engine.run_refresh(newsroom, lease, (), force=False, tell=lambda event: None)
        ).failed
    finally:
        lease.release()


def _prepare(context: Context) -> int:
    """Fetch the press into the data folder that was named, and leave: for tests, and to look at it offline."""
    from reader.demo.server import serve

    if context.paths.store.exists():
        raise WrongUsage(f"There is a store in {context.paths.data} already: name an empty --data-dir.")
    with serve(time.time()) as press, context.newsroom(make=True) as newsroom:
        subscribe(newsroom, press)
        failed = fetch(newsroom)
        say(f"{newsroom.counts().total:,} entries from {len(press.feeds)} papers.")
    return FAILED if failed else DONE
