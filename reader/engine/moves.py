"""When a feed's stored address may change: never on one answer, which may be a hotel's network speaking.

Three permanent redirects in a row to the same place, on two different days, each with a valid answer there, are
proof. A temporary redirect, another target or none starts the count anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

TIMES = 3
_DAY = 86_400
_decode: msgspec.json.Decoder[list[tuple[str, int]]] = msgspec.json.Decoder(list[tuple[str, int]])


@dataclass(frozen=True, slots=True)
class Move:
    """`to` is the new address, "" while there is no proof; `kept` what to remember (JSON) until the next answer."""

    to: str
    kept: str


def proven(kept: str, target: str, now: int) -> Move:
    """What a good answer says whose permanent redirects led to `target` ("" where there were none)."""
    if not target:
        return Move("", "[]")
    try:
        before = _decode.decode(kept)
    except msgspec.DecodeError:
        before = []
    row = [(url, at) for url, at in before if url == target]
    if len(row) < len(before):
        row = []
    row.append((target, now))
    if len(row) >= TIMES and len({at // _DAY for _, at in row}) >= 2:
        return Move(target, "[]")
    oldest_and_newest = row if len(row) < TIMES else [row[0], *row[1 - TIMES :]]
    return Move("", msgspec.json.encode(oldest_and_newest).decode())
