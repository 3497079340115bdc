"""The labelled press: headlines with the story each one tells, and B-cubed figures (Bagga and Baldwin, 1998) for a grouping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reader.stories.group import Item

FILE = Path(__file__).parent / "press.txt"
MONDAY = 1_767_571_200
"""5 January 2026, midnight UTC."""
HOUR = 3_600


@dataclass(frozen=True)
class Labelled:
    """`story` is its label, `half` 0 or 1: confusable news stand in one half together."""

    item: Item
    story: str
    language: str
    half: int


class Figures(NamedTuple):
    precision: float
    recall: float
    f1: float


def press() -> list[Labelled]:
    """The whole press in the order of its time. Each headline of a story comes from another paper."""
    found: list[Labelled] = []
    group, story, hour, told = -1, "", 0, 0
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            group += 1
        elif line.startswith("= "):
            story, _, at = line[2:].partition(", ")
            hour, told = int(at), 0
        elif line and not line.startswith("#"):
            language, _, title = line.partition("| ")
            at_second = MONDAY + hour * HOUR + told * HOUR * 11 // 10 + len(found)
            item = Item(str(len(found)), title, f"{language} paper {told}", at_second, None, 0, language)
            found.append(Labelled(item, story, language, group % 2))
            told += 1
    return sorted(found, key=lambda one: one.item.published)


def bcubed(labelled: Iterable[Labelled], stories: Sequence[Sequence[str]]) -> Figures:
    """How `stories` meet the labels, each headline counting once."""
    place = {one: number for number, story in enumerate(stories) for one in story}
    by_label: dict[str, set[str]] = defaultdict(set)
    by_place: dict[int, set[str]] = defaultdict(set)
    items = list(labelled)
    for one in items:
        by_label[one.story].add(one.item.id)
        by_place[place[one.item.id]].add(one.item.id)
    precision = recall = 0.0
    for one in items:
        true, told = by_label[one.story], by_place[place[one.item.id]]
        precision += len(true & told) / len(told)
        recall += len(true & told) / len(true)
    p, r = precision / len(items), recall / len(items)
    return Figures(p, r, 2 * p * r / (p + r))


def within(labelled: Sequence[Labelled], stories: Sequence[Sequence[str]]) -> Figures:
    """The figures within each language, all headlines counting alike."""
    parts = defaultdict(list)
    for one in labelled:
        parts[one.language].append(one)
    found = [(len(part), bcubed(part, stories)) for part in parts.values()]
    total = sum(size for size, _ in found)
    p, r = (sum(size * figures[place] for size, figures in found) / total for place in (0, 1))
    return Figures(p, r, 2 * p * r / (p + r))
