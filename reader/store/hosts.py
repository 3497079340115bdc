"""What hosts asked of Telex, kept over restarts: until when to leave them alone, and their robots.txt.

A host is its name alone, so that http and https, and every port, share one state.
"""

from __future__ import annotations

from reader.store.database import Database

_LONGEST = (
    8 * 86_400
)  # what says longer was noted while the clock was wrong: nobody may ask for more than seven days


def held(db: Database, now: int) -> dict[str, int]:
    """The hosts that asked to be left alone, with the time until when."""
    return {
        str(name): int(until)
        for name, until in db.rows(
            "SELECT name, held_until FROM host WHERE held_until > ? AND held_until <= ?",
            (now, now + _LONGEST),
        )
    }


def held_until(db: Database, name: str, now: int) -> int:
    """Until when `name` is to be left alone; 0 where it is not."""
    sql = "SELECT held_until FROM host WHERE name = ? AND held_until > ? AND held_until <= ?"
    return int(db.value(sql, (name, now, now + _LONGEST)) or 0)


def hold(db: Database, name: str, until: int) -> None:
    """Leave `name` alone until then, or as long as it was to be before, unless that was noted while the clock was wrong."""
    with db.write(quiet=True):
        db.execute(
            "INSERT INTO host (name, held_until) VALUES (?1, ?2) "
            "ON CONFLICT (name) DO UPDATE SET held_until = iif(held_until > ?2 + ?3, ?2, max(held_until, ?2))",
            (name, until, _LONGEST),
        )


def robots(db: Database, name: str) -> tuple[bytes | None, int] | None:
    """The kept robots.txt of `name` and when it came; its text is None where everything is disallowed for now."""
    row = db.row("SELECT robots, robots_at FROM host WHERE name = ? AND robots_at IS NOT NULL", (name,))
    return None if row is None else (None if row[0] is None else bytes(row[0]), int(row[1]))


def keep_robots(db: Database, name: str, text: bytes | None, now: int) -> None:
    """Keep the robots.txt of `name`."""
    with db.write(quiet=True):
        db.execute(
            "INSERT INTO host (name, robots, robots_at) VALUES (?1, ?2, ?3) "
            "ON CONFLICT (name) DO UPDATE SET robots = ?2, robots_at = ?3",
            (name, text, now),
        )
