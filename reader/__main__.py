"""The command `telex`: the reader without arguments, the demo edition, and everything else on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run Telex with these arguments (those of the process by default) and give its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    places, rest = _places(arguments)
    if rest and rest != ["demo"]:
        from reader.cli.main import main as command_line

        return command_line(arguments)
    os.environ.setdefault("TEXTUAL_FPS", "120")
    if rest:
        return _demo()
    from reader.config import ConfigError, find_paths, load_settings
    from reader.tui.start import DEMO, run

    paths = find_paths(places.get("--data-dir"), places.get("--config"))
    try:
        settings = load_settings(paths.config)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    code = run(paths, settings)
    return _demo() if code == DEMO else code


def _demo() -> int:
    from reader.tui.demo import run_demo

    return run_demo()


def _places(arguments: list[str]) -> tuple[dict[str, str], list[str]]:
    """The options that say where things are, and all that is not such an option."""
    places: dict[str, str] = {}
    rest: list[str] = []
    left = iter(arguments)
    for argument in left:
        name, equals, value = argument.partition("=")
        if name in ("--data-dir", "--config"):
            found = value if equals else next(left, None)
            if found is None:
                return places, arguments
            places[name] = found
        else:
            rest.append(argument)
    return places, rest


if __name__ == "__main__":
    sys.exit(main())
