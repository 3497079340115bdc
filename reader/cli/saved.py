"""List the saved searches, and save, rename, move or remove one.

A saved search is a feed of its own: it stands beside the sources with its unread count, the keys 5 to 9 open the first
five, and saved:NAME stands for it in any query, in the ticker's too. “telex undo” takes every change back.

With --json, one object a line: id, name, query, unread, total; after a change: id, kind, text, count of the step.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, WrongUsage
from reader.cli.mark import act_json
from reader.cli.output import note, say, say_json
from reader.cli.queries import letters
from reader.text.cells import fit
from reader.text.clean import clean_line, guard

if TYPE_CHECKING:
    from reader.model import Act
    from reader.newsroom import Newsroom

NAME = 24
"""Cells of the name's column."""


def arguments(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--save", nargs=2, metavar=("NAME", "QUERY"), help="keep a query; one of that name is replaced"
    )
    way.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="give it another name")
    way.add_argument("--move", nargs=2, metavar=("NAME", "PLACE"), help="put it at this place, from 1 on")
    way.add_argument("--remove", metavar="NAME", help="take it away")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    with context.newsroom() as newsroom:
        act = _change(args, newsroom)
        if act is not None:
            if args.json:
                say_json(act_json(act))
            else:
                say(f"{act.text}. “telex undo” takes it back.")
            return DONE
        kept = newsroom.saved()
        counts = newsroom.count_saved()
        for place, one in enumerate(kept, 1):
            unread, total = counts[one.id]
            if args.json:
                say_json(
                    {"id": one.id, "name": one.name, "query": one.query, "unread": unread, "total": total}
                )
            else:
                say(f"{place:>3}  {fit(guard(one.name), NAME)}  {unread:>6} / {total:<6}  {one.query}")
    if not kept:
        note("Nothing is saved yet: telex saved --save NAME QUERY, or the key for it in the reader's search.")
    return DONE


def _change(args: argparse.Namespace, newsroom: Newsroom) -> Act | None:
    """Do what an option asks for; None where none does."""
    if args.save:
        name, query = args.save
        return newsroom.save_query(clean_line(letters(name), 100), letters(query))
    if args.rename:
        name, new = args.rename
        return newsroom.rename_saved(newsroom.find_saved(letters(name)).id, clean_line(letters(new), 100))
    if args.move:
        name, place = args.move
        if not (place.isascii() and place.isdigit() and len(place) < 6):
            raise WrongUsage(f"{place} is no place: it is a number from 1 on.")
        return newsroom.move_saved(newsroom.find_saved(letters(name)).id, int(place))
    if args.remove:
        return newsroom.remove_saved(newsroom.find_saved(letters(args.remove)).id)
    return None
