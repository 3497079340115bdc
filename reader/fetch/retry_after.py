"""Retry-After (RFC 9110 section 10.2.3): seconds, or a date read by the server's own clock."""

from __future__ import annotations

from reader.fetch.dates import http_date, whole

LONGEST = 7 * 86_400
"""No server holds Telex for longer than this many seconds."""


def retry_after(value: str, date: str, now: int) -> int | None:
    """Seconds to wait from now, 0 to `LONGEST`, or None where the field is missing or says nothing.

    A date counts from the server's `Date` field where there is one, so that a wrong clock on either side
    does not change the wait. A date in the past is a wait of 0.
    """
    seconds = whole(value, LONGEST)
    if seconds is not None:
        return seconds
    until = http_date(value)
    if until is None:
        return None
    sent = http_date(date)
    return max(0, min(until - (now if sent is None else sent), LONGEST))
