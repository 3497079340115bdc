"""How outside text and states are shown in one line: guarded, in exact cells, in visual order; and the glyphs."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from reader.text.bidi import direction, display, has_rtl
from reader.text.cells import cut, fit, width
from reader.text.clean import guard

Run = tuple[str, str, int]
"""Text, the name of its style, and its width in cells."""

HUES = 6
"""How many colours the tags of sources share."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One cell each."""

    unread: str = "●"
    read: str = " "
    updated: str = "◆"
    star: str = "★"
    later: str = "◷"
    cursor: str = "▌"
    rest: str = "▏"
    full: str = "▪"
    text: str = "▫"
    ellipsis: str = "…"


FANCY = Glyphs()
ASCII = Glyphs("*", " ", "~", "#", "@", ">", "|", "=", "-", "..")
"""For terminals whose encoding is not a Unicode one."""


def hue_of(source: str) -> str:
    """The style of a source's tag: always the same one for one name."""
    return f"source-{crc32(source.encode('utf-8', 'replace')) % HUES + 1}"


def one_line(text: str, cells: int, ellipsis: str = "…", rtl: str = "app") -> str:
    """Outside text in exactly `cells`, guarded and cut between clusters; right-to-left text in its visual order, at the
    right edge, where Telex orders it itself (`rtl` = "app") or nobody does ("off")."""
    text = guard(text)
    if not has_rtl(text):
        return fit(text, cells, ellipsis)
    base = direction(text)
    if width(text) > cells:
        text = cut(text, max(0, cells - width(ellipsis))) + ellipsis
    if rtl == "app":
        text = display(text, base).text
    if base != "rtl" or rtl == "terminal":
        return fit(text, cells, ellipsis)
    return " " * max(0, cells - width(text)) + cut(text, cells)
