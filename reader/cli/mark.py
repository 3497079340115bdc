"""Mark entries: read, unread, star, unstar, later, unlater, hide, unhide, tag:NAME, untag:NAME; join and split stories.

The mark falls on exactly the entries that QUERY finds at this moment, in one step that “telex undo” takes back. All
entries are meant only by an explicit empty query: telex mark read ''. What is hidden is found by is:hidden alone.

“join” makes one story of all that QUERY finds, “split” takes the one entry that it finds out of its story: both for good.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypedDict

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure
from reader.cli.output import say, say_json
from reader.cli.queries import add_query, ids, letters, query_of

if TYPE_CHECKING:
    from reader.model import Act
    from reader.newsroom import Newsroom
    from reader.store.windows import View


class Wish(TypedDict, total=False):
    """A mark to be set or taken away."""

    read: bool | None
    starred: bool | None
    later: bool | None
    hidden: bool | None


PLAIN: dict[str, Wish] = {
    "read": {"read": True},
    "unread": {"read": False},
    "star": {"starred": True},
    "unstar": {"starred": False},
    "later": {"later": True},
    "unlater": {"later": False},
    "hide": {"hidden": True},
    "unhide": {"hidden": False},
}
"""Each word and the mark that it sets."""

STORIES = ("join", "split")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "mark",
        type=a_mark,
        metavar="MARK",
        help="one of the words above",
    )
    add_query(parser, needed=True)
    parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    with context.newsroom() as newsroom:
        act = _act(newsroom, letters(args.mark), newsroom.view(query_of(args)))
        if args.json:
            say_json(act_json(act))
        else:
            say(f"{act.text}." + (" “telex undo” takes it back." if act.count else ""))
    return DONE


def act_json(act: Act) -> dict[str, object]:
    """A step of the journal: id (0 where nothing was changed), kind, text, count of entries."""
    return {"id": act.id, "kind": act.kind, "text": act.text, "count": act.count}


def a_mark(text: str) -> str:
    """A word for a mark, for argparse."""
    if text in (*PLAIN, *STORIES) or (text.startswith(("tag:", "untag:")) and text.partition(":")[2].strip()):
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is none of {', '.join((*PLAIN, *STORIES))}, tag:NAME, untag:NAME"
    )


def _act(newsroom: Newsroom, mark: str, view: View) -> Act:
    if newsroom.readonly:
        raise Failure(newsroom.refusal)
    from reader.store.marks import mark_view

    kind, _, name = mark.partition(":")
    if kind == "tag":
        return newsroom.tag(ids(view), name, bulk=view.count > 1)
    if kind == "untag":
        return newsroom.untag(ids(view), name, bulk=view.count > 1)
    if kind == "join":
        return newsroom.join(ids(view))
    if kind == "split":
        if view.count != 1:
            raise Failure(f"“split” takes one entry out of its story: this finds {view.count:,}.")
        return newsroom.split(ids(view)[0])
    wish: Wish = {"read": None, **PLAIN[mark]}
    return mark_view(newsroom.db, view, **wish, now=newsroom.now())
