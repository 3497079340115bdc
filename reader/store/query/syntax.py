"""The syntax tree of a query, and its canonical spelling. `parse(render(q)) == q` for every tree that `parse` makes.

query    = [ or ] { modifier } ;
or       = and { ( "OR" | "|" ) and } ;
and      = not { [ "AND" ] not } ;                       (* a space means AND *)
not      = [ "NOT" | "-" ] primary ;
primary  = "(" or ")" | near | field | regex | text ;
near     = "near" [ "/" number ] "(" text text { text } ")" ;
field    = name ":" ( value | "(" value { "," value } ")" ) ;
value    = text | compare | range | regex ;
compare  = ( ">" | ">=" | "<" | "<=" | "=" ) ( number | date ) ;
range    = ( number | date ) ".." ( number | date ) ;
text     = ( word | '"' characters '"' ) [ "*" ] ;
regex    = "/" characters "/" ;
modifier = "sort:" [ "-" ] order | "limit:" number ;
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader.text.cells import width
from reader.text.clean import guard
from reader.words import _, retold


class QueryError(Exception):
    """A query that cannot be understood. `column` counts characters from 0; `expected` says what would be right."""

    def __init__(self, problem: str, query: str, column: int, expected: str = "") -> None:
        self.problem = problem
        self.query = query
        self.column = column
        self.expected = expected
        super().__init__(problem, query, column, expected)

    def __str__(self) -> str:
        problem = _("{problem} at column {column}").format(
            problem=retold(self.problem), column=self.column + 1
        )
        return _sentence(problem, retold(self.expected))

    @property
    def sentence(self) -> str:
        """What is wrong and what would be right, for where the place itself is shown."""
        return _sentence(retold(self.problem), retold(self.expected))

    def pointed(self) -> str:
        """Three lines: the query, a caret under the mistake, the sentence."""
        place = width(guard(self.query[: self.column]))
        return f"{guard(self.query)}\n{' ' * place}^\n{self}"


def _sentence(problem: str, expected: str) -> str:
    text = _("{problem}; {expected}").format(problem=problem, expected=expected) if expected else problem
    return text if text.endswith(("?", "؟")) else text + "."


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be found, side by side where there are several. `prefix`: the last word may go on.

    `column` of this and the next ones is where it stands in the query, for complaints; it is no part of the meaning.
    """

    value: str
    prefix: bool = False
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    texts: tuple[Text, ...]
    distance: int = 10
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`op` is one of > >= < <= = ; `operand` a number or a date as written."""

    op: str
    operand: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Range:
    low: str
    high: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Regex:
    pattern: str
    column: int = field(default=0, compare=False)


Value = Text | Compare | Range | Regex


@dataclass(frozen=True, slots=True)
class Field:
    """`values` are alternatives."""

    name: str
    values: tuple[Value, ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


Node = Text | Near | Field | Regex | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query. `order` is "" (the view's own), else a name of `ORDERS`; `reverse` was written as `sort:-name`."""

    root: Node | None = None
    order: str = ""
    reverse: bool = False
    limit: int | None = None
    text: str = field(default="", compare=False)


ORDERS = ("date", "seen", "rank", "feed", "title", "length", "story", "river")

FIELDS = (
    *("title", "text", "author", "link", "feed", "source", "folder", "section", "tag", "lang"),
    *("date", "seen", "read", "is", "has", "story", "words", "minutes", "key", "saved"),
)

ALIASES = {"url": "link", "language": "lang", "since": "date", "before": "date"}
"""Other spellings that are taken. `since:X` means `date:>=X`, `before:X` means `date:<X`."""

_PLAIN = re.compile(r"[^\s\"()|:*,/<>=-][^\s\"()|:*,]*\Z")
_KEYWORDS = {"AND", "OR", "NOT"}


def render(query: Query) -> str:
    """The canonical spelling of `query`."""
    parts = [] if query.root is None else [_node(query.root, top=True)]
    if query.order:
        parts.append(f"sort:{'-' if query.reverse else ''}{query.order}")
    if query.limit is not None:
        parts.append(f"limit:{query.limit}")
    return " ".join(parts)


def _node(node: Node, top: bool = False) -> str:
    match node:
        case And(parts):
            inner = " ".join(_node(part) for part in parts)
            return inner if top else f"({inner})"
        case Or(parts):
            inner = " OR ".join(_node(part) for part in parts)
            return inner if top else f"({inner})"
        case Not(part):
            return "-" + _node(part)
        case Near(texts, distance):
            return f"near/{distance}({' '.join(_text(text) for text in texts)})"
        case Field(name, values):
            inner = ",".join(_value(value) for value in values)
            return f"{name}:{inner}" if len(values) == 1 else f"{name}:({inner})"
        case Regex(pattern):
            return f"/{pattern}/"
        case Text():
            return _text(node)


def _value(value: Value) -> str:
    match value:
        case Text():
            return _text(value, in_field=True)
        case Compare(op, operand):
            return f"{op}{operand}"
        case Range(low, high):
            return f"{low}..{high}"
        case Regex(pattern):
            return f"/{pattern}/"


def _text(text: Text, in_field: bool = False) -> str:
    plain = _PLAIN.match(text.value) and text.value not in _KEYWORDS and not (in_field and ".." in text.value)
    star = "*" if text.prefix else ""
    return text.value + star if plain else f'"{text.value}"{star}'
