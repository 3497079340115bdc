"""An article's blocks without page furniture; what furniture says of author, paper and day is read first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.blocks import Block, Figure, Heading, Inline, List, Paragraph, Quote, Span, plain
from reader.parse.byline import byline_in
from reader.parse.dates import parse_date
from reader.parse.furniture import invites, is_furniture, leads_elsewhere

_PUBLISHED = re.compile(
    r"^(?:publié\s+(?:dans|par)|published\s+(?:in|by)|publicado\s+(?:en|por)|نشر(?:ت)?\s+في)\s+(?P<paper>.{1,80}?)\s+"
    r"(?:le|on|el|يوم|بتاريخ)\s+(?P<day>\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4})\s*\.?$",
    re.IGNORECASE,
)
_LONGEST_LEAD = 240
_LONGEST_LABEL = 60
_ENDS = 3


@dataclass(frozen=True, slots=True)
class Tidied:
    """The blocks that stay, and what the furniture said; "" or None where it said nothing."""

    blocks: tuple[Block, ...]
    byline: str = ""
    paper: str = ""
    published: int | None = None


def published_line(line: str) -> tuple[str, int | None] | None:
    """Paper and day in a line like "Publié dans L'Écho le 17 - 01 - 2022", None for any other line."""
    found = _PUBLISHED.match(line.strip())
    if found is None:
        return None
    return found["paper"].strip(), parse_date(re.sub(r"\s", "", found["day"]), language="fr")


def tidy(blocks: Sequence[Block], *, author: str = "") -> Tidied:
    """`blocks` without furniture and without images that stand twice with one caption. A byline leaves the text at its start or end; `author` is one known already."""
    kept: list[Block] = []
    shown: set[Figure] = set()
    paper, published = "", None
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            lines = []
            for line in _lines(block.text):
                said = published_line(plain(line))
                if said is not None:
                    paper, published = paper or said[0], published or said[1]
                elif not _goes(line, block):
                    lines.append(line)
            text = _joined(lines)
            if text == block.text:
                kept.append(block)
            elif text and isinstance(block, Paragraph):
                kept.append(Paragraph(text=text, dir=block.dir, lang=block.lang))
            elif text and isinstance(block, Heading):
                kept.append(Heading(level=block.level, text=text, dir=block.dir, lang=block.lang))
        elif isinstance(block, List) and _only_furniture(block):
            continue
        elif not (isinstance(block, Figure) and block.caption):
            kept.append(block)
        elif block not in shown:
            shown.add(block)
            kept.append(block)
    kept = _without_leads(kept)
    byline, kept = _byline(kept, author)
    return Tidied(tuple(kept), byline, paper, published)


def _lines(text: Inline) -> list[Inline]:
    """`text` split at its line breaks."""
    lines: list[list[Span]] = [[]]
    for span in text:
        first, *rest = span.text.split("\n")
        if first:
            lines[-1].append(_like(span, first))
        for part in rest:
            lines.append([_like(span, part)] if part else [])
    return [tuple(line) for line in lines if line]


def _like(span: Span, text: str) -> Span:
    return span if span.text == text else Span(text, span.marks, span.href, span.note)


def _joined(lines: list[Inline]) -> Inline:
    out: list[Span] = []
    for line in lines:
        if out:
            out[-1] = _like(out[-1], out[-1].text.rstrip(" ") + "\n")
        for span in line:
            if out and (out[-1].marks, out[-1].href, out[-1].note) == (span.marks, span.href, span.note):
                out[-1] = _like(span, out[-1].text + span.text)
            else:
                out.append(span)
    return tuple(out)


def _goes(line: Inline, block: Paragraph | Heading) -> bool:
    text = plain(line)
    if is_furniture(text):
        return True
    if len(text) > _LONGEST_LEAD:
        return False
    if leads_elsewhere(text):
        return True
    linked = sum(len(span.text) for span in line if span.href)
    return 2 * linked > len(text) and invites(text)


def _only_furniture(block: List) -> bool:
    """A list of nothing but sharing and reading-on."""
    texts = [plain(inner.text) for item in block.items for inner in item if isinstance(inner, Paragraph)]
    return bool(texts) and len(texts) == sum(map(len, block.items)) and all(map(is_furniture, texts))


def _without_leads(blocks: list[Block]) -> list[Block]:
    """Without short headings at the end, under which nothing is left."""
    while blocks and isinstance(last := blocks[-1], Heading) and _is_label(plain(last.text)):
        blocks.pop()
    return blocks


def _is_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and not text.rstrip().endswith((".", "!", "?", "؟", "…", "»", "”"))


def _byline(blocks: list[Block], author: str) -> tuple[str, list[Block]]:
    """The byline at the end or the start of the text, and the blocks without it."""
    texts = [place for place, block in enumerate(blocks) if isinstance(block, Paragraph)]
    if len(texts) < 2:
        return "", blocks
    for place in dict.fromkeys((*reversed(texts[-_ENDS:]), *texts[:_ENDS])):
        block = blocks[place]
        if not isinstance(block, Paragraph):
            continue
        lines = _lines(block.text)
        at_end = place in texts[-_ENDS:] and all(
            isinstance(later, Figure | Quote) or len(plain(later.text)) < 60
            for later in blocks[place + 1 :]
            if isinstance(later, Paragraph | Figure | Quote)
        )
        for index in (len(lines) - 1, 0):
            line = plain(lines[index]).strip()
            name = byline_in(line, last=at_end and index == len(lines) - 1)
            if not name and author and _same(line, author):
                name = author
            if not name:
                continue
            rest = _joined(lines[:index] + lines[index + 1 :])
            if rest:
                after: list[Block] = [Paragraph(text=rest, dir=block.dir, lang=block.lang)]
            else:
                after = []
            return name, blocks[:place] + after + blocks[place + 1 :]
    return "", blocks


def _same(line: str, author: str) -> bool:
    def key(text: str) -> str:
        return re.sub(r"[\W_]+", "", text).casefold()

    return bool(key(line)) and key(line) == key(author)
