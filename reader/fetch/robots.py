"""robots.txt (RFC 9309): whether work in bulk or in the background may fetch a page, and how far apart.

A site's rules are kept for a day. An answer 4xx allows everything; 5xx or none disallows everything until asked
again; what is longer than 500 KiB is cut there. Feeds that a person subscribed to are not asked about: they are
offered to be polled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KEEP = 86_400
"""Seconds that a site's rules are kept."""
RETRY = 3_600
"""Seconds after which a site that could not answer is asked again."""
PARSED = 500 * 1024
LONGEST_DELAY = 300.0
"""No crawl-delay holds longer than this many seconds between two pages."""
AGENT = "Telex"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`allowed`, and the seconds that the site wants between two pages (0 where it does not say).

    Not `heard`: the site could not say what it allows.
    """

    allowed: bool
    delay: float = 0.0
    heard: bool = True


class Robots:
    """One site's rules. `source` is what was kept: the text, or None where everything is disallowed for now."""

    def __init__(self, source: bytes | None, fetched_at: int) -> None:
        self.source = source
        self.fetched_at = fetched_at
        self._rules: Any = None
        if source is not None:
            from protego import Protego

            self._rules = Protego.parse(source[:PARSED].decode("utf-8-sig", "replace"))

    def stale(self, now: int) -> bool:
        """Whether the rules are to be asked for again. A clock that was turned back makes them stale too."""
        keep = KEEP if self.source is not None else RETRY
        return not self.fetched_at <= now < self.fetched_at + keep

    def verdict(self, url: str) -> Verdict:
        """What the rules say about `url` for Telex."""
        if self._rules is None:
            return Verdict(False, heard=False)
        delay = self._rules.crawl_delay(AGENT) or 0.0
        return Verdict(bool(self._rules.can_fetch(url, AGENT)), min(float(delay), LONGEST_DELAY))


def robots_from(status: int, body: bytes, now: int) -> Robots:
    """The rules that an answer to a request for /robots.txt stands for."""
    if 200 <= status < 300:
        return Robots(body, now)
    return Robots(b"" if 400 <= status < 500 and status != 429 else None, now)


def robots_unknown(now: int) -> Robots:
    """The rules where no answer came: nothing is allowed until the site can be asked."""
    return Robots(None, now)
