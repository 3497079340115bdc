"""Two `telex fetch` at the same moment, again and again: forked from a process that has loaded everything, so that both run.

Run as `python -m tests.engine.pairs DATA`; for each line on standard input it starts a pair and answers "CODE CODE".
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from reader.cli import engine, fetch, main  # noqa: F401 -- loaded before the forks
from reader.store.database import open_store


def start(data: str) -> int:
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        with (
            Path(data, "said.txt").open("a") as out,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(out),
        ):
            code = main.main(["--data-dir", data, "--config", f"{data}/config.toml", "fetch", "--json"])
    finally:
        os._exit(code)


def run() -> None:
    data = sys.argv[1]
    for _ in sys.stdin:
        with open_store(Path(data, "telex.db")) as db, db.write():
            db.execute("UPDATE feed SET next_at = 0, fresh_until = 0")
        pair = [start(data) for _ in range(2)]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in pair]
        print(*codes, flush=True)


if __name__ == "__main__":
    run()
