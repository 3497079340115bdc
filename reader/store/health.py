"""How a source is doing, in words for people: when it was asked, what came of it, when it is asked next and why."""

from __future__ import annotations

from reader.model import Feed
from reader.text.dates import age

NEVER = 253_402_300_799
"""The time of a feed that is not asked again by itself."""


def state(feed: Feed, now: int) -> str:
    """What came of the last tries, as one phrase."""
    if feed.paused:
        return "paused"
    if feed.fetched_at is None:
        return "not asked yet"
    if feed.status == "gone":
        return "gone for good; its articles stay"
    if feed.status == "suspect":
        return "changed owner? New articles are held back"
    if feed.status == "error" and feed.failures:
        good = f", well {_ago(now, feed.succeeded_at)}" if feed.succeeded_at is not None else ", never well"
        return f"failed {'once' if feed.failures == 1 else f'{feed.failures} times'}{good}"
    return f"{'waiting' if feed.status == 'held' else 'well'}, {_ago(now, feed.fetched_at)}"


def following(feed: Feed, now: int) -> str:
    """When it is asked next, and why then, as one phrase."""
    if feed.paused or feed.status == "gone" or (feed.next_at or 0) >= NEVER:
        return "not asked by itself"
    why = f" ({feed.why})" if feed.why else ""
    left = (feed.next_at or 0) - now
    return f"next {'now' if left <= 0 else f'in {_long(left)}'}{why}"


def details(feed: Feed, now: int) -> list[str]:
    """All that is known, a line each, the name first."""
    lines = [feed.name, feed.url, f"{state(feed, now)}; {following(feed, now)}"]
    if feed.error:
        lines.append(feed.error)
    if feed.changed_at is not None:
        lines.append(f"last news {_ago(now, feed.changed_at)}")
    if feed.interval:
        lines.append(f"asked no sooner than every {_long(feed.interval)}, as you wished")
    if feed.was:
        lines.append(
            f"moved here from {feed.was}, as its publisher said: "
            f"“telex sources --repair {feed.slug} --use {feed.was}” goes back"
        )
    if feed.trust:
        lines.append(f"its certificate is not checked, but must be the one with the fingerprint {feed.trust}")
    if feed.hub:
        lines.append(f"announces its changes at {feed.hub} (WebSub, which Telex does not ask)")
    return lines


def _ago(now: int, at: int | None) -> str:
    text = age(now - (at or 0))
    return text if text == "now" else f"{text} ago"


def _long(seconds: int) -> str:
    """A wait, never "now": "40m", "3h", "2d"."""
    return age(max(seconds, 60))
