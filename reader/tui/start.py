"""Starts the reader on a terminal and gives its exit code."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from reader.tui.terminal import Guard, report

if TYPE_CHECKING:
    from reader.config import Paths, Settings


def run(paths: Paths, settings: Settings, demo_wanted: int) -> int:
    """Show the screen until the person leaves: 0 well, 1 for a fault or a store that refuses, 128 and the number after a
    signal, `demo_wanted` when the demo edition was asked for."""
    gc.disable()  # what a start makes stays: looking through it for garbage takes a tenth of the time to the first paint
    from reader import __version__
    from reader.newsroom import Newsroom
    from reader.store.errors import StoreError
    from reader.tui.app import TelexApp

    try:
        newsroom = Newsroom.open_as_allowed(paths, settings)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    fault: BaseException | None = None
    choice: str | None = None
    with newsroom:
        app = TelexApp(newsroom, begun=_collect_again)
        with Guard(app.end_soon, lambda: newsroom.engine_pid) as guard:
            try:
                choice = app.run(mouse=settings.mouse)
            except Exception as error:
                fault = error
        fault = app.fault or fault
    if guard.caught:
        return 128 + guard.caught
    if fault is not None:
        print(report(fault, paths.log, __version__), file=sys.stderr)
        return 1
    return demo_wanted if choice == "demo" else 0


def _collect_again() -> None:
    gc.freeze()
    gc.enable()
