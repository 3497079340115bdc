"""Which item of a feed document is which entry of the store.

An item is known by its id within the feed, else its link, else its text. Where a document gives one id to several
items, narrower names keep them apart and stable. Where a publisher gave new ids to what was there before, the old
entries are found again by their links, else by title and date, so that marks stay.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from reader.store.database import Database
from reader.store.identity import entry_key, identity, narrower
from reader.store.incoming import Incoming

REISSUED = 0.6
"""From this share of known links under new ids on, a document is taken for the old entries under new ids."""

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Old:
    """A stored entry, as far as matching needs it."""

    id: int
    key: bytes
    digest: bytes
    address: bytes | None
    updated: int | None


class Item(Struct):
    """An item of the document and its place in the store: `old` is None for a new one. `key` is its key from now on."""

    entry: Incoming
    digest: bytes
    address: bytes | None
    key: bytes = b""
    old: Old | None = None
    narrow: Sequence[bytes] = ()


def place(
    db: Database, feed_id: int, feed_key: bytes, entries: Iterable[Incoming], *, brought: bool = False
) -> list[Item]:
    """Find the entry of each item of a document. Exact repeats within it are left out.

    `brought`: one of both sides comes from another reader, which knows entries by names of its own: the same link or the
    same title and time is then enough for each single one.
    """
    items = [
        Item(one, one.digest, one.address, entry_key(feed_key, *identity(one, one.digest))) for one in entries
    ]
    empty = db.value("SELECT 1 FROM entry WHERE feed_id = ? LIMIT 1", (feed_id,)) is None
    if empty and len({item.key for item in items}) == len(items):
        return items
    groups: dict[bytes, list[Item]] = defaultdict(list)
    seen: set[tuple[bytes, bytes, bytes | None]] = set()
    for item in items:
        if (item.key, item.digest, item.address) not in seen:
            seen.add((item.key, item.digest, item.address))
            groups[item.key].append(item)
    items = [item for group in groups.values() for item in group]
    known = {} if empty else _by_key(db, list(groups))
    unsure: list[Item] = []
    for key, group in groups.items():
        old = known.get(key)
        if len(group) > 1 or (not empty and (old is None or old.address != group[0].address)):
            unsure += group
    for item in unsure:
        names = narrower(item.entry, item.digest)
        item.narrow = [entry_key(feed_key, *name) for name in names]
    narrow = {} if empty else _by_key(db, [key for item in unsure for key in item.narrow])
    taken: set[int] = set()
    _claim(unsure, lambda item: [narrow[key] for key in reversed(item.narrow) if key in narrow], taken)
    _claim(items, lambda item: [known[item.key]] if item.key in known else [], taken)
    placed = _name_new(groups, {old.key for old in (*known.values(), *narrow.values())})
    if not empty:
        _find_reissued(db, feed_id, placed, taken, enough=0.0 if brought else REISSUED)
    return placed


def _claim(items: list[Item], wishes: Callable[[Item], list[Old]], taken: set[int]) -> None:
    """Give each entry to one item that wishes for it: rather one with its very text, then its link, then the first."""
    claims: dict[int, list[tuple[tuple[bool, bool, int], Item, Old]]] = defaultdict(list)
    for place_, item in enumerate(items):
        for old in () if item.old else wishes(item)[:1]:
            if old.id not in taken:
                rank = (item.digest != old.digest, item.address != old.address, place_)
                claims[old.id].append((rank, item, old))
    for id_, rivals in claims.items():
        _, item, old = min(rivals, key=lambda one: one[0])
        item.old = old
        item.key = old.key
        taken.add(id_)


def _name_new(groups: dict[bytes, list[Item]], used: set[bytes]) -> list[Item]:
    """Give each new item of a group the widest name that is free and, from the second on, its alone."""
    placed: list[Item] = []
    for key, group in groups.items():
        if len(group) == 1:
            placed.append(group[0])
            if group[0].old is None and key in used:
                group[0].key = next((one for one in group[0].narrow if one not in used), key)
            continue
        levels = [Counter(item.narrow[level] for item in group) for level in range(len(group[0].narrow))]
        for item in group:
            if item.old is None:
                free = [key] if key not in used else []
                free += [
                    one
                    for level, one in enumerate(item.narrow)
                    if levels[level][one] == 1 and one not in used
                ]
                item.key = (free or item.narrow[-1:])[0]
                used.add(item.key)
            placed.append(item)
    return placed


def _find_reissued(db: Database, feed_id: int, placed: list[Item], taken: set[int], *, enough: float) -> None:
    new = [item for item in placed if item.old is None]
    matched = len(placed) - len(new)
    found = _by_address(db, feed_id, new, taken)
    if found and len(found) >= enough * (len(found) + matched):
        _adopt(found, taken)
        new = [item for item in new if item.old is None]
    if new and (not enough or len(new) > 1) and len(new) >= enough * len(placed):
        found = _by_title(db, feed_id, new, taken)
        if len(found) >= enough * len(new):
            _adopt(found, taken)


def _by_address(db: Database, feed_id: int, new: list[Item], taken: set[int]) -> list[tuple[Item, Old]]:
    once = _once((item.address, item) for item in new if item.address is not None)
    rows: list[tuple[Any, ...]] = []
    for chunk in _chunks(list(once)):
        rows += db.rows(
            f"SELECT {_OLD} FROM entry WHERE address IN ({_marks(chunk)}) AND feed_id = ?", (*chunk, feed_id)
        )
    olds = _once((row[3], Old(*row)) for row in rows)
    return [(item, olds[key]) for key, item in once.items() if key in olds and olds[key].id not in taken]


def _by_title(db: Database, feed_id: int, new: list[Item], taken: set[int]) -> list[tuple[Item, Old]]:
    rows = db.rows(
        f"SELECT {_OLD}, title, published FROM entry WHERE feed_id = ? ORDER BY id DESC LIMIT ?",
        (feed_id, 2 * len(new) + 50),
    )
    olds = _once(
        ((str(row[5]), row[6]), Old(*row[:5])) for row in rows if row[0] not in taken and row[6] is not None
    )
    items = _once(((item.entry.title, item.entry.published), item) for item in new)
    return [(item, olds[name]) for name, item in items.items() if name in olds]


def _adopt(found: list[tuple[Item, Old]], taken: set[int]) -> None:
    for item, old in found:
        item.old = old
        taken.add(old.id)


def _once(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """The pairs whose first part stands only once."""
    found: dict[Any, Any] = {}
    twice: set[Any] = set()
    for name, value in pairs:
        if name in found:
            twice.add(name)
        found[name] = value
    return {name: value for name, value in found.items() if name not in twice}


_OLD = "id, key, digest, address, updated"


def _by_key(db: Database, keys: list[bytes]) -> dict[bytes, Old]:
    found: dict[bytes, Old] = {}
    for chunk in _chunks(keys):
        for row in db.rows(f"SELECT {_OLD} FROM entry WHERE key IN ({_marks(chunk)})", chunk):
            found[row[1]] = Old(*row)
    return found


def _chunks(values: list[bytes]) -> Iterable[list[bytes]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def _marks(values: list[bytes]) -> str:
    return ",".join("?" * len(values))
