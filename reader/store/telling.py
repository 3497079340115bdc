"""A story as its copies tell it: who told it when, and why each stands in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from reader.model import Headline
from reader.store import ties
from reader.store.database import Database
from reader.store.headlines import headlines
from reader.text.cells import brief
from reader.words import _

_SAID = 60
"""Cells of another copy's headline that a reason names it by."""


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
    return "; ".join(reasons(one, copies, when))


def reasons(one: Telling, copies: Sequence[Telling], when: str = "") -> list[str]:
    """The same as single phrases, in the language that is spoken."""
    near = next((other.headline for other in copies if other.headline.id == one.near), None)
    like = _("a copy that is gone")
    if near is not None:
        like = _("“{title}” ({source})").format(title=brief(near.title, _SAID), source=near.source)
    words = ", ".join(f"{word} {weight:g}" for word, weight in one.words)
    resembles = _("{score} like {copy}").format(score=f"{one.score:.2f}".lstrip("0"), copy=like)
    match one.way:
        case "address":
            return [_at(_("by its address"), when), _("the same page as {copy}").format(copy=like)]
        case "words":
            return [_named(_at(_("by words"), when), words), resembles]
        case "hand":
            return [_at(_("by hand"), when), _("with {copy}").format(copy=like)]
        case "languages":
            how = _at(_("by the extra for other languages"), when)
            return [_named(how, words) if words else how, resembles]
        case _:
            return [_at(_("began the story"), when) if len(copies) > 1 else _("stands alone")]


def _at(how: str, when: str) -> str:
    return _("{how}, {time}").format(how=how, time=when) if when else how


def _named(how: str, words: str) -> str:
    return _("{how}: {words}").format(how=how, words=words)
