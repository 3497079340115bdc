"""What stands for other queries: `saved:NAME` becomes the saved query itself, `is:muted` what the mutes hide."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import Protocol

from reader.store.query.parse import parse
from reader.store.query.syntax import And, Field, Node, Not, Or, Query, QueryError, Text
from reader.text.fold import fold


class Names(Protocol):
    """What is kept in a store under names."""

    def saved(self) -> dict[str, str]:
        """The query of every saved search by its name."""
        ...

    def mutes(self) -> list[str]:
        """The query of every mute, ended ones too."""
        ...


def expand(query: Query, names: Names) -> Query:
    """`query` in the fields that the store itself knows. Raises `QueryError` where a name leads nowhere.

    A query that is nothing but one saved search takes its order and limit too, where it has none of its own.
    """
    if query.root is None or not _stands_for_more(query.root):
        return query
    alone = query.root
    if isinstance(alone, Field) and alone.name == "saved" and len(alone.values) == 1:
        inner = _saved(alone.values[0], alone.values[0].column, query.text, names.saved(), ())
        if not query.order:
            query = replace(query, order=inner.order, reverse=inner.reverse)
        if query.limit is None:
            query = replace(query, limit=inner.limit)
    return replace(query, root=_flat(_Expander(query.text, names).node(query.root, ())))


def _stands_for_more(node: Node) -> bool:
    match node:
        case Field(name, values):
            return name == "saved" or (name == "is" and any(_is_muted(value) for value in values))
        case And(parts) | Or(parts):
            return any(map(_stands_for_more, parts))
        case Not(part):
            return _stands_for_more(part)
        case _:
            return False


def _is_muted(value: object) -> bool:
    return isinstance(value, Text) and value.value.casefold() == "muted"


class _Expander:
    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._place = 0

    def node(self, node: Node | None, within: tuple[str, ...]) -> Node:
        match node:
            case None:
                return Not(_NOTHING)
            case And(parts):
                return And(tuple(self.node(part, within) for part in parts))
            case Or(parts):
                return Or(tuple(self.node(part, within) for part in parts))
            case Not(part):
                return Not(self.node(part, within))
            case Field("saved"):
                return self._any([self._saved(node, value, within) for value in node.values])
            case Field("is", values) if any(map(_is_muted, values)):
                others = tuple(value for value in values if not _is_muted(value))
                rest: list[Node] = [replace(node, values=others)] if others else []
                return self._any([self._muted(within), *rest])
            case _:
                return node

    def _any(self, parts: list[Node]) -> Node:
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _saved(self, field: Field, value: object, within: tuple[str, ...]) -> Node:
        if not within:
            self._place = getattr(value, "column", field.column)
        inner = _saved(value, self._place, self._text, self._names.saved(), within)
        assert isinstance(value, Text)
        return self.node(inner.root, (*within, fold(value.value)))

    def _muted(self, within: tuple[str, ...]) -> Node:
        """Hidden, and found by a mute."""
        mutes = [parse(text).root for text in self._names.mutes()] if "is:muted" not in within else []
        if not mutes:
            return _NOTHING
        return And((_HIDDEN, self._any([self.node(root, (*within, "is:muted")) for root in mutes])))


_NOTHING = Field("key", (Text("0"),))
_HIDDEN = Field("is", (Text("hidden"),))


def _saved(value: object, place: int, text: str, kept: dict[str, str], within: tuple[str, ...]) -> Query:
    if not isinstance(value, Text):
        raise QueryError("saved: needs a name", text, place, "that of a saved search")
    wanted = fold(value.value)
    if wanted in within:
        raise QueryError(f"The saved search “{value.value}” leads back to itself", text, place, "change it")
    found = next((query for name, query in kept.items() if fold(name) == wanted), None)
    if found is None:
        near = difflib.get_close_matches(value.value, kept, 1)
        hint = f"did you mean “{near[0]}”?" if near else "“telex saved” lists those there are"
        raise QueryError(f"There is no saved search “{value.value}”", text, place, hint)
    return parse(found)


def _flat(node: Node) -> Node:
    """Parts of parts on one level, so that what lists have an index for is seen."""
    if not isinstance(node, And):
        return node
    parts: list[Node] = []
    for part in map(_flat, node.parts):
        parts += part.parts if isinstance(part, And) else (part,)
    return And(tuple(parts))
