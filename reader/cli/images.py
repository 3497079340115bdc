"""Images that are hidden, reported or blocked. Without an action they are listed, with their reasons.

```text
hide ADDRESS [--host]       hide an image everywhere, or all images of its host
report ID ADDRESS           hide it in one article; reported in two articles it is blocked everywhere by itself
undo NUMBER|ADDRESS         show it again; also host:NAME, and list:NUMBER for a whole list
subscribe FILE|ADDRESS      block what a list names: a plain text, one hash (SHA-256) or address of an image a line
lines NUMBER                what a list names
export [--to FILE]          your own list, for others to subscribe to

```
An image is the same where its content or its address (without tracking) is. ID is an article's number, as “telex list” shows
it. “telex undo” takes every step back. The settings say under [images] in how many articles an image is reported, and on
how many lists it stands, until it is blocked.

With --json, one object a line: id, state (hidden or blocked), reason, url, hash, host, articles, at; of a list: list, origin,
lines, at; after a change: id, kind, text, count of the step.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure, WrongUsage
from reader.cli.mark import act_json
from reader.cli.output import note, rfc3339, say, say_bytes, say_json
from reader.cli.queries import letters
from reader.text.cells import fit
from reader.text.clean import guard
from reader.text.files import write_new

if TYPE_CHECKING:
    from reader.model import Act
    from reader.newsroom import Newsroom
    from reader.store.imagedesk import ImageDesk

_ACTIONS = {"hide": 1, "report": 2, "undo": 1, "subscribe": 1, "lines": 1, "export": 0}
"""Each action and how many words it needs."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=_ACTIONS, help="what to do; listed without")
    parser.add_argument("words", nargs="*", metavar="WORD", help="a number, an address, a hash, a file")
    parser.add_argument("--host", action="store_true", help="all images of its host, with hide")
    parser.add_argument("--to", metavar="FILE", help="where the list is written, with export")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    words = [letters(word) for word in args.words]
    if args.action and len(words) != _ACTIONS[args.action]:
        raise WrongUsage(f"“telex images {args.action}” needs {_ACTIONS[args.action]} words: see --help.")
    with context.newsroom() as newsroom:
        desk = newsroom.images
        if not args.action:
            _list(desk, args.json)
        elif args.action == "lines":
            for line in desk.lines(_number(words[0])):
                say(line)
        elif args.action == "export":
            _export(desk.export().encode("utf-8", "replace"), args.to)
        else:
            if newsroom.readonly:
                raise Failure(newsroom.refusal)
            act = _change(newsroom, args.action, words, args.host)
            if args.json:
                say_json(act_json(act))
            else:
                say(f"{act.text}. “telex undo” takes it back." if act.id else f"{act.text}.")
    return DONE


def _list(desk: ImageDesk, as_json: bool) -> None:
    hidden, lists = desk.hidden(), desk.lists()
    for one in hidden:
        if as_json:
            say_json(
                {
                    "id": one.id,
                    "state": one.state,
                    "reason": one.reason,
                    "url": one.url or None,
                    "hash": one.hash or None,
                    "host": one.host or None,
                    "articles": one.articles,
                    "at": rfc3339(one.at),
                }
            )
        else:
            say(f"{one.id:>4}  {one.state:<7} {fit(guard(one.reason), 22)}  {guard(one.url or one.host)}")
    for one_list in lists:
        if as_json:
            found = {"list": one_list.id, "origin": one_list.origin, "lines": one_list.lines}
            say_json({**found, "at": rfc3339(one_list.at)})
        else:
            number = f"{one_list.lines:,} images"
            say(f"list:{one_list.id}  {number:>15}  {guard(one_list.origin)}")
    if not hidden and not lists:
        note("No image is hidden.")


def _change(newsroom: Newsroom, action: str, words: list[str], host: bool) -> Act:
    desk = newsroom.images
    match action:
        case "hide":
            return desk.hide(0, words[0], "host" if host else "image")
        case "report":
            return desk.hide(_number(words[0]), words[1], "report")
        case "undo":
            return desk.release(words[0])
    from reader.cli import engine

    address = words[0].startswith(("http://", "https://"))
    origin = words[0] if address else str(Path(words[0]).expanduser().resolve())
    return desk.subscribe(origin, asyncio.run(engine.run_list(newsroom, origin)))


def _export(data: bytes, to: str | None) -> None:
    if to is None:
        say_bytes(data)
    else:
        write_new(Path(to), data)


def _number(text: str) -> int:
    text = text.removeprefix("list:")
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        raise WrongUsage(f"{text!r} is no number.")
    return int(text)
