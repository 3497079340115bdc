"""Images that are kept: each content once, in a file named by its hash, with all addresses that led to it.

They have a budget. Beyond it those go that were shown longest ago, never what stands in an entry that the person kept,
nor the small icon of a site.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.store import packing, place
from reader.store.database import Database
from reader.store.imagenames import address_of
from reader.store.retention import LOOSE

BUDGET = 1_000_000_000
"""Bytes of all images."""
AGAIN_AFTER = (3_600, 86_400, 7 * 86_400)
"""Seconds after which an image that could not be had is asked for again: by how often that was."""

_NAME = re.compile(r"[0-9a-f]{64}\Z")
_SPOT = re.compile(r"[0-9a-f]{2}\Z")


@dataclass(frozen=True, slots=True)
class Kept:
    """An image that is here: its hash, media type, bytes on disk and pixels."""

    hash: str
    type: str
    size: int
    width: int
    height: int


def folder(db: Database) -> Path:
    return db.path.parent / "images"


def path_of(db: Database, content: str) -> Path:
    """Where the bytes with this hash are, or would be."""
    return folder(db) / content[:2] / content


def keep(db: Database, url: str, data: bytes, media_type: str, pixels: tuple[int, int], now: int) -> Kept:
    """Keep `data`, which came from `url`: the file is there whole before the store knows of it. Raises `StoreError`."""
    kept = _on_disk(db, data, media_type, pixels)
    with db.write():
        _note(db, kept, now)
        db.execute(
            "INSERT INTO image_source (address, url, hash, at) VALUES (?, ?, ?, ?) ON CONFLICT (address) "
            "DO UPDATE SET url = excluded.url, hash = excluded.hash, at = excluded.at, failures = 0, why = ''",
            (address_of(url), url, kept.hash, now),
        )
    return kept


def keep_content(db: Database, data: bytes, media_type: str, pixels: tuple[int, int], now: int) -> Kept:
    """Keep `data`, which no address stands for. Raises `StoreError`."""
    kept = _on_disk(db, data, media_type, pixels)
    with db.write():
        _note(db, kept, now)
    return kept


def _on_disk(db: Database, data: bytes, media_type: str, pixels: tuple[int, int]) -> Kept:
    content = hashlib.sha256(data).hexdigest()
    target = path_of(db, content)
    if not target.exists():
        with place.whole_file(target) as out:
            out.write(data)
    return Kept(content, media_type, len(data), *pixels)


def _note(db: Database, kept: Kept, now: int) -> None:
    db.execute(
        "INSERT INTO image (hash, type, size, width, height, used_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at",
        (kept.hash, kept.type, kept.size, kept.width, kept.height, now),
    )


def failed(db: Database, url: str, why: str, now: int) -> None:
    """Note that nothing came from `url`, and why."""
    with db.write(quiet=True):
        db.execute(
            "INSERT INTO image_source (address, url, at, failures, why) VALUES (?, ?, ?, 1, ?) ON CONFLICT (address) "
            "DO UPDATE SET at = excluded.at, failures = failures + 1, why = excluded.why",
            (address_of(url), url, now, why),
        )


def stand_in(db: Database, entry_id: int, urls: Sequence[str]) -> None:
    """Note which images an entry shows; also that it was looked at where it shows none."""
    with db.write():
        db.execute("DELETE FROM image_place WHERE entry_id = ?", (entry_id,))
        db.executemany(
            "INSERT INTO image_place (entry_id, address) SELECT id, ?2 FROM entry WHERE id = ?1",
            ((entry_id, name) for name in {"", *map(address_of, urls)}),
        )


def not_looked_for(db: Database, entry_id: int) -> None:
    """Look for the images of an entry anew: nobody could be asked for them."""
    with db.write(quiet=True):
        db.execute("DELETE FROM image_place WHERE entry_id = ?", (entry_id,))


def missing(db: Database, urls: Sequence[str], now: int, *, pressed: bool = False) -> list[str]:
    """Those of `urls` that are to be asked for: not here, and not refused lately unless the person asks."""
    known = {
        str(name): (bool(here), int(failures), int(at))
        for name, here, failures, at in db.rows(
            "SELECT s.address, i.hash IS NOT NULL, s.failures, s.at FROM image_source s LEFT JOIN image i ON i.hash = s.hash "
            "WHERE s.address IN (SELECT value FROM json_each(?))",
            (json.dumps([address_of(url) for url in urls]),),
        )
    }

    def wanted(url: str) -> bool:
        here, failures, at = known.get(address_of(url), (False, 0, 0))
        patience = AGAIN_AFTER[min(failures, len(AGAIN_AFTER)) - 1] if failures else 0
        return not here and (pressed or now - at >= patience or now < at)

    return [url for url in dict.fromkeys(urls) if wanted(url)]


def at_address(db: Database, url: str) -> Kept | None:
    """What is kept of the image at `url`."""
    row = db.row(
        "SELECT i.hash, i.type, i.size, i.width, i.height FROM image_source s JOIN image i ON i.hash = s.hash "
        "WHERE s.address = ?",
        (address_of(url),),
    )
    return None if row is None else Kept(*row)


def read(db: Database, url: str) -> tuple[bytes, str] | None:
    """The bytes and media type of the image at `url`; None where it is not here."""
    kept = at_address(db, url)
    if kept is None:
        return None
    try:
        return path_of(db, kept.hash).read_bytes(), kept.type
    except OSError:
        return None


def size_in(db: Database, entry_id: int) -> int:
    """Bytes of the images that are kept for an entry."""
    return int(
        db.value(
            "SELECT sum(size) FROM image WHERE hash IN (SELECT s.hash FROM image_place p "
            "JOIN image_source s ON s.address = p.address WHERE p.entry_id = ?)",
            (entry_id,),
        )
        or 0
    )


def used(db: Database, contents: Sequence[str], now: int) -> None:
    """They were shown; noted once an hour."""
    old = "used_at <= ? AND hash IN (SELECT value FROM json_each(?))"
    params = (now - 3_600, json.dumps(list(contents)))
    if not db.readonly and db.value(f"SELECT 1 FROM image WHERE {old}", params):
        with db.write(quiet=True):
            db.execute(f"UPDATE image SET used_at = ? WHERE {old}", (now, *params))


def drawings(db: Database, contents: Sequence[str], width: int) -> dict[str, tuple[int, bytes]]:
    """Those images that were drawn for `width` cells: their own width in cells and their pixels (RGB), by hash."""
    rows = db.rows(
        "SELECT hash, cells FROM image_drawing WHERE width = ? AND hash IN (SELECT value FROM json_each(?))",
        (width, json.dumps(list(contents))),
    )
    found = {}
    for content, cells in rows:
        pixels = packing.raw(cells)
        if len(pixels) > 2:
            found[str(content)] = (int.from_bytes(pixels[:2], "big"), pixels[2:])
    return found


def keep_drawing(db: Database, content: str, width: int, columns: int, pixels: bytes) -> None:
    """Keep what an image came to, `columns` cells wide where `width` were to be had; 0 columns: it cannot be drawn."""
    with db.write():
        db.execute(
            "INSERT OR REPLACE INTO image_drawing SELECT hash, ?2, ?3 FROM image WHERE hash = ?1",
            (content, width, packing.pack(columns.to_bytes(2, "big") + pixels)),
        )


def undrawn(db: Database, contents: Sequence[str], width: int) -> list[str]:
    """Those kept images that were not drawn for `width` cells yet."""
    have = {
        str(row[0])
        for row in db.rows(
            "SELECT hash FROM image_drawing WHERE width = ? AND hash IN (SELECT value FROM json_each(?))",
            (width, json.dumps(list(contents))),
        )
    }
    return [content for content in dict.fromkeys(contents) if content not in have]


def wanted(db: Database, limit: int = 20) -> list[int]:
    """Starred, packed and for-later entries whose images were not looked for yet, newest first."""
    rows = db.rows(
        "SELECT e.id FROM entry e JOIN (SELECT entry_id FROM listing WHERE starred_at IS NOT NULL "
        "UNION SELECT entry_id FROM listing WHERE later_at IS NOT NULL UNION SELECT entry_id FROM pack) k ON k.entry_id = e.id "
        "WHERE EXISTS (SELECT 1 FROM prepared d WHERE d.entry_id = e.id) "
        "AND NOT EXISTS (SELECT 1 FROM image_place p WHERE p.entry_id = e.id) ORDER BY e.id DESC LIMIT ?",
        (limit,),
    )
    return [int(row[0]) for row in rows]


def evict(db: Database, budget: int = BUDGET) -> int:
    """Let images go until the others fit into `budget`; answers how many bytes. Raises `StoreError`."""
    over = int(db.value("SELECT sum(size) FROM image") or 0) - budget
    if over <= 0:
        return 0
    loose = db.rows(
        "SELECT hash, size FROM image WHERE hash NOT IN (SELECT s.hash FROM image_source s JOIN image_place p "
        f"ON p.address = s.address JOIN entry e ON e.id = p.entry_id WHERE s.hash <> '' AND NOT ({LOOSE})) "
        "AND hash NOT IN (SELECT hash FROM icon) ORDER BY used_at, hash"
    )
    gone, freed = [], 0
    for content, size in loose:
        if freed >= over:
            break
        gone.append(str(content))
        freed += int(size)
    forget(db, gone)
    return freed


def forget(db: Database, contents: Sequence[str]) -> None:
    """Let these images go. Their addresses keep the hash, by which they are known."""
    with db.write():
        for content in contents:
            db.execute("DELETE FROM image WHERE hash = ?", (content,))
            db.execute("DELETE FROM image_drawing WHERE hash = ?", (content,))
            db.execute("DELETE FROM image_ink WHERE hash = ?", (content,))
    for content in contents:
        with contextlib.suppress(OSError):
            path_of(db, content).unlink()


def sweep(db: Database) -> int:
    """Bring files and rows together after a crash or a restored store: what only one of them knows goes. How many."""
    known = {str(row[0]) for row in db.rows("SELECT hash FROM image")}
    found: set[str] = set()
    strays = 0
    for spot in _list(folder(db)):
        for file in _list(spot) if _SPOT.match(spot.name) else ():
            if _NAME.match(file.name) and file.name in known:
                found.add(file.name)
            else:
                strays += 1
                with contextlib.suppress(OSError):
                    file.unlink()
    if known - found:
        forget(db, sorted(known - found))
    return strays + len(known - found)


def _list(spot: Path) -> list[Path]:
    try:
        return list(spot.iterdir())
    except OSError:
        return []
