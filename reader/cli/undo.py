"""Take back the last N steps (1 unless said otherwise): marks, subscriptions, imports, also those of the screen.

With --json, one object for each step that was taken back: id, kind, text, count.
"""

from __future__ import annotations

import argparse

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED
from reader.cli.mark import act_json
from reader.cli.output import complain, say, say_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("steps", type=_steps, nargs="?", default=1, metavar="N", help="how many steps")
    parser.add_argument("--json", action="store_true", help="one JSON object a step")


def run(args: argparse.Namespace, context: Context) -> int:
    with context.newsroom() as newsroom:
        for done in range(args.steps):
            act = newsroom.undo()
            if act is None:
                complain(
                    "There is nothing to take back."
                    if not done
                    else f"Only {done} steps could be taken back."
                )
                return FAILED
            if args.json:
                say_json(act_json(act))
            else:
                say(f"Taken back: {act.text}.")
    return DONE


def _steps(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 to 10000 is needed")
    return number
