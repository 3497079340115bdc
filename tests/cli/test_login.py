"""Logins by the shell: kept in the keyring, sent by the next command, and never printed or stored."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.helpers import ROOT, Telex
from tests.faults.papers import rss
from tests.faults.server import Exchange, FaultServer


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the keyring that this test's commands use."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.faults.ring.FileRing")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TEST_RING", str(tmp_path / "ring.json"))
    return tmp_path / "ring.json"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A fault server in a thread of its own, with a feed at /closed that wants me:s3cr3t-word."""
    made = FaultServer()
    started, loop = threading.Event(), asyncio.new_event_loop()
    end = asyncio.Event()

    async def closed(exchange: Exchange) -> None:
        right = exchange.seen.header("authorization") == b"Basic bWU6czNjcjN0LXdvcmQ="
        await exchange.answer(rss() if right else b"no", status="200 OK" if right else "401 Unauthorized")

    async def main() -> None:
        async with made:
            made.routes["/closed"] = closed
            started.set()
            await end.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()))
    thread.start()
    started.wait(10)
    yield made
    loop.call_soon_threadsafe(end.set)
    thread.join(10)
    loop.close()


def test_a_password_is_kept_used_listed_and_forgotten(
    process: Telex, ring: Path, server: FaultServer, data: Path
) -> None:
    url = server.url("closed")
    refused = process("add", url)
    assert refused.code == 1
    assert "name and password" in refused.err
    place = url.removesuffix("/closed")
    done = process("login", url, "--user", "me", stdin=b"s3cr3t-word\n")
    assert (done.code, done.out) == (0, f"The keyring holds the password for {place}.\n")
    assert process("login").out == f"{place}\n"
    added = process("add", url, "--json")
    assert added.objects[0]["new"] == 10
    assert "s3cr3t" in ring.read_text()
    kept = b"".join(file.read_bytes() for file in data.iterdir() if file.is_file())
    assert b"s3cr3t" not in kept
    gone = process("login", place, "--forget", "--json")
    assert gone.objects == [{"server": place}]
    assert process("login").out == ""
    assert process("login", place, "--forget").code == 1


def test_a_name_in_a_typed_address_goes_to_the_keyring(
    process: Telex, ring: Path, server: FaultServer, data: Path
) -> None:
    url = server.url("closed")
    added = process("add", url.replace("http://", "http://me:s3cr3t-word@"))
    assert added.code == 0
    assert [one["url"] for one in process("sources", "--json").objects] == [url]
    said = added.out + added.err + process("export", "opml").out
    kept = b"".join(file.read_bytes() for file in data.iterdir() if file.is_file())
    assert "s3cr3t" not in said
    assert b"s3cr3t" not in kept


def test_without_a_keyring_nothing_is_kept_and_the_way_out_is_said(
    process: Telex, ring: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.faults.ring.LockedRing")
    added = process("add", "http://me:s3cr3t-word@127.0.0.1:2049/feed")
    assert added.code == 1
    assert "[login]" in added.err
    assert "s3cr3t" not in added.err + added.out
    file = tmp_path / "urls"
    file.write_text("http://me:s3cr3t-word@127.0.0.1:2049/feed\nhttp://127.0.0.1:2049/open\n")
    imported = process("import", str(file))
    assert imported.out.startswith("1 of 2 sources are new.")
    assert "keyring" in imported.err
    assert "s3cr3t" not in imported.err


@pytest.mark.parametrize(
    ("address", "stdin", "words"),
    [
        ("https://paper.example", b"\n", "Nothing was given"),
        ("https://me:pw12@paper.example", b"x\n", "without name and password"),
        ("ftp://paper.example", b"x\n", "http"),
        ("https://paper.example", b"a\x07b\n", "cannot be sent"),
    ],
)
def test_what_cannot_be_kept_is_a_sentence(
    process: Telex, ring: Path, address: str, stdin: bytes, words: str
) -> None:
    done = process("login", address, stdin=stdin)
    assert done.code in (1, 2)
    assert words in done.err
    assert not ring.exists()
    assert "Traceback" not in done.err
