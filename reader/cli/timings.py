"""How long the usual steps take on this computer and store: for “telex doctor --timings”."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from reader.cli.context import Context
from reader.cli.errors import DONE
from reader.cli.output import say, say_json

TIMES = 5


def run_timings(context: Context, as_json: bool) -> int:
    """Print the median of five runs of each step, in milliseconds."""
    for name, ms in _measured(context):
        if as_json:
            say_json({"name": name, "ms": round(ms, 2)})
        else:
            say(f"{ms:9.2f} ms  {name}")
    return DONE


def _measured(context: Context) -> list[tuple[str, float]]:
    opening = _time(lambda: context.newsroom().close())
    found = [("open the store", opening)]
    with context.newsroom() as newsroom:
        first = newsroom.view()
        steps: list[tuple[str, Callable[[], object]]] = [
            ("open the list of everything, first 60 rows", lambda: newsroom.view().rows(0, 60)),
            (
                "open the list of what is unread, first 60 rows",
                lambda: newsroom.view("is:unread").rows(0, 60),
            ),
            ("list the sources", newsroom.feeds),
        ]
        if first.count:
            row = first.rows(0, 1)[0]
            word = max(row.title.split(), key=len, default="a").strip("\"'():,")
            steps += [
                ("search for a word of the newest headline", lambda: newsroom.view(f'"{word}"').rows(0, 60)),
                ("jump to the last 60 rows", lambda: newsroom.view().rows(max(0, first.count - 60), 60)),
                ("read the newest article from the store", lambda: newsroom.article(row.id)),
            ]
        found += [(name, _time(step)) for name, step in steps]
    return found


def _time(step: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        step()
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)
