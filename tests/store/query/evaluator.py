"""What a query means, said a second time and plainly: one entry at a time, no SQL, no index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.model import WORDS_A_MINUTE
from reader.store.query.syntax import And, Compare, Field, Near, Node, Not, Or, Range, Regex, Text, Value
from reader.store.query.when import read_when
from reader.text.fold import fold, words


@dataclass(frozen=True)
class Row:
    id: int
    title: str
    author: str
    source: str
    feed: str
    text: str
    link: str
    language: str
    at: int
    read: bool
    starred: bool
    words: int
    folder: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    later: bool = False
    seen: int = 0
    read_at: int | None = None
    image: bool = False
    enclosure: bool = False
    copies: int = 0
    important: bool = False
    content: bool = True


def holds(node: Node | None, row: Row, now: int) -> bool:
    """Whether `row` is one of the entries that `node` finds."""
    match node:
        case None:
            return True
        case And(parts):
            return all(holds(part, row, now) for part in parts)
        case Or(parts):
            return any(holds(part, row, now) for part in parts)
        case Not(part):
            return not holds(part, row, now)
        case Text():
            return any(_found(node, column) for column in (row.title, row.author, row.source, row.text))
        case Near(texts, distance):
            columns = (row.title, row.author, row.source, row.text)
            return any(_near(texts, distance, words(column)) for column in columns)
        case Regex(pattern):
            return any(_matches(pattern, column) for column in (row.title, row.author, row.source, row.text))
        case Field(name, values):
            return any(_field(name, value, row, now) for value in values)


def _field(name: str, value: Value, row: Row, now: int) -> bool:
    column = {
        "title": row.title,
        "text": row.text,
        "author": row.author,
        "source": row.source,
        "link": row.link,
    }.get(name)
    match value:
        case Regex(pattern):
            return _matches(pattern, column or "")
        case Text(text) if name == "link":
            return text.lower() in row.link.lower()
        case Text(text) if name == "source":
            return _found(value, row.source) or fold(text) in fold(row.feed)
        case Text() if column is not None:
            return _found(value, column)
        case Text(text) if name == "feed":
            return fold(text) in fold(row.feed)
        case Text(text) if name == "lang":
            return row.language == text or row.language.startswith(text + "-")
        case Text(text) if name in ("folder", "section"):
            return fold(text) in map(fold, row.folder)
        case Text(text) if name == "tag":
            return fold(text) in map(fold, row.tags)
        case Text(text) if name == "is":
            return {
                "unread": not row.read,
                "read": row.read,
                "starred": row.starred,
                "later": row.later,
                "important": row.important,
                "offline": row.content,
                "hidden": False,
                "muted": False,
                "new": True,
                "excerpt": False,
                "updated": False,
            }[text]
        case Text(text) if name == "has":
            return {
                "byline": bool(row.author),
                "image": row.image,
                "enclosure": row.enclosure,
                "fulltext": False,
                "revision": False,
            }[text]
        case _ if name == "story":
            return row.copies > 0 and _counted(value, row.copies)
        case _ if name == "read":
            return row.read_at is not None and _dated(value, row.read_at, now)
        case _ if name == "seen":
            return _dated(value, row.seen, now)
        case _ if name == "date":
            return _dated(value, row.at, now)
        case _:
            number = {"words": row.words, "minutes": row.words / WORDS_A_MINUTE, "key": row.id}[name]
            return _counted(value, number)


def _found(text: Text, column: str) -> bool:
    wanted, held = words(text.value), words(column)
    if len(wanted) == 1 and len(wanted[0]) == 1 and "\u4e00" <= wanted[0] <= "\u9fff":
        return any(word.startswith(wanted[0]) for word in held)
    for start in range(len(held) - len(wanted) + 1):
        piece = held[start : start + len(wanted)]
        if piece == wanted or (
            text.prefix and piece[:-1] == wanted[:-1] and piece[-1].startswith(wanted[-1])
        ):
            return True
    return False


def _near(texts: tuple[Text, ...], distance: int, held: list[str]) -> bool:
    """All of `texts` with at most `distance` words between the end of the first and the start of the last."""
    places = []
    for text in texts:
        wanted = words(text.value)
        places.append(
            [at for at in range(len(held)) if _found(text, " ".join(held[at : at + len(wanted)]))]
            if wanted
            else []
        )
    if not all(places):
        return False
    return _fits(
        [(at, len(words(text.value))) for text in texts[:1] for at in places[0]], texts, places, distance
    )


def _fits(
    firsts: list[tuple[int, int]], texts: tuple[Text, ...], places: list[list[int]], distance: int
) -> bool:
    from itertools import product

    for chosen in product(*places):
        ends = [at + len(words(text.value)) for at, text in zip(chosen, texts, strict=True)]
        if max(chosen) - min(ends) <= distance:
            return True
    return False


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _dated(value: Value, at: int, now: int) -> bool:
    match value:
        case Range(low, high):
            first, last = read_when(low, now), read_when(high, now)
            assert first is not None
            assert last is not None
            return first.start <= at < max(last.end, last.start + 1)
        case Compare(op, operand):
            when = read_when(operand, now)
            assert when is not None
            span = when.end > when.start
            return {
                ">": at >= when.end if span else at > when.end,
                ">=": at >= when.start,
                "<": at < when.start,
                "<=": at < when.end if span else at <= when.end,
                "=": when.start <= at < when.end if span else at >= when.start,
            }[op]
        case Text(text):
            return _dated(Compare("=", text), at, now)
        case Regex():
            return False


def _counted(value: Value, number: float) -> bool:
    match value:
        case Range(low, high):
            return int(low) <= number <= int(high)
        case Compare(op, operand):
            limit = int(operand)
            return {
                ">": number > limit,
                ">=": number >= limit,
                "<": number < limit,
                "<=": number <= limit,
                "=": number == limit,
            }[op]
        case Text(text):
            return number == int(text)
        case Regex():
            return False
