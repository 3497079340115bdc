"""When a feed may be asked again: pure functions of what the server said, what the feed asks and the clock.

All times are Unix seconds, UTC. Each answer comes with its reason in words, which the screen shows.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass

from reader.fetch.dates import http_date, whole
from reader.model import Rhythm

HOUR = 3_600
DAY = 86_400
FLOOR = HOUR
"""The shortest time between two requests for a feed whose server helps (validators or freshness)."""
BLIND_FLOOR = DAY
"""The same for a feed with neither validators nor any declared freshness."""
HINT_LIMIT = DAY
"""No hint of freshness holds longer than this."""
PRESS_FLOOR = 600
"""The shortest time between two requests for a feed when the person presses "refresh"."""
NEVER = 253_402_300_799
"""The time of a feed that is not asked again by itself."""

NO_RHYTHM = Rhythm()
_MISSING = (HOUR, 6 * HOUR, DAY, DAY, DAY, DAY)


@dataclass(frozen=True, slots=True)
class Next:
    """`at` is when the next request may go out by itself, `why` the reason in words.

    `fresh_until` is what the server vouched for: inside it not even a press of "refresh" sends a request.
    """

    at: int
    why: str
    fresh_until: int = 0


@dataclass(frozen=True, slots=True)
class Freshness:
    """Seconds that an answer stays fresh from now on, and the field that says so ("" where none does)."""

    seconds: int = 0
    said_by: str = ""


def freshness(headers: Mapping[str, str], now: int) -> Freshness:
    """RFC 9111 section 4.2 as a private cache: max-age (less Age), else Expires by the server's own Date.

    s-maxage is for shared caches and ignored. no-cache and no-store ask to revalidate: no freshness.
    Names in `headers` are lower case.
    """
    directives = _directives(headers.get("cache-control", ""))
    if "no-cache" in directives or "no-store" in directives:
        return Freshness()
    age = whole(headers.get("age", ""), HINT_LIMIT) or 0
    max_age = whole(directives.get("max-age", ""), 10 * HINT_LIMIT)
    if max_age is not None:
        return Freshness(min(max(0, max_age - age), HINT_LIMIT), "max-age")
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return Freshness()
    sent = http_date(headers.get("date", ""))
    left = expires - (now if sent is None else sent) - age
    return Freshness(min(max(0, left), HINT_LIMIT), "Expires")


def after_success(
    now: int,
    headers: Mapping[str, str],
    rhythm: Rhythm = NO_RHYTHM,
    *,
    validators: bool,
    interval: int = 0,
) -> Next:
    """The next time after a 200 or a 304. `interval` is the person's own, in seconds; the floors stay above it."""
    fresh = freshness(headers, now)
    hints = [(fresh.seconds, f"the server's {fresh.said_by}")] if fresh.said_by else []
    if rhythm.ttl is not None and rhythm.ttl > 0:
        hints.append((min(rhythm.ttl * 60, HINT_LIMIT), "the feed's ttl"))
    if rhythm.update_every is not None and rhythm.update_every > 0:
        hints.append((min(rhythm.update_every, HINT_LIMIT), "the feed's update period"))
    if validators or hints:
        hints.append((FLOOR, "once an hour"))
    else:
        hints.append((BLIND_FLOOR, "once a day, as the server helps with no validators"))
    if interval > 0:
        hints.append((interval, "your own interval for this feed"))
    wait, why = max(hints, key=lambda hint: hint[0])
    at = skip_quiet(now + wait, rhythm)
    if at != now + wait:
        why = "the feed's quiet hours"
    return Next(at, why, now + fresh.seconds if fresh.said_by else 0)


def after_failure(now: int, status: int, failures: int, *, held: int | None = None, salt: int = 0) -> Next:
    """The next time after an answer that was no news, or none at all (`status` 0).

    `failures` counts this one too. `held` is a Retry-After in seconds, already capped. `salt` (a feed's id)
    spreads the waits of feeds that failed together.
    """
    if status == 410:
        return Next(NEVER, "the feed is gone for good")
    if status in (429, 503) and held is not None:
        wait = max(held, FLOOR)
        return Next(now + wait, "the server asked to wait", now + held)
    if status in (401, 402, 403, 404, 451):
        wait = _MISSING[failures - 1] if 0 < failures <= len(_MISSING) else 7 * DAY
        return Next(now + wait, "nothing was found there")
    wait = min(FLOOR << min(max(failures - 1, 0), 5), DAY)
    return Next(now + wait + _jitter(wait, failures, salt), "the last try failed")


def may_press(now: int, fetched_at: int | None, fresh_until: int = 0, held_until: int = 0) -> Next:
    """When a press of "refresh" may send a request: `at` <= `now` means at once."""
    limits = [(0, "")]
    if fetched_at is not None and fetched_at <= now:
        limits.append((fetched_at + PRESS_FLOOR, "it was asked less than ten minutes ago"))
    limits.append((min(fresh_until, now + HINT_LIMIT), "the server vouched for what is here until then"))
    limits.append((held_until, "the server asked to wait"))
    at, why = max(limits, key=lambda limit: limit[0])
    return Next(at, why)


def skip_quiet(at: int, rhythm: Rhythm) -> int:
    """`at`, moved by whole hours out of the feed's skipHours and skipDays (GMT); by a day where it skips them all."""
    if not rhythm.skip_hours and not rhythm.skip_days:
        return at
    found = _first_open(at, rhythm)
    return at + DAY if found is None else found


def quiet_until(now: int, rhythm: Rhythm) -> int:
    """The end of the quiet hours that `now` lies in, or `now`: a feed that is due may come late, out of a sleep.

    A feed that skips every hour has none that are quieter than others.
    """
    if not rhythm.skip_hours and not rhythm.skip_days:
        return now
    return _first_open(now, rhythm) or now


def _first_open(at: int, rhythm: Rhythm) -> int | None:
    """`at`, moved by whole hours out of what the feed skips; None where it skips all of the week."""
    hours = {hour % 24 for hour in rhythm.skip_hours}
    days = {day % 7 for day in rhythm.skip_days}
    for step in range(8 * 24):
        moment = time.gmtime(at + step * HOUR)
        if moment.tm_hour not in hours and moment.tm_wday not in days:
            return at + step * HOUR
    return None


def spread(count: int) -> float:
    """Seconds between two starts of scheduled work, so that a minute holds at most a tenth of `count` polls."""
    return 600.0 / count if count > 1 else 0.0


def _directives(field: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in field[:4_096].split(","):
        name, _, value = part.partition("=")
        found.setdefault(name.strip().lower(), value.strip())
    return found


def _jitter(wait: int, failures: int, salt: int) -> int:
    """Up to a tenth of `wait`, the same for the same feed and failure."""
    digest = hashlib.blake2b(f"{salt}:{failures}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) % max(1, wait // 10)
