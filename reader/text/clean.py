"""Makes outside text safe to keep and to show: no control reaches the store or the terminal.

`clean_line` and `clean_text` run when text is parsed; `guard` and `guard_text` stand at the border, in the functions
that make strips and print lines, and cost next to nothing on text that is clean already. All of them are idempotent.

Gone are escape sequences as a whole (ECMA-48: CSI, OSC, DCS, SOS, PM, APC, single ones), C0, DEL, C1, noncharacters,
lone surrogates, deprecated and invisible format characters, and bidi embeddings and overrides (Trojan Source,
CVE-2021-42574). LRM, RLM and ALM stay. What stays by context (joiners, variation selectors, tags, marks): `joiners`.
"""

from __future__ import annotations

import re
import unicodedata

from reader.text.joiners import limit_joiners, limit_marks, may_pile_marks
from reader.text.patterns import lazy

_SEQUENCES = lazy(
    # a string (OSC, DCS, SOS, PM, APC) with its end on the same line; without an end only the opening goes, not the text
    r"\x1b[\]PX^_][^\x07\x1b\x9c\n\r]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[\]PX^_]"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    # 8-bit openings are also what wrongly decoded UTF-8 looks like: a whole string must look like one
    r"|\x9d[0-9]+;[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|[\x90\x98\x9e\x9f][ -~]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)
_OPENINGS = "\x1b\x9b\x9d\x90\x98\x9e\x9f"
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17)
)
_NEVER = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff" + _NONCHARACTERS
_INVISIBLE = (
    "\u034f\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
_BY_CONTEXT = "\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0000-\U000e007f\U000e0100-\U000e01ef"
_ISOLATES = "\u2066-\u2069"
_BREAKS = "\u2028\u2029"
_SPACES = " \t\n\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"

_DROP = lazy(f"[{_NEVER}{_INVISIBLE}]")
_NEWLINES = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
_DIRTY = lazy(f"[\t{_NEVER}{_INVISIBLE}{_BY_CONTEXT}{_ISOLATES}{_BREAKS}]")
_UNSAFE_LINE = lazy(f"[\t\n{_NEVER}{_ISOLATES}{_BREAKS}]")
_UNSAFE_TEXT = lazy(f"[\t{_NEVER}{_ISOLATES}{_BREAKS}]")
_ISOLATE = lazy(f"[{_ISOLATES}]")
_RUN_OF_SPACES = lazy(f"[{_SPACES}]{{2,}}|[\t\n]")
_NO_BREAK = lazy("[\xa0\u202f]+")
# Letters, digits and signs that no rule here ever touches, and that no neighbour of their kind changes: NFC leaves them alone.
_QUIET = lazy(
    "[ -~\xa1-\xac\xae-\u02ff\u0400-\u0482\u048a-\u052f\u0621-\u063a\u0641-\u064a\u0660-\u066d\u0671-\u06d3"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]*+"
)
_EDGE = " \t\n\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# First bytes, in UTF-8, of what is invisible and yet counts as a printable letter or mark: the fastest of all looks.
_PRINTABLE_DIRT = b"\xcd\xe1\xe3\xef\xf3"
_TAB = 4
_DEEPEST_ISOLATE = 16


def clean_line(s: str, limit: int = 1000) -> str:
    """`s` as one safe line: a title, a name, a sentence from a server.

    Newlines and tabs become spaces and runs of spaces one (a no-break one where all of it is); no bidi control but
    LRM, RLM and ALM, no soft hyphen. At most `limit` characters, cut between clusters and ended with "…".
    """
    if len(s) <= limit and "  " not in s and _QUIET.fullmatch(s):
        return s.strip(" ")
    if not _is_plain(s):
        s = _dropped(s)
        s = _ISOLATE.sub("", s)
        s = limit_joiners(s)
    s = s.replace("\xad", "")
    s = _composed(s)
    s = _RUN_OF_SPACES.sub(_one_space, s).strip(_EDGE)
    if len(s) > limit:
        s = _cut(s, max(limit - 1, 0)).rstrip(_EDGE) + "…" * (limit > 0)
    return s


def clean_text(s: str, limit: int = 2_000_000) -> str:
    """`s` as safe body text: newlines stay, tabs become spaces, isolates stay and are closed in their paragraph.

    At most `limit` characters, cut between clusters.
    """
    s = s.replace("\r\n", "\n").expandtabs(_TAB)
    if not _is_plain(s):
        s = _dropped(s)
        if _ISOLATE.search(s):
            s = "\n".join(map(_closed, s.split("\n")))
        s = limit_joiners(s)
    s = _composed(s)
    return s if len(s) <= limit else _cut(s, limit)


def guard(s: str) -> str:
    """`s` with nothing in it that could act on a terminal, on one line. Costs one look where it is clean already."""
    if s.isprintable() or not _UNSAFE_LINE.search(s):
        return s
    return _ISOLATE.sub("", _dropped(s)).expandtabs(_TAB).replace("\n", " ")


def guard_text(s: str) -> str:
    """As `guard`, for text of several lines: newlines stay, and so do isolates, closed on their line."""
    if not _UNSAFE_TEXT.search(s):
        return s
    return "\n".join(map(_closed, _dropped(s).expandtabs(_TAB).split("\n")))


def _is_plain(s: str) -> bool:
    """Whether `s` holds nothing that needs more than a look at its marks and spaces."""
    quiet = s.replace("\n", "").replace("\xa0", "").replace("\u202f", "")
    if quiet.isprintable():
        if s.isascii():
            return True
        encoded = s.encode()
        if not any(first in encoded for first in _PRINTABLE_DIRT):
            return True
    return not _DIRTY.search(s)


def _dropped(s: str) -> str:
    """`s` without sequences, controls, noncharacters and invisible characters; every line end is "\\n"."""
    if not s.isascii():
        # halves of a pair that came apart belong together; a half alone is no character
        s = s.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    if any(opening in s for opening in _OPENINGS):
        s = _SEQUENCES.sub("", s)
    for newline in _NEWLINES:
        s = s.replace(newline, "\n")
    return _DROP.sub("", s)


def _composed(s: str) -> str:
    """`s` in NFC with a bounded pile of marks on each base (more would leave the row)."""
    if s.isascii():
        return s
    s = unicodedata.normalize("NFC", s)
    return limit_marks(s) if may_pile_marks(s) else s


def _closed(paragraph: str) -> str:
    """`paragraph` with every isolate closed, none closed twice, and none nested deeper than text needs."""
    out: list[str] = []
    depth = 0
    place = 0
    for found in _ISOLATE.finditer(paragraph):
        out.append(paragraph[place : found.start()])
        place = found.end()
        if found[0] != "\u2069":
            depth += 1
            if depth <= _DEEPEST_ISOLATE:
                out.append(found[0])
        elif depth:
            if depth <= _DEEPEST_ISOLATE:
                out.append(found[0])
            depth -= 1
    out.append(paragraph[place:])
    out.append("\u2069" * min(depth, _DEEPEST_ISOLATE))
    return "".join(out)


def _one_space(found: re.Match[str]) -> str:
    return found[0][0] if _NO_BREAK.fullmatch(found[0]) else " "


def _cut(s: str, limit: int) -> str:
    """At most `limit` characters of `s`, cut between clusters."""
    from apsw.unicode import grapheme_next_break  # few texts are cut: no worker waits for it

    start = end = s.rfind(" ", 0, max(limit - 64, 0)) + 1  # a space ends a cluster for certain
    while end < limit:
        start, end = end, grapheme_next_break(s, end)
    return s[: end if end == limit else start]
