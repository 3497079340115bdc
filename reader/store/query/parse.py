"""Query text to syntax tree, by recursive descent with a bounded depth. Every mistake is a `QueryError` with its column."""

from __future__ import annotations

import difflib
import re

from reader.store.query.syntax import (
    ALIASES,
    FIELDS,
    ORDERS,
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

MAX_LENGTH = 10_000
"""Characters in a query."""
MAX_DEPTH = 40
"""Parentheses and negations within each other."""
MAX_TERMS = 500
"""Words and fields in a query."""

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\s\"()|:*]+")
_NAME = re.compile(r"([^\W\d_]\w*):", re.UNICODE)
_VALUE = re.compile(r"[^\s\"(),*]+")
_COMPARE = re.compile(r">=|<=|>|<|=")
_NEAR = re.compile(r"near(?:/(\d{1,4}))?\(", re.IGNORECASE)
_REGEX = re.compile(r"/((?:[^/\\\n]|\\.)*)/")
_QUOTED = re.compile(r'"([^"]*)"')
_RANGE = re.compile(r"([^\s.()]+)\.\.([^\s.()]+)\Z")
_MATCHABLE = {"title", "text", "author", "link", "source"}
_COMPARABLE = {"date", "seen", "read", "story", "words", "minutes", "key"}


def parse(text: str) -> Query:
    """The tree for `text`; an empty one matches everything. Raises `QueryError`."""
    if len(text) > MAX_LENGTH:
        raise QueryError("The query is too long", text, MAX_LENGTH, f"at most {MAX_LENGTH:,} characters")
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.terms = 0
        self.order = ""
        self.reverse = False
        self.limit: int | None = None

    def query(self) -> Query:
        self._space()
        root = None
        if self.at < len(self.text):
            root = self._or()
        self._space()
        if self.at < len(self.text):
            raise self._wrong(f"Unexpected “{self.text[self.at]}”", "an opening parenthesis is missing")
        return Query(root, self.order, self.reverse, self.limit, self.text)

    def _or(self) -> Node | None:
        parts: list[Node] = []
        while True:
            start = self.at
            part = self._and()
            if part is not None:
                parts.append(part)
            elif parts or self._peek_or():
                raise QueryError(
                    "Nothing stands beside OR", self.text, min(start, len(self.text)), "a word or a field"
                )
            if not self._take_or():
                break
            if not parts:
                raise self._wrong("Nothing stands before OR", "a word or a field")
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Node | None:
        parts: list[Node] = []
        while True:
            self._space()
            if self.at >= len(self.text) or self.text[self.at] in ")|" or self._word_is("OR"):
                break
            if self._word_is("AND"):
                here = self.at
                self.at += 3
                self._space()
                if not parts or self.at >= len(self.text) or self.text[self.at] in ")|":
                    raise QueryError(
                        "AND needs something on both sides", self.text, here, "a word or a field"
                    )
                continue
            part = self._not()
            if part is not None:
                parts.append(part)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self) -> Node | None:
        here = self.at
        negated = False
        if self._word_is("NOT"):
            self.at += 3
            negated = True
        elif self.text[self.at] == "-":
            self.at += 1
            negated = True
        if not negated:
            return self._primary()
        self._deeper(here)
        self._space()
        if self.at >= len(self.text) or self.text[self.at] in ")|":
            raise QueryError(
                "Nothing follows the negation", self.text, here, "a word, a field or a parenthesis"
            )
        part = self._not()
        self.depth -= 1
        if part is None:
            raise QueryError(
                "A modifier cannot be negated", self.text, here, "move sort: and limit: to the end"
            )
        return Not(part)

    def _primary(self) -> Node | None:
        here = self.at
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise self._wrong("The query has too many terms", f"at most {MAX_TERMS}")
        if self.text[here] == "(":
            return self._parenthesis()
        near = _NEAR.match(self.text, here)
        if near:
            return self._near(near)
        regex = _REGEX.match(self.text, here)
        if regex:
            self.at = regex.end()
            return Regex(regex[1])
        name = _NAME.match(self.text, here)
        if name:
            return self._field(name)
        return self._text()

    def _parenthesis(self) -> Node:
        here = self.at
        self._deeper(here)
        self.at += 1
        inner = self._or()
        self._space()
        if self.at >= len(self.text) or self.text[self.at] != ")":
            raise QueryError("This parenthesis is not closed", self.text, here, "a “)” is missing")
        if inner is None:
            raise QueryError("The parentheses are empty", self.text, here, "a word or a field between them")
        self.at += 1
        self.depth -= 1
        return inner

    def _near(self, near: re.Match[str]) -> Near:
        here = self.at
        self.at = near.end()
        texts: list[Text] = []
        self._space()
        while self.at < len(self.text) and self.text[self.at] != ")":
            texts.append(self._text())
            self._space()
        if self.at >= len(self.text):
            raise QueryError("near( is not closed", self.text, here, "a “)” is missing")
        self.at += 1
        if len(texts) < 2:
            raise QueryError(
                "near() needs two words or more", self.text, here, "for example near/5(port strike)"
            )
        return Near(tuple(texts), int(near[1]) if near[1] else 10)

    def _text(self) -> Text:
        here = self.at
        if self.text[here] == '"':
            quoted = _QUOTED.match(self.text, here)
            if not quoted:
                raise self._wrong("This quote is not closed", "a second quote is missing")
            if not quoted[1].strip():
                raise self._wrong("There is nothing between the quotes", "a word or more")
            self.at = quoted.end()
            return Text(quoted[1], prefix=self._star())
        word = _WORD.match(self.text, here)
        if not word:
            raise self._wrong(f"Unexpected “{self.text[here]}”", "put it in quotes to look for it")
        self.at = word.end()
        if self.at < len(self.text) and self.text[self.at] == ":":
            raise QueryError("This is no field", self.text, here, "put it in quotes to look for it")
        return Text(word[0], prefix=self._star())

    def _star(self) -> bool:
        if self.at < len(self.text) and self.text[self.at] == "*":
            self.at += 1
            return True
        return False

    def _field(self, name: re.Match[str]) -> Node | None:
        here = self.at
        spelled = name[1].casefold()
        self.at = name.end()
        if spelled in ("sort", "limit"):
            if self.depth:
                raise QueryError(
                    f"{spelled}: cannot stand inside", self.text, here, "move it to the end of the query"
                )
            self._modifier(spelled)
            return None
        field = ALIASES.get(spelled, spelled)
        if field not in FIELDS:
            near = difflib.get_close_matches(spelled, (*FIELDS, *ALIASES, "sort", "limit"), 1)
            hint = f"did you mean {near[0]}:?" if near else "put it in quotes to look for the words"
            raise QueryError(f"There is no field “{name[1]}:”", self.text, here, hint)
        values: list[Value] = []
        if self.at < len(self.text) and self.text[self.at] == "(":
            opened = self.at
            self.at += 1
            while True:
                self._space()
                values.append(self._value(field, spelled))
                self._space()
                if self.at < len(self.text) and self.text[self.at] == ",":
                    self.at += 1
                    continue
                break
            if self.at >= len(self.text) or self.text[self.at] != ")":
                raise QueryError(
                    "This list is not closed", self.text, opened, "commas between, and a “)” at its end"
                )
            self.at += 1
        else:
            values.append(self._value(field, spelled))
        return Field(field, tuple(values), here)

    def _value(self, field: str, spelled: str) -> Value:
        here = self.at
        if here >= len(self.text) or self.text[here].isspace() or self.text[here] in "),|":
            raise QueryError(
                f"{spelled}: needs a value", self.text, min(here, len(self.text)), "right after the colon"
            )
        if self.text[here] == '"':
            return self._text()
        regex = _REGEX.match(self.text, here)
        if regex:
            if field not in _MATCHABLE:
                raise self._wrong(
                    f"{spelled}: takes no regular expression", "it works in " + ", ".join(sorted(_MATCHABLE))
                )
            self.at = regex.end()
            return Regex(regex[1])
        compare = _COMPARE.match(self.text, here)
        if compare:
            if field not in _COMPARABLE:
                raise self._wrong(f"{spelled}: takes no {compare[0]}", "a name or words")
            self.at = compare.end()
            return Compare(compare[0], self._operand())
        word = _VALUE.match(self.text, here)
        if not word:
            raise self._wrong(f"Unexpected “{self.text[here]}”", "put it in quotes to look for it")
        span = _RANGE.match(word[0])
        if span and field in _COMPARABLE:
            self.at = word.end()
            return Range(span[1], span[2])
        self.at = word.end()
        if spelled in ("since", "before"):
            return Compare(">=" if spelled == "since" else "<", word[0])
        return Text(word[0], prefix=self._star())

    def _operand(self) -> str:
        word = _VALUE.match(self.text, self.at)
        if not word:
            raise self._wrong("Nothing to compare with", "a number or a date")
        self.at = word.end()
        return word[0]

    def _modifier(self, name: str) -> None:
        here = self.at
        word = _VALUE.match(self.text, here)
        value = word[0] if word else ""
        self.at += len(value)
        if name == "limit":
            if not (value.isascii() and value.isdigit() and 0 < len(value) < 10):
                raise QueryError("limit: needs a whole number", self.text, here, "for example limit:20")
            self.limit = int(value)
            return
        self.reverse = value.startswith("-")
        self.order = value.removeprefix("-").casefold()
        if self.order not in ORDERS:
            raise QueryError(f"Cannot sort by “{value}”", self.text, here, "one of " + ", ".join(ORDERS))

    def _deeper(self, here: int) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError("The query is nested too deeply", self.text, here, f"at most {MAX_DEPTH} levels")

    def _space(self) -> None:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at

    def _word_is(self, word: str) -> bool:
        end = self.at + len(word)
        if not self.text.startswith(word, self.at):
            return False
        return end >= len(self.text) or self.text[end].isspace() or self.text[end] in '()"'

    def _peek_or(self) -> bool:
        return self._word_is("OR") or self.text.startswith("|", self.at)

    def _take_or(self) -> bool:
        self._space()
        if self._word_is("OR"):
            self.at += 2
            return True
        if self.text.startswith("|", self.at):
            self.at += 1
            return True
        return False

    def _wrong(self, problem: str, expected: str) -> QueryError:
        return QueryError(problem, self.text, self.at, expected)
