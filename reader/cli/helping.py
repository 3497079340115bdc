"""Explain: “telex help query” is the query language, “telex help COMMAND” what a command does.

Without a word it lists the commands, as “telex --help” does.
"""

from __future__ import annotations

import argparse

from reader.cli.context import Context
from reader.cli.errors import DONE, WrongUsage
from reader.cli.output import columns, say_text


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", nargs="?", default="", metavar="TOPIC", help="query, or a command's name")


def run(args: argparse.Namespace, context: Context) -> int:
    from reader.cli.main import COMMANDS, command_parser, top_help

    if args.topic == "query":
        from reader.store.query.help import as_text

        say_text(as_text(min(columns() or 100, 100)))
    elif args.topic in COMMANDS:
        import importlib

        module = importlib.import_module(f"reader.cli.{COMMANDS[args.topic]}")
        say_text(command_parser(args.topic, module).format_help().rstrip())
    elif not args.topic:
        say_text(top_help().rstrip())
    else:
        import difflib

        near = difflib.get_close_matches(args.topic, ["query", *COMMANDS], 1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        raise WrongUsage(f"There is no help on “{args.topic}”.{hint} There is on query and on each command.")
    return DONE
