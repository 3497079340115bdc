"""Images in the article's pane: hidden on a key, gone at once, back on another; the screen of all that is hidden."""

from __future__ import annotations

from pathlib import Path

from reader.newsroom import Newsroom
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


def test_the_own_list_is_written_to_a_file_that_is_new(empty: Newsroom, tmp_path: Path) -> None:
    (one,) = store(empty.db, 1)
    empty.images.hide(one, LOGO, "image")

    async def scenario(desk: Desk) -> None:
        for said in ("Your list was written", "cannot be written"):
            desk.main.images.export(str(tmp_path / "mine.txt"))
            assert said in desk.status()

    read(empty, scenario)
    assert (tmp_path / "mine.txt").read_text() == f"# Images reported with Telex\n{LOGO}\n"
