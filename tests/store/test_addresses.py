"""One page under many spellings: tracking, scheme, "www.", last slash, fragment and AMP make no difference; all else does."""

from __future__ import annotations

import pytest

from reader.store.identity import address, without_amp
from reader.stories.group import Item, group

PAGES = (
    "https://fanal.example/mer/le-phare-s-allume",
    "https://www.tide.example/2026/02/lamp-lit.html",
    "https://faro.example/noticia?id=77",
    "https://manara.example/akhbar/123",
    "https://news.ledger.example/a/lamp-stamps-and-amps",
)


def spellings(page: str) -> list[str]:
    """The same page as eight others write it."""
    host = page.removeprefix("https://")
    bare = host.removeprefix("www.")
    path, _, query = page.partition("?")
    asked = f"?{query}" if query else ""
    amp = path.replace(".html", ".amp.html") if path.endswith(".html") else path + "/amp/"
    return [
        page.replace("https://", "http://"),
        f"https://{bare}" if host != bare else f"https://www.{host}",
        page + ("&" if query else "?") + "utm_source=rss&utm_medium=feed&fbclid=zz",
        path + "/" + asked,
        page + "#commentaires",
        amp + asked,
        page + ("&" if query else "?") + "amp=1",
        f"https://{bare.split('/')[0].replace('.', '-')}.cdn.ampproject.org/c/s/{host}",
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_address_however_it_is_written(page: str) -> None:
    for spelling in spellings(page):
        assert address(spelling) == address(page), spelling


def test_forty_pairs_are_one_story_each() -> None:
    pairs = [(page, spelling) for page in PAGES for spelling in spellings(page)]
    assert len(pairs) == 40
    for one, other in pairs:
        items = [
            Item("1", "Rain", "a", 0, address(one)),
            Item("2", "What the sea gave back", "b", 9, address(other)),
        ]
        assert len(group(items)[0]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://fanal.example/a", "https://fanal.example/b"),
        ("https://fanal.example/a?id=1", "https://fanal.example/a?id=2"),
        ("https://fanal.example/camp", "https://fanal.example/c"),
        ("https://fanal.example/a/lamps", "https://fanal.example/a/l"),
        ("https://lamp.example/a", "https://example/a"),
        ("https://one.fanal.example/a", "https://two.fanal.example/a"),
        ("https://fanal.example/Amp-ere", "https://fanal.example/ere"),
    ],
)
def test_other_pages_stay_others(one: str, other: str) -> None:
    assert address(one) != address(other)


def test_what_is_no_amp_page_stays_as_it_is() -> None:
    for link in ("https://fanal.example/champ", "https://amp/x", "ampersand", "https://a.example/?q=champ"):
        assert without_amp(link) == link
