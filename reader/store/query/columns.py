"""Where the fields of the query language stand in the store's tables, and the small pieces of SQL about them."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model import WORDS_A_MINUTE
from reader.store.query.syntax import Field, Node, Text
from reader.store.query.when import When

Param = str | int | bytes
Sql = tuple[str, tuple[Param, ...]]

STATE_SQL = {
    "unread": "l.read_at IS NULL",
    "read": "l.read_at IS NOT NULL",
    "starred": "l.starred_at IS NOT NULL",
    "later": "l.later_at IS NOT NULL",
    "hidden": "l.hidden_at IS NOT NULL",
    "offline": "e.ready >= 2",
    "excerpt": "e.ready = 1",
    "updated": "e.revised IS NOT NULL",
}
PART_SQL = {
    "image": "e.image <> ''",
    "enclosure": "json_array_length(e.extra, '$.enclosures') > 0",
    "fulltext": "e.ready = 3",
    "revision": "EXISTS (SELECT 1 FROM revision WHERE entry_id = l.entry_id)",
    "byline": "e.author <> ''",
}
STATES = (*STATE_SQL, "new", "muted", "important")
"""What can follow is:."""

PARTS = tuple(PART_SQL)
"""What can follow has:."""

TEXTS = {
    "title": "e.title",
    "author": "e.author",
    "link": "e.link",
    "source": "e.source",
    "text": "coalesce(b.article, b.content, b.summary)",
}
INDEXED: dict[Node, str] = {Field("is", (Text(state),)): state for state in ("unread", "starred", "later")}
NUMBERS = {
    "story": ("(SELECT copies FROM story WHERE id = e.story)", 1),
    "words": ("e.words", 1),
    "minutes": ("e.words", WORDS_A_MINUTE),
    "key": ("l.entry_id", 1),
}


def compare_times(column: str, op: str, when: When) -> Sql:
    """`column` is a time (Unix seconds) before, in or after `when`."""
    instant = when.start == when.end
    match op:
        case ">":
            return f"{column} {'>' if instant else '>='} ?", (when.end,)
        case ">=":
            return f"{column} >= ?", (when.start,)
        case "<":
            return f"{column} < ?", (when.start,)
        case "<=":
            return f"{column} {'<=' if instant else '<'} ?", (when.end,)
        case _ if instant:
            return f"{column} >= ?", (when.start,)
        case _:
            return f"({column} >= ? AND {column} < ?)", (when.start, when.end)


def ids_in(column: str, ids: list[int]) -> Sql:
    """`column` is one of `ids`."""
    if not ids:
        return "0", ()
    return f"{column} IN ({','.join(map(str, map(int, ids)))})", ()


def any_tag(tags: Iterable[int]) -> str:
    """The entry bears one of `tags`."""
    chosen = ",".join(map(str, tags))
    return f"EXISTS (SELECT 1 FROM tagged g WHERE g.entry_id = l.entry_id AND g.tag_id IN ({chosen}))"


def params_of(sqls: list[Sql]) -> tuple[Param, ...]:
    """The parameters of all of `sqls`, in their order."""
    return tuple(param for _, params in sqls for param in params)
