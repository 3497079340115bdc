"""The Unicode bidirectional algorithm against its own test files: levels and order, every line.

BidiTest.txt has 490,846 cases (770,241 with their paragraph directions). Every eleventh is run by default, all of them
with TELEX_FULL=1 (under half a minute). BidiCharacterTest.txt is always run whole.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from reader.text.bidi import generate
from reader.text.bidi.classes import classes_of
from reader.text.bidi.letters import CLASS_LETTERS
from reader.text.bidi.levels import line_levels, paragraph_level, resolve, runs_in_order

FULL = os.environ.get("TELEX_FULL") == "1"
STEP = 1 if FULL else 11


def rows(file: Path) -> Iterable[str]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.split("#")[0].strip()
            if line:
                yield line


def order(levels: bytearray, hidden: set[int]) -> list[int]:
    out: list[int] = []
    for start, end, backwards in runs_in_order(levels):
        out += range(end - 1, start - 1, -1) if backwards else range(start, end)
    return [place for place in out if place not in hidden]


def test_bidi_test(ucd: Path) -> None:
    checked = 0
    hidden: set[int] = set()
    expected: list[str] = []
    expected_order: list[int] = []
    for number, line in enumerate(rows(ucd / "BidiTest.txt")):
        if line.startswith("@Levels:"):
            expected = line.removeprefix("@Levels:").split()
            hidden = {place for place, level in enumerate(expected) if level == "x"}
            continue
        if line.startswith("@Reorder:"):
            expected_order = [int(place) for place in line.removeprefix("@Reorder:").split()]
            continue
        if number % STEP:
            continue
        names, bits = line.split(";")
        classes = "".join([CLASS_LETTERS[name] for name in names.split()])
        found: dict[int, bytearray] = {}
        for bit, base in ((1, paragraph_level(classes) or 0), (2, 0), (4, 1)):
            if not int(bits, 16) & bit:
                continue
            checked += 1
            if base not in found:
                found[base] = levels = line_levels(classes, resolve(classes, base), base)
                shown = ["x" if place in hidden else str(level) for place, level in enumerate(levels)]
                assert shown == expected, (line, base)
                assert order(levels, hidden) == expected_order, (line, base)
    assert checked == 770_241 if FULL else checked > 60_000


def test_bidi_character_test(ucd: Path) -> None:
    checked = 0
    for line in rows(ucd / "BidiCharacterTest.txt"):
        codes, wished, its, expected, places = line.split(";")
        text = "".join([chr(int(code, 16)) for code in codes.split()])
        classes = classes_of(text)
        base = int(wished) if wished != "2" else paragraph_level(classes) or 0
        assert base == int(its), line
        levels = line_levels(classes, resolve(classes, base, text), base)
        hidden = {place for place, level in enumerate(expected.split()) if level == "x"}
        shown = ["x" if place in hidden else str(level) for place, level in enumerate(levels)]
        assert shown == expected.split(), line
        assert order(levels, hidden) == [int(place) for place in places.split()], line
        checked += 1
    assert checked == 91_707


def test_the_tables_are_those_of_the_files(ucd: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "reader.text.bidi.generate", str(ucd)], capture_output=True, check=True
    )
    assert made.stdout.decode() == (Path(generate.__file__).parent / "tables.py").read_text(encoding="utf-8")


def test_every_character_has_its_class(ucd: Path) -> None:
    expected = "".join(generate.bidi_classes(ucd))
    for start in range(0, len(expected), 0x1000):
        chars = "".join(map(chr, range(start, start + 0x1000)))
        assert classes_of(chars) == expected[start : start + 0x1000], hex(start)
