"""Keymaps: data files that give names of commands to keys, checked against the table, a person's own laid over them.

A key is one character (`j`, `?`), or a name with its modifiers: `Ctrl-D`, `Shift-Tab`, `PageDown`, `F1`. Several with
blanks between are a sequence (`g g`). A value is one command line (`tag economy`) or a list of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from reader.tui.commands import PANES, named, nearest
from reader.words import _

Sequence = tuple[str, ...]
Bindings = Mapping[str, Mapping[Sequence, tuple[str, ...]]]

PRESETS = ("telex", "newsboat", "eilmeldung", "arrows")

_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Delete",
    "insert": "Insert",
    "home": "Home",
    "end": "End",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    **{f"f{n}": f"F{n}" for n in range(1, 13)},
}
_BY_NAME = {shown.lower(): name for name, shown in _NAMES.items()} | {"pgup": "pageup", "pgdn": "pagedown"}
_MODIFIERS = ("ctrl", "alt", "shift")


class KeymapError(Exception):
    """A keymap cannot be used. Its text names the file, the line where it is known, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """`bindings` holds "all" and panes; what a pane binds goes before what is bound for all."""

    name: str
    title: str
    bindings: Bindings

    def find(self, pane: str, keys: Sequence) -> tuple[str, ...] | None:
        """The command lines of this sequence in `pane`, or None. What begins a longer one of the pane's own waits for it."""
        own = self.bindings.get(pane, {})
        if keys in own:
            return own[keys]
        if any(len(sequence) > len(keys) and sequence[: len(keys)] == keys for sequence in own):
            return None
        return self.bindings["all"].get(keys)

    def begins(self, pane: str, keys: Sequence) -> bool:
        """Whether a longer sequence starts with these keys."""
        n = len(keys)
        return any(
            len(sequence) > n and sequence[:n] == keys
            for scope in (pane, "all")
            for sequence in self.bindings.get(scope, {})
        )

    def keys_of(self, command: str, pane: str = "all") -> list[str]:
        """How a person presses `command`, in the file's order, the pane's own keys first."""
        found = []
        for scope in dict.fromkeys((pane, "all")):
            for sequence, lines in self.bindings.get(scope, {}).items():
                hidden = scope == "all" and pane != "all" and sequence in self.bindings.get(pane, {})
                if lines[0] == command and len(lines) == 1 and not hidden:
                    found.append(shown(sequence))
        return found


def shown(sequence: Sequence) -> str:
    """A sequence as people write it: ("ctrl+d",) is "Ctrl-D"."""
    return " ".join(_shown(key) for key in sequence)


def _shown(key: str) -> str:
    if len(key) == 1:
        return key
    *modifiers, last = key.split("+")
    name = _NAMES.get(last) or (last.upper() if modifiers else last)
    return "-".join([*(m.capitalize() for m in modifiers), name])


def parse_sequence(text: str) -> Sequence:
    """The inverse of `shown`; raises ValueError with a sentence."""
    keys = tuple(_parse_key(part) for part in text.split())
    if not keys:
        raise ValueError(_("a key is missing"))
    return keys


def _parse_key(text: str) -> str:
    if len(text) == 1:
        return text
    *modifiers, last = text.split("-") if not text.endswith("-") else [*text[:-2].split("-"), "-"]
    chosen = [modifier.lower() for modifier in modifiers]
    if any(modifier not in _MODIFIERS for modifier in chosen):
        raise ValueError(_("{text} is not a key").format(text=repr(text)))
    name = _BY_NAME.get(last.lower())
    if name is None:
        if len(last) != 1 or not chosen:
            raise ValueError(_("{text} is not a key").format(text=repr(text)))
        name = last.lower()
    return "+".join([*(m for m in _MODIFIERS if m in chosen), name])


def load_preset(name: str) -> Keymap:
    """One of `PRESETS`. Raises `KeymapError` for any other name."""
    if name not in PRESETS:
        raise KeymapError(
            _("There is no set of keys named {name}: choose {names}.").format(
                name=name, names=", ".join(PRESETS)
            )
        )
    file = resources.files("reader.tui") / "keymaps" / f"{name}.toml"
    return read_keymap(file.read_text(encoding="utf-8"), name, f"{name}.toml")


def load_keymap(name: str, own: Path | None = None) -> Keymap:
    """The preset `name` with the person's file `own` laid over it, where there is one."""
    keymap = load_preset(name)
    if own is None:
        return keymap
    try:
        text = own.read_text(encoding="utf-8")
    except FileNotFoundError:
        return keymap
    except (OSError, UnicodeDecodeError) as error:
        raise KeymapError(_("Cannot read the keys in {own}: {error}.").format(own=own, error=error)) from None
    return lay_over(keymap, read_keymap(text, name, str(own)))


def lay_over(base: Keymap, own: Keymap) -> Keymap:
    """`base` with the keys of `own` before its own; "none" as a command takes a key away."""
    merged: dict[str, dict[Sequence, tuple[str, ...]]] = {}
    for scope in ("all", *PANES):
        mine, theirs = own.bindings.get(scope, {}), base.bindings.get(scope, {})
        hidden = {keys for keys in theirs if any(keys[: len(k)] == k or k[: len(keys)] == keys for k in mine)}
        merged[scope] = {keys: lines for keys, lines in mine.items() if lines != ("none",)}
        merged[scope].update({keys: lines for keys, lines in theirs.items() if keys not in hidden})
    return Keymap(base.name, base.title, merged)


def read_keymap(text: str, name: str, file: str) -> Keymap:
    """A keymap from TOML. An unknown command, key or pane, or a key bound twice, is a `KeymapError` with its line."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KeymapError(
            _("The keys in {file} are not right: {error}.").format(file=file, error=error)
        ) from None
    sections = data.get("keys", {})
    if not isinstance(sections, dict):
        raise KeymapError(_("The keys in {file} are not right: [keys.all] is missing.").format(file=file))
    bindings: dict[str, dict[Sequence, tuple[str, ...]]] = {"all": {}}
    for scope, entries in sections.items():
        if scope not in ("all", *PANES) or not isinstance(entries, dict):
            line = _line_of(text, rf"\[keys\.{re.escape(scope)}\]")
            raise KeymapError(
                _("{file}, line {line}: there is no pane named {scope}.").format(
                    file=file, line=line, scope=scope
                )
            )
        bindings[scope] = _read_section(text, file, scope, entries)
    return Keymap(name, str(data.get("title", name)), bindings)


def _read_section(
    text: str, file: str, scope: str, entries: dict[str, object]
) -> dict[Sequence, tuple[str, ...]]:
    found: dict[Sequence, tuple[str, ...]] = {}
    for key, value in entries.items():
        where = _("{file}, line {line}").format(file=file, line=_line_of(text, re.escape(key), scope))
        try:
            sequence = parse_sequence(key)
        except ValueError as error:
            raise KeymapError(f"{where}: {error}.") from None
        lines = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
        if not lines or not all(isinstance(line, str) and line.strip() for line in lines):
            raise KeymapError(_("{where}: {key} needs the name of a command.").format(where=where, key=key))
        for line in lines:
            command = line.split()[0]
            if command != "none" and named(command) is None:
                near = nearest(command)
                wrong = (
                    _("{where}: there is no command named {name}. Did you mean {near}?")
                    if near
                    else _("{where}: there is no command named {name}.")
                )
                raise KeymapError(wrong.format(where=where, name=command, near=near))
        if sequence in found:
            raise KeymapError(_("{where}: {key} is bound twice.").format(where=where, key=key))
        shorter = next((s for s in found if s[: len(sequence)] == sequence or sequence[: len(s)] == s), None)
        if shorter is not None:
            raise KeymapError(
                _("{where}: {key} and {other} cannot both be keys, one begins with the other.").format(
                    where=where, key=key, other=shown(shorter)
                )
            )
        found[sequence] = lines
    return found


def _line_of(text: str, pattern: str, scope: str = "") -> int:
    start = text.find(f"[keys.{scope}]") if scope else 0
    match = re.compile(rf'^\s*["\']?{pattern}["\']?\s*(=|$)', re.MULTILINE).search(text, max(start, 0))
    return text.count("\n", 0, match.start() + 1) + 1 if match else 1
