"""Article text against the outside set of pages (R10, R11, R13), where that lies beside the repository."""

from __future__ import annotations

import pytest

from reader.blocks import Figure, Heading, plain
from reader.parse.article import article_of, preview_of
from reader.parse.tree import parse
from tests.bench.articles import CORPUS, pages, score, trafilatura_of

pytestmark = pytest.mark.skipif(
    not (CORPUS / "gold.json").exists(), reason="the outside set of pages is not here"
)


def test_articles() -> None:
    result = score(article_of)
    assert result.f1() >= 0.925
    wanted = {"en": 0.94, "es": 0.89, "fr": 0.94, "de": 0.96, "ar": 1.0}
    assert {code: result.f1(code) for code, least in wanted.items() if result.f1(code) < least} == {}
    alone = score(trafilatura_of)
    assert {code: alone.f1(code) for code in alone.found if result.f1(code) < alone.f1(code)} == {}
    assert result.right["title"] >= 0.84 * result.given["title"]
    assert result.right["author"] >= 0.72 * result.given["author"]
    assert result.right["date"] >= 0.82 * result.given["date"]
    assert result.right["image"] >= 0.95 * result.given["image"]


def test_previews() -> None:
    result = score(preview_of)
    assert result.f1() >= 0.90


def test_captions() -> None:
    captioned, leading = 0, 0
    for gold, html in pages():
        blocks = article_of(html, gold["url"]).blocks
        figures = [block for block in blocks if isinstance(block, Figure) and (block.caption or block.credit)]
        captioned += len(figures)
        leading += next((block in figures for block in blocks if not isinstance(block, Heading)), False)
        if gold["file"].startswith("elpais.com.uy"):
            said = {_bare(node.text()) for node in parse(html).css("article figcaption")}
            assert said == {_bare(plain(figure.caption)) for figure in figures}
    assert captioned >= 140
    assert leading >= 60


def _bare(text: str) -> str:
    return "".join(text.split())
