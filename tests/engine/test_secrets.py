"""Random secrets in addresses, queries and request fields: in no store, log, traceback, OPML file, event or process list."""

from __future__ import annotations

import base64
import logging
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import psutil
import pytest

from reader.config import LoginCommand, Paths, Settings
from reader.engine.__main__ import _keep_log
from reader.engine.events import line
from reader.engine.outward import fetcher
from reader.engine.run import Run
from reader.fetch.logins import part
from reader.fetch.ring import put
from reader.newsroom import Newsroom
from reader.store import feeds
from reader.store.feeds import NewFeed
from reader.store.wishes import BY_ITSELF
from tests.engine.desk import HOUR, Desk, at_desk
from tests.engine.test_watching import headlines, some
from tests.faults.papers import rss
from tests.faults.ring import FileRing
from tests.faults.server import Exchange

COUNT = 1_000 if os.environ.get("TELEX_FULL") else 90
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@pytest.fixture(autouse=True)
def _own_ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEST_RING", str(tmp_path / "ring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileRing())
    yield
    keyring.set_keyring(before)


def test_no_secret_is_found_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rng = random.Random(7)
    secrets = ["".join(rng.choices(_LETTERS, k=24)) for _ in range(COUNT)]
    data = tmp_path / "data"
    paths = Paths(data, tmp_path / "config.toml")

    async def work(desk: Desk) -> None:
        seen: set[str] = set()

        async def closed(exchange: Exchange) -> None:
            """Takes any secret, and misbehaves in turn: redirects with it, refuses it, sends it back in the text's base."""
            number = int(exchange.argument("n"))
            said = (exchange.seen.header("authorization") or b"").decode()
            basic = base64.b64decode(said.removeprefix("Basic ")).decode() if "Basic" in said else said
            found = next((s for s in (secrets[number],) if s in basic + exchange.seen.target), "")
            seen.add(found)
            if number % 7 == 1:
                await exchange.answer(b"no", status="401 Unauthorized")
            elif number % 7 == 2 and "twice" not in exchange.seen.arguments:
                to = exchange.seen.target + "&twice=1"
                await exchange.answer(b"", status="301 Moved", headers=(("Location", to),))
            elif number % 7 == 3:
                exchange.reset()
            else:
                body = rss(number, 2).replace(b"https://paper", b"?paper", 1)
                await exchange.answer(body, headers=(("ETag", f'"{number}"'),))

        desk.server.routes["/closed"] = closed
        commands: dict[str, LoginCommand] = {}
        wanted = []
        for number, secret in enumerate(secrets):
            host = f"paper{number}.example:{desk.server.port}"
            if number % 3 == 0:
                url = f"http://{secret[:12]}:{secret}@{host}/closed?n={number}"
            elif number % 3 == 1:
                url = f"http://{host}/closed?n={number}&token={secret}"
            else:
                url = f"http://{host}/closed?n={number}"
                (tmp_path / f"{number}").write_text(secret + "\n")
                commands[f"http://{host}/"] = LoginCommand(("cat", str(tmp_path / f"{number}")))
            wanted.append(NewFeed(url))
        settings = Settings(login=commands)
        newsroom = Newsroom(desk.db, paths, settings)
        imported = newsroom.import_feeds(wanted)
        assert (len(imported.new), imported.left_out) == (COUNT, ())

        async def home(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        desk.fetcher = fetcher(settings, desk.db)
        desk.fetcher._resolver = home
        desk.start(hosts=32)
        processes = ""
        real = Run._failed

        def failed(run: Run, poll: object, sentence: str) -> object:
            nonlocal processes
            for process in psutil.Process().children(recursive=True):
                try:
                    processes += " ".join(process.cmdline())
                except psutil.Error:
                    continue
            return real(run, poll, sentence)  # type: ignore[arg-type]

        monkeypatch.setattr(Run, "_failed", failed)
        told = b""
        for turn in range(2):
            if turn:  # a fault of Telex's own, for its traceback
                monkeypatch.setattr("reader.engine.run.read", _broken)
                desk.db.execute("UPDATE feed SET etag = NULL, last_modified = NULL")
            await desk.refresh()
            told += b"".join(map(line, desk.told))
            desk.wait(30 * HOUR)
        await desk.fetcher.aclose()
        assert seen == set(secrets), "each got to its server"
        assert desk.entries() > COUNT // 2
        assert "Traceback" in caplog.text + (paths.log.read_text() if paths.log.exists() else "")
        opml = newsroom.export_opml()
        listed = repr(newsroom.feeds()) + repr(newsroom.steps())
        assert "paper1.example" in listed
        desk.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = b"".join(file.read_bytes() for file in data.iterdir() if file.is_file())
        places = {
            "store and log": kept, "what is told": told, "OPML": opml, "lists": listed.encode(),
            "messages": caplog.text.encode(), "processes": processes.encode(),
        }  # fmt: skip
        hits = [
            (place, secret[:3])
            for place, text in places.items()
            for secret in secrets
            if secret.encode() in text or base64.b64encode(f"{secret[:12]}:{secret}".encode()) in text
        ]
        assert hits == []

    data.mkdir(mode=0o700)
    root = logging.getLogger("reader")
    before = list(root.handlers)
    _keep_log(paths)
    try:
        at_desk(data, work)
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
            handler.close()


async def _broken(poll: object, answer: object, pool: object, now: int) -> None:
    raise RuntimeError(f"made up for {sys.version_info.major}")


def test_a_redirect_of_a_watched_page_keeps_its_token_to_itself(tmp_path: Path) -> None:
    """It is followed hop by hop, with the token that stands in the place that it names."""
    secret = "a1B2c3D4e5F6g7H8"

    async def work(desk: Desk) -> None:
        async def closed(exchange: Exchange) -> None:
            assert exchange.argument("token") == secret
            if "twice" in exchange.seen.arguments:
                await exchange.answer(headlines(some()))
            else:
                to = exchange.seen.target + "&twice=1"
                await exchange.answer(b"", status="301 Moved", headers=(("Location", to),))

        desk.server.routes["/closed"] = closed
        desk.fetcher = fetcher(Settings(), desk.db)
        desk.start()
        (page,) = desk.add(put(part(desk.server.url("closed", token=secret))))
        feeds.set_settings(desk.db, page, watch=BY_ITSELF)
        await desk.refresh()
        assert desk.done(page).new == 12
        (moved,) = desk.db.rows("SELECT url, moved FROM feed")[0][1:]
        assert "twice=1" in moved
        assert secret not in moved

    at_desk(tmp_path, work)
