"""`telex inspect stories`: headlines given as JSON lines, grouped as the engine groups what it stores."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING, Any

from reader.parse.dates import parse_date
from reader.store.identity import address
from reader.stories.encoder import installed
from reader.stories.group import Item, group
from reader.text.clean import clean_line
from reader.text.language import guess

if TYPE_CHECKING:
    from reader.stories.encoder import Encoder
    from reader.stories.whole import Grouped

_FURTHEST = 1e12


class NotHeadlines(Exception):
    """The input is not what it should be. Its text is one sentence."""


def inspect_stories(data: bytes, *, why: bool = False, across: bool = True) -> dict[str, object]:
    """The stories as lists of ids, each as it was given; `why` adds the reasons. Raises `NotHeadlines`.

    `across`: with the extra `telex[crosslingual]`, where it is installed, and headlines of several languages.
    """
    across = across and installed()
    ids: dict[str, Any] = {}
    items: list[Item] = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        for given in _headlines(line, number):
            item = _item(given, across)
            ids.setdefault(item.id, given["id"])
            items.append(item)
    encoder = _encoder() if across and len({item.language for item in items}) > 1 else None
    gc.disable()  # what is made here stays to the end: looking for cycles in it would be a tenth of the time
    try:
        stories, reasons = group(items) if encoder is None else _grouped(items, encoder)
    finally:
        gc.enable()
    found: dict[str, object] = {"stories": [[ids[one] for one in story] for story in stories]}
    if why:
        found["why"] = [
            {
                "id": ids[one],
                "by": reasons[one].kind,
                "near": ids[reasons[one].near],
                "score": reasons[one].score,
                "words": reasons[one].words,
            }
            for story in stories
            for one in story
            if reasons[one].near
        ]
    return found


def _encoder() -> Encoder | None:
    from reader.stories.encoder import encoder

    return encoder()


def _grouped(items: list[Item], encoder: Encoder) -> Grouped:
    from reader.stories.whole import group_all

    return group_all(items, encoder)


def _headlines(line: str, number: int) -> list[dict[str, Any]]:
    """The headlines of a line: one, or all that a line of `inspect headlines` lists, known by their places from 1 on."""
    if not line.strip():
        return []
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise NotHeadlines(f"Line {number} is not JSON.") from None
    listed = given.get("items") if isinstance(given, dict) else None
    if isinstance(listed, list) and "id" not in given:
        return [{**one, "id": place} for place, one in enumerate(listed, 1) if isinstance(one, dict)]
    if not isinstance(given, dict) or not isinstance(given.get("id"), str | int):
        raise NotHeadlines(f"Line {number} is no object with an id.")
    return [given]


def _item(given: dict[str, Any], across: bool) -> Item:
    title = clean_line(_text(given.get("title")))
    return Item(
        json.dumps(given["id"]),
        title,
        _text(given.get("source")),
        _time(given.get("published")),
        address(_text(given.get("link"))),
        language=guess(title, declared=_text(given.get("language"))) if across else "",
    )


def _text(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode() if isinstance(value, str | int) else ""


def _time(value: object) -> int:
    """Unix seconds of a number or a date in words; 0 where there is none."""
    if isinstance(value, int | float):
        return int(value) if abs(value) < _FURTHEST else 0
    return (parse_date(value) or 0) if isinstance(value, str) else 0
