"""Feeds behind pages and addresses (U2, U3): link elements, anchors, well-known names, known sites, and their order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import FeedLink
from reader.parse.discover import feeds_in, is_comments, rank, well_known
from reader.parse.sites import known_site

URL = "https://gazette.example/2024/05/port.html"


def _link(href: str, kind: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" href="{href}" title="{title}">'


def _urls(html: str, url: str = URL) -> list[str]:
    return [feed.url for feed in feeds_in(html, url)]


@pytest.mark.parametrize(
    ("html", "urls"),
    [
        (_link("/rss"), ["https://gazette.example/rss"]),
        (_link("../feed.atom", "application/atom+xml"), ["https://gazette.example/2024/feed.atom"]),
        (_link("/f.json", "application/feed+json"), ["https://gazette.example/f.json"]),
        (_link("/f.json", "application/json"), ["https://gazette.example/f.json"]),
        (_link("/wp-json/wp/v2/posts/1", "application/json"), []),
        (_link("/?rest_route=/oembed/1.0", "application/json+oembed"), []),
        (_link("/rss.xml", "text/xml"), ["https://gazette.example/rss.xml"]),
        (_link("/sitemap.html", "text/xml"), []),
        (_link("/rss", "APPLICATION/RSS+XML; charset=utf-8"), ["https://gazette.example/rss"]),
        (_link("feed://gazette.example/rss"), ["http://gazette.example/rss"]),
        (_link("/amp", "text/html"), []),
        (_link("javascript:x"), []),
        ('<base href="https://cdn.example/a/">' + _link("rss"), ["https://cdn.example/a/rss"]),
        ('<link rel="feed" href="/rss">', ["https://gazette.example/rss"]),
        (
            '<link rel="stylesheet alternate" type="application/rss+xml" href="/rss">',
            ["https://gazette.example/rss"],
        ),
        (
            _link("/rss") + _link("/rss/") + _link("http://www.gazette.example/rss"),
            ["https://gazette.example/rss"],
        ),
        (
            '<body><p>x</p><link rel="alternate" type="application/rss+xml" href="/rss">',
            ["https://gazette.example/rss"],
        ),
    ],
)
def test_link_elements(html: str, urls: list[str]) -> None:
    assert _urls(html) == urls


def test_titles_and_types_are_kept() -> None:
    assert feeds_in(_link("/a", "application/x.atom+xml", "Le  port &amp; la mer"), URL) == (
        FeedLink("https://gazette.example/a", "Le port & la mer", "application/atom+xml"),
    )


@pytest.mark.parametrize(
    ("anchor", "found"),
    [
        ('<a href="/rss.xml">Nos flux</a>', True),
        ('<a href="/feed/">S’abonner</a>', True),
        ('<a href="/?feed=rss2">x</a>', True),
        ('<a href="https://feeds.autre.example/gazette">x</a>', True),
        ('<a href="/syndication/une">RSS</a>', True),
        ('<a href="/index.php?format=feed&amp;type=rss">x</a>', True),
        ('<a href="/feeding-the-gulls.html">Nourrir les goélands</a>', False),
        ('<a href="/rssi-presse">RSSI : la presse</a>', False),
        ('<a href="/comments/feed/">x</a>', False),
        ('<a href="/">RSS</a>', False),
        ('<a href="#rss">RSS</a>', False),
        ('<a href="mailto:rss@gazette.example">RSS</a>', False),
    ],
)
def test_anchors_that_look_like_feeds(anchor: str, found: bool) -> None:
    assert bool(_urls(anchor)) is found


def test_anchors_count_only_where_no_link_element_does() -> None:
    assert _urls('<a href="/autre.rss">RSS</a>' + _link("/rss")) == ["https://gazette.example/rss"]


def _press(sections: int, comments: int, kinds: tuple[str, ...]) -> str:
    feeds = [_link(f"/rubrique-{n}/feed", title=f"Gazette, rubrique {n}") for n in range(sections)]
    feeds += [_link(f"/article-{n}/comments/feed", title=f"Commentaires sur {n}") for n in range(comments)]
    feeds += [_link(f"/feed.{kind}", f"application/{kind}+xml", "Gazette") for kind in kinds]
    return "".join(feeds)


@pytest.mark.parametrize(
    ("sections", "comments", "kinds", "best"),
    [
        (0, 2, ("rss",), "/feed.rss"),
        (2, 1, ("rss",), "/feed.rss"),
        (4, 3, ("rss", "atom"), "/feed.atom"),
        (10, 0, ("atom",), "/feed.atom"),
        (0, 3, ("rss", "atom"), "/feed.atom"),
        (29, 0, ("rss",), "/feed.rss"),
        (20, 9, ("rss",), "/feed.rss"),
        (3, 0, ("atom", "rss"), "/feed.atom"),
        (5, 5, ("rss",), "/feed.rss"),
        (1, 1, ("rss",), "/feed.rss"),
    ],
)
def test_the_site_s_own_feed_comes_first(
    sections: int, comments: int, kinds: tuple[str, ...], best: str
) -> None:
    feeds = feeds_in(_press(sections, comments, kinds), URL)
    assert feeds[0].url == f"https://gazette.example{best}"
    assert not any(is_comments(feed) for feed in feeds)
    assert sum("rubrique" in feed.url for feed in feeds) == sections
    assert len(feeds) == sections + len(kinds)


def test_comment_feeds_are_kept_where_there_is_nothing_else() -> None:
    assert _urls(_press(0, 2, ())) == [f"https://gazette.example/article-{n}/comments/feed" for n in range(2)]


def test_well_known_names_start_in_the_folder() -> None:
    found = well_known("https://gazette.example/blog/2024/port.html?x=1#y")
    assert found[0] == "https://gazette.example/blog/2024/atom.xml"
    assert found[9] == "https://gazette.example/atom.xml"
    assert len(found) == len(set(found)) == 18
    assert well_known("https://gazette.example") == [url for url in found if "/blog/" not in url]
    assert well_known("https://gazette.example/blog")[0] == "https://gazette.example/blog/atom.xml"


@pytest.mark.parametrize("url", ["", "mailto:a@b.example", "ftp://a.example/", "//a", "http://", "http://[x"])
def test_no_names_without_a_site(url: str) -> None:
    assert well_known(url) == []


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        (
            "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv",
        ),
        (
            "https://m.youtube.com/playlist?list=PLabcdefghijk",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PLabcdefghijk",
        ),
        ("https://www.youtube.com/user/gazette", "https://www.youtube.com/feeds/videos.xml?user=gazette"),
        ("https://www.youtube.com/@gazette", None),
        ("https://www.youtube.com/watch?v=abcdefghijk", None),
        ("https://github.com/gazette/quai", "https://github.com/gazette/quai/releases.atom"),
        (
            "https://github.com/gazette/quai/commits/main/",
            "https://github.com/gazette/quai/commits/main.atom",
        ),
        ("https://github.com/gazette/quai/tags", "https://github.com/gazette/quai/tags.atom"),
        ("https://github.com/gazette", "https://github.com/gazette.atom"),
        ("https://github.com/explore", None),
        ("https://www.reddit.com/r/ports/", "https://www.reddit.com/r/ports/.rss"),
        ("https://old.reddit.com/r/ports/top/?t=week", "https://www.reddit.com/r/ports/top/.rss"),
        ("https://www.reddit.com/u/gazette", "https://www.reddit.com/user/gazette/.rss"),
        ("https://www.reddit.com/", None),
        ("https://mer.example/@gazette", "https://mer.example/@gazette.rss"),
        ("https://mer.example/@gazette/1234", None),
        ("https://medium.com/@gazette", None),
        ("https://gazette.example/", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
    ],
)
def test_known_sites(url: str, feed: str | None) -> None:
    found = known_site(url)
    assert (found.url if found else None) == feed


@given(st.text(max_size=80))
def test_any_address(text: str) -> None:
    for url in (
        text,
        "https://a.example/" + text,
        "https://github.com/" + text,
        "https://www.youtube.com/" + text,
    ):
        found = known_site(url)
        assert found is None or found.url.startswith("https://")
        assert all(name.startswith(("http://", "https://")) for name in well_known(url))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            FeedLink,
            st.sampled_from(
                ["https://a.example/feed", "https://a.example/x/feed", "http://a.example/c/comments/feed"]
            ),
            st.sampled_from(["", "Comments"]),
            st.sampled_from(["application/rss+xml", "application/atom+xml", ""]),
        ),
        max_size=6,
    )
)
def test_order_loses_nothing_but_comments(links: list[FeedLink]) -> None:
    ranked = rank(links)
    assert bool(ranked) == bool(links)
    assert set(ranked) <= set(links)
    assert rank(ranked) == ranked
