"""Golden screens: whole articles in four languages and two directions, row by row.

After a wanted change: `python -m tests.typeset.test_screens` writes them anew; read them before keeping them.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reader.blocks import Article
from reader.typeset.document import typeset
from reader.typeset.options import ASCII, UNICODE, Options
from tests.typeset.samples import ALL, FRENCH, NOON

FOLDER = Path(__file__).parent / "golden"
WIDTHS = (28, 64)
CASES = [(sample, width) for sample in ALL for width in WIDTHS]


def screen(sample: Article, width: int, *, plain: bool = False) -> str:
    """The rows of an article, spaces at their ends shown by the width alone."""
    glyphs = ASCII if plain else UNICODE
    options = Options(now=NOON, zone=datetime.UTC, locale=sample.language, wrap_code=True, glyphs=glyphs)
    return "".join(line.text.rstrip() + "\n" for line in typeset(sample, width, options=options).lines)


@pytest.mark.parametrize(("sample", "width"), CASES, ids=[f"{s.language}-{w}" for s, w in CASES])
def test_screen(sample: Article, width: int) -> None:
    golden = (FOLDER / f"{sample.language}-{width}.txt").read_text(encoding="utf-8")
    assert screen(sample, width).split("\n") == golden.split("\n")


def test_screen_in_ascii() -> None:
    golden = (FOLDER / "fr-ascii.txt").read_text(encoding="utf-8")
    assert screen(FRENCH, 64, plain=True).split("\n") == golden.split("\n")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for sample, width in CASES:
        (FOLDER / f"{sample.language}-{width}.txt").write_text(screen(sample, width), encoding="utf-8")
    (FOLDER / "fr-ascii.txt").write_text(screen(FRENCH, 64, plain=True), encoding="utf-8")
