"""Where the style sheets and themes are: inside the package when installed, beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


class StylesMissing(Exception):
    """The looks were not found. Its text names both places where they were looked for."""


@cache
def styles_folder() -> Path:
    """The folder with `app.tcss` in it. Raises `StylesMissing`."""
    inside, beside = _PACKAGE / "styles", _PACKAGE.parent / "styles"
    for folder in (inside, beside):
        if (folder / "app.tcss").is_file():
            return folder
    raise StylesMissing(f"The style sheets are missing: looked in {inside} and in {beside}.")


def sheet(name: str) -> Path:
    """The style sheet of one screen, by the screen's name."""
    return styles_folder() / f"{name}.tcss"
