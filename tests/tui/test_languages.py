"""Golden screens in every language of the screen, at every kind of layout; Arabic turned round, and what that means for keys.

After a wanted change: `python -m tests.tui.test_languages` writes them anew; read them before keeping them.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from reader.config import Settings
from reader.newsroom import Newsroom
from reader.store.feeds import NewFeed
from reader.text.bidi import display
from reader.tui.widgets.menu import MenuList
from reader.words import LANGUAGES, speak
from tests.tui.desk import Desk, read
from tests.tui.stories import fill, open_newsroom
from tests.tui.test_golden import in_place

FOLDER = Path(__file__).parent / "golden" / "languages"
SIZES = {"single": (40, 12), "medium": (80, 20), "wide": (110, 20), "widest": (170, 20)}


def rows_of(desk: Desk) -> list[str]:
    """The rows of the screen as they are sent."""
    return [strip.text.rstrip() for strip in desk.app.screen._compositor.render_strips()]


async def over(desk: Desk) -> list[str]:
    """The rows once a menu lies over the reader and is drawn."""
    await desk.until(lambda: desk.app.screen is not desk.main and bool(desk.app.screen.query(MenuList)))
    menu = desk.app.screen.query_one(MenuList)
    await desk.until(lambda: menu.row_count > 0 and menu.size.height > 0)
    await desk.settle()
    return rows_of(desk)


def screens(folder: Path, language: str) -> dict[str, list[str]]:
    """By name: the list at each size, with its article from a hundred columns on; help, settings, a refusal; the first start."""
    found: dict[str, list[str]] = {}
    settings = Settings(language=language, motion=False)

    def at(name: str) -> None:
        async def scenario(desk: Desk) -> None:
            await desk.press("j")
            if name in ("wide", "widest"):
                await desk.press("enter")
                await desk.until(lambda: desk.main.article.document is not None)
            await desk.until(lambda: bool(rows_of(desk)[0]))  # the ticker says something by now
            await desk.counted()
            found[name] = rows_of(desk)
            if name == "medium":
                await desk.press("?")
                found["help"] = await over(desk)
                await desk.press("escape", ":")
                await desk.type("settings")
                await desk.press("enter")
                found["settings"] = await over(desk)
                await desk.press("escape", ":")
                await desk.type("helq")
                await desk.press("enter")
                await desk.until(lambda: "helq" in rows_of(desk)[-1] and "Enter" in rows_of(desk)[-1])
                await desk.settle()
                found["refusal"] = rows_of(desk)[-1:]

        read(newsroom, scenario, size=SIZES[name])

    async def first(desk: Desk) -> None:
        found["first"] = await over(desk)

    with in_place(""):
        with open_newsroom(folder / "full", settings) as newsroom:
            fill(newsroom, 6)
            for name in SIZES:
                at(name)
        with open_newsroom(folder / "empty", settings) as newsroom:
            read(newsroom, first, size=SIZES["medium"])
    speak("en")
    return found


def golden(language: str) -> dict[str, list[str]]:
    """What is kept, by the names of `screens`."""
    parts = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").split("=== ")[1:]
    return {part.split("\n")[0]: part.split("\n")[1:-1] for part in parts}


@pytest.mark.skipif(os.name != "posix", reason="the time zone cannot be set")
@pytest.mark.parametrize("language", LANGUAGES)
def test_screens(tmp_path: Path, language: str) -> None:
    shown, wanted = screens(tmp_path, language), golden(language)
    assert list(shown) == list(wanted)
    for name, rows in shown.items():
        assert rows == wanted[name], name


def _middle(row: str, width: int) -> int:
    """In which half of the row most of its text stands: -1 left, 1 right."""
    row = row.ljust(width)
    left, right = len(row[: width // 2].replace(" ", "")), len(row[width // 2 :].replace(" ", ""))
    return (right > left) - (left > right)


def test_arabic_is_english_turned_round() -> None:
    """Panes, glyphs and rows stand at the other side; what a terminal gets is in the order of the screen."""
    english, arabic = golden("en"), golden("ar")
    width = SIZES["widest"][0]
    for row, mirrored in zip(english["widest"][3:10], arabic["widest"][3:10], strict=True):
        borders = [place for place, sign in enumerate(row) if sign == "│"]
        turned = [width - 1 - place for place, sign in enumerate(mirrored) if sign == "│"]
        assert len(borders) == len(turned) == 2
        assert all(abs(a - b) <= 1 for a, b in zip(borders, turned[::-1], strict=True))  # shares are rounded
        assert row.find("●") in (-1, width - 1 - mirrored.rfind("●"))
    assert display("المصادر").text in arabic["widest"][1]
    for name in ("help", "settings"):
        assert _middle(english[name][4], 80) == -1
        assert _middle(arabic[name][4], 80) == 1
    assert "▌" in "".join(english["help"])
    assert "▐" in "".join(arabic["help"])
    assert "▌" not in "".join(arabic["help"])


@pytest.mark.parametrize(("language", "way"), [("en", ("l", "h")), ("ar", ("h", "l"))])
def test_left_and_right_are_those_of_the_screen(tmp_path: Path, language: str, way: tuple[str, str]) -> None:
    on, back = way

    async def scenario(desk: Desk) -> None:
        await desk.press(back)
        assert desk.main.pane == "sources"
        boxes = desk.main.panes.boxes
        beside = boxes["sources"].region.x - boxes["headlines"].region.x
        assert (beside > 0) is (language == "ar")
        await desk.press(on)
        assert desk.main.pane == "headlines"
        await desk.press(on)
        assert desk.main.pane == "article"
        await desk.press(back)
        assert desk.main.pane == "headlines"

    with open_newsroom(tmp_path, Settings(language=language)) as newsroom:
        fill(newsroom, 3)
        read(newsroom, scenario, size=SIZES["widest"])
    speak("en")


def test_a_border_is_pulled_the_way_it_goes(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        panes = desk.main.panes
        edge = panes.rules["article"].region.x
        before = panes.boxes["headlines"].region.width
        panes.sizes.drag("widest", "article", edge - 20)
        await desk.until(lambda: panes.boxes["headlines"].region.width > before)
        sources = panes.boxes["sources"].region
        panes.sizes.drag("widest", "sources", sources.x - 6)
        await desk.until(lambda: panes.boxes["sources"].region.width == sources.width + 5)

    with open_newsroom(tmp_path, Settings(language="ar")) as newsroom:
        fill(newsroom, 3)
        read(newsroom, scenario, size=SIZES["widest"])
    speak("en")


@pytest.mark.parametrize("mode", ["terminal", "off"])
def test_who_orders_text_is_respected(tmp_path: Path, mode: str) -> None:
    """Where Telex does not, its own words are in logical order, nothing is turned, and no mark of direction is sent."""
    rows: list[str] = []

    async def scenario(desk: Desk) -> None:
        rows.extend(rows_of(desk))
        await desk.press("?")
        rows.extend(await over(desk))

    with open_newsroom(tmp_path, Settings(language="ar", rtl=mode)) as newsroom:
        fill(newsroom, 3)
        read(newsroom, scenario, size=SIZES["widest"])
    speak("en")
    text = "\n".join(rows)
    assert "النزول سطر" in text
    assert not set(text) & set("\u2066\u2067\u2068\u2069\u200e\u200f")
    assert "▐" not in text


def test_another_language_in_the_settings_holds_from_the_next_start_on(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        newsroom.paths.config.write_text('language = "fr"\n', encoding="utf-8")
        desk.app.own_files.look()
        await desk.settle()
        assert any("The next start takes in language." in text for _, text in desk.main.said)
        assert "HEADLINES" in desk.title()

    read(newsroom, scenario)

    async def again(desk: Desk) -> None:
        assert "TITRES" in desk.title()

    read(newsroom, again)
    speak("en")


def test_a_feeds_trouble_is_told_in_the_persons_language(newsroom: Newsroom) -> None:
    """What was stored in English, by whoever met it, is said again on the screen."""
    [feed] = newsroom.import_feeds([NewFeed(url="https://gone.example/feed", title="Gone")]).new
    newsroom.db.execute(
        "UPDATE feed SET status = 'error', failures = 2, error = ? WHERE id = ?",
        ("gone.example has nothing at this address (404).", feed),
    )
    newsroom.settings = Settings(language="fr")

    async def scenario(desk: Desk) -> None:
        await desk.type(f":go-feed {feed}")
        await desk.press("enter")
        await desk.settle()
        assert "gone.example n’a rien à cette adresse (404)." in desk.shown()

    read(newsroom, scenario)
    speak("en")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for one in LANGUAGES:
        with tempfile.TemporaryDirectory() as place:
            made = "".join(
                f"=== {name}\n" + "".join(row + "\n" for row in rows)
                for name, rows in screens(Path(place), one).items()
            )
        (FOLDER / f"{one}.txt").write_text(made, encoding="utf-8")
