"""How a source is doing, in words for people: when it was asked, what came of it, when it is asked next and why."""

from __future__ import annotations

from reader.model import Feed
from reader.text.dates import age, ago
from reader.words import _, ngettext, retold

NEVER = 253_402_300_799
"""The time of a feed that is not asked again by itself."""


def state(feed: Feed, now: int) -> str:
    """What came of the last tries, as one phrase."""
    if feed.paused:
        return _("paused")
    if feed.fetched_at is None:
        return _("not asked yet")
    if feed.status == "gone":
        return _("gone for good; its articles stay")
    if feed.status == "suspect":
        return _("changed owner? New articles are held back")
    if feed.status == "error" and feed.failures:
        if feed.succeeded_at is None:
            failed = ngettext("failed once, never well", "failed {count} times, never well", feed.failures)
            return failed.format(count=feed.failures)
        failed = ngettext("failed once, well {ago}", "failed {count} times, well {ago}", feed.failures)
        return failed.format(count=feed.failures, ago=_ago(now, feed.succeeded_at))
    told = _("waiting, {ago}") if feed.status == "held" else _("well, {ago}")
    return told.format(ago=_ago(now, feed.fetched_at))


def following(feed: Feed, now: int) -> str:
    """When it is asked next, and why then, as one phrase."""
    if feed.paused or feed.status == "gone" or (feed.next_at or 0) >= NEVER:
        return _("not asked by itself")
    left = (feed.next_at or 0) - now
    when = _("next now") if left <= 0 else _("next in {time}").format(time=_long(left))
    return _("{when} ({why})").format(when=when, why=retold(feed.why)) if feed.why else when


def details(feed: Feed, now: int) -> list[str]:
    """All that is known, a line each, the name first."""
    lines = [
        feed.name,
        feed.url,
        _("{state}; {facts}").format(state=state(feed, now), facts=following(feed, now)),
    ]
    if feed.error:
        lines.append(retold(feed.error))
    if feed.changed_at is not None:
        lines.append(_("last news {ago}").format(ago=_ago(now, feed.changed_at)))
    if feed.interval:
        lines.append(_("asked no sooner than every {time}, as you wished").format(time=_long(feed.interval)))
    if feed.was:
        lines.append(
            _("moved here from {address}, as its publisher said: “{command}” goes back").format(
                address=feed.was, command=f"telex sources --repair {feed.slug} --use {feed.was}"
            )
        )
    if feed.trust:
        lines.append(
            _("its certificate is not checked, but must be the one with the fingerprint {trust}").format(
                trust=feed.trust
            )
        )
    if feed.hub:
        lines.append(
            _("announces its changes at {address} (WebSub, which Telex does not ask)").format(
                address=feed.hub
            )
        )
    return lines


def _ago(now: int, at: int | None) -> str:
    return ago(now - (at or 0))


def _long(seconds: int) -> str:
    """A wait, never "now": "40m", "3h", "2d"."""
    return age(max(seconds, 60))
