"""What Telex says, found in its source: calls of `_`, `N_`, `ngettext` and `pgettext`, and the tables that are data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from reader.store.feedsettings import SETTINGS
from reader.store.query.help import ROWS
from reader.store.vital import WORDS
from reader.ticker import strip
from reader.tui.commands import TABLE, by_group
from reader.tui.keymap import PRESETS, load_preset
from reader.tui.themes import theme_files, title_of
from reader.tui.widgets.ticker_pages import MODES
from reader.typeset import options

TOP = Path(__file__).parents[2]
READER = TOP / "reader"
BELOW = ("store", "rooms", "engine", "fetch", "newsroom.py", "config.py", "limits.py")
NOT_SAID = frozenset(
    (
        "help.py",
        "schema.py",
        "versions.py",
        "seed.py",
        "seedwords.py",
        "salvage.py",
        "synclog.py",
        "syncing.py",
        "children.py",
        "texts.py",
        "generate.py",
    )
)
"""Files that speak to no screen: tables that are taken elsewhere, and what works on files."""


@dataclass(frozen=True)
class Message:
    """One entry of the catalogues. `where` is the file it stands in, below the top of the project."""

    text: str
    many: str = ""
    context: str = ""
    where: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What gettext knows it by."""
        return (self.context, self.text)


def sources() -> list[Path]:
    """Every file of Telex."""
    return sorted(file for file in READER.rglob("*.py") if file.parent.name != "words")


@cache
def messages() -> list[Message]:
    """All, each once, in the order of files."""
    found: dict[tuple[str, str], Message] = {}
    for message in _all():
        before = found.setdefault(message.key, message)
        if before.many != message.many and message.many:
            if before.many:
                raise ValueError(f"{message.text!r} has two plurals: {before.many!r}, {message.many!r}")
            found[message.key] = message
    return list(found.values())


def _all() -> Iterator[Message]:
    for file in sources():
        yield from marked(ast.parse(file.read_text(encoding="utf-8")), str(file.relative_to(TOP)))
    yield from _below()
    yield from _tables()


def _below() -> Iterator[Message]:
    """What lower floors say in English, for the store and for scripts: the screen says it again (`retold`)."""
    for place in BELOW:
        folder = READER / place
        for file in sorted(folder.rglob("*.py")) if folder.is_dir() else [folder]:
            if file.name not in NOT_SAID:
                yield from said(ast.parse(file.read_text(encoding="utf-8")), str(file.relative_to(TOP)))


def said(tree: ast.AST, where: str = "") -> Iterator[Message]:
    """Every literal in a file that is a sentence, or a reason that becomes part of one."""
    passed = {part for node in ast.walk(tree) for part in _never_said(node)}
    for node in ast.walk(tree):
        if node not in passed and isinstance(node, (ast.Constant, ast.JoinedStr)):
            text = template(node)
            if _SENTENCE.search(text) and not _FOR_PROGRAMS.search(text) and text.strip() not in _INTERNAL:
                yield Message(text.strip(), where=where)


def _never_said(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, parts of longer literals, what is marked already, and what goes to the log."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in ast.walk(node) if part is not node)
    elif isinstance(node, (ast.BinOp, ast.Assert)):
        yield from ast.walk(node)
    elif isinstance(node, ast.Call):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called in _MARKS or called in _NO_SPEECH:
            yield from ast.walk(node)


_INTERNAL = frozenset(
    (
        "listing l",
        "entry e",
        "Marked {what}",
        "at position",
        "a row of {row} points nowhere",
        "marks and steps",
        "lists and the rest",
        "a run failed",
        "The file",
        "disconnected without sending",
        "Receive buffer too long",
        "without sending complete message",
        "incomplete chunked",
        "telex sources --repair {slug} --use {was}",
        "Saved pages",
        "marked as read",
        "kept for later",
        "tagged with {what}",
    )
)
"""What no screen shows: parts of queries, of other programs' errors, of lists for `telex doctor`, and what rules' names hold."""
_SENTENCE = re.compile(r"[a-z]{2,} [a-z{“]")
_FOR_PROGRAMS = re.compile(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|WHERE|FROM|JOIN|ORDER BY|AND|UNION|DROP|PRAGMA|COLLATE)\b|\n|^# |% |%s"
)
_MARKS = frozenset(("_", "N_", "ngettext", "pgettext"))
_NO_SPEECH = frozenset(
    ("debug", "info", "warning", "exception", "execute", "rows", "row", "value", "RuntimeError", "search")
)


def template(node: ast.AST) -> str:
    """A literal as a text with named places; "" for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    named: dict[str, str] = {}
    out = ""
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            out += "{" + _name(part.value, named) + "}"
        else:
            out += template(part)
    return out


def _name(value: ast.expr, named: dict[str, str]) -> str:
    """A name for a place, the same for the same expression."""
    whole = ast.unparse(value)
    base = _word(value).strip("_") or "what"
    name, count = base, 2
    while named.get(name, whole) != whole:
        name, count = f"{base}{count}", count + 1
    named[name] = whole
    return name


def _word(value: ast.expr) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Name(id="len")):
            return "count"
        case ast.Call(args=[first, *_]) if not isinstance(first, ast.Constant):
            return _word(first)
        case ast.Subscript(value=held):
            return _word(held)
        case _:
            return "what"


def marked(tree: ast.AST, where: str = "") -> Iterator[Message]:
    """What is marked in one file."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name, texts = node.func.id, [_literal(argument) for argument in node.args]
        if name in ("_", "N_") and len(texts) == 1 and texts[0]:
            yield Message(texts[0], where=where)
        elif name == "ngettext" and texts[0] and texts[1]:
            yield Message(texts[0], texts[1], where=where)
        elif name == "pgettext" and texts[0] and texts[1]:
            yield Message(texts[1], context=texts[0], where=where)


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _tables() -> Iterable[Message]:
    for command in TABLE:
        yield Message(command.description, where="reader/tui/commands.py")
        if command.short:
            yield Message(command.short, context="footer", where="reader/tui/commands.py")
    for group, _commands in by_group():
        yield Message(group.capitalize(), context="group", where="reader/tui/commands.py")
    for name in PRESETS:
        yield Message(load_preset(name).title, where=f"reader/tui/keymaps/{name}.toml")
    for name, file in theme_files().items():
        yield Message(title_of(file), where=f"styles/themes/{name}.toml")
    for kind, where in (
        (options.Words, "reader/typeset/options.py"),
        (strip.Words, "reader/ticker/strip.py"),
    ):
        for one in fields(kind):
            yield Message(str(one.default), where=where)
    for mode in MODES:
        yield Message(mode, context="ticker", where="reader/tui/acts/tickers.py")
    for state, told in WORDS.items():
        yield Message(state, context="source", where="reader/store/vital.py")
        yield Message(told, where="reader/store/vital.py")
    for status in ("error", "gone", "held"):
        yield Message(status, context="source", where="reader/tui/tree.py")
    for setting in SETTINGS.values():
        yield Message(setting.what, where="reader/store/feedsettings.py")
    for row in ROWS:
        yield Message(row.finds, where="reader/store/query/help.py")
