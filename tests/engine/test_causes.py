"""Twenty sources with twenty faults: each row of the sources names its own cause, and no two say the same."""

from __future__ import annotations

from pathlib import Path

from reader.store.health import state
from tests.engine.desk import DAY, HOUR, Desk, at_desk
from tests.engine.test_subscribe import move, put
from tests.faults.papers import page
from tests.faults.server import Exchange

STATUSES = (
    "400 Bad Request", "401 Unauthorized", "402 Payment Required", "403 Forbidden", "404 Not Found", "406 Not Acceptable",
    "410 Gone", "418 Teapot", "429 Too Many Requests", "451 Unavailable", "500 Oops", "502 Bad Gateway", "503 Busy", "504 Slow",
)  # fmt: skip


def test_no_two_causes_alike(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        urls = []
        for number, status in enumerate(STATUSES):

            async def answer(exchange: Exchange, status: str = status) -> None:
                await exchange.answer(b"no", status=status)

            desk.server.routes[f"/s{number}"] = answer
            urls.append(f"http://127.0.0.1:{desk.server.port}/s{number}")
        urls += [
            put(desk.server, "/page", page()),
            put(desk.server, "/empty", b"", "application/rss+xml"),
            put(desk.server, "/picture", b"\x89PNG\r\n\x1a\n" + bytes(99), "image/png"),
            move(desk.server, "/round", "/round"),
            put(desk.server, "/zip", b"no gzip", "application/rss+xml", Content_Encoding="gzip"),
            "http://127.0.0.1:9/closed",
        ]
        ids = desk.add(*urls)
        assert len(ids) == 20
        for _ in range(3):
            await desk.refresh(ids, force=True)
            desk.wait(8 * DAY + HOUR)
        told: dict[str, list[str]] = {}
        for feed_id, url in zip(ids, urls, strict=True):
            feed = desk.feed(feed_id)
            assert feed.error.endswith("."), (url, feed.error)
            told.setdefault(feed.error or state(feed, int(desk.now)), []).append(url)
        assert all(len(alike) == 1 for alike in told.values()), {k: v for k, v in told.items() if len(v) > 1}

    at_desk(tmp_path, work)
