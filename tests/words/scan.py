"""Text in the source that looks as if it were for a person and is not marked for the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from reader.tui.commands import COMMANDS

MARKED = frozenset(("_", "N_", "ngettext", "pgettext"))
_WORDS = re.compile(r"[A-Za-z“][a-z’']*[,;:.…]? +[a-z{“]|^[A-Z][a-z]{2,}(?:$|[ .:…{])|…")
"""Several words, or one with a capital in front: what a person reads, not what a program is told."""
_NOT_SAID = frozenset(("id", "classes", "group", "name", "encoding", "errors"))
_NEVER_SAID = frozenset(
    (
        "run",
        "getattr",
        "setattr",
        "hasattr",
        "Binding",
        "compile",
        "lazy",
        "write",
        "cast",
        "query_one",
        "open",
    )
)
"""What these are called with is for programs: names, patterns, command lines."""


_VALUES = frozenset("alone since rule on off try run both query name remove release list leave set".split())
"""First words of what a menu's rows stand for, before a number."""


def unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of each."""
    yield from _found(tree)


def _found(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, (ast.Constant, ast.JoinedStr)):
        text = text_of(node)
        if _WORDS.search(text) and not _is_code(text):
            yield getattr(node, "lineno", 0), text
        return
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _passes(node, name, child):
                yield from _found(child)


def _passes(node: ast.AST, name: str, child: ast.AST) -> bool:
    """Whether nothing below `child` can be text that a person reads unmarked."""
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True  # a docstring
    if isinstance(child, (ast.Import, ast.ImportFrom, ast.arguments)) or name in (
        "annotation",
        "returns",
        "slice",
    ):
        return True
    if isinstance(child, ast.Assert):
        return True
    if isinstance(child, ast.keyword) and child.arg in _NOT_SAID:
        return True
    if isinstance(child, ast.Call):
        function = child.func
        called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return called in MARKED or called in _NEVER_SAID
    if isinstance(child, (ast.Assign, ast.AnnAssign)):
        target = child.targets[0] if isinstance(child, ast.Assign) else child.target
        return isinstance(target, ast.Name) and target.id in ("DEFAULT_CSS", "CSS", "TITLE")
    return False


def text_of(node: ast.AST) -> str:
    """A literal with a name in braces for each of its places; "" for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(text_of(part) if isinstance(part, ast.Constant) else "{x}" for part in node.values)


def _is_code(text: str) -> bool:
    word, blank, rest = text.partition(" ")
    if blank and rest == "{x}" and (word in COMMANDS or word in _VALUES):
        return True
    return bool(re.search(r"[\\^$]|\x1b|--[a-z]", text))


def scanned(folder: Path) -> Iterator[tuple[str, int, str]]:
    """File, line and text of everything below `folder`."""
    for file in sorted(folder.rglob("*.py")):
        for line, text in unmarked(ast.parse(file.read_text(encoding="utf-8"))):
            yield file.name, line, text
