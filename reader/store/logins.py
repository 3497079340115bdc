"""Which servers have a login in the keyring: their names alone, never the login."""

from __future__ import annotations

import msgspec

from reader.store import settings
from reader.store.database import Database

_NAME = "logins"


def servers(db: Database) -> tuple[str, ...]:
    """Scheme, host and port of each, such as "https://paper.example"."""
    try:
        return msgspec.json.decode(settings.setting(db, _NAME, "[]"), type=tuple[str, ...])
    except msgspec.DecodeError:
        return ()


def note(db: Database, server: str, kept: bool = True) -> None:
    """Remember that the keyring holds a login for `server`, or no longer does."""
    with db.write():
        known = {name for name in servers(db) if name != server} | ({server} if kept else set())
        settings.set_setting(db, _NAME, msgspec.json.encode(sorted(known)).decode())
