"""What is loaded: nothing heavy before the first paint, and nothing of the network ever."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.tui.stories import fill, open_newsroom

HEAVY = {
    *(
        "httpx",
        "httpcore",
        "lxml",
        "trafilatura",
        "feedparser",
        "numpy",
        "selectolax",
        "pygments",
        "markdown_it",
    ),
    *(
        "textual.widgets._markdown",
        "rich.markdown",
        "rich.syntax",
        "py3langid",
        "tomllib",
    ),
    *("reader.engine", "reader.fetch", "reader.parse", "reader.typeset", "reader.ticker", "reader.cli"),
    "reader.words.catalogue",
}
NEVER = {"httpx", "httpcore", "lxml", "trafilatura", "feedparser", "numpy", "py3langid", "markdown_it"}

SCRIPT = """
import asyncio, json, sys
from pathlib import Path
from reader.config import Paths, Settings
from reader.newsroom import Newsroom
from reader.tui.app import TelexApp
from reader.tui.screens.main import MainScreen

seen = {}
begin = MainScreen._begin

async def begun(self):
    seen["first"] = sorted(sys.modules)
    await begin(self)

MainScreen._begin = begun

async def main(folder):
    with Newsroom.open(Paths(folder / "data", folder / "config.toml"), Settings()) as newsroom:
        app = TelexApp(newsroom, with_engine=False)
        async with app.run_test(size=(120, 40)) as pilot:
            while not app.main.furnished:
                await pilot.pause()
            await pilot.press("j", "enter", "question_mark", "escape", "/", "x", "escape", "ctrl+p", "escape")
            await pilot.pause()
            seen["rows"] = app.main.headlines.row_count
    seen["later"] = sorted(sys.modules)
    print(json.dumps(seen))

asyncio.run(main(Path(sys.argv[1])))
"""


def test_what_is_loaded_before_and_after_the_first_paint(tmp_path: Path) -> None:
    with open_newsroom(tmp_path) as newsroom:
        fill(newsroom, 3)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["rows"] == 12
    assert not _loaded(seen["first"], HEAVY)
    assert not _loaded(seen["later"], NEVER)


def _loaded(modules: list[str], banned: set[str]) -> set[str]:
    return {name for name in modules if any(name == one or name.startswith(one + ".") for one in banned)}
