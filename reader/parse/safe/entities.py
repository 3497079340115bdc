"""Character references: HTML's names where XML knows only five, and numbers that windows-1252 left behind.

Only references that end in ";" count. HTML also reads some without it ("&copy=1"), which in a title or an address
is nearly always an accident.
"""

from __future__ import annotations

import html.entities
import re

_NAMED = {name[:-1]: text for name, text in html.entities.html5.items() if name.endswith(";")}
_SAFE_IN_XML = {name: text for name, text in _NAMED.items() if not set(text) & set("<>&\"'")}
_REFERENCE = re.compile(r"&(?:#([0-9]{1,8})|#[xX]([0-9a-fA-F]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));")
_NAMED_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{0,31});")


def unescape(text: str) -> str:
    """`text` with its character references read once; what is no reference stays as it stands."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(_character, text)


def for_xml(text: str) -> str:
    """`text` with HTML's names replaced by the letters they mean, but for those that are markup to XML."""
    return _NAMED_REFERENCE.sub(_letter, text)


def from_number(number: int) -> str:
    """The character with this number, "" where none may be named so (HTML standard, section 13.2.5.80)."""
    if 0x80 <= number <= 0x9F:
        return bytes((number,)).decode("cp1252", "ignore")
    if number in (0, 0xB) or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return ""
    return chr(number)


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED.get(found[3], found[0])
    return from_number(int(found[1]) if found[1] else int(found[2], 16))


def _letter(found: re.Match[str]) -> str:
    return _SAFE_IN_XML.get(found[1], f"&amp;{found[1]};")
