"""The command line: finds the command's own file by its name and loads no other.

Each command is a module with a docstring, which is its help, `arguments(parser)` and `run(args, context) -> int`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from types import ModuleType
from typing import Any

from reader.cli.context import Context, Screen
from reader.cli.errors import DONE, FAILED, INTERRUPTED, WRONG_USAGE, exit_code, sentence
from reader.cli.output import complain
from reader.config import find_paths
from reader.text.clean import guard_text
from reader.text.plain import bear_every_letter

COMMANDS = {
    "add": "add",
    "fetch": "fetch",
    "list": "listing",
    "search": "search",
    "show": "show",
    "mark": "mark",
    "undo": "undo",
    "saved": "saved",
    "rules": "rules",
    "pack": "pack",
    "images": "images",
    "ticker": "ticker",
    "sources": "sources",
    "login": "login",
    "import": "importing",
    "export": "export",
    "inspect": "inspecting",
    "sync": "sync",
    "backup": "backingup",
    "trim": "trim",
    "doctor": "doctor",
    "demo": "demo",
    "help": "helping",
    "debug": "debug",
}
"""Each command's name and its module in `reader.cli`, in the order of the help."""

HIDDEN = ("debug",)

_ABOUT = """Telex, a news reader for the terminal. Without a command it opens the reader itself."""
_AFTER = (
    """“telex COMMAND --help” tells more. Exit codes: 0 done, 1 failed (said on stderr), 2 wrong usage."""
)


def main(argv: list[str], *, screen: Screen | None = None) -> int:
    """Run one command and answer its exit code. `screen` opens the reader where a command asks for it."""
    bear_every_letter()
    try:
        code = _run(argv, screen)
        sys.stdout.flush()
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else DONE
        return _flushed(code)
    except BrokenPipeError:
        return _flushed(DONE)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _failed(error, argv)
    return code


def _run(argv: list[str], screen: Screen | None) -> int:
    head, name, rest = _split(argv)
    top = _top_parser()
    found = top.parse_args(head)
    if not name:
        context = Context(find_paths(found.data_dir, found.config), screen)
        return open_reader(context)
    if name not in COMMANDS:
        complain(f"There is no command “{name}”.{_nearest(name)} “telex --help” lists them.")
        return WRONG_USAGE
    module = importlib.import_module(f"reader.cli.{COMMANDS[name]}")
    parser = command_parser(name, module)
    args = parser.parse_args(rest) if "--" in rest else parser.parse_intermixed_args(rest)
    paths = find_paths(args.data_dir or found.data_dir, args.config or found.config)
    code: int = module.run(args, Context(paths, screen))
    return code


def open_reader(context: Context) -> int:
    """The reader itself, or one line that says why there is none here."""
    from reader.cli.terminal import why_no_screen

    why = why_no_screen()
    if why or context.screen is None:
        complain(why or "This Telex was started without its screen: “telex --help” lists the commands.")
        return WRONG_USAGE
    return context.screen(context.paths)


def command_parser(name: str, module: ModuleType) -> argparse.ArgumentParser:
    """The parser of one command, its help taken from its module's docstring."""
    parser = _Parser(
        prog=f"telex {name}",
        description=(module.__doc__ or "").strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.arguments(parser)
    _add_places(parser)
    return parser


def _top_parser() -> argparse.ArgumentParser:
    parser = _Top(prog="telex", usage="telex [COMMAND] [options]", add_help=False, allow_abbrev=False)
    parser.add_argument("-h", "--help", action="help", help="show this and leave")
    parser.add_argument(
        "--linear", action="store_true", help="the reader for screen readers: one column of sentences"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    _add_places(parser)
    return parser


def top_help() -> str:
    """What “telex --help” prints."""
    return _top_parser().format_help()


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", metavar="DIR", help="where the store is (also TELEX_DATA_DIR)")
    parser.add_argument("--config", metavar="FILE", help="the settings file (also TELEX_CONFIG)")


class _Parser(argparse.ArgumentParser):
    """Says what was wrong with an argument without letting the argument act on the terminal."""

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(guard_text(message), file)


class _Top(_Parser):
    def format_help(self) -> str:
        shown = [name for name in COMMANDS if name not in HIDDEN]
        rows = [f"  {name:<9} {_summary(COMMANDS[name])}" for name in shown]
        own = argparse.HelpFormatter(self.prog)
        own.start_section("options")
        own.add_arguments(self._actions)
        own.end_section()
        return "\n".join(
            [f"usage: {self.usage}", "", _ABOUT, "", "commands:", *rows, "", own.format_help(), _AFTER, ""]
        )


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> None:
        from reader import __version__

        print(f"telex {__version__}")
        parser.exit()


def _summary(module: str) -> str:
    """The first line of the command's help. Loads its module, which is why only the help asks for it."""
    doc = importlib.import_module(f"reader.cli.{module}").__doc__ or ""
    return doc.partition("\n")[0].rstrip(".")


def _split(argv: list[str]) -> tuple[list[str], str, list[str]]:
    """What stands before the command's name, the name ("" where there is none), and what stands after it."""
    place = 0
    while place < len(argv) and argv[place].startswith("-"):
        place += 2 if argv[place] in ("--data-dir", "--config") else 1
    if place >= len(argv):
        return argv, "", []
    return argv[:place], argv[place], argv[place + 1 :]


def _nearest(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, [known for known in COMMANDS if known not in HIDDEN], 1)
    return f" Did you mean “{near[0]}”?" if near else ""


def _failed(error: Exception, argv: list[str]) -> int:
    code = exit_code(error)
    if code is not None:
        complain(sentence(error))
        return code
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        complain(f"{where}{error.strerror}.")
        return FAILED
    import traceback

    if os.environ.get("TELEX_DEBUG"):
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"
    complain(
        f"Something went wrong that Telex did not foresee ({type(error).__name__} at {place}: {error}). "
        "TELEX_DEBUG=1 shows where."
    )
    return FAILED


def _flushed(code: int) -> int:
    """Bring out what is buffered; where nobody reads any more, leave without a word now and at the interpreter's end."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return code
