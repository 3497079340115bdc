"""Kept images in pixels, as terminals that draw them take them: by content, width, form and the size of a cell."""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec

from reader.model import Form, Ink
from reader.store.database import Database

Cell = tuple[int, int]
"""Pixels of a cell of the terminal: wide, high."""

MOST = 4
"""Widths, forms and cells that are kept of an image: a window that changes its size leaves the older ones behind."""

_decode = msgspec.msgpack.Decoder(Ink).decode


def inks(
    db: Database, contents: Sequence[str], width: int, form: Form, cell: Cell
) -> tuple[dict[str, Ink], list[str]]:
    """Those that are made, by hash, and the hashes of those that are not yet. What cannot be drawn is in neither."""
    have = {
        str(content): _decode(ink)
        for content, ink in db.rows(
            "SELECT hash, ink FROM image_ink WHERE width = ? AND form = ? AND cell = ? "
            "AND hash IN (SELECT value FROM json_each(?))",
            (width, form, _name(cell), json.dumps(list(contents))),
        )
    }
    missing = [content for content in dict.fromkeys(contents) if content not in have]
    return {content: ink for content, ink in have.items() if ink.columns}, missing


def keep(db: Database, content: str, width: int, cell: Cell, ink: Ink) -> None:
    """Keep what an image came to; one without columns cannot be drawn."""
    with db.write():
        db.execute(
            "DELETE FROM image_ink WHERE hash = ?1 AND (SELECT count(*) FROM image_ink WHERE hash = ?1) >= ?2",
            (content, MOST),
        )
        db.execute(
            "INSERT OR REPLACE INTO image_ink SELECT hash, ?2, ?3, ?4, ?5 FROM image WHERE hash = ?1",
            (content, width, ink.form, _name(cell), msgspec.msgpack.encode(ink)),
        )


def _name(cell: Cell) -> str:
    return f"{cell[0]}x{cell[1]}"
