"""Long CDATA sections lifted out of a feed before its XML is parsed, and put back where their text is read.

An XML parser looks at each letter of a section, where a search for its end finds that fifteen times as quickly; most of a feed
is such text. What stays in its place is a number between two marks, which no other text of the document holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MARK = "\ue000"
"""A private-use letter: nobody's."""

_MARK = MARK.encode()
_MARK_SAID = re.compile(rb"&#(?:x0*e000|0*57344);", re.IGNORECASE)
_PLACE = re.compile(f"{MARK}([0-9]{{1,7}}){MARK}", re.ASCII)
_OPEN, _CLOSE = b"<![CDATA[", b"]]>"
_SHORT = 200


def lift(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """UTF-8 `data` without its long sections, and those in the order of their numbers; as it was where that may not be done.

    Sections that hold controls XML forbids are lifted too: who reads their text cleans it.
    """
    before, *sections = data.split(_OPEN)
    if not sections or (_MARK[0] in data and _MARK in data):
        return data, ()
    kept: list[bytes] = [before]
    lifted: list[str] = []
    begun = b""
    for section in sections:
        text, end, after = section.partition(_CLOSE)
        if begun or not end:  # what opens inside a section is its text
            text = begun + text
            begun = b"" if end else text + _OPEN
            if begun:
                continue
        if not _is_in_text(kept[-1]):
            return data, ()
        if len(text) < _SHORT:
            kept += (_OPEN, text, _CLOSE, after)
        else:
            try:
                read = text.decode()
            except UnicodeDecodeError:
                return data, ()
            if "\r" in read:  # XML 1.0 section 2.11
                read = read.replace("\r\n", "\n").replace("\r", "\n")
            kept += (_MARK, str(len(lifted)).encode(), _MARK, after)
            lifted.append(read)
    if begun or not lifted:
        return data, ()
    bare = b"".join(kept)
    return (data, ()) if _MARK_SAID.search(bare) else (bare, tuple(lifted))


def put_back(text: str, lifted: Sequence[str]) -> str:
    """`text` with the sections whose places it holds."""
    if text[0] == MARK == text[-1] and len(number := text[1:-1]) < 8 and number.isdecimal():
        place = int(number)
        return lifted[place] if place < len(lifted) else ""
    return _PLACE.sub(lambda found: lifted[int(found[1])] if int(found[1]) < len(lifted) else "", text)


def _is_in_text(before: bytes) -> bool:
    """Whether what follows `before` is text of an element, and not part of a tag, of a comment or of an instruction."""
    return not (
        before.rfind(b"<") > before.rfind(b">")
        or (b"<!--" in before and before.rfind(b"<!--") > before.rfind(b"-->"))
        or (b"<?" in before and before.rfind(b"<?") > before.rfind(b"?>"))
    )
