"""Tables: real ones become rows and cells, layout tables and line-numbered code become what they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.blocks import Code, Figure, Inline, Paragraph, Picture, Span, Table
from reader.parse.inline import joined
from reader.parse.listings import code_language, code_text, is_line_number
from reader.parse.walk import FLUSH, SKIP, Leave, Walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NUMBER_CELLS = "td[data-line-number], td.gutter, td.linenos, td.blob-num, td.rouge-gutter, td.lineno"
_CODE_TABLE = re.compile(
    r"\b(?:highlight(?:table)?|codetable|code|blob|syntaxhighlighter|rouge-table)\b", re.IGNORECASE
)
_DATA = frozenset(("data", "data-table", "datatable", "wikitable", "table-data"))
_NUMBER = re.compile(r"[^\w\s]{0,2}\d[\d\s.,:/]{0,20}[^\w\s]{0,2}")
_LONGEST_CELL = 400
_WIDEST = 200
_LARGEST = 20_000
_APART = "h1, h2, h3, h4, h5, h6, blockquote, figure, pre, hr, iframe, form, article, section, p + p, dl"


def enter_table(walk: Walk, node: LexborNode) -> Leave | None:
    walk.flush()
    if walk.flat:
        return FLUSH
    code = _numbered_code(node)
    rows = _rows(node) if code is None else []
    if code is None and not _is_data(node, rows):
        return FLUSH
    caption: Inline = ()
    for child in node.iter():
        if child.tag == "caption":
            caption = joined(caption, walk.inline(child)[0])
    if code is not None:
        if caption:
            walk.add(Paragraph(text=caption, dir=walk.dir, lang=walk.lang))
        walk.add(code)
        return SKIP
    table, pictures = _table(walk, rows, caption)
    if table is None:
        return FLUSH
    walk.frame.blocks.append(table)
    walk.frame.blocks.extend(Figure(images=(picture,), dir=walk.dir, lang=walk.lang) for picture in pictures)
    return SKIP


def _rows(table: LexborNode) -> list[tuple[LexborNode, list[LexborNode], bool]]:
    """Rows of `table` itself, not of tables in it: the element, its cells, whether it stands in `thead`."""
    out: list[tuple[LexborNode, list[LexborNode], bool]] = []
    for part in table.iter():
        if part.tag == "tr":
            out.append((part, _cells(part), False))
        elif part.tag in ("thead", "tbody", "tfoot"):
            head = part.tag == "thead"
            out.extend((row, _cells(row), head) for row in part.iter() if row.tag == "tr")
    return out


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _is_data(table: LexborNode, rows: list[tuple[LexborNode, list[LexborNode], bool]]) -> bool:
    """Whether `table` relates things to each other, rather than placing them on the page."""
    attributes = table.attributes
    if attributes.get("role") in ("presentation", "none"):
        return False
    cells = [cell for _, row, _ in rows for cell in row]
    if not cells or len(cells) > _LARGEST:
        return False
    if table.css_first("td table, th table") is not None:
        return False
    widest = max(len(row) for _, row, _ in rows)
    if not _DATA.isdisjoint((attributes.get("class") or "").lower().split()):
        return True
    if any(cell.tag == "th" for cell in cells) or any(
        part.tag in ("thead", "caption") for part in table.iter()
    ):
        return len(cells) > 1
    if widest < 2 or table.css_first(_APART) is not None:
        return False
    if len(rows) < 2:
        return 2 * sum(_NUMBER.fullmatch(cell.text().strip()) is not None for cell in cells) > widest
    return all(len(cell.text()) <= _LONGEST_CELL for cell in cells)


def _table(
    walk: Walk, rows: list[tuple[LexborNode, list[LexborNode], bool]], caption: Inline
) -> tuple[Table | None, list[Picture]]:
    pictures: list[Picture] = []
    grid: list[list[Inline]] = []
    headed: list[bool] = []
    aligns: dict[int, list[str]] = {}
    below: dict[int, int] = {}
    for _, cells, in_head in rows:
        line: list[Inline] = []
        taken, below = below, {}
        column = 0
        for cell in cells:
            while taken.get(column, 0):
                line.append(())
                below[column] = taken[column] - 1
                column += 1
            text, images = walk.inline(cell)
            if images and not text:
                text = _alts(images)
            pictures.extend(images)
            attributes = cell.attributes
            wide = min(_number(attributes.get("colspan")), _WIDEST - column)
            tall = _number(attributes.get("rowspan"))
            if cell.tag == "td":
                aligns.setdefault(column, []).append(_align(attributes))
            for offset in range(max(wide, 1)):
                line.append(text if offset == 0 else ())
                if tall > 1:
                    below[column] = tall - 1
                column += 1
            if column >= _WIDEST:
                break
        for later in sorted(taken):
            if later >= column and taken[later]:
                while len(line) < later:
                    line.append(())
                line.append(())
                below[later] = taken[later] - 1
        if any(line):
            grid.append(line)
            headed.append(in_head or (len(cells) > 1 and all(cell.tag == "th" for cell in cells)))
    if sum(bool(cell) for line in grid for cell in line) < 2:
        return None, pictures
    columns = max(len(line) for line in grid)
    full = [tuple(line + [()] * (columns - len(line))) for line in grid]
    header: tuple[Inline, ...] = ()
    if headed[0] and len(full) > 1:
        header = full.pop(0)
    sides = tuple(_common(aligns.get(column, [])) for column in range(columns))
    return (
        Table(
            rows=tuple(full),
            header=header,
            caption=caption,
            aligns=sides if any(sides) else (),
            dir=walk.dir,
            lang=walk.lang,
        ),
        pictures,
    )


def _alts(images: tuple[Picture, ...]) -> Inline:
    words = [image.alt for image in images if image.alt]
    return (Span(" ".join(words)),) if words else ()


def _number(value: str | None) -> int:
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _align(attributes: dict[str, str | None]) -> str:
    side = (attributes.get("align") or "").lower()
    style = (attributes.get("style") or "").replace(" ", "").lower()
    for name in ("left", "right", "center"):
        if side == name or f"text-align:{name}" in style:
            return name
    return ""


def _common(sides: list[str]) -> str:
    """The side that more than half of a column's cells name."""
    for name in ("right", "center", "left"):
        if 2 * sides.count(name) > len(sides):
            return name
    return ""


def _numbered_code(table: LexborNode) -> Code | None:
    """The code in a table whose first column holds line numbers, else None."""
    numbers = table.css(_NUMBER_CELLS)
    if numbers:
        if not all("data-line-number" in cell.attributes or is_line_number(cell) for cell in numbers):
            return None
    elif not _CODE_TABLE.search(table.attributes.get("class") or "") or table.css_first("pre, code") is None:
        return None
    lines: list[str] = []
    for row in table.css("tr"):
        for cell in _cells(row):
            if "data-line-number" in cell.attributes or is_line_number(cell):
                continue
            text = code_text(cell)
            if text.strip() or cell.css_first("pre") is None:
                lines.append(text.strip("\n"))
    if not any(line.strip() for line in lines):
        return None
    return Code(text="\n".join(lines), language=code_language(table))
