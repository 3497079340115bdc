"""What Telex says, found in its source: calls of `_`, `N_`, `ngettext` and `pgettext`, and the tables that are data."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
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
    yield from _tables()


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
