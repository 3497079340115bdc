"""HTTP dates (RFC 9110 section 5.6.7) and whole numbers in fields, read without trust."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

_EARLIEST = 0
_LATEST = 253_402_300_799  # the last second of the year 9999


def http_date(text: str) -> int | None:
    """Unix seconds of an HTTP date in any of its three forms, or None for anything else."""
    try:
        moment = parsedate_to_datetime(text.strip()[:100])
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = int(moment.timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return seconds if _EARLIEST <= seconds <= _LATEST else None


def whole(text: str, limit: int) -> int | None:
    """A field's number of seconds (digits only, RFC 9110 delta-seconds), cut at `limit`; None if it is none."""
    text = text.strip().strip('"')
    if not text or not text.isascii() or not text.isdigit():
        return None
    return limit if len(text) > 15 else min(int(text), limit)
