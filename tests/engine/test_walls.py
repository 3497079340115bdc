"""Twenty pages that stand in the way, with 200, 302 and 511: of the feed behind them nothing changes but its last error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.desk import DAY, HOUR, Desk, at_desk
from tests.faults.papers import rss
from tests.faults.server import Exchange

PAGES = [
    "<html><head><title>WiFi Login</title></head><body><form><input type=password></form></body></html>",
    "<!DOCTYPE html><html><body><h1>Hotspot Grand Hotel</h1><form action=/go><input name=room></form></body></html>",
    "<html><head><meta name='captive-portal' content='1'></head><body><form></form></body></html>",
    "<html><body>Portail captif<form><input type='password'></form></body></html>",
    "<html lang=es><body>Portal cautivo del aeropuerto <form></form></body></html>",
    "<html><!-- <LoginURL>http://login.example/</LoginURL> --><body><form></form></body></html>",
    "<html><head><title>Guest portal</title></head><body><form><input name=mail></form></body></html>",
    "<html><head><title>Wi-Fi gratuit</title></head><body><form method=post></form></body></html>",
    "<html><body>Network login required <form></form></body></html>",
    "<html><head><title>Just a moment...</title></head><body>Checking</body></html>",
    "<html><head><title>Attention required</title></head><body>Ray</body></html>",
    "<html><head><title>Access denied</title></head><body>No</body></html>",
    "<html><body><div class='g-recaptcha'></div></body></html>",
    "<html><body><div class='h-captcha'></div></body></html>",
    "<html><body><div class='cf-turnstile'></div></body></html>",
    "<html><head><script src='/cdn-cgi/challenge-platform/x.js'></script></head><body></body></html>",
    "<html><head><script src='/_Incapsula_Resource?x'></script></head><body></body></html>",
    "<html><body><script src='https://geo.captcha-delivery.com/x'></script></body></html>",
    "<html><head><script>anubis_challenge</script></head><body></body></html>",
    "<html><head><title>Are you a robot?</title></head><body>Press</body></html>",
]


@pytest.mark.parametrize("status", ["200 OK", "302 Found", "511 Network Authentication Required"])
def test_nothing_changes_but_the_last_error(tmp_path: Path, status: str) -> None:
    async def work(desk: Desk) -> None:
        closed = False

        async def paper(exchange: Exchange) -> None:
            page = PAGES[int(exchange.argument("n"))].encode()
            html = ("Content-Type", "text/html")
            if not closed:
                await exchange.answer(rss(int(exchange.argument("n")), 3), headers=(("ETag", '"1"'),))
            elif status.startswith("302") and exchange.seen.name == "paper":
                to = f"/wall?n={exchange.argument('n')}"
                await exchange.answer(b"", status=status, headers=(("Location", to),))
            else:
                plain = "200 OK" if status.startswith("302") else status
                await exchange.answer(page, status=plain, headers=(html, ("ETag", '"wall"')))

        desk.server.routes["/paper"] = desk.server.routes["/wall"] = paper
        ids = desk.add(*(desk.server.url("paper", n=number) for number in range(len(PAGES))))
        await desk.refresh()
        before = [(desk.entries(feed), desk.validators(feed), desk.feed(feed).url) for feed in ids]
        assert before[0][:2] == (3, (b'"1"', None))
        closed = True
        for _ in range(5):
            desk.wait(2 * HOUR)
            await desk.refresh()
        assert [(desk.entries(feed), desk.validators(feed), desk.feed(feed).url) for feed in ids] == before
        states = [desk.feed(feed) for feed in ids]
        assert {state.failures for state in states} == {0}
        assert all(state.error for state in states)
        closed = False
        desk.wait(DAY)
        await desk.refresh()
        assert {desk.feed(feed).error for feed in ids} == {""}

    at_desk(tmp_path, work, time_box=60)


def test_a_hotel_never_moves_a_feed(tmp_path: Path) -> None:
    """Permanent redirects to a log-in page, on many days; and a true move, once, which keeps what was there."""

    async def work(desk: Desk) -> None:
        feed, moved = desk.add(
            desk.server.url("move", to="/login-page", code=301), desk.server.url("chain", n=1, code=308)
        )
        urls = set()
        for _ in range(100):
            await desk.refresh([feed, moved])
            urls.add(desk.feed(moved).url)
            desk.wait(9 * DAY)
        assert desk.feed(feed).url == desk.server.url("move", to="/login-page", code=301)
        assert urls == {desk.server.url("chain", n=1, code=308), desk.server.url("chain", n=0, code=308)}
        assert desk.entries(moved) == 10

    at_desk(tmp_path, work, time_box=60)


def test_gone_and_missing_feeds_keep_their_entries(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        code = "200 OK"

        async def paper(exchange: Exchange) -> None:
            await exchange.answer(rss() if code[0] == "2" else b"no", status=code, headers=(("ETag", '"1"'),))

        desk.server.routes["/paper"] = paper
        for code, most in (("410 Gone", 1), ("404 Not Found", 12), ("403 Forbidden", 12), ("401 No", 12)):
            ended, code = code, "200 OK"
            (feed,) = desk.add(desk.server.url("paper", code=ended[:3]))
            await desk.refresh([feed])
            desk.asked()
            code = ended
            for _ in range(30 * 24):
                desk.wait(HOUR)
                await desk.refresh([feed])
            assert 1 <= len(desk.asked()) <= most
            assert desk.entries(feed) == 10

    at_desk(tmp_path, work, time_box=60)
