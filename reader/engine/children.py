"""How this Python is started again for a part of Telex: the same code, nothing from the current folder; and how that is ended."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path

_HOME = str(Path(__file__).resolve().parent.parent.parent)
_START = (
    "import runpy, sys; home, module = sys.argv[1:3]; home in sys.path or sys.path.append(home); "
    "sys.argv[:] = [module, *sys.argv[3:]]; runpy.run_module(module, run_name='__main__', alter_sys=False)"
)


def command(module: str, *arguments: str) -> list[str]:
    """The argument list that runs `module` of this very Telex in a new process."""
    return [sys.executable, "-P", "-c", _START, _HOME, module, *arguments]


def end_at_once(pid: int) -> None:
    """Kill a process that was started with a session of its own, and what it started. Harmless when it is gone."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)
        else:
            os.killpg(pid, signal.SIGKILL)
