"""Images in the article's pane: hidden on a key, gone at once, back on another; the screen of all that is hidden."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader.demo.media import picture
from reader.model import Ink
from reader.newsroom import Newsroom
from reader.store import imagefiles, imageinks
from reader.store.database import open_store
from reader.tui.widgets import ink as layer
from reader.tui.widgets.article_ink import PageInk
from reader.tui.widgets.menu import MenuList
from tests.store.images import LOGO, store
from tests.tui.desk import Desk, read

OTHER = "https://images.fanal.example/barque.png"
HINT = "[hidden image - press u to undo]"


def text(desk: Desk) -> str:
    pane = desk.main.article
    rows = "\n".join(pane.render_line(y).text for y in range(pane.size.height))
    return " ".join(rows.replace("▎", " ").split())


def menu(desk: Desk) -> list[str]:
    return [item.title for item in desk.app.screen.query_one(MenuList).items]


async def command(desk: Desk, line: str) -> None:
    await desk.press(":")
    await desk.type(line)
    await desk.press("enter")


def test_an_image_is_hidden_on_a_key_gone_at_once_and_back_on_another(empty: Newsroom) -> None:
    store(empty.db, 3)

    async def scenario(desk: Desk) -> None:
        await desk.press("enter")
        assert "[image] image 0 (images.fanal.example)" in text(desk)
        await desk.press("X")
        assert menu(desk) == [
            "This image, in this article",
            "This image, everywhere",
            "All images of images.fanal.example",
        ]
        await desk.press("enter")
        assert HINT in text(desk)
        assert "image 0" not in text(desk)
        assert "u undo" in desk.status()
        await desk.press("u")
        assert "[image] image 0" in text(desk)
        await desk.press("X", "enter", "s")
        assert HINT not in text(desk), "undo would take back the star by now"
        assert "[hidden image: in this article - press X to show it again]" in text(desk)
        await desk.press("X")
        assert "[image] image 0" in text(desk)

    read(empty, scenario)


def test_reported_in_two_articles_it_is_blocked_in_the_third(empty: Newsroom) -> None:
    store(empty.db, 3)

    async def scenario(desk: Desk) -> None:
        await desk.press("enter")
        await command(desk, "image-report")
        await desk.press("J")
        assert "[image] image 0" in text(desk)
        await command(desk, "image-report")
        assert "blocked everywhere" in desk.status()
        await desk.press("J")
        assert "[hidden image: reported in 2 articles - press X to show it again]" in text(desk)
        await command(desk, "images")
        assert menu(desk) == ["Subscribe to a list…", "Write my list to a file…", "", LOGO]
        await desk.press("down", "down", "enter")
        assert "[image] image 0" in text(desk)
        assert empty.images.hidden() == []
        await desk.press("u")
        assert "reported in 2 articles" in text(desk)

    read(empty, scenario)


def test_with_several_images_one_is_chosen(empty: Newsroom) -> None:
    store(empty.db, 1, (LOGO, OTHER))

    async def scenario(desk: Desk) -> None:
        await desk.press("enter", "X")
        assert menu(desk) == ["1. image 0", "2. image 1"]
        await desk.press("down", "enter", "down", "enter")
        assert "[image] image 0" in text(desk)
        assert "image 1" not in text(desk)
        await command(desk, "image-undo")
        assert "[image] image 1" in text(desk)
        await command(desk, "image-undo")
        assert "No image of this article is hidden." in desk.status()

    read(empty, scenario)


def test_a_list_is_subscribed_to_looked_into_and_left(empty: Newsroom, tmp_path: Path) -> None:
    store(empty.db, 1, (LOGO, OTHER))
    file = tmp_path / "list.txt"
    file.write_text(f"{LOGO}\n{OTHER}\n")
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("<html>")

    async def scenario(desk: Desk) -> None:
        await desk.press("enter")
        await command(desk, f"image-list {wrong}")
        assert "Line 1 is no hash and no address of an image" in desk.status()
        await command(desk, f"image-list {file}")
        assert text(desk).count("[hidden image: on the list") == 2
        await command(desk, "images")
        await desk.press("down", "down", "enter")
        assert menu(desk) == ["Leave this list", OTHER, LOGO]
        await desk.press("down", "enter")
        assert "[image] image 1" in text(desk)
        await command(desk, "images")
        await desk.press("down", "down", "enter", "enter")
        assert "[image] image 0" in text(desk)
        await desk.press("u")
        assert "[image] image 0" not in text(desk)

    read(empty, scenario)


def test_a_list_that_another_screen_left_is_in_the_menu_no_more(empty: Newsroom, tmp_path: Path) -> None:
    store(empty.db, 1, (LOGO, OTHER))
    file = tmp_path / "list.txt"
    file.write_text(f"{LOGO}\n")

    async def scenario(desk: Desk) -> None:
        await command(desk, f"image-list {file}")
        await command(desk, "images")
        assert str(file) in menu(desk)
        (one,) = empty.images.lists()
        empty.images.release(f"list:{one.id}")
        await desk.press("down", "down", "enter")
        assert str(file) not in menu(desk)

    read(empty, scenario)


def test_the_own_list_is_written_to_a_file_that_is_new(empty: Newsroom, tmp_path: Path) -> None:
    (one,) = store(empty.db, 1)
    empty.images.hide(one, LOGO, "image")

    async def scenario(desk: Desk) -> None:
        for said in ("Your list was written", "cannot be written"):
            desk.main.images.export(str(tmp_path / "mine.txt"))
            assert said in desk.status()

    read(empty, scenario)
    assert (tmp_path / "mine.txt").read_text() == f"# Images reported with Telex\n{LOGO}\n"


@pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")
def test_what_is_kept_is_drawn_when_it_is_wanted_and_its_words_stay(empty: Newsroom) -> None:
    store(empty.db, 1)
    kept = imagefiles.keep(empty.db, LOGO, picture("a"), "image/png", (320, 180), empty.now())
    imagefiles.keep_drawing(empty.db, kept.hash, 56, 30, bytes((200, 10, 10)) * 30 * 20)

    async def scenario(desk: Desk) -> None:
        await desk.press("enter")
        assert "▀" not in text(desk), "off unless it is asked for"
        await command(desk, "image-draw")
        pane = desk.main.article
        assert pane.document is not None
        assert pane.document.width == 56
        assert text(desk).count("▀" * 30) == 10
        assert "[image] image 0 (images.fanal.example)" in text(desk)
        row = next(pane.render_line(y) for y in range(40) if "▀" in pane.render_line(y).text)
        style = next(one.style for one in row if "▀" in one.text)
        assert style is not None
        assert style.color is not None
        assert style.color.name == "#c80a0a"
        await desk.press("X", "enter")
        assert "▀" not in text(desk), "hidden images are not drawn"
        await desk.press("u")
        assert "▀" in text(desk)
        await command(desk, "image-draw")
        assert "▀" not in text(desk)

    read(empty, scenario)


@pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")
def test_what_another_process_draws_is_shown_when_it_is_there(empty: Newsroom) -> None:
    store(empty.db, 1)
    kept = imagefiles.keep(empty.db, LOGO, picture("a"), "image/png", (320, 180), empty.now())
    empty.set_setting("images_draw", "on")

    async def scenario(desk: Desk) -> None:
        await desk.press("enter")
        assert "▀" not in text(desk)
        with open_store(empty.paths.store) as other:
            imagefiles.keep_drawing(other, kept.hash, 56, 30, bytes((200, 10, 10)) * 30 * 20)
        await desk.until(lambda: "▀" in text(desk))

    read(empty, scenario)


@pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")
def test_nothing_is_sent_while_the_text_moves_and_all_of_it_once_it_rests(
    empty: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(empty.db, 1)
    kept = imagefiles.keep(empty.db, LOGO, picture("a"), "image/png", (320, 180), empty.now())
    ink = Ink("sixel", 30, 60, tuple(b"\x1bP0;1q#%d~\x1b\\" % row for row in range(60)))
    imageinks.keep(empty.db, kept.hash, 52, (10, 20), ink)
    empty.set_setting("images_draw", "on")
    monkeypatch.setattr(layer, "QUIET", 600)

    async def scenario(desk: Desk) -> None:
        graphics = desk.app.graphics
        assert graphics.question
        assert graphics.feed("\x1b[6;20;10t\x1b[?64;4c") == ""
        desk.main.images.form_known()
        sent: list[str] = []
        desk.main.article.ink = PageInk(desk.main.article, sent.append)
        await desk.press("enter", "j", "j", "k", "j")
        assert desk.main.article.scroll_offset.y > 0
        assert sent == [], "the text may move on"
        desk.main.article.ink.rest()
        (lines,) = sent
        seen = [int(row) for row in re.findall(r"q#(\d+)~", lines)]
        assert seen == list(range(seen[0], seen[0] + len(seen)))
        assert 3 < len(seen) < 60

    read(empty, scenario)


def test_the_words_name_the_keys_that_are_in_use(empty: Newsroom) -> None:
    store(empty.db, 1)

    async def scenario(desk: Desk) -> None:
        await desk.press("enter", "X", "enter")
        assert HINT in text(desk)
        await command(desk, "keys newsboat")
        undo = desk.main.runner.keymap.keys_of("undo", "article")[0]
        assert undo != "u"
        assert f"[hidden image - press {undo} to undo]" in text(desk)

    read(empty, scenario)
