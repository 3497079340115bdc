"""Real feeds, served over loopback and refreshed by the engine: none is lost, none is parsed twice, none ends in a traceback.

The feeds lie outside the project; without them the tests are skipped.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from reader.engine.finish import Finisher
from reader.parse.errors import FeedError
from reader.parse.feed import parse_feed
from reader.store import articles, pending
from tests.engine.desk import DAY, Desk, at_desk
from tests.faults.server import Exchange

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus" / "feeds"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real feeds is not here")


async def serve(exchange: Exchange) -> None:
    """A file of the corpus as it is, packed, with an ETag that is honoured."""
    body = (CORPUS / exchange.argument("file")).read_bytes()
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    if exchange.seen.header("if-none-match") == etag.encode():
        await exchange.head((("ETag", etag),), status="304 Not Modified")
        return
    await exchange.answer(body, headers=(("ETag", etag), ("Content-Encoding", "gzip")))


def test_all_real_feeds_through_the_whole_road(tmp_path: Path) -> None:
    files = sorted(path.name for path in CORPUS.glob("*.gz"))
    assert files
    expected: dict[str, int] = {}
    for name in files:
        try:
            parsed = parse_feed(gzip.decompress((CORPUS / name).read_bytes()))
            expected[name] = len(set(parsed.entries))  # exact repeats within a document are one entry
        except FeedError:
            expected[name] = -1

    async def work(desk: Desk) -> None:
        desk.server.routes["/paper"] = serve
        ids = dict(
            zip(files, desk.add(*(desk.server.url("paper", file=name) for name in files)), strict=True)
        )
        cold = await desk.refresh()
        assert cold.feeds == cold.requests == len(files)
        assert cold.failed == sum(count < 0 for count in expected.values())
        short = {
            name: (desk.entries(ids[name]), count)
            for name, count in expected.items()
            if desk.entries(ids[name]) != max(count, 0)
        }
        assert short == {}
        for name, count in expected.items():
            state = desk.feed(ids[name])
            assert (state.status == "error") == (count < 0)
            if state.error:
                assert state.error.endswith(".")
                assert "Traceback" not in state.error
                assert "could not be read (" not in state.error

        stored = desk.entries()
        assert await Finisher(desk.db, desk.pool, desk.runner.voice, ("fr", "ar", "es", "en")).run() == stored
        assert pending.waiting(desk.db) == 0

        desk.wait(DAY)
        parsed = desk.pool.seconds
        second = await desk.refresh()
        good = sum(count >= 0 for count in expected.values())
        assert (second.unchanged, second.new, second.updated) == (good, 0, 0)
        assert desk.pool.seconds - parsed == pytest.approx(0, abs=0.5), (
            "only what is no feed was looked at again"
        )

        await desk.server.__aexit__()
        desk.wait(DAY)
        last = await desk.refresh()
        assert last.failed == good
        assert {
            desk.feed(feed_id).error for feed_id in ids.values() if desk.feed(feed_id).status == "error"
        } >= {"127.0.0.1 takes no connections."}
        assert desk.entries() == stored
        for (entry_id,) in desk.db.rows("SELECT id FROM entry"):
            article = articles.article(desk.db, entry_id)
            assert article is not None
            assert article.title

    at_desk(tmp_path, work)
