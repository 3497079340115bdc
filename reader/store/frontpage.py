"""The front page: the day's stories, section by section and language by language, what most papers tell first."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from reader.model import Headline
from reader.store import folders
from reader.store.database import Database
from reader.store.headlines import NAME, headlines
from reader.store.query.parse import parse
from reader.store.query.syntax import render
from reader.store.windows import open_view

DAY = "1d"
SHOWN = 8
"""Stories of a section in one language."""


@dataclass(frozen=True, slots=True)
class Block:
    """One section in one language: `stories` are their best copies.

    Beside each stand `members`, the entries that it stands for, and `papers`, the names of those that tell it.
    """

    section: tuple[str, ...]
    language: str
    stories: tuple[Headline, ...]
    members: tuple[tuple[int, ...], ...]
    papers: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        """ "World / Africa, fr"."""
        return ", ".join(part for part in (" / ".join(self.section), self.language) if part) or "News"


@dataclass(slots=True)
class _Told:
    best: tuple[int, int] = (-1, 0)
    at: int = 0
    section: int = 0
    language: str = ""
    papers: dict[str, None] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)


def front_page(db: Database, query: str, now: int, shown: int = SHOWN) -> list[Block]:
    """The blocks of what `query` finds of the last 24 hours, the fullest first, `shown` stories of each (0: all).

    Raises `reader.store.query.QueryError`.
    """
    tree = parse(query)
    wanted = f"date:>{DAY} {render(tree)}" if tree.root is not None else f"date:>{DAY}"
    ids = open_view(db, wanted, now=now).ids(0, 10**9)
    told: dict[int, _Told] = {}
    for entry_id, story, place, at, name, language, folder in db.rows(
        f"SELECT l.entry_id, l.story, l.place, l.at, {NAME}, coalesce(nullif(e.language, ''), f.language), f.folder "
        "FROM json_each(?) AS wanted CROSS JOIN listing l ON l.entry_id = wanted.value "
        "JOIN entry e ON e.id = l.entry_id JOIN feed f ON f.id = l.feed_id",
        (json.dumps(ids),),
    ):
        one = told.setdefault(story or -entry_id, _Told())
        one.papers[name] = None
        one.members.append(entry_id)
        one.at = max(one.at, at)
        if (place, -entry_id) > one.best:
            one.best, one.section, one.language = (place, -entry_id), folder, str(language).split("-")[0]
    blocks: dict[tuple[int, str], list[_Told]] = {}
    for one in told.values():
        blocks.setdefault((one.section, one.language), []).append(one)
    named = folders.paths(db)
    found = []
    for (section, language), stories in blocks.items():
        stories.sort(key=lambda one: (-len(one.papers), -one.at))
        kept = stories[:shown] if shown else stories
        found.append(
            Block(
                named.get(section, ()),
                language,
                tuple(headlines(db, [-one.best[1] for one in kept])),
                tuple(tuple(sorted(one.members)) for one in kept),
                tuple(tuple(one.papers) for one in kept),
            )
        )
    return sorted(found, key=lambda block: (-sum(len(names) - 1 for names in block.papers), block.title))
