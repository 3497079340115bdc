"""Headlines as sentences that can be read aloud: pure functions for the linear mode."""

from __future__ import annotations

from reader.model import Headline

_UNITS = ((60, "minute"), (3600, "hour"), (86_400, "day"), (7 * 86_400, "week"), (31_557_600, "year"))


def spoken_age(at: int, now: int) -> str:
    """ "just now", "1 minute", "2 hours", "3 years"."""
    seconds = max(0, now - at)
    found = [(seconds // size, unit) for size, unit in _UNITS if seconds >= size]
    if not found:
        return "just now"
    count, unit = found[-1]
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def spoken(headline: Headline, now: int) -> str:
    """A headline's row as a sentence: "unread, starred, Hespress, 2 hours: The title, told by 3 papers"."""
    states = {
        "unread": not headline.read,
        "updated": headline.updated,
        "starred": headline.starred,
        "for later": headline.later,
    }
    parts = [*(word for word, true in states.items() if true), headline.source, spoken_age(headline.at, now)]
    told = f", told by {headline.copies} papers" if headline.copies > 1 else ""
    return f"{', '.join(parts)}: {headline.title or headline.link or '(no title)'}{told}"
