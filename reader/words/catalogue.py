"""One catalogue: texts, plural forms, and English sentences that come with everything filled in already."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path
from typing import NamedTuple

_PLACE = re.compile(r"\{(\w+)[^{}]*\}")
_ISOLATE, _POP = "\u2068", "\u2069"
_COUNTS = frozenset(("count", "total", "done", "place", "line", "low", "high", "code"))
"""Places that hold nothing but a number."""

_SENTENCES = frozenset(("what", "why", "error", "rule", "text"))
"""Places that may hold English of Telex's own; all others hold names, titles and addresses."""

_LEAST = 4
"""Letters that a sentence needs beside its places, to be known by them."""


class _Pattern(NamedTuple):
    """How a sentence looks with everything filled in; `many` is its plural, "" where it has none."""

    look: re.Pattern[str]
    one: str
    many: str


class Catalogue:
    """What stands in a .mo file. `isolates` puts FSI and PDI around each place of a text."""

    def __init__(self, file: Path, *, isolates: bool = False) -> None:
        with file.open("rb") as opened:
            self._translations = GNUTranslations(opened)
        self._file = file
        self._isolates = isolates
        self._patterns: list[_Pattern] | None = None
        self.text = lru_cache(maxsize=None)(self._text)
        self.again = lru_cache(maxsize=512)(self._again)

    def _text(self, text: str, context: str = "") -> str:
        if not text:
            return text
        found = self._translations.pgettext(context, text) if context else self._translations.gettext(text)
        return self._set_apart(found)

    def plural(self, one: str, many: str, n: int) -> str:
        """The form for `n`."""
        return self._set_apart(self._translations.ngettext(one, many, n))

    def _set_apart(self, text: str) -> str:
        return _PLACE.sub(rf"{_ISOLATE}\g<0>{_POP}", text) if self._isolates else text

    def _again(self, sentence: str) -> str:
        if not sentence or sentence.isspace():
            return sentence
        found = self._text(sentence)
        if found != sentence:
            return found
        if self._patterns is None:
            self._patterns = _patterns(_originals(self._file.read_bytes()))
        for look, one, many in self._patterns:
            filled = look.fullmatch(sentence)
            if filled is not None:
                return self._filled(one, many, filled.groupdict())
        return sentence

    def _filled(self, one: str, many: str, places: dict[str, str]) -> str:
        n = next((int(re.sub(r"\D", "", text)) for name, text in places.items() if name in _COUNTS), 0)
        text = self.plural(one, many, n) if many else self._text(one)
        return text.format(
            **{name: self.again(held) if name in _SENTENCES else held for name, held in places.items()}
        )


def _originals(data: bytes) -> Iterator[tuple[str, str]]:
    """The English of each entry of a .mo file without a context, and its plural or ""."""
    _magic, _version, count, start = struct.unpack_from("<4I", data)
    for place in range(start, start + 8 * count, 8):
        length, at = struct.unpack_from("<2I", data, place)
        one, _, many = data[at : at + length].decode().partition("\0")
        if "\x04" not in one:
            yield one, many


def _patterns(originals: Iterator[tuple[str, str]]) -> list[_Pattern]:
    """Those of all texts with places, the ones that say most first; two for one that has a plural."""
    found = []
    for one, many in originals:
        for text in (one, many):
            words = len(re.findall(r"[^\W\d_]", _PLACE.sub("", text)))
            if words >= _LEAST and _PLACE.search(text):
                found.append((words, text, one, many))
    found.sort(reverse=True)
    return [_Pattern(_look(text), one, many) for _, text, one, many in found]


def _look(text: str) -> re.Pattern[str]:
    out = []
    place = 0
    named: set[str] = set()
    for found in _PLACE.finditer(text):
        out.append(re.escape(text[place : found.start()]))
        name = found[1]
        held = r"[\d\u202f,.]+" if name in _COUNTS else r".+?"
        out.append(f"(?P={name})" if name in named else f"(?P<{name}>{held})")
        named.add(name)
        place = found.end()
    out.append(re.escape(text[place:]))
    return re.compile("".join(out), re.DOTALL)
