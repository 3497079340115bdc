"""Query text to syntax tree, by recursive descent with a bounded depth. Every mistake is a `QueryError` with its column."""

from __future__ import annotations

import re

from reader.store.query.scan import Scanner
from reader.store.query.syntax import And, Near, Node, Not, Or, Query, QueryError, Text

MAX_LENGTH = 10_000
"""Characters in a query."""
MAX_DEPTH = 40
"""Parentheses and negations within each other."""
MAX_TERMS = 500
"""Words and fields in a query."""

_NAME = re.compile(r"([^\W\d_]\w*):", re.UNICODE)
_NEAR = re.compile(r"near(?:/(\d{1,4}))?\(", re.IGNORECASE)
_SOMETHING = "a word or a field"


def parse(text: str) -> Query:
    """The tree for `text`; an empty one matches everything. Raises `QueryError`."""
    if len(text) > MAX_LENGTH:
        raise QueryError("The query is too long", text, MAX_LENGTH, f"at most {MAX_LENGTH:,} characters")
    return _Parser(text).query()


class _Parser(Scanner):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.terms = 0

    def query(self) -> Query:
        self.skip_space()
        root = None
        if self.at < len(self.text):
            root = self._or()
        self.skip_space()
        if self.at < len(self.text):
            raise self.wrong(f"Unexpected “{self.text[self.at]}”", "an opening parenthesis is missing")
        return Query(root, self.order, self.reverse, self.limit, self.text)

    def _or(self) -> Node | None:
        parts: list[Node] = []
        while True:
            start = self.at
            part = self._and()
            if part is not None:
                parts.append(part)
            elif parts or self._peek_or():
                raise self.wrong("Nothing stands beside OR", _SOMETHING, min(start, len(self.text)))
            if not self._take_or():
                break
            if not parts:
                raise self.wrong("Nothing stands before OR", _SOMETHING)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Node | None:
        parts: list[Node] = []
        while True:
            self.skip_space()
            if self.at >= len(self.text) or self.text[self.at] in ")|" or self._word_is("OR"):
                break
            if self._word_is("AND"):
                here = self.at
                self.at += 3
                self.skip_space()
                if not parts or self.at >= len(self.text) or self.text[self.at] in ")|":
                    raise self.wrong("AND needs something on both sides", _SOMETHING, here)
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
        self.skip_space()
        if self.at >= len(self.text) or self.text[self.at] in ")|":
            raise self.wrong("Nothing follows the negation", "a word, a field or a parenthesis", here)
        part = self._not()
        self.depth -= 1
        if part is None:
            raise self.wrong("A modifier cannot be negated", "move sort: and limit: to the end", here)
        return Not(part)

    def _primary(self) -> Node | None:
        here = self.at
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise self.wrong("The query has too many terms", f"at most {MAX_TERMS}")
        if self.text[here] == "(":
            return self._parenthesis()
        near = _NEAR.match(self.text, here)
        if near:
            return self._near(near)
        regex = self.take_regex()
        if regex is not None:
            return regex
        name = _NAME.match(self.text, here)
        if name:
            return self.take_field(name)
        return self.take_text()

    def _parenthesis(self) -> Node:
        here = self.at
        self._deeper(here)
        self.at += 1
        inner = self._or()
        self.skip_space()
        if self.at >= len(self.text) or self.text[self.at] != ")":
            raise self.wrong("This parenthesis is not closed", "a “)” is missing", here)
        if inner is None:
            raise self.wrong("The parentheses are empty", "a word or a field between them", here)
        self.at += 1
        self.depth -= 1
        return inner

    def _near(self, near: re.Match[str]) -> Near:
        here = self.at
        self.at = near.end()
        texts: list[Text] = []
        self.skip_space()
        while self.at < len(self.text) and self.text[self.at] != ")":
            texts.append(self.take_text())
            self.skip_space()
        if self.at >= len(self.text):
            raise self.wrong("near( is not closed", "a “)” is missing", here)
        self.at += 1
        if len(texts) < 2:
            raise self.wrong("near() needs two words or more", "for example near/5(port strike)", here)
        return Near(tuple(texts), int(near[1]) if near[1] else 10, here)

    def _deeper(self, here: int) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.wrong("The query is nested too deeply", f"at most {MAX_DEPTH} levels", here)

    def _word_is(self, word: str) -> bool:
        end = self.at + len(word)
        if not self.text.startswith(word, self.at):
            return False
        return end >= len(self.text) or self.text[end].isspace() or self.text[end] in '()"'

    def _peek_or(self) -> bool:
        return self._word_is("OR") or self.text.startswith("|", self.at)

    def _take_or(self) -> bool:
        self.skip_space()
        if self._word_is("OR"):
            self.at += 2
            return True
        if self.text.startswith("|", self.at):
            self.at += 1
            return True
        return False
