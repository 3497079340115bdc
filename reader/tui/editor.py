"""The person's own editor on a file of theirs: the words of VISUAL or EDITOR split once, the file one argument, never a shell."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reader.words import _

_USUAL = ("sensible-editor", "nano", "vi", "notepad")


class NotEdited(Exception):
    """No editor could be run: one sentence."""


def editor_command(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The program and its arguments. Raises `NotEdited` where there is none."""
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environment.get(name, ""))
        except ValueError:
            raise NotEdited(
                _("{name} is not a command: a quote is missing in it.").format(name=name)
            ) from None
        if words:
            return words
    found = next((program for program in _USUAL if shutil.which(program)), "")
    if not found:
        raise NotEdited(_("No editor is known: set EDITOR to the one that you use."))
    return [found]


def edit(file: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Run the editor on `file`, making it where there is none, and wait for its end. Raises `NotEdited`."""
    command = editor_command(environment)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(exist_ok=True)
        with _interrupts_are_the_editors():
            code = subprocess.run([*command, str(file)], check=False).returncode
    except OSError as error:
        raise NotEdited(
            _("{command} could not be run on {file}: {why}.").format(
                command=command[0], file=file, why=error.strerror
            )
        ) from None
    if code:
        raise NotEdited(_("{command} ended with {code}.").format(command=command[0], code=code))


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Ctrl-C goes to all that share the terminal; a handler of our own is not inherited, so the editor keeps its own."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
