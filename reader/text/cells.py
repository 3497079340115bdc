"""Measures, cuts and wraps text in terminal cells, always between grapheme clusters (UAX #29).

A cell is one column of the terminal; a cluster is 0, 1 or 2 cells wide. Widths follow East Asian Width (UAX #11) and
emoji presentation (UTS #51) as terminals and Textual draw them: marks and soft hyphens 0, emoji with a variation selector,
joined families, flags and keycaps 2. All functions take text that was cleaned (`reader.text.clean`); a control that comes
all the same counts as one cell. Lines break by UAX #14, which also keeps the French space before `: ; ! ?` and inside
guillemets with its mark.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from apsw.unicode import (
    category,
    grapheme_next_break,
    is_extended_pictographic,
    line_break_next_break,
    text_width,
)

from reader.text.patterns import lazy

SOFT_HYPHEN = "\xad"
_JOINER = "\u200d"

# Where the measuring library and the terminals differ: spacing marks (Mc) take no cell of their own, the Arabic number
# signs take one, a selector widens a narrow emoji. Blocks are drawn wide; `_measured` looks at each character.
_ODD = lazy(
    "[\x00-\x1f\x7f-\x9f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0903-\u109f\u1712-\u1cff\u302e\u302f\ua823-\uabff"
    "\ufe0f\U000110bd\U000110cd\U00011000-\U00016fff\U0001d165-\U0001d172]"
)
# Letters, digits and signs of Europe and of Arabic and Hebrew, each a cluster of its own beside any other of them.
_ALONE = lazy(
    "[ -~\xa0-\u02ff\u0370-\u0482\u048a-\u0590\u05be\u05d0-\u05f4\u0606-\u060f\u061b\u061d-\u064a\u0660-\u066f"
    "\u0671-\u06d5\u06e9\u06ee-\u06ff\u2010-\u2027\u202f-\u203b\u20a0-\u20cf\ufef5-\ufefc]*+"
)
_SIGNS = lazy("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
_WIDENED = lazy("(?<!\u200d)(.)\ufe0f")
_KEYCAPS = frozenset("#*0123456789")


class Break(NamedTuple):
    """One line of wrapped text, as places in it: `text[start:end]` is shown, the line takes up `text[start:next]`.

    What lies between `end` and `next` is the space or newline at which the line broke. `hyphen` says that it broke at a
    soft hyphen, which is then shown (as "-", one cell) though it stands outside `text[start:end]`.
    """

    start: int
    end: int
    next: int
    hyphen: bool = False


def width(s: str) -> int:
    """How many cells `s` takes."""
    if s.isascii() and s.isprintable():
        return len(s)
    return _width(s)


@lru_cache(maxsize=8192)
def _width(s: str) -> int:
    if _JOINER in s:
        parts = clusters(s)
        if (
            len(parts) > 1
        ):  # a joiner joins within a cluster only; the measuring library lets it join anything
            return sum(map(_width, parts))
    cells = text_width(s)
    if cells < 0 or _ODD.search(s):
        parts = clusters(s)  # what is counted by hand must not lend its selector to the cluster before
        return sum(map(_width, parts)) if len(parts) > 1 else _measured(s)
    return cells


def _measured(s: str) -> int:
    total = 0
    shown: list[str] = []
    for char in s:
        kind = category(char)
        if kind in ("Cc", "Cn", "Cs"):
            total += 1
        elif kind == "Mc":
            continue
        else:
            shown.append(char)
    rest = "".join(shown)
    total += max(text_width(rest), 0) + len(_SIGNS.findall(rest))
    for base in _WIDENED.findall(rest):
        if base in _KEYCAPS or (is_extended_pictographic(base) and text_width(base) == 1):
            total += 1
    return total


def clusters(s: str) -> list[str]:
    """`s` taken apart into its grapheme clusters."""
    if (s.isascii() and "\r" not in s) or _ALONE.fullmatch(s):
        return list(s)
    out = []
    place = 0
    end = len(s)
    while place < end:
        start, place = place, grapheme_next_break(s, place)
        out.append(s[start:place])
    return out


@lru_cache(maxsize=1024)
def measured(s: str) -> tuple[tuple[str, int], ...]:
    """Each cluster of `s` with its width in cells; a cluster without width is joined to the one before it."""
    out: list[tuple[str, int]] = []
    for cluster in clusters(s):
        cells = width(cluster)
        if cells == 0 and out:
            before, its = out[-1]
            out[-1] = (before + cluster, its)
        else:
            out.append((cluster, cells))
    return tuple(out)


def cut(s: str, cells: int) -> str:
    """The longest beginning of `s`, in whole clusters, that takes at most `cells`."""
    if cells <= 0:
        return ""
    if s.isascii() and s.isprintable():
        return s[:cells]
    if _width(s) <= cells:
        return s
    taken = 0
    place = 0
    for cluster, its in measured(s):
        if taken + its > cells:
            break
        taken += its
        place += len(cluster)
    return s[:place]


def fit(s: str, cells: int, ellipsis: str = "…") -> str:
    """`s` in exactly `cells`: padded with spaces at its end, or cut and ended with `ellipsis`."""
    if cells <= 0:
        return ""
    its = width(s)
    if its > cells:
        tail = cut(ellipsis, cells)
        s = cut(s, cells - width(tail)) + tail
        its = width(s)
    return s + " " * (cells - its)


def brief(s: str, cells: int) -> str:
    """`s` in at most `cells`, a cut one ended with "…"."""
    return s if width(s) <= cells else cut(s, cells - 1).rstrip() + "…"


def slice_cells(s: str, start: int, cells: int) -> str:
    """What stands in the columns from `start` on, exactly `cells` of them; half a wide cluster is a space.

    Columns outside of `s` (also negative ones) are spaces.
    """
    if cells <= 0:
        return ""
    if s.isascii() and s.isprintable() and start >= 0:
        return s[start : start + cells].ljust(cells)
    end = start + cells
    out = [" " * min(max(-start, 0), cells)]
    place = 0
    for cluster, its in measured(s):
        after = place + its
        if place >= end:
            break
        if start <= place and after <= end:
            out.append(cluster)
        elif after > start:
            out.append(" " * (min(after, end) - max(place, start)))
        place = after
    out.append(" " * (end - max(place, start, 0)) if place < end else "")
    return "".join(out)


def wrap(s: str, cells: int) -> list[str]:
    """`s` as lines of at most `cells`, without the spaces at which they broke; soft hyphens show only there.

    A cluster wider than `cells` stands alone on its line. An empty `s` is one empty line.
    """
    lines = [s[line.start : line.end] + "-" * line.hyphen for line in breaks(s, cells)]
    if SOFT_HYPHEN in s:
        lines = [line.replace(SOFT_HYPHEN, "") for line in lines]
    return lines


@lru_cache(maxsize=256)
def breaks(s: str, cells: int) -> tuple[Break, ...]:
    """Where `s` breaks into lines of at most `cells` (at least 1), as `Break`s that cover it without a gap."""
    cells = max(cells, 1)
    out: list[Break] = []
    place = 0
    for paragraph in s.split("\n"):
        _break_paragraph(paragraph, place, cells, out)
        place += len(paragraph) + 1
        if place <= len(s):
            out[-1] = out[-1]._replace(next=place)
    return tuple(out)


def _break_paragraph(s: str, offset: int, cells: int, out: list[Break]) -> None:
    end = len(s)
    start = shown = place = 0  # the line's start, the end of what it shows, and the start of the next word
    taken = 0  # cells from `start` to `place`
    hyphen = False
    while place < end:
        after = _next_break(s, place, end)
        word = s[place:after]
        bare = word.rstrip(" ")
        its = width(bare)
        soft = word.endswith(SOFT_HYPHEN)
        room = soft and not word.endswith("-" + SOFT_HYPHEN)
        if taken + its + room > cells:
            if place > start:
                out.append(Break(start + offset, shown + offset, place + offset, hyphen))
                start, taken = place, 0
            if its > cells:
                start, its = _break_word(s, place, place + len(bare), cells, offset, out)
            room = room and its < cells
        shown = place + len(bare) - soft
        hyphen = room
        taken += its + len(word) - len(bare)
        place = after
    out.append(Break(start + offset, shown + offset, end + offset))


def _next_break(s: str, place: int, end: int) -> int:
    """The next place where a line may break (UAX #14) that is also the end of a cluster.

    The two standards part on odd sequences, and the library breaks before a mark on a digit after a full stop.
    """
    after = line_break_next_break(s, place)
    while after < end and s[after] > "\u02ff" and grapheme_next_break(s, after - 1) > after:
        whole = place
        while whole < after:
            whole = grapheme_next_break(s, whole)
        if whole == after:
            break
        after = line_break_next_break(s, after)
    return after


def _break_word(s: str, start: int, end: int, cells: int, offset: int, out: list[Break]) -> tuple[int, int]:
    """Breaks `s[start:end]`, which UAX #14 does not, at its last space (French ones) or between clusters.

    Gives where its last line starts and how many cells that one takes.
    """
    place = start
    space = 0
    taken = 0
    while place < end:
        after = grapheme_next_break(s, place)
        its = width(s[place:after])
        while taken + its > cells and place > start:
            cut_at = space if space > start else place
            shown = start + len(s[start:cut_at].rstrip(" "))
            out.append(Break(start + offset, shown + offset, cut_at + offset))
            start = cut_at
            taken = width(s[start:place])
        if s[place] == " ":
            space = after
        taken += its
        place = after
    return start, taken
