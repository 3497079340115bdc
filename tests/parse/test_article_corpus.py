"""Article text against the outside set of pages (R10, R11, R13), where that lies beside the repository."""

from __future__ import annotations

import pytest

from reader.parse.article import article_of, preview_of
from tests.bench.articles import CORPUS, score, trafilatura_of

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
