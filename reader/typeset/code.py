"""Sets code: never wrapped unseen, every space kept, the language named above, its parts coloured."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from reader.blocks import Code
from reader.text.cells import clusters
from reader.text.cells import width as cells_of
from reader.text.clean import guard, guard_text
from reader.typeset.colouring import colours
from reader.typeset.flow import Flow
from reader.typeset.galley import Galley
from reader.typeset.lines import Line, Run, line_of, pad

_LONGEST_CLUSTER = 12
"""Characters: a line of megabytes is not measured to show its beginning."""


def set_code(galley: Galley, block: Code, cells: int) -> list[Line]:
    """A field of `cells` with one line a line of code; always left to right.

    Longer lines are cut at the field's edge with a mark, or turned with a sign at the start of what follows
    (`Options.wrap_code`).
    """
    text = guard_text(block.text).strip("\n").expandtabs(4)
    margin = 1 if cells >= 16 else 0
    room = cells - 2 * margin
    lines: list[Line] = []
    if block.language:
        flow = Flow()
        flow.add(guard(block.language), "block code-label")
        for label in galley.lines(flow, max(room, 1), "ltr"):
            gap = pad(cells - margin - label.width, "block")
            lines.append(line_of(gap, *label.runs, pad(margin, "block")))
    base = galley.keep(text)
    found = colours(text, block.language)
    at = 0
    for source in text.split("\n"):
        turned = galley.options.wrap_code
        for runs in _turned(source, base, room, galley) if turned else [_cut(source, base, room, galley)]:
            line = line_of(pad(margin, "block"), *_coloured(runs, base - at, found))
            lines.append(Line((*line.runs, pad(cells - line.width, "block")), cells))
        base += len(source) + 1
        at += len(source) + 1
    return lines


def _coloured(runs: list[Run], base: int, found: Sequence[tuple[int, int, str]]) -> Iterator[Run]:
    """`runs` of a text that begins at the logical place `base`, parted where the looks that were `found` begin and end."""
    for run in runs:
        if run.at < 0:
            yield run
            continue
        start, end = run.at - base, run.at - base + len(run.text)
        place = start
        for first, last, look in found[bisect_right(found, start, key=itemgetter(1)) :]:
            if first >= end:
                break
            first, last = max(first, place), min(last, end)
            if not (_parts(run.text, first - start) and _parts(run.text, last - start)):
                continue
            yield _piece(run, place - start, first - start, run.style)
            yield _piece(run, first - start, last - start, f"{run.style} {look}")
            place = last
        yield _piece(run, place - start, end - start, run.style)


def _piece(run: Run, start: int, end: int, style: str) -> Run:
    return Run(run.text[start:end], style, run.link, run.at + start)


def _parts(text: str, place: int) -> bool:
    """Whether two letters at `place` never stand in one cell: those of ASCII do not."""
    return text[max(place - 1, 0) : place + 1].isascii()


def _cut(source: str, base: int, room: int, galley: Galley) -> list[Run]:
    """The columns of `source` from the pan on, marked at the side where more is."""
    pan = galley.options.pan
    runs: list[Run] = []
    if pan and source.strip():
        runs.append(Run(galley.glyphs.less, "block cut"))
        room -= 1
    column = place = taken = 0
    start = -1
    head = source[: (pan + room + 2) * _LONGEST_CLUSTER]
    more = len(head) < len(source) or cells_of(head) - pan > room
    room -= more
    for cluster in clusters(head):
        its = cells_of(cluster)
        if column >= pan:
            if taken + its > room:
                break
            start = place if start < 0 else start
            taken += its
        column += its
        place += len(cluster)
    if start >= 0:
        runs.append(Run(source[start:place], "block code", -1, base + start))
    if more:
        runs += (pad(room - taken, "block"), Run(galley.glyphs.more, "block cut"))
    return runs


def _turned(source: str, base: int, room: int, galley: Galley) -> list[list[Run]]:
    """All of `source` in lines of at most `room`, each after the first behind a turn sign."""
    lines: list[list[Run]] = [[]]
    start = place = taken = 0
    limit = room
    for cluster in clusters(source):
        its = cells_of(cluster)
        if taken + its > limit and place > start:
            lines[-1].append(Run(source[start:place], "block code", -1, base + start))
            lines.append([Run(galley.glyphs.turn, "block cut")] if room > 4 else [])
            limit = room - 1 if room > 4 else room
            start, taken = place, 0
        taken += its
        place += len(cluster)
    lines[-1].append(Run(source[start:place], "block code", -1, base + start))
    return lines
