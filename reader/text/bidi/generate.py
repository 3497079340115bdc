"""Makes `tables.py` from the Unicode Character Database: `python -m reader.text.bidi.generate /usr/share/unicode`.

The folder holds the files of UCD (Debian: package unicode-data). The module is written to standard output. Python's own
tables are of another Unicode version on each Python, and have no pairs of brackets and no joining types.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from reader.text.bidi.letters import CLASS_LETTERS

_LONG_NAMES = {
    "Left_To_Right": "L",
    "Right_To_Left": "R",
    "Arabic_Letter": "AL",
    "European_Terminator": "ET",
    "Boundary_Neutral": "BN",
}
_LAST = 0x10FFFF
_CHUNK = 96


def fields(file: Path) -> list[list[str]]:
    """The rows of one UCD file, without comments, each split at ";"."""
    rows = (line.split("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [[field.strip() for field in row.split(";")] for row in rows if row]


def span(text: str) -> range:
    """`0041..005A` or `0041` as the code points that it names."""
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def bidi_classes(folder: Path) -> list[str]:
    """The class letter of every code point, defaults of unassigned ones included."""
    file = folder / "extracted" / "DerivedBidiClass.txt"
    classes = ["L"] * (_LAST + 1)
    for codes, name in re.findall(r"^# @missing: (\S+); (\w+)", file.read_text(encoding="utf-8"), re.M):
        for code in span(codes):
            classes[code] = CLASS_LETTERS[_LONG_NAMES.get(name, name)]
    for codes, name in fields(file):
        for code in span(codes):
            classes[code] = CLASS_LETTERS[name]
    return classes


def runs(values: list[str]) -> list[tuple[int, str]]:
    """Where each run of equal values starts."""
    return [(i, value) for i, value in enumerate(values) if i == 0 or value != values[i - 1]]


def mirrors(folder: Path) -> str:
    return "".join(chr(int(a, 16)) + chr(int(b, 16)) for a, b, *_ in fields(folder / "BidiMirroring.txt"))


def brackets(folder: Path) -> str:
    rows = fields(folder / "BidiBrackets.txt")
    return "".join(chr(int(a, 16)) + chr(int(b, 16)) for a, b, kind in rows if kind == "o")


def equal_brackets(folder: Path) -> str:
    """Brackets that are canonically equivalent to another one, each before the one that stands for both."""
    known = {row[0] for row in fields(folder / "BidiBrackets.txt")}
    out = ""
    for row in fields(folder / "UnicodeData.txt"):
        if row[0] in known and re.fullmatch("[0-9A-F]+", row[5]):
            out += chr(int(row[0], 16)) + chr(int(row[5], 16))
    return out


def joining(folder: Path) -> dict[str, str]:
    """The letters of each joining type but U and T, of the Arabic script's blocks, as one string for each type."""
    out: dict[str, str] = {}
    for code, _, kind, *_ in fields(folder / "ArabicShaping.txt"):
        if kind in "DRCL" and int(code, 16) < 0x0900:
            out[kind] = out.get(kind, "") + chr(int(code, 16))
    return out


def forms(folder: Path) -> str:
    """Five characters a letter: itself, then its isolated, final, initial and medial form ("." where there is none)."""
    found: dict[int, dict[str, str]] = {}
    for row in fields(folder / "UnicodeData.txt"):
        match = re.fullmatch(r"<(isolated|final|initial|medial)> ([0-9A-F]+)", row[5])
        if match and 0xFB50 <= int(row[0], 16) <= 0xFEFC:
            found.setdefault(int(match[2], 16), {}).setdefault(match[1], chr(int(row[0], 16)))
    kinds = ("isolated", "final", "initial", "medial")
    return "".join(
        chr(code) + "".join(its.get(kind, ".") for kind in kinds)
        for code, its in sorted(found.items())
        if "final" in its
    )


def version(folder: Path) -> str:
    first = (folder / "extracted" / "DerivedBidiClass.txt").read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("# DerivedBidiClass-").removesuffix(".txt")


def escaped(text: str) -> str:
    """`text` as ASCII Python source between double quotes."""
    quoted = {'"': '\\"', "\\": "\\\\"}
    return "".join(quoted.get(c) or (c if " " <= c < "\x7f" else _escape(ord(c))) for c in text)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def assigned(name: str, text: str) -> str:
    """`name = text` as source in lines of bounded length."""
    chunk = _CHUNK if text.isascii() else _CHUNK // 6
    lines = [text[i : i + chunk] for i in range(0, len(text), chunk)]
    if len(lines) == 1:
        return f'{name} = "{escaped(text)}"\n'
    return f"{name} = (\n" + "".join(f'    "{escaped(line)}"\n' for line in lines) + ")\n"


def module(folder: Path) -> str:
    """The source of `tables.py`."""
    starts = runs(bidi_classes(folder))
    gaps = [code - before for (code, _), (before, _) in zip(starts, [(0, ""), *starts], strict=False)]
    numbers = " ".join(format(gap, "x") for gap in gaps)
    parts = [
        f'"""Unicode {version(folder)} data for bidirectional text, made by `reader.text.bidi.generate`. Not for editing."""\n',
        f'VERSION = "{version(folder)}"\n',
        "# Where runs of one Bidi_Class start, each as the hexadecimal distance from the one before, and the runs' classes.",
        assigned("CLASS_GAPS", numbers),
        assigned("CLASS_RUNS", "".join(letter for _, letter in starts)),
        "# Each character beside its Bidi_Mirroring_Glyph.",
        assigned("MIRRORS", mirrors(folder)),
        "# Each opening bracket beside its closing one; canonically equivalent brackets beside the one to compare by.",
        assigned("BRACKETS", brackets(folder)),
        assigned("EQUAL_BRACKETS", equal_brackets(folder)),
        "# Arabic letters by Joining_Type: dual-, right-, left-joining and join-causing.",
        *(assigned(f"JOINING_{kind}", letters) for kind, letters in sorted(joining(folder).items())),
        "# Letter, isolated, final, initial and medial presentation form; a full stop where there is none.",
        assigned("FORMS", forms(folder)),
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(module(Path(sys.argv[1])))
