"""A headline as a row of text in columns, or as a JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.output import columns, rfc3339
from reader.text.cells import fit, width
from reader.text.clean import guard

if TYPE_CHECKING:
    from reader.model import Feed, Headline

SOURCE = 20
"""Cells of the source's column."""

UNREAD, STARRED, LATER = "•", "★", "+"


def row_json(headline: Headline, slugs: dict[int, str]) -> dict[str, object]:
    """The stable JSON form, as the README lists it. `slugs` names feeds by id."""
    return {
        "id": headline.id,
        "title": headline.title,
        "source": headline.source,
        "feed": slugs.get(headline.feed_id, ""),
        "link": headline.link or None,
        "published": rfc3339(headline.at),
        "dated": headline.dated,
        "language": headline.language or None,
        "read": headline.read,
        "starred": headline.starred,
        "later": headline.later,
        "hidden": headline.hidden,
        "updated": headline.updated,
        "story": headline.story or None,
        "copies": headline.copies,
        "ready": headline.ready or None,
    }


def slugs_of(feeds: list[Feed]) -> dict[int, str]:
    """The short names of feeds by id."""
    return {feed.id: feed.slug for feed in feeds}


class Rows:
    """Rows with an id, an age, marks, a source and a title. In a terminal the title ends at its edge."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._room = columns()

    def row(self, headline: Headline) -> str:
        from reader.text.dates import age

        marks = "".join(
            sign if on else " "
            for sign, on in (
                (UNREAD, not headline.read),
                (STARRED, headline.starred),
                (LATER, headline.later),
            )
        )
        when = age(self._now - headline.at) if headline.dated else ""
        head = f"{headline.id:>6}  {when:>4}  {marks}  {fit(guard(headline.source), SOURCE)}  "
        copies = f"  +{headline.copies - 1}" if headline.copies > 1 else ""
        title = guard(headline.title)
        room = self._room - width(head) - width(copies)
        if self._room and width(title) > room > 0:
            title = fit(title, room)
        return (head + title + copies).rstrip()
