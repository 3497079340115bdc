"""Sets blocks: paragraphs, headings, lists, quotes, figures and all the others, nested as they come."""

from __future__ import annotations

from msgspec.structs import replace

from reader.blocks import (
    Block,
    Code,
    Definitions,
    Details,
    Figure,
    Footnotes,
    Heading,
    Inline,
    List,
    Media,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
    plain,
)
from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.typeset.code import set_code
from reader.typeset.figure import set_figure, set_media
from reader.typeset.galley import DEEPEST, NARROWEST, Direction, Galley, flush, framed, moved_in
from reader.typeset.lines import BLANK, Line, Run, indented, line_of, pad
from reader.typeset.table import set_table
from reader.typeset.walk import inlines


def set_blocks(galley: Galley, blocks: tuple[Block, ...], cells: int, tight: bool = False) -> list[Line]:
    """`blocks` one below the other, parted by blank lines unless `tight`."""
    lines: list[Line] = []
    for block in blocks:
        its = set_block(galley, block, cells)
        if lines and its and not (tight and isinstance(block, Paragraph | List)):
            lines.append(BLANK)
        lines += its
    return lines


def set_block(galley: Galley, block: Block, cells: int) -> list[Line]:
    """`block` in lines of at most `cells`."""
    galley.depth += 1
    around = galley.direction
    lines = _set_flat(galley, block, cells) if galley.depth > DEEPEST else _set_one(galley, block, cells)
    galley.direction = around
    galley.depth -= 1
    return lines


def _set_one(galley: Galley, block: Block, cells: int) -> list[Line]:
    match block:
        case Paragraph():
            return set_text(galley, block.text, cells, block.dir)
        case Heading():
            return _set_heading(galley, block, cells)
        case List():
            return _set_list(galley, block, cells)
        case Quote():
            return _set_quote(galley, block, cells)
        case Code():
            return set_code(galley, block, cells)
        case Table():
            return set_notes(galley, set_table(galley, block, cells), cells)
        case Figure():
            return set_figure(galley, block, cells)
        case Rule():
            return [_rule(galley, cells)]
        case Footnotes():
            return _set_footnotes(galley, block, cells)
        case Definitions():
            return _set_definitions(galley, block, cells)
        case Details():
            return _set_details(galley, block, cells)
        case Media():
            return set_media(galley, block, cells)


def _set_flat(galley: Galley, block: Block, cells: int) -> list[Line]:
    """All the text of `block` as plain paragraphs: nested too deeply to be shown as what it is."""
    lines: list[Line] = []
    for inline in inlines(block):
        its = set_text(galley, inline, cells)
        lines += [BLANK, *its] if lines and its else its
    return lines


def set_text(galley: Galley, inline: Inline, cells: int, declared: str = "", style: str = "") -> list[Line]:
    """A paragraph of `inline`, with the footnotes that stand open under their lines."""
    if not plain(inline).strip():
        return []
    way = galley.way(declared, plain(inline))
    flow = galley.flow(_trimmed(inline), style or galley.base)
    return set_notes(galley, galley.set(flow, cells, way), cells)


def _trimmed(inline: Inline) -> Inline:
    """`inline` without white space at its two ends."""
    spans = list(inline)
    while spans and not spans[0].text.strip(" \n"):
        spans.pop(0)
    while spans and not spans[-1].text.strip(" \n"):
        spans.pop()
    if spans:
        spans[0] = replace(spans[0], text=spans[0].text.lstrip(" \n"))
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip(" \n"))
    return tuple(spans)


def set_notes(galley: Galley, lines: list[Line], cells: int) -> list[Line]:
    """`lines`, and below each one the footnotes that are marked in it and stand open."""
    if not galley.options.open_notes:
        return lines
    out: list[Line] = []
    for line in lines:
        out.append(line)
        for run in line.runs:
            note = galley.table.links[run.link].note if run.link >= 0 else ""
            if note in galley.options.open_notes and note in galley.table.notes and note not in galley.inside:
                galley.inside.add(note)
                out += _open_note(galley, note, cells)
                galley.inside.discard(note)
    return out


def _open_note(galley: Galley, id: str, cells: int) -> list[Line]:
    note = galley.table.notes[id]
    room = cells - 2 if cells - 2 >= NARROWEST else cells
    link, base = galley.link, galley.base
    galley.link, galley.base = galley.table.starts[id], "note-text"
    lines = set_blocks(galley, note.blocks, room)
    galley.link, galley.base = link, base
    way = galley.direction
    sign = line_of(Run(galley.glyphs.note, "bar"), pad(1)) if room < cells else BLANK
    if way == "rtl":
        sign = Line(tuple(reversed(sign.runs)), sign.width)
    return framed(lines, room, sign, sign, way)


def _set_heading(galley: Galley, block: Heading, cells: int) -> list[Line]:
    """Levels 1 and 2 are underlined, heavy and light; the deeper ones carry a sign each."""
    level = min(max(block.level, 1), 6)
    style = f"heading{level}"
    way = galley.way(block.dir, plain(block.text))
    galley.direction = way
    if level <= 2:
        lines = set_text(galley, block.text, cells, way, style)
        if not lines:
            return []
        glyph = galley.glyphs.heavy if level == 1 else galley.glyphs.rule
        longest = max(_inked(line) for line in lines)
        return [
            *lines,
            flush(line_of(Run(glyph * longest, "heading-rule")), cells if way == "rtl" else 0, way),
        ]
    sign = galley.glyphs.headings[level - 3]
    if cells - 2 < NARROWEST:
        return set_text(galley, block.text, cells, way, style)
    lines = set_text(galley, block.text, cells - 2, way, style)
    first = (
        line_of(Run(sign + " ", "heading-sign")) if way == "ltr" else line_of(Run(" " + sign, "heading-sign"))
    )
    return framed(lines, cells - 2, first, line_of(pad(2)), way)


def _inked(line: Line) -> int:
    """Cells of `line` without the padding at its left."""
    if not line.runs:
        return 0
    first = line.runs[0]
    return line.width - (cells_of(first.text) if first.at < 0 and not first.order else 0)


def _set_list(galley: Galley, block: List, cells: int) -> list[Line]:
    way = galley.way(block.dir, _first_text(block))
    galley.direction = way
    count = len(block.items)
    step = -1 if block.reversed else 1
    start = block.start if not block.reversed or block.start != 1 else count
    glyphs = galley.glyphs.bullets
    bullet = glyphs[min(galley.bullets, len(glyphs) - 1)]
    labels = [f"{start + step * n}." if block.ordered else bullet for n in range(count)]
    lead = 2 if cells >= 40 and galley.bullets == 0 else 0
    hang = max((cells_of(label) for label in labels), default=1) + 1
    if cells - lead - hang < NARROWEST:
        lead = 0
    room = cells - lead - hang
    loose = any(sum(not isinstance(part, List) for part in item) > 1 for item in block.items)
    galley.bullets += 1
    lines: list[Line] = []
    for label, item in zip(labels, block.items, strict=True):
        base = galley.keep(label + " ", "")
        if room < NARROWEST:
            its = [line_of(Run(label, "bullet", -1, base)), *set_blocks(galley, item, cells, tight=True)]
        else:
            its = set_blocks(galley, item, room, tight=not loose) or [BLANK]
            its = framed(its, room, _label(label, hang, base, way), line_of(pad(hang)), way)
        if loose and lines:
            lines.append(BLANK)
        lines += its
    galley.bullets -= 1
    return moved_in(lines, cells - lead, lead, way)


def _label(label: str, cells: int, base: int, way: Direction) -> Line:
    """A bullet or number in `cells`, close to its text; its full stop stands towards the text in both directions."""
    gap = cells - cells_of(label) - 1
    if way == "ltr":
        return line_of(pad(gap), Run(label, "bullet", -1, base), pad(1))
    if label.endswith(".") and len(label) > 1:
        text = "." + label[:-1]
        order = (base + len(label) - 1, *range(base, base + len(label) - 1))
        return line_of(pad(1), Run(text, "bullet", -1, base, order), pad(gap))
    return line_of(pad(1), Run(label, "bullet", -1, base), pad(gap))


def _first_text(block: Block) -> str:
    """The first text in `block` that is not empty."""
    return next((text for text in map(plain, inlines(block)) if text.strip()), "")


def _set_quote(galley: Galley, block: Quote, cells: int) -> list[Line]:
    way = galley.way(block.dir, _first_text(block))
    galley.direction = way
    room = cells - 2 if cells - 2 >= NARROWEST else cells
    base, galley.base = galley.base, "quote"
    lines = set_blocks(galley, block.blocks, room)
    cite = plain(block.cite).strip()
    if cite:
        dash = "" if cite[0] in "-–—―" else galley.glyphs.dash + " "
        lines += set_text(galley, (Span(dash), *_trimmed(block.cite)), room, way, "cite")
    galley.base = base
    if room == cells:
        return lines
    if way == "rtl":
        sign = line_of(pad(1), Run(galley.glyphs.bar_rtl, "bar"))
    else:
        sign = line_of(Run(galley.glyphs.bar, "bar"), pad(1))
    return framed(lines, room, sign, sign, way)


def _rule(galley: Galley, cells: int) -> Line:
    """A short line in the middle."""
    size = min(cells, 12)
    return indented(line_of(Run(galley.glyphs.rule * size, "rule")), (cells - size) // 2)


def _set_footnotes(galley: Galley, block: Footnotes, cells: int) -> list[Line]:
    """All notes together, under a short line at the edge, each behind its label."""
    way = galley.way(block.dir, _first_text(block))
    galley.direction = way
    labels = [guard(note.label) or "*" for note in block.notes]
    hang = min(max((cells_of(label) for label in labels), default=1) + 1, 8)
    room = cells - hang
    base, galley.base = galley.base, "note-text"
    rule = line_of(Run(galley.glyphs.rule * min(cells, 8), "rule"))
    lines = [flush(rule, cells, way) if way == "rtl" else rule]
    for label, note in zip(labels, block.notes, strict=True):
        place = galley.keep(label + " ", "")
        if room < NARROWEST or cells_of(label) >= hang:
            lines += [line_of(Run(label, "note-label", -1, place)), *set_blocks(galley, note.blocks, cells)]
            continue
        gap = pad(hang - cells_of(label))
        mark = Run(label, "note-label", -1, place)
        sign = line_of(gap, mark) if way == "rtl" else line_of(mark, gap)
        its = set_blocks(galley, note.blocks, room) or [BLANK]
        lines += framed(its, room, sign, line_of(pad(hang)), way)
    galley.base = base
    return lines


def _set_definitions(galley: Galley, block: Definitions, cells: int) -> list[Line]:
    way = galley.way(block.dir, _first_text(block))
    galley.direction = way
    by = 4 if cells >= 40 else 2 if cells - 2 >= NARROWEST else 0
    lines: list[Line] = []
    for item in block.items:
        if lines:
            lines.append(BLANK)
        lines += set_text(galley, item.term, cells, way, "term")
        lines += moved_in(set_blocks(galley, item.blocks, cells - by), cells - by, by, way)
    return lines


def _set_details(galley: Galley, block: Details, cells: int) -> list[Line]:
    way = galley.way(block.dir, _first_text(block))
    galley.direction = way
    by = 2 if cells - 2 >= NARROWEST else 0
    sign = Run(galley.glyphs.open, "heading-sign")
    head = set_text(galley, block.summary, cells - by, way, "summary")
    if by:
        first = line_of(sign, pad(1)) if way == "ltr" else line_of(pad(1), sign)
        head = framed(head, cells - by, first, line_of(pad(2)), way)
    return head + moved_in(set_blocks(galley, block.blocks, cells - by), cells - by, by, way)
