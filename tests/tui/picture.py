"""A picture of the demo edition, made by the program itself: `python -m tests.tui.picture OUT.svg [WIDTH HEIGHT [KEY ...]]`.

The press is served, fetched and read as `telex demo` does it; the screen is then drawn as SVG. The README's picture is
`python -m tests.tui.picture tests/pictures/demo.svg 160 24 j j j j j j`.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from reader.cli.main import main as telex
from reader.config import Paths, Settings
from reader.demo.server import serve
from reader.newsroom import Newsroom
from reader.store.feeds import NewFeed
from reader.tui.app import TelexApp

_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Rich's SVG fetches its font from a public host; a reader that asks nobody keeps a picture that asks nobody."""

_ORDER = "<style>\n    text { direction: ltr; unicode-bidi: bidi-override; }"
"""The screen's cells are in their visual order already; whoever shows the picture must not order them again."""


async def draw(newsroom: Newsroom, width: int, height: int, keys: list[str]) -> str:
    """The screen as SVG after `keys` were pressed."""
    app = TelexApp(newsroom, with_engine=False)
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause(0.4)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        await pilot.pause(0.4)
        drawn = app.export_screenshot(title="Telex")
    drawn = _FONTS.sub("", drawn).replace("Fira Code", "DejaVu Sans Mono")
    return drawn.replace("<style>", _ORDER, 1)


def picture(target: Path, width: int, height: int, keys: list[str]) -> None:
    """Write the picture to `target`."""
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as folder, serve(time.time()) as press:
        paths = Paths(Path(folder) / "data", Path(folder) / "config.toml")
        with Newsroom.open(paths) as newsroom:
            newsroom.import_feeds(
                [
                    NewFeed(url=one.url, title=one.title, folder=one.folder, language=one.language)
                    for one in press.feeds
                ]
            )
        telex(["fetch", "--data-dir", str(paths.data), "--config", str(paths.config)])
        with Newsroom.open(paths, Settings()) as newsroom:
            target.write_text(asyncio.run(draw(newsroom, width, height, keys)), encoding="utf-8")


if __name__ == "__main__":
    size = [int(one) for one in sys.argv[2:4]] or [140, 36]
    picture(Path(sys.argv[1]), size[0], size[1], sys.argv[4:])
