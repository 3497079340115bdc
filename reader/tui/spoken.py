"""Headlines as sentences that can be read aloud: pure functions for the linear mode."""

from __future__ import annotations

from reader.model import Headline
from reader.words import _, ngettext, pgettext


def spoken_age(at: int, now: int) -> str:
    """ "just now", "1 minute", "2 hours", "3 years"."""
    seconds = max(0, now - at)
    minutes, hours, days = seconds // 60, seconds // 3_600, seconds // 86_400
    weeks, years = seconds // (7 * 86_400), seconds // 31_557_600
    if years:
        return ngettext("{count} year", "{count} years", years).format(count=years)
    if weeks:
        return ngettext("{count} week", "{count} weeks", weeks).format(count=weeks)
    if days:
        return ngettext("{count} day", "{count} days", days).format(count=days)
    if hours:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    if minutes:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    return _("just now")


def spoken(headline: Headline, now: int) -> str:
    """A headline's row as a sentence: "unread, starred, Hespress, 2 hours: The title, told by 3 papers"."""
    states = {
        pgettext("row", "unread"): not headline.read,
        pgettext("row", "updated"): headline.updated,
        pgettext("row", "starred"): headline.starred,
        pgettext("row", "for later"): headline.later,
    }
    parts = [*(word for word, true in states.items() if true), headline.source, spoken_age(headline.at, now)]
    title = headline.title or headline.link or _("(no title)")
    facts = _(", ").join(parts)
    if headline.copies < 2:
        return _("{facts}: {title}").format(facts=facts, title=title)
    told = ngettext(
        "{facts}: {title}, told by {count} paper", "{facts}: {title}, told by {count} papers", headline.copies
    )
    return told.format(facts=facts, title=title, count=headline.copies)
