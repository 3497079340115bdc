"""What the newsroom answers with, where the store has no value for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model import Act


@dataclass(frozen=True, slots=True)
class Counts:
    """What lists hold. `generation` moves with every change to the store, by whichever process."""

    total: int
    unread: int
    starred: int
    later: int
    generation: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: sources found in the file, those that are new, and sentences on what was left out."""

    found: int
    new: tuple[int, ...]
    left_out: tuple[str, ...]
    act: Act | None
