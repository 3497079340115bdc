"""The front page: the day's stories, section by section and language by language, what most papers tell first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reader.model import Headline
from reader.store import folders
from reader.store.database import Database
from reader.store.headlines import NAME, headlines
from reader.store.listed import prepare, select
from reader.store.query import StoreLookup, compile_query, parse, render

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
    """`best` is the place and the id (negative) of the best copy, `first` that of the newest one among all rows."""

    first: int
    at: int
    best: tuple[int, int] = (-1, 0)
    block: tuple[int, str] = (0, "")
    papers: dict[str, None] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)


def front_page(db: Database, query: str, now: int, shown: int = SHOWN) -> list[Block]:
    """The blocks of what `query` finds of the last 24 hours, the fullest first, `shown` stories of each (0: all).

    Raises `reader.store.query.QueryError`.
    """
    tree = parse(query)
    wanted = f"date:>{DAY} {render(tree)}" if tree.root is not None else f"date:>{DAY}"
    plan = compile_query(parse(wanted), StoreLookup(db), now=now)
    if plan.limit is None or plan.order == "river":
        plan = replace(plan, order="", reverse=False)
    prepare(db, plan)
    blocks: dict[tuple[int, str], list[_Told]] = {}
    stories: dict[int, _Told] = {}
    for first, (entry_id, story, place, at, name, language, folder) in enumerate(
        db.rows(*select(plan, _COLUMNS))
    ):
        block = folder, language.partition("-")[0]
        if not story:
            others = blocks.get(block)
            if others is None:
                others = blocks[block] = []
            if not shown or plan.order or len(others) < shown:
                others.append(_Told(first, at, (place, -entry_id), block, {}, [entry_id]))
            continue
        one = stories.get(story)
        if one is None:
            one = stories[story] = _Told(first, at)
        one.papers[name] = None
        one.members.append(entry_id)
        if at > one.at:
            one.at = at
        if (place, -entry_id) > one.best:
            one.best, one.block = (place, -entry_id), block
    for one in stories.values():
        blocks.setdefault(one.block, []).append(one)
    for told in blocks.values():
        told.sort(key=lambda one: (-max(len(one.papers), 1), -one.at, one.first))
        del told[shown or len(told) :]
    rows = headlines(db, [-one.best[1] for told in blocks.values() for one in told])
    best = {row.id: row for row in rows}
    named = folders.paths(db)
    found = []
    for (section, language), told in blocks.items():
        shown_rows = [best[-one.best[1]] for one in told]
        found.append(
            Block(
                named.get(section, ()),
                language,
                tuple(shown_rows),
                tuple(tuple(sorted(one.members)) for one in told),
                tuple(tuple(one.papers) or (row.source,) for one, row in zip(told, shown_rows, strict=True)),
            )
        )
    return sorted(found, key=lambda block: (-sum(len(names) - 1 for names in block.papers), block.title))


_COLUMNS = f"l.entry_id, l.story, l.place, l.at, iif(l.story = 0, '', {NAME}), coalesce(nullif(e.language, ''), f.language), f.folder"
