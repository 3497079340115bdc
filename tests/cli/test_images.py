"""`telex images`: hidden, reported, listed, taken back, lists subscribed to and exported."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from reader.newsroom import Newsroom
from tests.cli.helpers import Telex
from tests.faults.server import Exchange, FaultServer
from tests.store.images import LOGO, store

pytestmark = pytest.mark.usefixtures("store")


def test_images_are_reported_listed_and_shown_again(telex: Telex, newsroom: Newsroom) -> None:
    assert telex("images").err == "No image is hidden.\n"
    ids = store(newsroom.db, 3)
    newsroom.close()
    assert telex("images", "report", str(ids[0]), LOGO).out.startswith("Hid an image in this article.")
    assert telex("images", "report", str(ids[1]), LOGO).out.startswith("Reported an image: it is blocked")
    (found,) = telex("images", "--json").objects
    assert (found["state"], found["reason"], found["url"]) == ("blocked", "reported in 2 articles", LOGO)
    assert (found["articles"], found["hash"], found["host"]) == (2, None, None)
    assert LOGO in telex("images").out
    shown = telex("show", str(ids[2])).out
    assert "[hidden image: reported in 2 articles" in shown
    assert LOGO not in telex("show", str(ids[2]), "--as", "markdown").out
    assert telex("images", "undo", str(found["id"]), "--json").objects[0]["kind"] == "image-undo"
    assert "[image] image 0" in telex("show", str(ids[2])).out
    assert telex("undo").code == 0
    assert telex("images", "--json").objects == [found]


def test_a_host_is_hidden_and_a_list_goes_out_and_comes_in(telex: Telex, tmp_path: Path) -> None:
    assert telex("images", "hide", "https://www.ads.example/a.gif", "--host").code == 0
    assert telex("images", "hide", LOGO).code == 0
    assert telex("images", "export", "--to", str(tmp_path / "mine.txt")).code == 0
    assert telex("images", "export").out == (tmp_path / "mine.txt").read_text()
    assert telex("images", "undo", "host:ads.example").code == 0
    assert telex("images", "undo", LOGO).code == 0
    done = telex("images", "subscribe", str(tmp_path / "mine.txt"))
    assert done.out.startswith(f"Subscribed to the list {tmp_path / 'mine.txt'}: 1 images.")
    (listed,) = telex("images", "--json").objects
    assert (listed["origin"], listed["lines"]) == (str(tmp_path / "mine.txt"), 1)
    assert telex("images", "lines", "list:1").out == f"{LOGO}\n"
    assert telex("images", "undo", "list:1").code == 0
    assert telex("images", "--json").objects == []


def test_what_is_wrong_is_said_in_a_sentence(telex: Telex, tmp_path: Path) -> None:
    (tmp_path / "wrong.txt").write_text("\x1b]0;title\x07")
    for words, code, said in (
        (("undo", "7"), 1, "There is no hidden image 7"),
        (("undo", "logo"), 1, "logo is no number, address or hash"),
        (("report", "x", LOGO), 2, "'x' is no number"),
        (("hide",), 2, "needs 1 words"),
        (("subscribe", str(tmp_path)), 1, "is no file"),
        (("subscribe", "/dev/zero"), 1, "is no file"),
        (("subscribe", str(tmp_path / "wrong.txt")), 1, "Line 1 holds spaces or characters that act"),
        (("lines", "list:99999999999999999999"), 2, "is no number"),
    ):
        answer = telex("images", *words)
        assert answer.code == code, words
        assert said in answer.err
        assert "\x1b" not in answer.err
        assert len(answer.err.splitlines()) == 1


def test_a_list_behind_an_address_is_fetched_once(telex: Telex) -> None:
    async def give(exchange: Exchange) -> None:
        await exchange.answer(f"{LOGO}\n".encode(), headers=(("Content-Type", "text/plain"),))

    async def work() -> None:
        async with FaultServer(routes={"/list": give}) as server:
            done = await asyncio.to_thread(telex, "images", "subscribe", server.url("list"))
            assert done.out.startswith(f"Subscribed to the list {server.url('list')}: 1 images.")
            gone = await asyncio.to_thread(telex, "images", "subscribe", server.url("gone"))
            assert gone.code == 1
            assert "no list came" in gone.err

    asyncio.run(work())
