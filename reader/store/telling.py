"""A story as its copies tell it: who told it when, and why each stands in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from reader.model import Headline
from reader.store import ties
from reader.store.database import Database
from reader.store.headlines import headlines


@dataclass(frozen=True, slots=True)
class Telling:
    """One copy. `way` is first, address, words, hand or languages; `near` the copy it is most like (0: none).

    `score` is from 0 to 1, `words` are what both say with their weights, `joined` when it was put here (Unix seconds).
    """

    headline: Headline
    way: str = "first"
    near: int = 0
    score: float = 0.0
    words: tuple[tuple[str, float], ...] = ()
    joined: int = 0


def story(db: Database, entry_id: int) -> list[Telling]:
    """All copies of an entry's story in the order of their time, itself alone where it has none."""
    found = []
    for one in headlines(db, ties.best_first(db, entry_id)):
        row = db.row("SELECT way, near, score, words, at FROM telling WHERE entry_id = ?", (one.id,))
        if row is None:
            found.append(Telling(one))
        else:
            words = tuple((str(word), float(weight)) for word, weight in json.loads(row[3]))
            found.append(Telling(one, row[0], row[1], row[2], words, row[4]))
    return sorted(found, key=lambda one: (one.headline.at, one.headline.id))


def because(one: Telling, copies: Sequence[Telling], when: str = "") -> str:
    """Why `one` stands in its story, for people: "by words, 16:20: strike 5.3, tarn 4.1; .62 like “…” (The Ledger)".

    `when` is the time that it joined, as it shall be written.
    """
    near = next((other.headline for other in copies if other.headline.id == one.near), None)
    like = f"“{near.title[:60]}” ({near.source})" if near is not None else "a copy that is gone"
    at = f", {when}" if when else ""
    words = ", ".join(f"{word} {weight:g}" for word, weight in one.words)
    score = f"{one.score:.2f}".lstrip("0")
    match one.way:
        case "address":
            return f"by its address{at}; the same page as {like}"
        case "words":
            return f"by words{at}: {words}; {score} like {like}"
        case "hand":
            return f"by hand{at}; with {like}"
        case "languages":
            return f"by the extra for other languages{at}{words and f': {words}'}; {score} like {like}"
        case _:
            return f"began the story{at}" if len(copies) > 1 else "stands alone"
