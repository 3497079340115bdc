"""Everything that commands print goes through here: cleaned lines, JSON lines, complaints, progress.

Text from outside never acts on the terminal (`reader.text.clean.guard`); in JSON, whatever could is written as \\u escapes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time

import msgspec

from reader.text.clean import guard, guard_text

_UNSAFE_IN_JSON = re.compile(
    r"[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def say(line: str = "") -> None:
    """Print one line."""
    print(guard(line))


def say_text(text: str) -> None:
    """Print text of several lines."""
    print(guard_text(text))


def say_bytes(data: bytes) -> None:
    """Write a document to stdout as it is: for exports, which are made of cleaned parts. A terminal gets what it can show."""
    if sys.stdout.isatty():
        text = guard_text(data.decode("utf-8", "replace"))
        data = text.encode(sys.stdout.encoding, sys.stdout.errors or "replace")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def to_json(value: object) -> str:
    """`value` as one line of JSON without any character that could act on a terminal."""
    try:
        text = msgspec.json.encode(value).decode()
    except UnicodeEncodeError:  # a lone surrogate; the slower encoder bears it
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say_json(value: object) -> None:
    """Print one object as one line of UTF-8 (RFC 8259), whatever the locale; on a terminal that has no UTF-8, in escapes."""
    text = to_json(value)
    if sys.stdout.isatty() and sys.stdout.encoding.lower() != "utf-8":
        text = json.dumps(json.loads(text), separators=(",", ":"))
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")


def complain(sentence: str) -> None:
    """Print one or a few lines to stderr, under the program's name."""
    first, *more = sentence.split("\n")
    print(f"telex: {guard(first)}", *map(guard, more), sep="\n", file=sys.stderr)


def note(sentence: str) -> None:
    """Print one line to stderr: what a person may want to know, and a program reading stdout does not."""
    print(guard(sentence), file=sys.stderr)


def columns() -> int:
    """The terminal's width in cells where stdout is one, else 0: lines into files and pipes are never cut."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 0


def rfc3339(at: int | None) -> str | None:
    """Unix seconds as RFC 3339 in UTC; None stays None."""
    return None if at is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


class Progress:
    """One line on stderr that is written over and wiped at the end; nothing at all where stderr is no terminal."""

    def __init__(self) -> None:
        self._shown = 0
        self._live = sys.stderr.isatty() and os.environ.get("TERM", "") != "dumb"

    def show(self, text: str) -> None:
        if not self._live:
            return
        from reader.text.cells import cut, width

        text = cut(guard(text), shutil.get_terminal_size((80, 24)).columns - 1)
        cells = width(text)
        sys.stderr.write("\r" + text + " " * max(0, self._shown - cells))
        sys.stderr.flush()
        self._shown = cells

    def wipe(self) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0
