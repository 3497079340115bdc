"""What this terminal can do, for “telex doctor”: colours, widths of letters, images, clipboard."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from reader.cli.quiet import hear, quiet_terminal
from reader.text.bidi.handshake import LIMIT
from reader.text.cells import width
from reader.text.graphics import LIMIT as IMAGE_LIMIT
from reader.text.graphics import Graphics, Wish
from reader.text.plain import speaks_unicode

SAMPLES = ("東", "e\u0301", "👍", "❤\ufe0f", "👩\u200d💻", "🇫🇷", "م\u064e")
"""A wide letter, a mark on its letter, emoji of four kinds, a vowel sign: each is measured by where it leaves the cursor."""

_PLACE = re.compile(r"\x1b\[\d+;(\d+)R")


def abilities(environment: Mapping[str, str], draw: Wish) -> Iterator[tuple[str, bool, str]]:
    """A finding for each. Widths are measured, and images asked for, where stdout is a terminal. `draw` is the setting."""
    yield "colours", True, colours(environment)
    yield "widths", True, widths(environment)
    yield "images", True, images(environment, draw)
    yield "clipboard", True, clipboard(environment)


def colours(environment: Mapping[str, str]) -> str:
    """How many, as the environment says."""
    term = environment.get("TERM", "")
    if environment.get("NO_COLOR"):
        return "none (NO_COLOR is set)"
    if environment.get("COLORTERM", "") in ("truecolor", "24bit"):
        return "16 million"
    if "256color" in term:
        return "256"
    return "none" if term in ("", "dumb") else "16"


def images(environment: Mapping[str, str], draw: Wish) -> str:
    """Whether they can be drawn, and how: the terminal is asked as the reader asks it."""
    words = "captions and descriptions stand in their places"
    if find_spec("PIL") is None:
        return f"none are drawn without the extra telex[images]: {words}"
    if environment.get("NO_COLOR") or environment.get("TERM", "") in ("", "dumb"):
        return f"none are drawn without colours: {words}"
    graphics = Graphics(draw, environment, unicode=speaks_unicode(environment))
    if sys.stdout.isatty():
        ask(graphics)
    form = graphics.form
    if form == "kitty" and environment.get("COLORTERM", "") not in ("truecolor", "24bit"):
        form, why = "blocks", "kitty's protocol needs 16 million colours, which COLORTERM does not name"
    else:
        why = graphics.why
    way = "half blocks" if form == "blocks" else "in pixels"
    wanted = "off until “:image-draw”" if draw == "off" else f"draw = “{draw}”"
    return f"{way} ({why}); {wanted}"


def ask(graphics: Graphics) -> None:
    """Put the question to the terminal of this process and wait at most its limit."""
    question = graphics.question
    if not question:
        return
    try:
        with quiet_terminal() as terminal:
            if terminal is not None:
                os.write(terminal, question.encode("ascii"))
                hear(terminal, graphics.feed, lambda: graphics.settled, IMAGE_LIMIT)
    except OSError:
        return
    finally:
        graphics.time_out()


def clipboard(environment: Mapping[str, str]) -> str:
    """How copies get there, and where they are known not to."""
    refused = environment.get("TERM_PROGRAM") == "Apple_Terminal" or environment.get("VTE_VERSION")
    if refused:
        return "OSC 52, which this terminal refuses: “:show-address” shows what to copy, “:save-markdown” writes a file"
    return "OSC 52" + (", which tmux passes on with set-clipboard on" if environment.get("TMUX") else "")


def widths(environment: Mapping[str, str]) -> str:
    """What the terminal draws wider or narrower than Telex counts."""
    if not sys.stdout.isatty() or environment.get("TERM", "") in ("", "dumb"):
        return "not measured (stdout is no terminal)"
    if not speaks_unicode(environment):
        return "not measured (the locale is not one of UTF-8: letters are written in ASCII)"
    measured = measure()
    if measured is None:
        return "not measured (the terminal gave no answer)"
    wrong = [
        f"{sample} takes {cells} of {width(sample)}"
        for sample, cells in zip(SAMPLES, measured, strict=True)
        if cells != width(sample)
    ]
    if not wrong:
        return "as Telex counts them"
    return f"{', '.join(wrong)}: rows show emoji plainly unless look.emoji is “full”"


def measure() -> list[int] | None:
    """The cells that each of `SAMPLES` takes here, None where the terminal does not say."""
    heard = ""

    def feed(text: str) -> None:
        nonlocal heard
        heard += text

    question = "".join(f"\r{sample}\x1b[6n" for sample in SAMPLES) + "\r\x1b[K"
    try:
        with quiet_terminal() as terminal:
            if terminal is None:
                return None
            os.write(terminal, question.encode())
            hear(terminal, feed, lambda: len(_PLACE.findall(heard)) >= len(SAMPLES), LIMIT)
    except OSError:
        return None
    columns = [int(column) - 1 for column in _PLACE.findall(heard)]
    return columns[: len(SAMPLES)] if len(columns) >= len(SAMPLES) else None
