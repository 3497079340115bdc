"""The whole text of an entry from its own page: kept beside the feed's, joined, walled, refused, forbidden."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from reader.blocks import Table
from reader.engine.events import PageDone
from reader.engine.finish import Finisher
from reader.engine.pages import FORBIDDEN, NO_TEXT, WALLS, PageReader
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.errors import Offline
from reader.fetch.gates import Gates
from reader.fetch.network import Resolver, look_up
from reader.model import Entry, ParsedFeed
from reader.store import articles, entries, fulltext, hosts, windows
from reader.store.database import open_store
from tests.engine.desk import HOUR, Desk, at_desk
from tests.engine.test_subscribe import put
from tests.faults.clock import JumpLoop, run_jumping
from tests.faults.server import Exchange, FaultServer

LONG = "".join(
    f"<p>La barque numéro {n} rentre au port de Vellane avec la marée du soir, chargée de sel et de nouvelles du large.</p>"
    for n in range(14)
)
TABLE = "<table><tr><th>Barque</th><th>Sel</th></tr><tr><td>Aube</td><td>12</td></tr><tr><td>Brume</td><td>9</td></tr></table>"


def page(body: str, *, title: str = "Le sel du large", head: str = "", more: str = "") -> bytes:
    return (
        f'<!doctype html><html lang="fr"><head><title>{title}</title>'
        f'<meta property="og:site_name" content="Le Fanal">{head}</head><body><nav><a href="/">Accueil</a></nav>'
        f"<article><h1>{title}</h1>{body}</article>{more}<footer>Mentions légales</footer></body></html>"
    ).encode()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return tmp_path / "sites.toml"


def reading(
    folder: Path,
    work: Callable[[Desk, PageReader, list[PageDone]], Awaitable[None]],
    resolver: Resolver = look_up,
) -> None:
    async def inner(desk: Desk) -> None:
        reader = PageReader(
            desk.db, desk.fetcher, desk.pool, Gates(), rules=folder / "sites.toml", clock=lambda: desk.now
        )
        await work(desk, reader, [])

    at_desk(folder, inner, resolver=resolver)


def entry(desk: Desk, link: str, number: int = 1) -> int:
    """One entry with an excerpt that leads to `link`, of a feed on the same server."""
    (feed_id,) = desk.add(desk.server.url("feed", n=number))
    one = Entry(
        id=f"urn:sel:{number}", title="Le sel du large", link=link, summary="<p>La barque rentre…</p>"
    )
    parsed = ParsedFeed(title="Le Fanal", entries=(one,), found=1)
    stored = entries.store_feed(desk.db, feed_id, parsed, next_at=int(desk.now) + HOUR, now=int(desk.now))
    return stored.ids[0]


def text_of(desk: Desk, entry_id: int, view: str = "") -> str:
    found = articles.article(desk.db, entry_id, view)
    assert found is not None
    return str(found.blocks)


def test_the_whole_text_stands_beside_the_feeds_and_is_found_by_search(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        one = entry(desk, put(desk.server, "/sel", page(LONG + TABLE)))
        await Finisher(desk.db, desk.pool, desk.runner.voice).run()
        assert await reader.read(one, told.append)
        assert told == [PageDone(one, preview=True), PageDone(one)]
        found = articles.article(desk.db, one)
        assert found is not None
        assert (found.view, found.views, found.excerpt) == ("full", ("feed", "full", "raw"), False)
        assert "barque numéro 13" in str(found.blocks)
        assert any(isinstance(block, Table) for block in found.blocks)
        assert "Accueil" not in str(found.blocks)
        assert found.page_at == int(desk.now)
        feed = articles.article(desk.db, one, "feed")
        assert feed is not None
        assert feed.excerpt
        assert "barque rentre…" in str(feed.blocks)
        assert "<p>La barque numéro 13" in text_of(desk, one, "raw")
        assert windows.open_view(desk.db, "numéro large sel is:offline").count == 0
        await Finisher(desk.db, desk.pool, desk.runner.voice).run()
        assert windows.open_view(desk.db, "numéro large sel").count == 1
        assert windows.open_view(desk.db, "has:fulltext").count == 1
        assert "barque rentre…" in text_of(desk, one, "feed")

    reading(tmp_path, work)


def test_a_stored_page_is_not_asked_for_again_unless_the_person_says_so(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        one = entry(desk, put(desk.server, "/sel", page(LONG)))
        await reader.read(one, told.append)
        desk.asked()
        await reader.read(one, told.append)
        assert desk.asked() == []
        put(desk.server, "/sel", page(LONG.replace("Vellane", "Morvan")))
        await reader.read(one, told.append, again=True)
        assert desk.asked() == ["/sel"]
        assert "Morvan" in text_of(desk, one)

    reading(tmp_path, work)


def test_the_pages_of_one_article_are_joined_by_the_persons_rule(tmp_path: Path, rules: Path) -> None:
    rules.write_text('[[site]]\nhost = "127.0.0.1"\ntext = ["article"]\nstrip = [".more"]\nnext = "a.more"\n')

    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        second = LONG.replace("numéro", "seconde")
        put(desk.server, "/sel/2", page(second + '<a class="more" href="/sel/1">retour</a>'))
        one = entry(desk, put(desk.server, "/sel/1", page(LONG + '<a class="more" href="/sel/2">suite</a>')))
        assert await reader.read(one, told.append)
        assert "numéro 13" in text_of(desk, one)
        assert "seconde 13" in text_of(desk, one)
        assert sorted(set(desk.asked())) == ["/robots.txt", "/sel/1", "/sel/2"]

    reading(tmp_path, work)


def test_wrong_rules_are_one_sentence(tmp_path: Path, rules: Path) -> None:
    rules.write_text('[[site]]\nhost = "127.0.0.1"\ntext = ["div["]\n')

    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        one = entry(desk, put(desk.server, "/sel", page(LONG)))
        assert not await reader.read(one, told.append)
        assert "is no CSS selector" in told[-1].error

    reading(tmp_path, work)


PAYWALLS = {
    "json-ld": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Le sel","isAccessibleForFree":"False"}</script>',
    "tier": '<meta property="article:content_tier" content="locked">',
    "class": '<div class="article-paywall">…</div>',
    "french": "<p>Article réservé aux abonnés</p>",
    "spanish": "<p>Suscríbete para seguir leyendo</p>",
    "english": "<p>Subscribe to continue reading</p>",
    "arabic": "<p>اشترك لمتابعة القراءة</p>",
}


@pytest.mark.parametrize("kind", PAYWALLS)
def test_a_paywall_is_named_and_not_shown_as_an_article(tmp_path: Path, kind: str) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        short = "<p>La barque rentre au port avec la marée du soir, et personne ne sait encore pourquoi.</p>"
        head = PAYWALLS[kind] if kind in ("json-ld", "tier") else ""
        more = "" if head else PAYWALLS[kind]
        one = entry(desk, put(desk.server, "/sel", page(short, head=head, more=more)))
        await Finisher(desk.db, desk.pool, desk.runner.voice).run()
        assert not await reader.read(one, told.append)
        assert told == [PageDone(one, WALLS["pay"])]
        found = articles.article(desk.db, one)
        assert found is not None
        assert (found.view, found.wall) == ("feed", "pay")
        assert "barque rentre…" in str(found.blocks)
        assert fulltext.wanted(desk.db, [1], int(desk.now) + 99 * HOUR) == []

    reading(tmp_path, work)


def test_a_long_text_is_an_article_whatever_stands_around_it(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        offer = '<div class="article-paywall">Subscribe to continue reading</div>'
        one = entry(desk, put(desk.server, "/sel", page(LONG, more=offer)))
        assert await reader.read(one, told.append)

    reading(tmp_path, work)


def test_a_consent_page_is_named(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        consent = (
            "<p>Nous et nos partenaires utilisons des cookies. Vos choix de consentement valent pour ce site. "
            "Les cookies servent à mesurer l’audience.</p><button>Tout accepter</button>"
        )
        one = entry(desk, put(desk.server, "/sel", page(consent, title="Avant de continuer")))
        assert not await reader.read(one, told.append)
        assert told[-1].error == WALLS["consent"]

    reading(tmp_path, work)


@pytest.mark.parametrize(
    ("status", "says"), [("404 Not Found", "404"), ("500 Oops", "500"), ("403 Forbidden", "127.0.0.1")]
)
def test_a_page_that_does_not_come_is_one_sentence_and_waits(tmp_path: Path, status: str, says: str) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        async def refuse(exchange: object) -> None:
            await exchange.answer(b"no", status=status)  # type: ignore[attr-defined]

        link = put(desk.server, "/sel", b"")
        desk.server.routes["/sel"] = refuse
        one = entry(desk, link)
        assert not await reader.read(one, told.append)
        assert says in told[-1].error
        assert "feed" not in told[-1].error
        assert fulltext.wanted(desk.db, [1], int(desk.now)) == []
        assert len(fulltext.wanted(desk.db, [1], int(desk.now) + 2 * HOUR)) == 1

    reading(tmp_path, work)


def test_a_page_without_an_article_changes_nothing(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        one = entry(desk, put(desk.server, "/sel", b"<html><body></body></html>"))
        assert not await reader.read(one, told.append)
        assert told == [PageDone(one, NO_TEXT)]
        found = articles.article(desk.db, one)
        assert found is not None
        assert found.page_error == NO_TEXT

    reading(tmp_path, work)


def test_robots_are_obeyed_in_the_background_and_flag_what_the_person_asks_for(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        put(desk.server, "/robots.txt", b"User-agent: *\nDisallow: /sel\n", "text/plain")
        one = entry(desk, put(desk.server, "/sel", page(LONG)))
        assert not await reader.read(one, told.append, pressed=False)
        assert told == [PageDone(one, FORBIDDEN)]
        assert desk.asked() == ["/robots.txt"]
        assert await reader.read(one, told.append)
        assert desk.asked() == ["/sel"], "its robots.txt is kept for a day"
        assert desk.db.value("SELECT flagged FROM page WHERE entry_id = ?", (one,)) == 1

    reading(tmp_path, work)


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "308 Permanent Redirect"])
def test_robots_are_heard_again_where_a_redirect_leads(tmp_path: Path, status: str) -> None:
    """An open path sends on to one that programs may not have: it is not asked for, unless by the person."""

    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        put(desk.server, "/robots.txt", b"User-agent: *\nDisallow: /closed\n", "text/plain")
        put(desk.server, "/closed/sel", page(LONG))
        put(desk.server, "/new/sel", page(LONG))

        def sends_on(place: str) -> Callable[[Exchange], Awaitable[None]]:
            async def answer(exchange: Exchange) -> None:
                await exchange.answer(status=status, headers=(("Location", place),))

            return answer

        desk.server.routes["/sel"] = sends_on("/closed/sel")
        desk.server.routes["/mer"] = sends_on("/new/sel")
        one, other = entry(desk, desk.server.url("sel")), entry(desk, desk.server.url("mer"), 2)
        assert not await reader.read(one, told.append, pressed=False)
        assert told[-1].error == "robots.txt of 127.0.0.1 does not let programs fetch this page."
        assert desk.asked() == ["/robots.txt", "/sel"]
        assert await reader.read(other, told.append, pressed=False)
        assert desk.asked() == ["/mer", "/new/sel"]
        assert await reader.read(one, told.append)
        assert desk.asked() == ["/sel", "/closed/sel"], "the person's own way"

    reading(tmp_path, work)


def test_an_address_from_outside_reaches_nothing_private(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        one = entry(desk, "http://127.0.0.9:1/secret")
        assert not await reader.read(one, told.append)
        assert told[-1].error
        assert desk.asked() == []

    reading(tmp_path, work)


def test_a_press_does_not_wait_behind_what_is_read_in_the_background(tmp_path: Path) -> None:
    """The site asks for two minutes between two pages; the one that the person wants is the last in that queue."""

    async def work() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, JumpLoop)
        async with FaultServer() as server, WorkerPool(1) as pool, Fetcher() as fetcher:
            loop.hold_while(lambda: pool.busy)
            with open_store(tmp_path / "telex.db") as db:
                desk = Desk(db, server, pool, fetcher)
                put(server, "/robots.txt", b"User-agent: *\nCrawl-delay: 120\n")
                ids = [
                    entry(desk, put(server, f"/sel{number}", page(LONG)), number + 1) for number in range(3)
                ]
                reader = PageReader(db, fetcher, pool, Gates(), clock=loop.time)
                behind: list[PageDone] = []
                ahead = asyncio.gather(*(reader.read(one, behind.append, pressed=False) for one in ids))
                await asyncio.sleep(5)
                begin, told = loop.time(), list[PageDone]()
                assert await reader.read(ids[2], told.append)
                assert told == [PageDone(ids[2], preview=True), PageDone(ids[2])]
                assert loop.time() - begin < 60
                assert await ahead == [True, True, False]
                assert behind == [PageDone(ids[0]), PageDone(ids[1])]
                assert [seen.target for seen in server.log] == ["/robots.txt", "/sel0", "/sel2", "/sel1"]

    run_jumping(work())


def test_what_is_wanted_in_the_background_is_the_newest_of_chosen_feeds(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        first = entry(desk, put(desk.server, "/sel", page(LONG)), 1)
        second = entry(desk, put(desk.server, "/sel", page(LONG)), 2)
        now = int(desk.now)
        assert [one.entry_id for one in fulltext.wanted(desk.db, [1, 2], now)] == [second, first]
        assert [one.entry_id for one in fulltext.wanted(desk.db, [1], now)] == [first]
        await reader.read(first, told.append, pressed=False)
        assert [one.preview for one in told] == [False]
        assert [one.entry_id for one in fulltext.wanted(desk.db, [1, 2], now)] == [second]

    reading(tmp_path, work)


def test_a_site_that_asks_for_fewer_requests_is_left_alone(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        one = entry(desk, desk.server.url("status", code=429, retry=7_200))
        two = entry(desk, put(desk.server, "/sel", page(LONG)), 2)
        assert not await reader.read(one, told.append)
        desk.asked()
        assert not await reader.read(two, told.append)
        assert told[-1].error == "127.0.0.1 asked for fewer requests: it is left alone for 2h."
        await desk.refresh()
        assert desk.asked() == []
        desk.wait(7_201)
        assert await reader.read(two, told.append)

    reading(tmp_path, work)


def test_further_pages_that_are_forbidden_are_not_fetched_in_the_background(
    tmp_path: Path, rules: Path
) -> None:
    rules.write_text('[[site]]\nhost = "127.0.0.1"\nnext = "a.more"\n')

    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        put(desk.server, "/robots.txt", b"User-agent: *\nDisallow: /sel/2", "text/plain")
        put(desk.server, "/sel/2", page(LONG.replace("barque", "charrette")))
        more = '<a class="more" href="/sel/2">2</a>'
        one = entry(desk, put(desk.server, "/sel/1", page(LONG, more=more)))
        assert await reader.read(one, told.append, pressed=False)
        assert desk.asked() == ["/robots.txt", "/sel/1"]
        assert await reader.read(one, told.append, again=True)
        assert "/sel/2" in desk.asked()
        assert "charrette numéro" in text_of(desk, one)

    reading(tmp_path, work)


def test_without_a_network_no_page_fails_and_no_site_forbids(tmp_path: Path) -> None:
    """Neither the page nor robots.txt is asked for later than the network is back."""
    away = True

    async def names(host: str, port: int) -> list[str]:
        if away:
            raise Offline("There is no network.")
        return ["127.0.0.1"]

    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        nonlocal away
        put(desk.server, "/sel", page(LONG))
        one = entry(desk, f"http://paper.example:{desk.server.port}/sel")
        desk.db.execute("UPDATE feed SET url = ?", (f"http://paper.example:{desk.server.port}/feed",))
        feed_ids = [row[0] for row in desk.db.rows("SELECT id FROM feed")]
        with pytest.raises(Offline):
            await reader.read(one, told.append, pressed=False)
        await reader.read(one, told.append)
        assert [done.error for done in told] == ["There is no network."]
        away = False
        assert await reader.read(one, told.append, pressed=False)
        assert fulltext.wanted(desk.db, feed_ids, int(desk.now)) == []

    reading(tmp_path, work, names)


def test_a_site_that_is_left_alone_forbids_nothing(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        one = entry(desk, put(desk.server, "/sel", page(LONG)))
        hosts.hold(desk.db, "127.0.0.1", int(desk.now) + 60)
        assert not await reader.read(one, told.append, pressed=False)
        assert "asked for fewer requests" in told[-1].error
        assert desk.asked() == []
        desk.wait(61)
        assert await reader.read(one, told.append, pressed=False)

    reading(tmp_path, work)


def test_a_page_that_failed_while_the_clock_was_ahead_is_wanted_when_it_is_right(tmp_path: Path) -> None:
    async def work(desk: Desk, reader: PageReader, told: list[PageDone]) -> None:
        one = entry(desk, desk.server.url("reset-at-once"))
        desk.now += 400 * 24 * HOUR
        assert not await reader.read(one, told.append, pressed=False)
        assert fulltext.wanted(desk.db, [1], int(desk.now) + HOUR // 2) == []
        desk.now -= 400 * 24 * HOUR
        assert [target.entry_id for target in fulltext.wanted(desk.db, [1], int(desk.now))] == [one]

    reading(tmp_path, work)
