"""Take back the last N steps (1 unless said otherwise): marks, subscriptions, imports, also those of the screen.

With --redo, do again what was taken back last, as long as nothing else was done since.

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
    parser.add_argument("--redo", action="store_true", help="do again what was taken back")
    parser.add_argument("--json", action="store_true", help="one JSON object a step")


def run(args: argparse.Namespace, context: Context) -> int:
    with context.newsroom() as newsroom:
        for done in range(args.steps):
            act = newsroom.redo() if args.redo else newsroom.undo()
            if act is None:
                complain(_nothing(done, redo=args.redo))
                return FAILED
            if args.json:
                say_json(act_json(act))
            else:
                say(f"{'Done again' if args.redo else 'Taken back'}: {act.text}.")
    return DONE


def _nothing(done: int, *, redo: bool) -> str:
    what = "done again" if redo else "taken back"
    return f"Only {done} steps could be {what}." if done else f"There is nothing that could be {what}."


def _steps(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 to 10000 is needed")
    return number
