"""Syntax tree to SQL over the store's tables. Every text of the person is a bound parameter or a quoted FTS5 string.

The SQL speaks of `l` (listing), `e` (entry) and `b` (body); `Plan.tables` says which of the last two it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol

from reader.store.query import functions, match
from reader.store.query.columns import (
    INDEXED,
    NUMBERS,
    PART_SQL,
    PARTS,
    STATE_SQL,
    STATES,
    TEXTS,
    Param,
    Sql,
    any_tag,
    compare_times,
    ids_in,
    params_of,
)
from reader.store.query.expand import Names, expand
from reader.store.query.scan import one_of
from reader.store.query.syntax import (
    And,
    Compare,
    Field,
    Near,
    Node,
    Not,
    Or,
    Query,
    QueryError,
    Range,
    Regex,
    Text,
    Value,
)
from reader.store.query.when import When, read_when
from reader.text.fold import fold

IN_SEARCH = "SELECT rowid FROM search WHERE search MATCH ?"
"""How conditions ask full-text search; no text of the person stands in SQL, so it can be told where to look."""

EVER = -(2**62), 2**62
"""A span of time without bounds."""


class Lookup(Names, Protocol):
    """What names mean in this store. Every argument is folded text; every answer is row ids."""

    def feeds(self, name: str) -> list[int]: ...
    def folders(self, name: str) -> list[int]:
        """The feeds in folders of that name, those in inner folders too."""
        ...

    def tags(self, name: str) -> list[int]: ...

    def important(self) -> list[int]:
        """The feeds that the person calls important."""
        ...

    def languages(self) -> dict[int, str]:
        """The languages that the person gave feeds, by the feed's id."""
        ...

    def last_look(self) -> int:
        """When the person last left the reader; `is:new` counts from there."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """`where` is one boolean expression, "1" for everything. `match` is an FTS5 expression that every hit must meet too.

    `feeds` (None: all), `tags` (one of these; None: any or none) and `state` ("", "unread", "starred" or "later") are
    conditions of the whole query that lists have indexes for; `where` does not repeat them. `order` and `reverse` come
    from `sort:` ("" is newest first). Hidden entries are out unless `hidden` is true. What follows from `where` and helps
    to walk there: entries are from `span` (Unix seconds, the second not included), or are a handful (`narrow`).
    """

    where: str
    params: tuple[Param, ...]
    match: str = ""
    feeds: tuple[int, ...] | None = None
    tags: tuple[int, ...] | None = None
    state: str = ""
    tables: frozenset[str] = frozenset()
    hidden: bool = False
    order: str = ""
    reverse: bool = False
    limit: int | None = None
    span: tuple[int, int] = EVER
    narrow: bool = False


def compile_query(query: Query, lookup: Lookup, *, now: int, zone: tzinfo | None = None) -> Plan:
    """The plan for `query` at `now` (Unix seconds). Raises `QueryError` where a value means nothing."""
    query = expand(query, lookup)
    compiler = _Compiler(query, lookup, now, zone)
    rest: list[Node] = []
    matches: list[str] = []
    feeds: tuple[int, ...] | None = None
    tags: tuple[int, ...] | None = None
    state = ""
    parts = query.root.parts if isinstance(query.root, And) else () if query.root is None else (query.root,)
    for part in parts:
        found = match.of(part)
        if found:
            matches.append(found)
        elif not state and part in INDEXED:
            state = INDEXED[part]
        elif feeds is None and isinstance(part, Field) and part.name in ("feed", "folder", "section"):
            feeds = compiler.sources(part)
        elif tags is None and isinstance(part, Field) and part.name == "tag":
            tags = compiler.tags(part)
        else:
            rest.append(part)
            compiler.note(part)
    where, params = compiler.all_of([compiler.node(part) for part in rest])
    return Plan(
        where=where or "1",
        params=params,
        match=" AND ".join(f"({one})" for one in matches) if len(matches) > 1 else "".join(matches),
        feeds=feeds,
        tags=tags,
        state=state,
        tables=frozenset(name for name, alias in (("entry", "e."), ("body", "b.")) if alias in where),
        hidden=compiler.hidden,
        order=query.order,
        reverse=query.reverse,
        limit=query.limit,
        span=compiler.span,
        narrow=compiler.narrow,
    )


class _Compiler:
    def __init__(self, query: Query, lookup: Lookup, now: int, zone: tzinfo | None) -> None:
        self.query = query
        self.lookup = lookup
        self.now = now
        self.zone = zone
        self.hidden = False
        self.span = EVER
        self.narrow = False

    def note(self, part: Node) -> None:
        """See what a condition of the whole query says of where its entries are."""
        match part:
            case Field("date", (value,)):
                span = self.span_of(value)
                self.span = max(self.span[0], span[0]), min(self.span[1], span[1])
            case Field("key", values) if all(isinstance(value, Text) for value in values):
                self.narrow = True
            case Field("story", values) if all(isinstance(value, Text) for value in values):
                self.narrow = True

    def span_of(self, value: Value) -> tuple[int, int]:
        """The least span that holds what `value` says of a date."""
        match value:
            case Compare(op, operand):
                when = self.moment(operand, value.column + len(op))
                return (EVER[0], when.end + 1) if op[0] == "<" else (when.start, EVER[1])
            case Range(low, high):
                first = self.moment(low, value.column)
                last = self.moment(high, value.column + len(low) + 2)
                return first.start, max(last.end, last.start + 1)
            case Text(text):
                return self.moment(text, value.column).start, EVER[1]
            case _:
                return EVER

    def node(self, node: Node) -> Sql:
        match_text = match.of(node)
        if match_text:
            return f"l.entry_id IN ({IN_SEARCH})", (match_text,)
        match node:
            case And(parts):
                sql, params = self.all_of([self.node(part) for part in parts])
                return f"({sql})", params
            case Or(parts):
                sqls = [self.node(part) for part in parts]
                return f"({' OR '.join(sql for sql, _ in sqls)})", params_of(sqls)
            case Not(part):
                sql, params = self.node(part)
                return f"NOT coalesce({sql}, 0)", params
            case Regex():
                return self.any_of([self.regex(column, node) for column in match.COLUMNS])
            case Field():
                return self.field(node)
            case Text() | Near():
                shown = node.value if isinstance(node, Text) else "near(…)"
                raise self.wrong(f"There is nothing to look for in “{shown}”", node.column, _LETTERS)

    def field(self, field: Field) -> Sql:
        build = _FIELDS[field.name]
        return self.any_of([build(self, field, value) for value in field.values])

    def all_of(self, sqls: list[Sql]) -> Sql:
        return " AND ".join(sql for sql, _ in sqls), params_of(sqls)

    def any_of(self, sqls: list[Sql]) -> Sql:
        if len(sqls) == 1:
            return sqls[0]
        return f"({' OR '.join(sql for sql, _ in sqls)})", params_of(sqls)

    def wrong(self, problem: str, column: int, expected: str) -> QueryError:
        return QueryError(problem, self.query.text, column, expected)

    def words(self, field: Field, value: Value) -> Sql:
        if isinstance(value, Regex):
            return self.regex(field.name, value)
        found = match.value_of(field.name, value) if isinstance(value, Text) else ""
        if not found:
            raise self.wrong(f"There is nothing to look for in {field.name}:", value.column, _LETTERS)
        return f"l.entry_id IN ({IN_SEARCH})", (found,)

    def source(self, field: Field, value: Value) -> Sql:
        words = self.words(field, value)
        if not isinstance(value, Text):
            return words
        ids = self.lookup.feeds(fold(value.value))
        return self.any_of([words, ids_in("l.feed_id", ids)]) if ids else words

    def link(self, field: Field, value: Value) -> Sql:
        if isinstance(value, Regex):
            return self.regex("link", value)
        return "instr(lower(e.link), lower(?)) > 0", (self.text(field, value),)

    def sources(self, field: Field) -> tuple[int, ...]:
        find = self.lookup.feeds if field.name == "feed" else self.lookup.folders
        found = [find(fold(self.text(field, value))) for value in field.values]
        return tuple(sorted(set().union(*found)) if len(found) > 1 else found[0])

    def feed(self, field: Field, value: Value) -> Sql:
        return ids_in("l.feed_id", list(self.sources(Field(field.name, (value,), field.column))))

    def tags(self, field: Field) -> tuple[int, ...]:
        return tuple(
            sorted({one for value in field.values for one in self.lookup.tags(fold(self.text(field, value)))})
        )

    def tag(self, field: Field, value: Value) -> Sql:
        return any_tag(self.tags(Field(field.name, (value,), field.column))), ()

    def lang(self, field: Field, value: Value) -> Sql:
        wanted = self.text(field, value).casefold()
        told = "(e.language = ? OR substr(e.language, 1, ?) = ?)"
        params: tuple[Param, ...] = (wanted, len(wanted) + 1, wanted + "-")
        given = self.lookup.languages()
        if not given:
            return told, params
        here, these = ids_in(
            "l.feed_id", [one for one, tag in given.items() if tag == wanted or tag.startswith(f"{wanted}-")]
        )
        other, those = ids_in("l.feed_id", list(given))
        return f"({here} OR (NOT {other} AND {told}))", (*these, *those, *params)

    def when(self, field: Field, value: Value) -> Sql:
        column = {"date": "l.at", "seen": "e.seen", "read": "l.read_at"}[field.name]
        match value:
            case Compare(op, operand):
                return compare_times(column, op, self.moment(operand, value.column + len(op)))
            case Range(low, high):
                first = self.moment(low, value.column)
                last = self.moment(high, value.column + len(low) + 2)
                return f"({column} >= ? AND {column} < ?)", (first.start, max(last.end, last.start + 1))
            case _:
                return compare_times(column, "=", self.moment(self.text(field, value), value.column))

    def number(self, field: Field, value: Value) -> Sql:
        column, scale = NUMBERS[field.name]
        match value:
            case Compare(op, operand):
                return f"{column} {op} ?", (self.whole(field, operand, value.column + len(op)) * scale,)
            case Range(low, high):
                first = self.whole(field, low, value.column)
                last = self.whole(field, high, value.column + len(low) + 2)
                return f"{column} BETWEEN ? AND ?", (first * scale, last * scale)
            case _:
                return f"{column} = ?", (self.whole(field, self.text(field, value), value.column) * scale,)

    def story(self, field: Field, value: Value) -> Sql:
        if isinstance(value, Text):
            return "(e.story <> 0 AND e.story = ?)", (self.whole(field, value.value, value.column),)
        size, params = self.number(field, value)
        return f"(e.story <> 0 AND {size})", params

    def state(self, field: Field, value: Value) -> Sql:
        wanted = self.text(field, value).casefold()
        if wanted == "hidden":
            self.hidden = True
        if wanted == "new":
            return "e.seen > ?", (self.lookup.last_look(),)
        if wanted == "important":
            return ids_in("l.feed_id", self.lookup.important())
        if wanted not in STATE_SQL:
            raise self.wrong(f"Nothing is “{wanted}”", value.column, one_of(wanted, STATES))
        return STATE_SQL[wanted], ()

    def has(self, field: Field, value: Value) -> Sql:
        wanted = self.text(field, value).casefold()
        if wanted not in PART_SQL:
            raise self.wrong(f"No entry has “{wanted}”", value.column, one_of(wanted, PARTS))
        return PART_SQL[wanted], ()

    def regex(self, column: str, regex: Regex) -> Sql:
        problem = functions.problem_with(regex.pattern)
        if problem is not None:
            what, place = problem
            raise self.wrong(f"This expression is not right: {what}", regex.column + 1 + place, _QUOTED)
        return f"telex_regex(?, {TEXTS[column]})", (regex.pattern,)

    def text(self, field: Field, value: Value) -> str:
        if not isinstance(value, Text):
            raise self.wrong(f"{field.name}: needs a name here", value.column, "a word or a quoted text")
        return value.value

    def whole(self, field: Field, text: str, column: int) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise self.wrong(f"“{text}” is no whole number", column, f"for example {field.name}:>3")
        return int(text)

    def moment(self, text: str, column: int) -> When:
        when = read_when(text, self.now, self.zone)
        if when is None:
            raise self.wrong(f"“{text}” is no date", column, "for example 2026-02-16, today or 2d")
        return when


_QUOTED = "a “\\” before a sign takes it as it is"
_LETTERS = "a word with letters or digits"

_FIELDS: dict[str, Callable[[_Compiler, Field, Value], Sql]] = {
    "title": _Compiler.words,
    "text": _Compiler.words,
    "author": _Compiler.words,
    "source": _Compiler.source,
    "link": _Compiler.link,
    "feed": _Compiler.feed,
    "folder": _Compiler.feed,
    "section": _Compiler.feed,
    "tag": _Compiler.tag,
    "lang": _Compiler.lang,
    "date": _Compiler.when,
    "seen": _Compiler.when,
    "read": _Compiler.when,
    "is": _Compiler.state,
    "has": _Compiler.has,
    "story": _Compiler.story,
    "words": _Compiler.number,
    "minutes": _Compiler.number,
    "key": _Compiler.number,
}
