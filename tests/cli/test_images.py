"""`telex images`: hidden, reported, listed, taken back, lists subscribed to and exported."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path

import pytest

from reader.model import Enclosure, Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.store import feeds
from reader.store.entries import store_feed
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


def test_what_is_hidden_leaves_in_no_form(telex: Telex, newsroom: Newsroom, tmp_path: Path) -> None:
    """Reported here, reported twice, all of a host, on a list: none of them goes to another reader, in any form."""
    reported, twice, listed, kept = (
        f"https://images.fanal.example/{name}.png" for name in ("one", "two", "list", "port")
    )
    advert, sound = "https://ads.example/banner.png", "https://ads.example/bulletin.mp3"
    first, second = _with_images(newsroom, [reported, twice, listed, kept, advert], advert, sound)
    newsroom.close()
    (tmp_path / "list.txt").write_text(f"{listed}\n")
    for words in (
        ("report", str(first), reported),
        ("report", str(first), twice),
        ("report", str(second), twice),
        ("hide", advert, "--host"),
        ("subscribe", str(tmp_path / "list.txt")),
    ):
        assert telex("images", *words).code == 0
    shown = {form: telex("show", str(first), "--as", form).out for form in ("text", "markdown", "html")}
    shown |= {
        f"export {form}": telex("export", form, "feed:fanal").out
        for form in ("markdown", "html", "atom", "jsonfeed")
    }
    assert telex("export", "epub", "feed:fanal", "--to", str(tmp_path / "book.epub")).code == 0
    with zipfile.ZipFile(tmp_path / "book.epub") as book:
        shown["epub"] = "".join(book.read(name).decode() for name in book.namelist())
    for form, text in shown.items():
        for url in (twice, listed, advert):
            assert url not in text, form
        assert kept in text or form == "text", form
    assert reported not in telex("show", str(first), "--as", "html").out
    assert reported in telex("show", str(second), "--as", "html").out
    assert "<figcaption>Figure 1</figcaption>" in telex("show", str(first), "--as", "html").out
    (told,) = telex("show", str(first), "--as", "json").objects
    assert (told["image"], told["enclosures"]) == (None, [sound])
    said = {block["images"][0]["url"]: block["images"][0].get("gone") for block in told["blocks"][1:]}
    assert said == {
        reported: "in this article",
        twice: "reported in 2 articles",
        listed: f"on the list {tmp_path / 'list.txt'}",
        kept: None,
        advert: "all of ads.example",
    }


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


def _with_images(newsroom: Newsroom, urls: list[str], *attached: str) -> list[int]:
    """Two articles as a feed gives them, each with all these images; what is attached goes along, the first as their image."""
    figures = "".join(
        f'<figure><img src="{url}" alt="x"><figcaption>Figure {place}</figcaption></figure>'
        for place, url in enumerate(urls)
    )
    items = tuple(
        Entry(
            id=f"urn:quai:{n}",
            title=f"Quai {n}",
            link=f"https://fanal.example/quai/{n}",
            content=f"<p>Le gardien a compté {n} bateaux.</p>{figures}",
            image=attached[0],
            enclosures=tuple(Enclosure(url) for url in attached),
        )
        for n in range(2)
    )
    db = newsroom.db
    feed = feeds.add_feed(db, "https://fanal.example/feed").id
    parsed = ParsedFeed(title="Le Fanal", entries=items, found=2)
    return list(store_feed(db, feed, parsed, next_at=db.now(), now=db.now()).ids)


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
