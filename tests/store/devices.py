"""Several devices of one person: real stores with the same entries, each with a clock of its own, and a folder that all see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.model import Entry, ParsedFeed
from reader.store import feeds, keyed, settings, syncing
from reader.store.database import Database, open_store
from reader.store.entries import store_feed
from tests.store.conftest import NOW

PAPER = "https://fanal.example/feed"


class Device:
    """One device. `now` is what its clock says."""

    def __init__(self, path: Path, folder: Path, name: str = "", now: int = NOW) -> None:
        self.folder, self.now = folder, now
        self.db = open_store(path, clock=lambda: self.now)
        if name:
            settings.set_setting(self.db, "device", name)

    def serve(self, count: int, first: int = 0) -> None:
        """Entries arrive, the same ones on every device that is served them."""
        feed = next((one.id for one in feeds.all_feeds(self.db)), 0) or feeds.add_feed(self.db, PAPER).id
        items = tuple(
            Entry(id=f"urn:{n}", title=f"Dépêche {n}", link="", published=NOW - n)
            for n in range(first, first + count)
        )
        store_feed(self.db, feed, ParsedFeed(entries=items), next_at=NOW, now=NOW)

    def id(self, number: int) -> int:
        return int(self.db.value("SELECT id FROM entry WHERE guid = ?", (f"urn:{number}",)))

    def sync(self) -> syncing.Synced:
        return syncing.sync(self.db, self.folder, self.now)

    def marks(self) -> dict[str, set[str]]:
        """What each entry bears: by the marks that lists show, and by tags."""
        return standing(self.db)


def standing(db: Database) -> dict[str, set[str]]:
    """Entries by their ids in the feed, with the names of their marks."""
    found: dict[str, set[str]] = {}
    for guid, *times in db.rows(
        "SELECT e.guid, l.read_at, l.starred_at, l.later_at, l.hidden_at FROM listing l JOIN entry e ON e.id = l.entry_id"
    ):
        found[guid] = {name for name, at in zip(keyed.FLAGS, times, strict=True) if at is not None}
    for guid, name in db.rows(
        "SELECT e.guid, t.name FROM mark_tag m JOIN tag t ON t.id = m.tag_id JOIN entry e ON e.key = m.key"
    ):
        found[guid].add(keyed.TAG + name)
    return {guid: names for guid, names in found.items() if names}


@contextmanager
def devices(tmp_path: Path, count: int, entries: int) -> Iterator[list[Device]]:
    """`count` devices named "device0", "device1", ... that have the same `entries`."""
    folder = tmp_path / "shared"
    folder.mkdir(parents=True)
    made = [Device(tmp_path / f"{n}" / "telex.db", folder, f"device{n}") for n in range(count)]
    for one in made:
        one.serve(entries)
    try:
        yield made
    finally:
        for one in made:
            one.db.close()
