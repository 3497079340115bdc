"""Take back the last N steps (1 unless said otherwise): marks, subscriptions, imports, also those of the screen.

With --list the steps of the last 30 days are listed, newest first: number, age, count, what was done; what is taken back
already is in brackets. --step N takes back just that one, where nothing that stands changed the same since; --since N that
one and all after it. What rules did by themselves is taken back by its number only. With --redo, do again what was taken
back last, as long as nothing else was done since.

With --json, one object for each step: id, kind, text, count; with --list also at (RFC 3339, UTC) and undone.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, Failure
from reader.cli.mark import act_json
from reader.cli.numbers import whole
from reader.cli.output import complain, note, rfc3339, say, say_json

if TYPE_CHECKING:
    from reader.model import Act
    from reader.newsroom import Newsroom

LISTED = 1_000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "steps", type=whole(1, 10_000), nargs="?", default=1, metavar="N", help="how many steps"
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--list", action="store_true", help="list the steps that can be taken back")
    way.add_argument("--step", type=whole(1), metavar="ID", help="take back just this one")
    way.add_argument("--since", type=whole(1), metavar="ID", help="take back this one and all after it")
    way.add_argument("--redo", action="store_true", help="do again what was taken back")
    parser.add_argument("--json", action="store_true", help="one JSON object a step")


def run(args: argparse.Namespace, context: Context) -> int:
    with context.newsroom() as newsroom:
        if args.list:
            return _list(newsroom, args.json)
        if args.step or args.since:
            for act in _chosen(newsroom, args):
                _say(act, args, "Taken back")
            return DONE
        for done in range(args.steps):
            last = newsroom.redo() if args.redo else newsroom.undo()
            if last is None:
                complain(_nothing(done, redo=args.redo))
                return FAILED
            _say(last, args, "Done again" if args.redo else "Taken back")
    return DONE


def why_not_alone(newsroom: Newsroom, act: Act) -> str:
    """Why a step cannot be taken back by itself, in one sentence."""
    if act.undone:
        return f"“{act.text}” is taken back already."
    built = newsroom.dependants(act.id)
    others = "a later step" if len(built) == 1 else f"{len(built):,} later steps"
    return f"“{act.text}” cannot go alone: {others} changed the same since."


def _chosen(newsroom: Newsroom, args: argparse.Namespace) -> list[Act]:
    wanted = args.step or args.since
    act = newsroom.step(wanted)
    if act is None:
        raise Failure(f"There is no step {wanted}: “telex undo --list” lists those there are.")
    if args.step:
        taken = newsroom.undo_step(wanted)
        if taken is None:
            sentence = why_not_alone(newsroom, act)
            raise Failure(sentence if act.undone else f"{sentence} --since {wanted} takes all of them back.")
        return [taken]
    return newsroom.undo_since(wanted)


def _say(act: Act, args: argparse.Namespace, what: str) -> None:
    if args.json:
        say_json(act_json(act))
    else:
        say(f"{what}: {act.text}.")


def _list(newsroom: Newsroom, as_json: bool) -> int:
    from reader.text.dates import age

    acts = newsroom.steps(LISTED)
    now = newsroom.now()
    for act in acts:
        if as_json:
            say_json(act_json(act) | {"at": rfc3339(act.at), "undone": act.undone})
            continue
        text = f"({act.text})" if act.undone else act.text
        say(f"{act.id:>6}  {age(now - act.at):>4}  {act.count:>8,}  {text}")
    if not acts:
        note("Nothing was done in the last 30 days.")
    return DONE


def _nothing(done: int, *, redo: bool) -> str:
    what = "done again" if redo else "taken back"
    return f"Only {done} steps could be {what}." if done else f"There is nothing that could be {what}."
