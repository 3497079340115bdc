"""Entries of a menu and how typed letters find them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: `title` with `detail` beside it, `key` as pressed, and what choosing gives.

    A `head` cannot be chosen: a heading, or with a `detail` a line about the entry above it.

    `sign` stands before the title, as a tick does.
    """

    title: str
    value: str = ""
    detail: str = ""
    key: str = ""
    head: bool = False
    sign: str = ""


def find(items: Iterable[Item], typed: str) -> list[Item]:
    """The entries that match, best first; all of them, headings too, when nothing was typed.

    Each word must stand in the title, the detail or the key; or the letters must stand in the title in their order.
    """
    words = typed.casefold().split()
    if not words:
        return list(items)
    ranked: list[tuple[int, int, Item]] = []
    for place, item in enumerate(items):
        rank = None if item.head else _rank(item, words)
        if rank is not None:
            ranked.append((rank, place, item))
    ranked.sort(key=lambda entry: entry[:2])
    return [item for _, _, item in ranked]


def _rank(item: Item, words: Sequence[str]) -> int | None:
    title, detail = item.title.casefold(), item.detail.casefold()
    if item.key and " ".join(words) == item.key.casefold():
        return 0
    worst = 0
    for word in words:
        if title.startswith(word):
            rank = 1
        elif f" {word}" in title or f"-{word}" in title:
            rank = 2
        elif word in title:
            rank = 3
        elif word in detail:
            rank = 4
        elif _in_order(word, title):
            rank = 5
        else:
            return None
        worst = max(worst, rank)
    return worst


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
