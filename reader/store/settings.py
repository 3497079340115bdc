"""Small values that Telex keeps for itself by name: where the reader was, when the last backup ran."""

from __future__ import annotations

import os

from reader.store.database import Database


def setting(db: Database, name: str, default: str = "") -> str:
    """The value under `name`."""
    value = db.value("SELECT value FROM setting WHERE name = ?", (name,))
    return default if value is None else str(value)


def set_setting(db: Database, name: str, value: str, *, quiet: bool = False) -> None:
    """Keep `value` under `name`; `quiet` where nobody looks at it."""
    with db.write(quiet=quiet):
        db.execute(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def device(db: Database) -> str:
    """This store's own name among a person's devices, eight letters, chosen once at random."""
    if not db.device:
        name = setting(db, "device")
        if not name:
            name = os.urandom(4).hex()
            set_setting(db, "device", name)
        db.device = name
    return db.device
