"""The command `telex`: the reader where nothing is asked for, and everything else on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.text.plain import bear_every_letter

if TYPE_CHECKING:
    from reader.config import Paths

DEMO_WANTED = 75
"""What the reader answers when the person left it for the demo edition; never an exit code of the program."""


LINEAR = "--linear"
"""The option for screen readers; TELEX_LINEAR and the setting `linear` say the same."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run Telex with these arguments (those of the process by default) and give its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    bear_every_letter()
    os.environ.setdefault("TEXTUAL_FPS", "120")
    if LINEAR in arguments:
        arguments.remove(LINEAR)
        os.environ["TELEX_LINEAR"] = "1"
    places = _only_places(arguments)
    if places is not None:
        from reader.config import find_paths

        code = screen(find_paths(places.get("--data-dir"), places.get("--config")))
        if code != DEMO_WANTED:
            return code
        arguments = ["demo"]
    from reader.cli.main import main as command_line

    return command_line(arguments, screen=screen)


def screen(paths: Paths) -> int:
    """Open the reader on the store in `paths`; 2 where the settings cannot be used or there is no terminal."""
    from reader.config import ConfigError, load_settings
    from reader.tui.terminal import unfit

    reason = unfit()
    if reason:
        print(reason, file=sys.stderr)
        return 2
    try:
        settings = load_settings(paths.config)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    if os.environ.get("TELEX_LINEAR"):
        import msgspec

        settings = msgspec.structs.replace(settings, linear=True)
    from reader.tui.start import run

    return run(paths, settings, DEMO_WANTED)


def _only_places(arguments: Sequence[str]) -> dict[str, str] | None:
    """The options that say where things are, where there is nothing else; None where there is."""
    places: dict[str, str] = {}
    left = iter(arguments)
    for argument in left:
        name, equals, value = argument.partition("=")
        if name not in ("--data-dir", "--config"):
            return None
        found = value if equals else next(left, None)
        if found is None:
            return None
        places[name] = found
    return places


if __name__ == "__main__":
    sys.exit(main())
