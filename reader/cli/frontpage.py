"""The front page in lines or as JSON: stories by section and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.output import columns, rfc3339, say, say_json
from reader.text.cells import fit, width
from reader.text.clean import guard

if TYPE_CHECKING:
    from reader.model import Headline
    from reader.store.frontpage import Block


def say_block(block: Block, *, as_json: bool) -> None:
    """One section in one language."""
    if not as_json:
        say(block.title)
    for told, members, papers in zip(block.stories, block.members, block.papers, strict=True):
        if as_json:
            say_json(_json(block, told, members, papers))
        else:
            say(_row(told, papers))
    if not as_json:
        say()


def _json(
    block: Block, told: Headline, members: tuple[int, ...], papers: tuple[str, ...]
) -> dict[str, object]:
    return {
        "section": block.section,
        "language": block.language or None,
        "story": told.story or None,
        "papers": len(papers),
        "names": papers,
        "members": members,
        "id": told.id,
        "title": told.title,
        "source": told.source,
        "link": told.link or None,
        "published": rfc3339(told.at),
    }


def _row(told: Headline, papers: tuple[str, ...]) -> str:
    """How many papers, the best copy's id and headline, the papers; cut to the terminal, the headline last."""
    head = f"{len(papers):>4}  {told.id:>6}  "
    names = f"  ({guard(', '.join(papers))})"
    title = guard(told.title)
    room = columns() - width(head)
    if columns() and width(title) + width(names) > room > 0:
        names = fit(names, max(0, room - width(title))) if width(title) < room - 8 else ""
        title = fit(title, room) if width(title) > room else title
    return (head + title + names).rstrip()
