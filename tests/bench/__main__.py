"""The figures, one after the other: `python -m tests.bench [NAME ...]`. Reported, never a gate.

Each part is a module of this folder with its own command line; a part that fails or takes too long says so, and the next one runs.
"""

from __future__ import annotations

import subprocess
import sys
import time

PARTS: dict[str, tuple[tuple[str, ...], int]] = {
    "feeds": (("tests.bench.feeds",), 60),
    "articles": (("tests.bench.articles",), 90),
    "store": (("tests.bench.store",), 90),
    "screen": (("tests.bench.screen", "100000"), 120),
    "reading": (("tests.bench.reading",), 150),
    "stories": (("tests.bench.stories",), 60),
    "refresh": (("tests.bench.refresh",), 90),
    "dated": (("tests.bench.refresh", "--every", "530"), 90),
    "score": (("tests.faults.score",), 150),
}
"""Module and arguments of each part, and the seconds it may take."""


def main(names: list[str]) -> int:
    """Run the parts of these names, all where there are none; 1 where one did not end well."""
    failed = 0
    for name in names or PARTS:
        command, seconds = PARTS[name]
        print(f"\n-- {name}", flush=True)
        began = time.monotonic()
        try:
            code = subprocess.run([sys.executable, "-m", *command], timeout=seconds, check=False).returncode
        except subprocess.TimeoutExpired:
            print(f"(stopped after {seconds} s)", flush=True)
            code = 1
        failed |= int(code != 0)
        print(f"({time.monotonic() - began:.0f} s)", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
