"""What the newsroom answers with, where the store has no value for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from reader.model import Act


class Counts(Struct, frozen=True):
    """What lists hold. `generation` moves with every change to the store, by whichever process."""

    total: int
    unread: int
    starred: int
    later: int
    generation: int


class Imported(Struct, frozen=True):
    """What an import did: sources found in the file, those that are new, and sentences on what was left out."""

    found: int
    new: tuple[int, ...]
    left_out: tuple[str, ...]
    act: Act | None
