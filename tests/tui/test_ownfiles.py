"""Settings, keys and colours are taken in again when their files are saved; what is wrong in them is said and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.newsroom import Newsroom
from reader.tui.editor import NotEdited, editor_command
from tests.tui.desk import Desk, read


def config(newsroom: Newsroom) -> Path:
    return newsroom.paths.config


def test_saved_settings_are_taken_in(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        main = desk.main
        config(newsroom).write_text(
            'keymap = "newsboat"\n[look]\nmeasure = 50\nemoji = "full"\ntheme = "telex-day"\n[ticker]\nmode = "step"\nspeed = 7\n'
        )
        main.telex.own_files.look()
        await desk.settle()
        assert main.article.options.measure == 50
        assert main.headlines.letters.emoji == main.sources.letters.emoji == "full"
        assert main.ticker.mode == "step"
        assert main.ticker.speed == 7
        assert main.app.theme == "telex-day"
        assert main.runner.keymap.name == "newsboat"
        assert "Taken in again: config.toml." in desk.status()
        await desk.press("Q")
        assert newsroom.setting("keys") == "newsboat"

    read(newsroom, scenario)


def test_looking_again_does_nothing_while_nothing_is_saved(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        said = len(desk.main.said)
        desk.main.telex.own_files.look()
        assert len(desk.main.said) == said

    config(newsroom).write_text("motion = true\n")
    read(newsroom, scenario)


def test_wrong_settings_are_said_and_change_nothing(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        config(newsroom).write_text("[look]\nmeasure = 7\n")
        desk.main.telex.own_files.look()
        assert "look.measure must be a number from 40 to 120" in desk.main.said[-1][1]
        assert desk.main.article.options.measure == 72
        config(newsroom).write_text("[look]\nmeasure = 60\n")
        await desk.press(":")
        await desk.type("reload")
        await desk.press("enter")
        assert desk.main.article.options.measure == 60

    read(newsroom, scenario)


def test_keys_are_taken_in_and_a_wrong_line_is_named(newsroom: Newsroom) -> None:
    keys = config(newsroom).parent / "keys.toml"

    async def scenario(desk: Desk) -> None:
        keys.write_text('[keys.all]\n"v" = "star"\n')
        desk.main.telex.own_files.look()
        await desk.press("v")
        assert desk.main.headlines.headline is not None
        assert desk.main.headlines.headline.starred
        keys.write_text('[keys.all]\n"v" = "stra"\n')
        desk.main.telex.own_files.look()
        assert "line 2: there is no command named stra" in desk.main.said[-1][1]

    read(newsroom, scenario)


def test_the_editor_is_named_by_the_environment_and_split_once() -> None:
    assert editor_command({"EDITOR": "ed -s"}) == ["ed", "-s"]
    assert editor_command({"VISUAL": "'my editor' --wait", "EDITOR": "ed"}) == ["my editor", "--wait"]
    with pytest.raises(NotEdited, match="a quote is missing"):
        editor_command({"EDITOR": "ed 'x"})
