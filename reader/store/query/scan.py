"""Reading the small parts of a query: words, quoted texts, fields with their values. Every mistake names its column."""

from __future__ import annotations

import difflib
import re

from reader.store.query.syntax import (
    ALIASES,
    FIELDS,
    ORDERS,
    Compare,
    Field,
    Node,
    QueryError,
    Range,
    Regex,
    Text,
    Value,
)

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\s\"()|:*]+")
_VALUE = re.compile(r"[^\s\"(),*]+")
_COMPARE = re.compile(r">=|<=|>|<|=")
_QUOTED = re.compile(r'"([^"]*)"')
_RANGE = re.compile(r"([^\s.()]+)\.\.([^\s.()]+)\Z")
_REGEX = re.compile(r"/((?:[^/\\\n]|\\.)*)/")
_MATCHABLE = ("title", "text", "author", "link", "source")
_COMPARABLE = {"date", "seen", "read", "story", "words", "minutes", "key"}
_MODIFIERS = ("sort", "limit")

QUOTE_IT = "put it in quotes to look for it"


class Scanner:
    """Stands at `at` in `text`. What it reads of modifiers is kept in `order`, `reverse` and `limit`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.order = ""
        self.reverse = False
        self.limit: int | None = None

    def take_text(self) -> Text:
        """A word or a quoted text, with its star."""
        here = self.at
        if self.text[here] == '"':
            quoted = _QUOTED.match(self.text, here)
            if not quoted:
                raise self.wrong("This quote is not closed", "a second quote is missing")
            if not quoted[1].strip():
                raise self.wrong("There is nothing between the quotes", "a word or more")
            self.at = quoted.end()
            return Text(quoted[1], self._star(), here)
        word = _WORD.match(self.text, here)
        if not word:
            raise self._unexpected()
        self.at = word.end()
        if self.at < len(self.text) and self.text[self.at] == ":":
            raise self.wrong("This is no field", QUOTE_IT, here)
        return Text(word[0], self._star(), here)

    def take_regex(self) -> Regex | None:
        """An expression between slashes, None where none begins here."""
        here = self.at
        if self.text[here] != "/":
            return None
        regex = _REGEX.match(self.text, here)
        if not regex:
            raise self.wrong("This expression is not closed", f"a second “/” is missing, or {QUOTE_IT}")
        self.at = regex.end()
        return Regex(regex[1], here)

    def take_field(self, name: re.Match[str]) -> Node | None:
        """A field with its values; None for a modifier."""
        here = self.at
        spelled = name[1].casefold()
        self.at = name.end()
        if spelled in _MODIFIERS:
            if self.depth:
                raise self.wrong(f"{spelled}: cannot stand inside", "move it to the end of the query", here)
            self._modifier(spelled, here)
            return None
        field = ALIASES.get(spelled, spelled)
        if field not in FIELDS:
            near = difflib.get_close_matches(spelled, (*FIELDS, *ALIASES, *_MODIFIERS), 1)
            hint = f"did you mean {near[0]}:?" if near else "put it in quotes to look for the words"
            raise self.wrong(f"There is no field “{name[1]}:”", hint, here)
        if self.at < len(self.text) and self.text[self.at] == "(":
            return Field(field, self._values(field, spelled), here)
        return Field(field, (self._value(field, spelled),), here)

    def _values(self, field: str, spelled: str) -> tuple[Value, ...]:
        opened = self.at
        values: list[Value] = []
        while not values or (self.at < len(self.text) and self.text[self.at] == ","):
            self.at += 1
            self.skip_space()
            values.append(self._value(field, spelled))
            self.skip_space()
        if self.at >= len(self.text) or self.text[self.at] != ")":
            raise self.wrong("This list is not closed", "commas between, and a “)” at its end", opened)
        self.at += 1
        return tuple(values)

    def _value(self, field: str, spelled: str) -> Value:
        here = self.at
        if here >= len(self.text) or self.text[here].isspace() or self.text[here] in "),|":
            raise self.wrong(f"{spelled}: needs a value", "right after the colon")
        if self.text[here] == '"':
            return self.take_text()
        if self.text[here] == "/":
            if field not in _MATCHABLE:
                raise self.wrong(f"{spelled}: takes no expression", "it works in " + ", ".join(_MATCHABLE))
            regex = self.take_regex()
            assert regex is not None
            return regex
        compare = _COMPARE.match(self.text, here)
        if compare:
            if field not in _COMPARABLE:
                raise self.wrong(f"{spelled}: takes no {compare[0]}", "a name or words")
            if spelled in ("since", "before"):
                raise self.wrong(f"{spelled}: takes a date alone", f"date:{compare[0]}… compares")
            self.at = compare.end()
            return Compare(compare[0], self._operand(), here)
        word = _VALUE.match(self.text, here)
        if not word:
            raise self._unexpected()
        span = _RANGE.match(word[0])
        self.at = word.end()
        if span and field in _COMPARABLE:
            return Range(span[1], span[2], here)
        if spelled in ("since", "before"):
            return Compare(">=" if spelled == "since" else "<", word[0], here)
        return Text(word[0], self._star(), here)

    def _operand(self) -> str:
        word = _VALUE.match(self.text, self.at)
        if not word:
            raise self.wrong("Nothing to compare with", "a number or a date")
        self.at = word.end()
        return word[0]

    def _modifier(self, name: str, here: int) -> None:
        place = self.at
        word = _VALUE.match(self.text, place)
        value = word[0] if word else ""
        self.at += len(value)
        if self.order if name == "sort" else self.limit is not None:
            raise self.wrong(f"There is a second {name}:", "one is enough", here)
        if name == "limit":
            if not (value.isascii() and value.isdigit() and 0 < len(value) < 10):
                raise self.wrong("limit: needs a whole number", "for example limit:20", place)
            self.limit = int(value)
            return
        self.reverse = value.startswith("-")
        self.order = value.removeprefix("-").casefold()
        if self.order not in ORDERS:
            raise self.wrong(f"Cannot sort by “{value}”", one_of(self.order, ORDERS), place)

    def _star(self) -> bool:
        if self.at < len(self.text) and self.text[self.at] == "*":
            self.at += 1
            return True
        return False

    def _unexpected(self) -> QueryError:
        sign = self.text[self.at]
        return self.wrong(
            f"Unexpected “{sign}”", "a “*” goes behind a word: port*" if sign == "*" else QUOTE_IT
        )

    def skip_space(self) -> None:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at

    def wrong(self, problem: str, expected: str, column: int = -1) -> QueryError:
        """A mistake at `column`, here by default."""
        return QueryError(
            problem, self.text, min(self.at, len(self.text)) if column < 0 else column, expected
        )


def one_of(written: str, choices: tuple[str, ...]) -> str:
    """What would be right: the nearest of `choices` first."""
    near = difflib.get_close_matches(written, choices, 1)
    return (f"did you mean {near[0]}? It is " if near else "") + "one of " + ", ".join(choices)
