"""Themes: all named colours, readable ones, and a person's own that fail with their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from reader.tui.themes import COLOURLESS, ThemeError, load_theme, theme_files, title_of

NAMES = sorted(theme_files())
TEXT = ("foreground", "muted", "faint", "primary", "secondary", "accent", "success", "warning", "error")
SOURCES = tuple(f"source-{n}" for n in range(1, 7))
GROUNDS = ("background", "surface", "bar", "cursor", "cursor-rest")


def colours(theme: Theme) -> dict[str, Color]:
    names = (*TEXT, *SOURCES, *GROUNDS, "panel")
    given = {name: getattr(theme, name, None) or theme.variables.get(name) for name in names}
    return {name: Color.parse(value) for name, value in given.items() if value}


def luminance(colour: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [c / 255 for c in colour.rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_are_day_night_contrast_and_the_terminals_own() -> None:
    assert {"telex-day", "telex-night", "telex-contrast", COLOURLESS} <= set(NAMES)
    assert len({title_of(file) for file in theme_files().values()}) == len(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name != COLOURLESS])
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    theme = load_theme(theme_files()[name])
    found = colours(theme)
    least = 7.0 if name == "telex-contrast" else 4.5
    poor = [
        f"{text} on {ground}: {contrast(found[text], found[ground]):.2f}"
        for text in (*TEXT, *SOURCES)
        for ground in GROUNDS
        if contrast(found[text], found[ground]) < least
    ]
    assert not poor
    assert contrast(found["background"], found["accent"]) >= least


def test_the_terminals_own_theme_has_no_colour_of_its_own() -> None:
    theme = load_theme(theme_files()[COLOURLESS])
    assert theme.ansi
    assert all(colour.ansi is not None for colour in colours(theme).values())


NIGHT = theme_files()["telex-night"].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("#9ca5b4", "mauve-ish"), "line 7: 'mauve-ish' is not a colour for muted"),
        (('muted = "#9ca5b4"\n', ""), "the colour muted is missing"),
        (("muted =", "mutted ="), "line 7: a theme has no colour named mutted"),
        (('muted = "#9ca5b4"', "muted = #9ca5b4"), "line 7: this is neither"),
        (("dark = true", "dark = perhaps"), "line 2: this is neither"),
        (("dark = true", "muted = true"), "line 2: None is not a colour for muted"),
    ],
)
def test_a_wrong_theme_names_its_line(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(NIGHT.replace(*change), encoding="utf-8")
    with pytest.raises(ThemeError) as caught:
        load_theme(file)
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_persons_theme_is_found_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "dusk.toml").write_text(NIGHT + "# warm\n\n", encoding="utf-8")
    files = theme_files(tmp_path)
    assert load_theme(files["dusk"]).name == "dusk"
    assert title_of(files["dusk"]) == "Night"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="cannot be read"):
        load_theme(tmp_path / "none.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ThemeError, match="cannot be read"):
        load_theme(tmp_path / "odd.toml")
    assert title_of(tmp_path / "odd.toml") == "odd"
