"""The parts of the README that are made from the program: `python -m tests.readme` writes them anew."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from reader.cli.main import COMMANDS, HIDDEN
from reader.store.query.help import as_markdown
from reader.tui.commands import by_group
from reader.tui.keymap import load_keymap, shown

README = Path(__file__).parent.parent / "README.md"


def keys_table() -> str:
    """Every command of the reader with its keys in the default set, group by group."""
    keymap = load_keymap("telex")
    held: dict[str, list[str]] = {}
    for pane in keymap.bindings.values():
        for sequence, lines in pane.items():
            held.setdefault(lines[0].split()[0], []).append(shown(sequence))
    rows = ["| keys | command | does |", "|---|---|---|"]
    for group, commands in by_group():
        rows.append(f"| **{group}** | | |")
        for command in commands:
            keys = " ".join(f"`{key}`" for key in dict.fromkeys(held.get(command.name, ())))
            rows.append(f"| {keys.replace('|', chr(92) + '|')} | `{command.name}` | {command.description} |")
    return "\n".join(rows)


def commands_text() -> str:
    """Every command of the shell with what its own help says."""
    parts = []
    for name, module in COMMANDS.items():
        if name in HIDDEN:
            continue
        help_text = (importlib.import_module(f"reader.cli.{module}").__doc__ or "").strip()
        first, _, rest = help_text.partition("\n")
        parts.append(f"### telex {name}\n\n{first}\n{_fenced(rest)}".rstrip())
    return "\n\n".join(parts)


def made(text: str) -> str:
    """The README's `text` with its made parts as they should be."""
    for name, part in (("keys", keys_table()), ("query", as_markdown()), ("commands", commands_text())):
        pattern = re.compile(rf"(<!-- {name}[^>]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = pattern.sub(lambda found, part=part: f"{found[1]}{part}\n{found[2]}", text)  # type: ignore[misc]
    return text


def _fenced(rest: str) -> str:
    """Paragraphs as they are; lines that the help indents to line up stay so in a block of their own."""
    lines: list[str] = []
    inside = False
    for line in rest.splitlines():
        indented = line.startswith("  ")
        if indented != inside and (indented or line.strip()):
            lines.append("```" if inside else "```text")
            inside = indented
        lines.append(line.removeprefix("  ") if indented else line)
    if inside:
        lines.append("```")
    return "\n".join(lines)


if __name__ == "__main__":
    README.write_text(made(README.read_text(encoding="utf-8")), encoding="utf-8")
