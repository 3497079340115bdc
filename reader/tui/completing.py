"""What could stand after a command, for Tab."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reader.tui.acts.looks import RTL_MODES
from reader.tui.acts.marking import MARKS, PLACES, TURN
from reader.tui.keymap import PRESETS
from reader.tui.layout import SHAPES
from reader.tui.themes import PREFIX
from reader.words import N_, _

_FILES = 1_000
"""Entries of a folder that are looked at, as the person types: a folder may hold any number."""

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen

DATES = (
    (N_("Today"), "today"),
    (N_("Yesterday"), "yesterday"),
    (N_("The last six hours"), ">6h"),
    (N_("The last two days"), ">2d"),
    (N_("The last week"), ">7d"),
    (N_("The last month"), ">1m"),
)

_WORDS: dict[str, tuple[str, ...]] = {
    "mark": tuple(f"{mark} {place}" for mark in (*MARKS, TURN) for place in PLACES),
    "mode": ("crawl", "step", "off"),
    "rtl": (*RTL_MODES, "auto"),
    "layout": SHAPES,
}
"""What can stand after commands that take one of a few words."""

_CALLED = {
    "theme": N_("There is no theme named {name}: choose {names}."),
    "keys": N_("There is no set of keys named {name}: choose {names}."),
    "mode": N_("There is no way of the ticker named {name}: choose {names}."),
    "rtl": N_("There is no order named {name}: choose {names}."),
    "layout": N_("There is no layout named {name}: choose {names}."),
}
"""Kinds of which nothing else is right, and what is said of a word that is none of them."""

_VALUES = {
    "is": "unread read starred later hidden muted offline excerpt updated new important".split(),
    "has": "image enclosure fulltext revision byline".split(),
    "date": ["today", "yesterday", ">2d", "<2d"],
}


ENDED = ("query", "file")
"""Kinds whose last word is ended, whatever stands before it."""


def arguments(screen: MainScreen, kind: str, typed: str = "") -> Iterable[str]:
    """Words of this kind: names of themes, sources, tags and so on; none where anything can stand."""
    if kind == "file":
        return _files(typed)
    if kind == "query":
        return _queries(screen, typed)
    if kind == "theme":
        return [name for name, _ in screen.telex.theme_titles()]
    if kind == "keys":
        return PRESETS
    if kind == "feed":
        return [feed.name for feed in screen.newsroom.feeds()]
    if kind == "order":
        from reader.store.query.syntax import ORDERS

        return ORDERS
    if kind == "saved":
        return [one.name for one in screen.newsroom.saved()]
    if kind == "tag":
        return [name for name, _ in screen.newsroom.tags()]
    if kind == "date":
        return [when for _, when in DATES]
    if kind == "folder":
        return ["/".join(folder.path) for folder in screen.newsroom.folders()]
    if kind in _WORDS:
        return _WORDS[kind]
    if kind == "lane":
        return ["unread", *(one.name for one in screen.newsroom.saved())]
    return ()


def _files(typed: str) -> Iterable[str]:
    """Files and folders that begin so; a folder ends with its slash."""
    folder, slash, begun = typed.rpartition("/")
    place = Path(f"{folder}{slash}").expanduser() if typed else Path()
    try:
        with os.scandir(place) as entries:
            found = [
                (one.name, "/" * one.is_dir())
                for one in islice(entries, _FILES)
                if one.name.startswith(begun) and (begun or not one.name.startswith("."))
            ]
    except OSError:
        return []
    return [f"{folder}{slash}{name}{end}" for name, end in sorted(found)]


def _queries(screen: MainScreen, typed: str) -> Iterable[str]:
    """`typed` with its last word ended: a field, or what a field can hold."""
    from reader.store.query.syntax import FIELDS

    before, blank, last = typed.rpartition(" ")
    sign = "-" if last.startswith("-") else ""
    field, colon, begun = last.removeprefix("-").partition(":")
    newsroom = screen.newsroom
    if not colon:
        words = [f"{name}:" for name in FIELDS if name.startswith(field)]
    else:
        named = {
            "feed": lambda: [feed.slug for feed in newsroom.feeds()],
            "folder": lambda: [folder.path[-1] for folder in newsroom.folders()],
            "tag": lambda: [name for name, _ in newsroom.tags()],
            "saved": lambda: [one.name for one in newsroom.saved()],
            "lang": lambda: sorted({feed.language for feed in newsroom.feeds() if feed.language}),
        }
        found = named[field]() if field in named else _VALUES.get(field, [])
        begun = begun.lstrip('"').casefold()
        words = [
            f'{field}:"{value}"' if " " in value else f"{field}:{value}"
            for value in found
            if value.casefold().startswith(begun)
        ]
    return [f"{before}{blank}{sign}{word}" for word in words]


def resolved(screen: MainScreen, kind: str, text: str) -> tuple[str, str]:
    """The word of a closed kind that `text` means, and what to say where it means none; other kinds stay as typed."""
    if kind not in _CALLED or not text:
        return text, ""
    words = list(arguments(screen, kind))
    wanted = text.casefold()
    for word in words:
        if wanted in (word.casefold(), word.casefold().removeprefix(PREFIX)):
            return word, ""
    wrong = _(_CALLED[kind]).format(name=text, names=", ".join(words))
    return "", f"{wrong}{did_you_mean(text, words)}"


def did_you_mean(text: str, words: Iterable[str]) -> str:
    """The nearest of `words` as a question with a blank before it, "" where none is near."""
    import difflib

    folded = {
        part: word for word in words for part in (word.casefold(), word.casefold().removeprefix(PREFIX))
    }
    found = difflib.get_close_matches(text.casefold(), folded, n=1, cutoff=0.5)
    return " " + _("Did you mean {near}?").format(near=folded[found[0]]) if found else ""
