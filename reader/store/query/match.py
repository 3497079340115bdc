"""The part of a query that full-text search answers, as FTS5 expressions. Every word is folded and quoted."""

from __future__ import annotations

from reader.store.query.syntax import And, Field, Near, Node, Not, Or, Query, Text
from reader.text.fold import fold, words

COLUMNS = ("title", "author", "source", "text")


def of(node: Node) -> str:
    """The FTS5 expression that is true just where `node` is, or "" where full text alone cannot tell."""
    match node:
        case Text():
            return _phrase(node)
        case Near(texts, distance):
            phrases = [_phrase(text) for text in texts]
            return f"NEAR({' '.join(phrases)}, {distance})" if all(phrases) else ""
        case Field(name, values) if name in ("title", "text", "author"):
            found = [value_of(name, one) if isinstance(one, Text) else "" for one in values]
            return " OR ".join(f"({one})" for one in found) if all(found) else ""
        case And(parts):
            return _joined(parts, " AND ")
        case Or(parts):
            return _joined(parts, " OR ")
        case _:
            return ""


def value_of(column: str, text: Text) -> str:
    """`text` within one column."""
    phrase = _phrase(text)
    return f"{{{column}}} : {phrase}" if phrase and column in COLUMNS else ""


def terms(query: Query) -> list[str]:
    """The folded words that hits hold, for marking them in list and article; those under NOT are left out."""
    found: dict[str, None] = {}
    stack: list[Node] = [query.root] if query.root is not None else []
    while stack:
        node = stack.pop()
        match node:
            case Text(text):
                found.update(dict.fromkeys(words(text)))
            case Near(texts):
                stack.extend(texts)
            case Field(name, values) if name in COLUMNS:
                stack.extend(value for value in values if isinstance(value, Text))
            case And(parts) | Or(parts):
                stack.extend(reversed(parts))
            case Not() | _:
                pass
    return list(found)


def _phrase(text: Text) -> str:
    tokens = words(text.value)
    if not tokens:
        return ""
    star = "*" if text.prefix else ""
    if len(tokens) == 1 and len(tokens[0]) == 1 and not tokens[0].isascii() and fold(tokens[0]) == tokens[0]:
        star = "*" if _is_ideograph(tokens[0]) else star
    return '"' + " ".join(token.replace('"', "") for token in tokens) + '"' + star


def _is_ideograph(letter: str) -> bool:
    """Chinese, Japanese and Thai are indexed as pairs of letters: one letter alone is found as a pair's beginning."""
    return "\u0e00" <= letter <= "\u0e7f" or "\u3040" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff"


def _joined(parts: tuple[Node, ...], word: str) -> str:
    found = [of(part) for part in parts]
    return word.join(f"({one})" for one in found) if all(found) else ""
