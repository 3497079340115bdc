"""Sixty made-up sites, one for each way of declaring, hiding or breaking a feed: found, or refused with the right sentence.

Where a feed is declared, three requests are enough; twelve are in every case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.engine.find import MOST_REQUESTS
from reader.engine.subscribe import Subscriber
from tests.engine.desk import Desk
from tests.engine.test_subscribe import move, put, with_subscriber
from tests.faults.papers import atom, page, rss

RSS, ATOM, HTML = "application/rss+xml", "application/atom+xml", "text/html"
JSON = b'{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","title":"Un","content_html":"x"}]}'
OPML = b'<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/f"/></body></opml>'

DECLARED, ALL = 3, MOST_REQUESTS


@dataclass(frozen=True)
class Site:
    """`files` are (path, body, type) or (path, address that it redirects to); the first is typed. `{}` is the site's own
    folder. `found` ends the first candidate's address, or `refused` stands in the sentence."""

    name: str
    files: tuple[tuple[str, ...] | tuple[str, bytes, str], ...]
    found: str = ""
    refused: str = ""
    most: int = DECLARED


def html(head: str = "", body: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>La Rade</title>{head}</head><body>{body}</body></html>".encode()
    )


def link(href: str, kind: str = RSS, more: str = "", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}" {more}>'


def one(
    name: str, head: str = "", body: str = "", feed: str = "f.xml", data: bytes = b"", most: int = DECLARED
) -> Site:
    """A page that leads to one feed."""
    return Site(name, (("", html(head, body), HTML), (feed, data or rss(), RSS)), feed, most=most)


DECLARING = (
    Site("the feed itself, RSS", (("f.xml", rss(), RSS),), "f.xml", most=1),
    Site("the feed itself, Atom", (("f.atom", atom(), ATOM),), "f.atom", most=1),
    Site("the feed itself, JSON", (("f.json", JSON, "application/feed+json"),), "f.json", most=1),
    Site("a feed that says it is HTML", (("f", rss(), HTML),), "f", most=1),
    Site("a feed that says it is text", (("f", atom(), "text/plain"),), "f", most=1),
    Site("a feed behind a redirect", (("go", "{}f.xml"), ("f.xml", rss(), RSS)), "f.xml", most=2),
    one("link, RSS", link("f.xml")),
    one("link, Atom", link("f.xml", ATOM), data=atom()),
    one("link, JSON", link("f.xml", "application/feed+json"), data=JSON),
    one("link, application/json", link("f.xml", "application/json"), data=JSON),
    one("link, text/xml", link("feed.xml", "text/xml"), feed="feed.xml"),
    one("link, rel=feed", '<link rel="feed" href="f.xml">'),
    one("link, capitals", '<LINK REL="ALTERNATE" TYPE="APPLICATION/RSS+XML" HREF="f.xml">'),
    one("link, feed: address", link("feed:f.xml").replace("feed:f.xml", "f.xml")),
    one("link, charset in its type", link("f.xml", "application/rss+xml; charset=utf-8")),
    one("link in the body", body=link("f.xml")),
    one("link under a base", '<base href="{}deep/">' + link("f.xml"), feed="deep/f.xml"),
    Site(
        "link with parameters",
        (("", html(link("f.xml?a=1&amp;b=2")), HTML), ("f.xml", rss(), RSS)),
        "f.xml?a=1&b=2",
    ),
    one("link to a feed that moved", link("old.xml") + link("f.xml")),
    one("an anchor that says RSS", body='<a href="f.xml">RSS</a>', feed="f.xml", most=ALL),
    one("an anchor at a feed's name", body='<a href="rss.xml">suivez-nous</a>', feed="rss.xml"),
    one("an anchor in Arabic", body='<a href="f.xml">خلاصات</a>', most=ALL),
)

CHOOSING = (
    Site(
        "comments stand first",
        (("", page("P", (("{}comments.xml", "Comments"), ("{}f.xml", "All"))), HTML), ("comments.xml", rss(2), RSS), ("f.xml", rss(), RSS)),
        "f.xml",
    ),
    Site(
        "nothing but comments",
        (("", page("P", (("{}comments.xml", "Comments"),)), HTML), ("comments.xml", rss(2), RSS)),
        "comments.xml",
    ),
    Site(
        "excerpts and whole texts",
        (("", page("P", (("{}a.xml", "a"), ("{}b.xml", "b"))), HTML), ("a.xml", rss(sentences=0), RSS), ("b.xml", rss(sentences=30), RSS)),
        "b.xml",
    ),
    Site(
        "an old feed beside a new one",
        (("", page("P", (("{}a.xml", "a"), ("{}b.xml", "b"))), HTML), ("a.xml", rss().replace(b"2026", b"2019"), RSS), ("b.xml", rss(), RSS)),
        "b.xml",
    ),
    Site(
        "a section beside the whole",
        (("", page("P", (("{}sport/f.xml", "Sport"), ("{}f.xml", "All"))), HTML), ("sport/f.xml", rss(2), RSS), ("f.xml", rss(), RSS)),
        "/f.xml",
    ),
    Site(
        "one of two is broken",
        (("", page("P", (("{}a.xml", "a"), ("{}b.xml", "b"))), HTML), ("a.xml", b"<rss", RSS), ("b.xml", rss(), RSS)),
        "b.xml",
    ),
    Site(
        "a WordPress interface beside the feed",
        (("", html(link("{}wp-json/x", "application/json") + link("{}f.xml")), HTML), ("f.xml", rss(), RSS)),
        "f.xml",
    ),
    Site(
        "Atom and RSS of the same",
        (("", html(link("{}a.xml") + link("{}b.xml", ATOM)), HTML), ("a.xml", atom(), RSS), ("b.xml", atom(), ATOM)),
        "b.xml",
    ),
)  # fmt: skip

HIDDEN = tuple(
    Site(f"well known: {name}", (("", html(), HTML), (name, rss(), RSS)), name, most=ALL)
    for name in ("atom.xml", "feed.atom", "feed.xml", "feed/", "index.rss", "index.xml", "rss.xml", "rss/", "rss/feed.xml")
)  # fmt: skip

REFUSED = (
    Site("no feed anywhere", (("", html(), HTML),), refused="No feed was found", most=ALL),
    Site("a well-known name that goes home", (("", html(), HTML), ("feed.xml", "{}")), refused="No feed was found", most=ALL),
    Site("an article in plain text", (("t", b"Le phare est ferm\xc3\xa9.", "text/plain"),), refused=".", most=ALL),
    Site("a picture", (("p.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png"),), refused=".", most=ALL),
    Site("nothing at all", (("e", b"", HTML),), refused=".", most=ALL),
    Site("half a feed without an entry", (("h", b"<rss><channel><title>Half</title><item><title>On", RSS),), refused=".", most=ALL),
    Site("JSON that is no feed", (("j", b'{"a":1}', "application/json"),), refused=".", most=ALL),
    Site("XML that is no feed", (("x", b"<?xml version='1.0'?><catalogue><a/></catalogue>", "text/xml"),), refused=".", most=ALL),
    Site("a link to a page", (("", html(link("{}p")), HTML), ("p", html(), HTML)), refused="cannot be read"),
    Site("a link to nothing", (("", html(link("{}gone.xml")), HTML),), refused="cannot be read"),
    Site("a link to a picture", (("", html(link("{}p.png")), HTML), ("p.png", b"\x89PNG\r\n", "image/png")), refused="cannot be read"),
    Site("a link that goes round", (("", html(link("{}a")), HTML), ("a", "{}b"), ("b", "{}a")), refused="cannot be read", most=ALL),
    Site("links to private places", (("", html(link("http://10.0.0.1/f") + link("http://[::1]:1/f")), HTML),), refused="cannot be read"),
    Site("a script as a link", (("", html(link("javascript:alert(1)") + link("file:///etc/passwd")), HTML),), refused="No feed was found", most=ALL),
    Site("an empty list of sources", (("l.opml", b"<opml><body/></opml>", "text/x-opml"),), refused="empty", most=1),
    Site("a page that is not there", (("gone", ""),), refused="404", most=1),
    Site("an address that goes round", (("a", "{}b"), ("b", "{}a")), refused=".", most=ALL),
)  # fmt: skip

OTHERS = (
    Site("a list of sources", (("l.opml", OPML, "text/x-opml"),), "a.example/f", most=1),
    Site(
        "a Latin-1 feed",
        (("f", rss().decode().encode("ascii", "xmlcharrefreplace"), RSS + "; charset=iso-8859-1"),),
        "f",
        most=1,
    ),
    Site("blank lines before the feed", (("f", b"\n\n  " + rss(), RSS),), "f", most=1),
    Site("a feed with one entry", (("f", rss(items=1), RSS),), "f", most=1),
)

SITES = (*DECLARING, *CHOOSING, *HIDDEN, *REFUSED, *OTHERS)


def test_there_are_sixty() -> None:
    assert len(SITES) == 60
    assert len({site.name for site in SITES}) == 60


def test_looked_for_in_order(tmp_path: Path) -> None:
    """With all ways at once each comes before those after it: head, well-known names, visible links."""

    async def work(desk: Desk, subscriber: Subscriber) -> None:
        ways = ("named.xml", "feed.xml", "flux/tout.rss")
        for number in range(3):
            own = f"/o{number}/"
            left = ways[number:]
            head = link("{}named.xml") if "named.xml" in left else ""
            body = '<a href="{}flux/tout.rss">RSS</a>'
            put(desk.server, own, html(head, body).replace(b"{}", own.encode()), HTML)
            for path in left:
                put(desk.server, own + path, rss(), RSS)
            desk.asked()
            found = await subscriber.find(f"http://127.0.0.1:{desk.server.port}{own}")
            assert len(desk.asked()) <= ALL
            urls = [one.url.partition(own)[2] for one in found.candidates]
            assert urls[0] == left[0]
            assert urls == (list(left[:1]) if number != 1 else list(left)), (
                "a visible link is a choice beside a name"
            )

    with_subscriber(tmp_path, work)


def test_a_rule_for_the_host_comes_before_guesses(tmp_path: Path) -> None:
    """A page of a host that is watched by selectors is to be watched the same way; where they find nothing it is not."""

    async def work(desk: Desk, subscriber: Subscriber) -> None:
        rows = "".join(
            f'<p class="n"><a href="/a/{n}">Le phare de Tamri, épisode {n}</a></p>' for n in range(4)
        )
        page_of = html(body=f'<nav><a href="/">Accueil</a></nav>{rows}')
        rule = '{"item": "p.n"}'
        first = put(desk.server, "/news", page_of, HTML)
        put(desk.server, "/feed.xml", rss(), RSS)
        assert (await subscriber.watch(first, rule)).new == 4
        desk.asked()
        found = await subscriber.find(put(desk.server, "/sport", page_of, HTML))
        assert found.page
        assert "can be" in found.error
        assert len(desk.asked()) == 1, "no name was guessed at"
        looked = await subscriber.look(f"http://127.0.0.1:{desk.server.port}/sport")
        assert (looked.ways[0].watch, looked.ways[0].count) == (rule, 4)
        other = await subscriber.find(
            put(desk.server, "/about.html", html(body="<p>Qui nous sommes</p>"), HTML)
        )
        assert other.candidates[0].url.endswith("/feed.xml")

    with_subscriber(tmp_path, work)


def build(desk: Desk, site: Site, own: str) -> str:
    """Serve the site below `own`; the address to type."""
    typed = ""
    for path, *rest in site.files:
        at = own + str(path)
        if len(rest) == 1:
            url = (
                move(desk.server, at, str(rest[0]).replace("{}", own))
                if rest[0]
                else f"http://127.0.0.1:{desk.server.port}{at}"
            )
        else:
            body, kind = rest
            assert isinstance(body, bytes)
            url = put(desk.server, at, body.replace(b"{}", own.encode()), str(kind))
        typed = typed or url
    return typed


@pytest.mark.parametrize("group", range(4))
def test_found_or_refused_with_the_right_sentence(tmp_path: Path, group: int) -> None:
    wrong: list[str] = []

    async def work(desk: Desk, subscriber: Subscriber) -> None:
        for number, site in enumerate(SITES):
            if number % 4 != group:
                continue
            typed = build(desk, site, f"/s{number}/")
            desk.asked()
            found = await subscriber.find(typed)
            asked = desk.asked()
            best = found.candidates[0].url if found.candidates else ""
            if len(asked) > site.most:
                wrong.append(f"{site.name}: {len(asked)} requests {asked}")
            if site.found and not best.endswith(site.found):
                wrong.append(f"{site.name}: {best or found.error}")
            if site.refused and (best or site.refused not in found.error or not found.error.endswith(".")):
                wrong.append(f"{site.name}: {best or found.error}")

    with_subscriber(tmp_path, work)
    assert wrong == []


CROWDS: tuple[tuple[int, Callable[[int], tuple[str, str]]], ...] = tuple(
    (count, name)
    for count in (3, 6, 10, 18, 30)
    for name in (
        lambda n: (f"sport{n}/f.xml" if n else "f.xml", f"Section {n}" if n else "All"),
        lambda n: (f"section/{n}.xml" if n else "all.xml", f"Section {n}" if n else "À la une"),
    )
)


@pytest.mark.parametrize(("count", "name"), CROWDS)
def test_crowds_of_feeds(tmp_path: Path, count: int, name: Callable[[int], tuple[str, str]]) -> None:
    """The whole paper's feed first, no comments among the first three, every section listed."""

    async def work(desk: Desk, subscriber: Subscriber) -> None:
        named = [name(n) for n in range(count)]
        named = [*named[1:], named[0]]
        for n, (path, _) in enumerate(named):
            put(desk.server, "/" + path, rss(n + 1, 3), RSS)
        comments = [("comments/feed.xml", "Comments"), ("comments/2/feed.xml", "Comments on one")]
        for path, _ in comments:
            put(desk.server, "/" + path, rss(99, 3, sentences=30), RSS)
        links = tuple((f"/{path}", title) for path, title in (*comments, *named))
        found = await subscriber.find(put(desk.server, "/", page("El Faro", links)))
        urls = [
            one.url.partition(
                "/",
            )[2]
            .partition("/")[2]
            .partition("/")[2]
            for one in found.candidates
        ]
        assert urls[0] == named[-1][0]
        assert not any("comments" in url for url in urls[:3])
        assert {path for path, _ in named} <= set(urls)

    with_subscriber(tmp_path, work)
