"""Runs command lines one after the other in one process: `python -m tests.terminal.commands` reads them from a file of JSON.

What a command answers, and any exception that came through, is printed behind it in words of this file's own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from reader.cli.main import main


def run(lines: list[list[str]]) -> None:
    for arguments in lines:
        try:
            code = main(arguments)
        except BaseException as error:  # nothing may come through: the test looks for this word
            print(f"== CAME THROUGH {type(error).__name__}")
            continue
        print(f"== {code}", flush=True)


if __name__ == "__main__":
    run(json.loads(Path(sys.argv[1]).read_text(encoding="ascii")))
