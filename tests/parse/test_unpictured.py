"""Hidden images go out of HTML that leaves Telex; everything else stays to the letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.blocks import pictures
from reader.parse.blocks import blocks_of
from reader.parse.plain import plain_text
from reader.parse.sanitize import sanitize
from reader.parse.unpictured import unpictured
from tests.parse.test_block_properties import pages

FIRST, SECOND = "https://gazette.example/i.jpg", "https://fanal.example/j.jpg"  # those that `pages` hold
BASE = "https://fanal.example/quais/1"
GONE = "https://ads.example/b.png"


def but_gone(urls: Sequence[str]) -> list[str]:
    return [url for url in urls if url != GONE]


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (f'<p>Le port <img src="{GONE}" alt="x"> dort.</p>', "<p>Le port  dort.</p>"),
        (f'<figure>\n<a href="{BASE}"><img src="{GONE}"></a>\n</figure><p>Fin.</p>', "<p>Fin.</p>"),
        (
            f'<figure><img src="{GONE}"><figcaption>Le phare</figcaption></figure>',
            "<figure><figcaption>Le phare</figcaption></figure>",
        ),
        (f'<IMG SRC="{GONE}"><img src="/a.png">', '<img src="/a.png">'),
        ('<p>a</p><p><img src="//ads.example/b.png"> </p>', "<p>a</p>"),
        (f'<img src="{GONE}"><img src="{GONE}">', ""),
        (
            f'<video src="/film.mp4" poster="{GONE}"></video>',
            '<video src="/film.mp4"></video>',
        ),
    ],
)
def test_a_hidden_image_goes_with_what_wraps_it_alone(html: str, left: str) -> None:
    assert unpictured(html, BASE, but_gone) == left


@pytest.mark.parametrize("html", ["", "<p>a<p>b", '<p>a<img src="/a.png"><p>&nbsp;b &amp;c', "img poster"])
def test_where_nothing_is_hidden_not_a_letter_changes(html: str) -> None:
    assert unpictured(html, BASE, but_gone) == html


@settings(max_examples=150, deadline=None)
@given(pages, st.booleans(), st.booleans())
def test_hidden_images_go_and_every_word_stays(html: str, one: bool, other: bool) -> None:
    html = sanitize(html, BASE)
    gone = {url for url, is_gone in ((FIRST, one), (SECOND, other)) if is_gone}
    before = blocks_of(html, base=BASE)
    after = blocks_of(unpictured(html, BASE, lambda urls: [u for u in urls if u not in gone]), base=BASE)
    assert not {image.url for image in pictures(after)} & gone
    assert Counter(plain_text(after).split()) == Counter(plain_text(before).split())
