"""The fields that `telex inspect page`, `article` and `headlines` promise, and the flattened page that Telex set out from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.blocks import decode_json
from reader.parse.flat import article_of_text
from reader.parse.headlines import headlines_of
from reader.parse.inspect_page import inspect_article, inspect_headlines, inspect_page
from tests.parse import aggregator
from tests.parse.papers import TITLES, page, paragraphs

SEED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "seed.txt"
METADATA = ["title", "author", "published", "language", "image", "site_name", "feeds"]


def _page() -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs("fr", 6))
    head = (
        f"<title>{TITLES['fr'][0]}</title><meta property='article:published_time' content='2024-05-05T10:00:00+02:00'>"
        "<meta name='author' content='Hugo Delmas'><link rel='alternate' type='application/rss+xml' title='Flux' href='/rss'>"
    )
    return page(
        "fr", f"<article><h1>{TITLES['fr'][0]}</h1>{text}<h2>Et après</h2><p>Fin.</p></article>", head=head
    ).encode()


def test_page_fields() -> None:
    found = inspect_page(_page(), "https://gazette.example/1")
    assert list(found) == METADATA
    assert found == {
        "title": TITLES["fr"][0],
        "author": "Hugo Delmas",
        "published": "2024-05-05T08:00:00Z",
        "language": "fr",
        "image": "",
        "site_name": "",
        "feeds": [{"url": "https://gazette.example/rss", "title": "Flux", "type": "application/rss+xml"}],
    }


def test_article_fields() -> None:
    found = inspect_article(_page(), "https://gazette.example/1")
    assert list(found) == [*METADATA, "text", "html", "blocks"]
    assert str(found["text"]).split("\n\n")[:6] == paragraphs("fr", 6)
    blocks = decode_json(json.dumps(found["blocks"]).encode())
    assert {block["kind"] for block in json.loads(json.dumps(found["blocks"]))} <= {"paragraph", "heading"}
    assert len(blocks) >= 7
    assert str(found["html"]).startswith("<p>")


def test_headline_fields() -> None:
    found = inspect_headlines(aggregator.front().encode(), f"{aggregator.HOST}/fr/")
    items = found["items"]
    assert isinstance(items, list)
    assert len(items) == 56
    assert list(items[0]) == ["title", "link", "source", "published"]


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"<", b"\x00\x1b[2J", "نص".encode("cp1256")])
def test_any_bytes_give_fields(data: bytes, flat: bool) -> None:
    for found in (inspect_page(data), inspect_article(data, flat=flat), inspect_headlines(data, flat=flat)):
        assert "\x1b" not in json.dumps(found, ensure_ascii=False)


@pytest.mark.skipif(not SEED.exists(), reason="the page that Telex set out from is not here")
def test_the_page_that_telex_set_out_from() -> None:
    text = SEED.read_text()
    titles = [item.title for item in headlines_of(text, flat=True)]
    assert len(titles) == 48
    assert max(map(len, titles)) == 178
    assert min(map(len, titles)) == 32
    assert all(title == title.strip("\xa0 ") for title in titles)
    article = article_of_text(text)
    assert article.page.title == "L'Opinion : Le défi de la Tech"
    assert article.page.published == 1642377600
    assert (article.page.site_name, article.page.author) == ("L'opinion", "Amine ATER")
    assert len(article.blocks) == 5
    assert len(article.text.split("\n\n")) == 5
    assert not any(title in article.text for title in titles)
    assert "signal" not in article.text.splitlines()[0]
    assert "Cliquez" not in article.text
