"""The demo edition: a made-up press over loopback, read with a data folder of its own that goes when it ends."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from reader.config import Paths, Settings
from reader.tui.start import run
from reader.tui.terminal import unfit


def run_demo() -> int:
    """Serve, subscribe, read. Nothing of the person's own is touched, and nothing beyond loopback is asked."""
    if unfit():
        return run(Paths(Path(), Path()), Settings())
    from reader.demo.server import serve
    from reader.newsroom import Newsroom
    from reader.store.feeds import NewFeed

    with tempfile.TemporaryDirectory(prefix="telex-demo-") as folder, serve(time.time()) as press:
        paths = Paths(Path(folder) / "data", Path(folder) / "config.toml")
        wanted = [
            NewFeed(url=one.url, title=one.title, folder=one.folder, language=one.language, typed=True)
            for one in press.feeds
        ]
        with Newsroom.open(paths) as newsroom:
            newsroom.import_feeds(wanted)
        return run(paths, Settings())
