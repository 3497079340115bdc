"""Starts the reader on a terminal and gives its exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.tui.terminal import Guard, report, unfit

if TYPE_CHECKING:
    from reader.config import Paths, Settings

DEMO = 75
"""The code of a reader that ended because the person asked for the demo edition; never leaves the program."""


def run(paths: Paths, settings: Settings, *, with_engine: bool = True) -> int:
    """Show the screen until the person leaves. 0 well, 1 for a fault or a store that refuses, 2 where there is no
    terminal, 128 and the number after a signal, `DEMO` when the demo was asked for."""
    reason = unfit()
    if reason:
        print(reason, file=sys.stderr)
        return 2
    from reader import __version__
    from reader.newsroom import Newsroom
    from reader.store.errors import StoreError
    from reader.tui.app import TelexApp

    try:
        newsroom = Newsroom.open(paths, settings)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    fault: BaseException | None = None
    choice: str | None = None
    with newsroom:
        app = TelexApp(newsroom, with_engine=with_engine)
        with Guard(app.end_soon) as guard:
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
    return DEMO if choice == "demo" else 0
