"""newsboat's filter language, said in Telex's query language: what a query feed asks for becomes a saved search.

A filter is comparisons (`attribute operator value`) joined with `and`, `or` and parentheses. What Telex's language has no
words for is refused with a sentence; nothing is translated to something that finds other entries.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r'\s*(?:([()])|"([^"]*)"|(-?\d+:-?\d+)|(-?\d+)|(!=|=~|!~|!#|==|<=|>=|[=<>#])|([\w.-]+))')
_OPPOSITE = {"!=": "=", "!~": "=~", "!#": "#"}
_PART = {"title": "title", "content": "text", "author": "author", "link": "link"}
_PLAIN = re.compile(r"[\w \-’']+\Z")
_MOST = 200
"""Comparisons in one filter; more are no filter of a person."""


class NoQuery(ValueError):
    """The filter cannot be said in Telex's language. Its text is the reason, to stand in parentheses."""


def query_of(text: str) -> str:
    """The Telex query that finds what the newsboat filter `text` finds. Raises `NoQuery`."""
    words = _words(text)
    reader = _Reader(words)
    query = reader.expression()
    if reader.more:
        raise NoQuery(f"“{reader.word}” stands where nothing was expected")
    return query


class _Reader:
    def __init__(self, words: list[tuple[str, str]]) -> None:
        self._words = words
        self._place = 0

    @property
    def more(self) -> bool:
        return self._place < len(self._words)

    @property
    def word(self) -> str:
        return self._words[self._place][1] if self.more else "the end"

    def _next(self) -> tuple[str, str]:
        if not self.more:
            raise NoQuery("it ends too soon")
        self._place += 1
        return self._words[self._place - 1]

    def expression(self, depth: int = 0) -> str:
        if depth > 20:
            raise NoQuery("its parentheses are nested too deeply")
        parts, joint = [self._one(depth)], ""
        while self.more and self.word in ("and", "or"):
            word = self._next()[1]
            if joint and joint != word:
                raise NoQuery("it mixes “and” with “or” without parentheses")
            joint = word
            parts.append(self._one(depth))
        if joint == "or":
            return "(" + " OR ".join(parts) + ")"
        return " ".join(parts)

    def _one(self, depth: int) -> str:
        kind, word = self._next()
        if word == "(" and kind == "sign":
            inner = self.expression(depth + 1)
            if self._next() != ("sign", ")"):
                raise NoQuery("a parenthesis is not closed")
            return f"({inner})"
        operator, value = self._next()[1], self._next()[1]
        wanted = _OPPOSITE.get(operator, operator)
        query = _comparison(word, "=" if wanted == "==" else wanted, value)
        return f"-({query})" if operator in _OPPOSITE else query


def _words(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise NoQuery(f"“{text[place : place + 20]}” cannot be read")
        place = match.end()
        for kind, word in zip(
            ("sign", "text", "range", "number", "operator", "name"), match.groups(), strict=True
        ):
            if word is not None:
                found.append((kind, word))
        if len(found) > 4 * _MOST:
            raise NoQuery("it is too long")
    return found


def _comparison(name: str, operator: str, value: str) -> str:
    if name in _PART and operator in ("=", "=~"):
        pattern = f"^{re.escape(value)}$" if operator == "=" else value
        return f"{_PART[name]}:{_expression(pattern)}"
    if name == "unread" and operator == "=" and value in ("yes", "no"):
        return "is:unread" if value == "yes" else "is:read"
    if name == "age" and re.fullmatch(r"\d+|\d+:\d+", value):
        return _age(operator, value)
    if name == "feedtitle" and operator in ("=", "=~") and _PLAIN.match(value):
        return f"feed:{_quoted(value)}"
    if name == "tags" and operator == "#":
        return f"folder:{_quoted(value.rpartition('/')[2].strip() or value)}"
    if name == "flags" and operator == "#" and value:
        return "(" + " ".join(f'tag:"flag-{letter}"' for letter in value if letter.isalpha()) + ")"
    if name == "flags" and (operator, value) in (("=~", "."), ("=~", ".+")):
        return "is:starred"
    if name == "flags" and (operator, value) == ("=", ""):
        return "-is:starred"
    if name == "enclosure_url" and (operator, value) in (("=~", "."), ("=~", ".+"), ("=~", "http")):
        return "has:enclosure"
    if name == "enclosure_url" and (operator, value) == ("=", ""):
        return "-has:enclosure"
    raise NoQuery(f"Telex has no words for “{name} {operator} {value[:40]}”")


def _age(operator: str, value: str) -> str:
    """`age` counts whole days since publication; Telex's `date:>2d` is newer than two days."""
    low, _, high = value.partition(":")
    first, last = int(low), int(high or low)
    if operator == "between" and high and first <= last:
        return f"(date:>{last + 1}d -date:>{first}d)" if first else f"date:>{last + 1}d"
    if high or operator not in ("=", "<", "<=", ">", ">="):
        raise NoQuery(f"Telex has no words for “age {operator} {value}”")
    if operator == "=":
        return f"(date:>{first + 1}d -date:>{first}d)" if first else "date:>1d"
    newer = first if operator in ("<", ">=") else first + 1
    if operator in ("<", "<="):
        return f"date:>{newer}d"
    return f"-date:>{newer}d"


def _expression(pattern: str) -> str:
    if "\n" in pattern or len(pattern) > 400:
        raise NoQuery("its expression is too long")
    try:
        re.compile(pattern)
    except re.error:
        raise NoQuery(f"“{pattern[:40]}” is no expression that Telex knows") from None
    return "/" + re.sub(r"(?<!\\)/", r"\\/", pattern) + "/"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'
