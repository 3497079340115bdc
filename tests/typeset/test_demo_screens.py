"""Golden screens of five articles of the demo press at three widths, looked at as pictures before they were kept.

After a wanted change: `python -m tests.typeset.test_demo_screens` writes them anew; read them before keeping them.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reader.blocks import Article
from reader.demo.press import press
from reader.parse.blocks import blocks_of
from reader.parse.tidy import tidy
from reader.typeset.document import typeset
from reader.typeset.options import Options

FOLDER = Path(__file__).parent / "golden"
NOW = 1_790_000_000
WIDTHS = (40, 72, 100)
PIECES = (
    ("signal", "tide-machine"),
    ("kiosque", "train-de-nuit"),
    ("fanar", "bahr"),
    ("faro", "mina"),
    ("proofs", "deep"),
)
CASES = [(paper, piece, width) for paper, piece in PIECES for width in WIDTHS]


def screen(paper: str, slug: str, width: int) -> str:
    """The rows of an article as the engine makes it of what the paper gives."""
    found = next(one for one in press(NOW) if one.slug == paper)
    piece = next(one for one in found.pieces if one.slug == slug)
    link = f"https://{paper}.example/{slug}"
    language = piece.language or found.language
    blocks = blocks_of(piece.html, title=piece.title, base=link, language=language)
    tidied = tidy(blocks, author=piece.author)
    article = Article(
        id=1,
        feed_id=1,
        title=piece.title,
        source=tidied.paper or found.title,
        link=link,
        author=piece.author or tidied.byline,
        published=piece.published,
        language=language,
        words=len(piece.html.split()),
        blocks=tidied.blocks,
    )
    options = Options(now=NOW, zone=datetime.UTC, locale=language)
    return "".join(line.text.rstrip() + "\n" for line in typeset(article, width, options=options).lines)


@pytest.mark.parametrize(("paper", "slug", "width"), CASES)
def test_screen(paper: str, slug: str, width: int) -> None:
    golden = (FOLDER / f"demo-{slug}-{width}.txt").read_text(encoding="utf-8")
    assert screen(paper, slug, width).split("\n") == golden.split("\n")


if __name__ == "__main__":
    for paper, slug, width in CASES:
        (FOLDER / f"demo-{slug}-{width}.txt").write_text(screen(paper, slug, width), encoding="utf-8")
