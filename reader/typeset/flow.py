"""From spans to a flow: one string with the looks and links that lie over it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from reader.blocks import Block, Inline, Note, Span
from reader.text.clean import guard_text
from reader.typeset.lines import Link
from reader.typeset.walk import steps

_LOOKS = {
    "b": "strong",
    "i": "emphasis",
    "c": "code",
    "s": "struck",
    "u": "underlined",
    "m": "marked",
    "^": "raised",
    "_": "lowered",
}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ADDRESS = re.compile(r"^(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/:?#].*)?$", re.IGNORECASE)


@dataclass(slots=True)
class Flow:
    """Text with its looks: from `starts[i]` on, up to the next start, it has `styles[i]` and `links[i]`.

    `isolates` are the places, (start, end), of what is ordered by itself (UAX #9, as between FSI and PDI).
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    isolates: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, style: str = "", link: int = -1) -> None:
        if not text:
            return
        if not (self.starts and self.styles[-1] == style and self.links[-1] == link):
            self.starts.append(len(self.text))
            self.styles.append(style)
            self.links.append(link)
        self.text += text

    def isolate(self, text: str, style: str = "", link: int = -1) -> None:
        """Add what Telex puts in (a date, a host): it is ordered by itself, whatever stands around it."""
        start = len(self.text)
        self.add(text, style, link)
        self.isolates.append((start, len(self.text)))

    def join(self, other: Flow) -> None:
        """Add all of `other` at the end."""
        base = len(self.text)
        for start, end, style, link in other.pieces(0, len(other.text)):
            self.add(other.text[start:end], style, link)
        self.isolates += [(base + start, base + end) for start, end in other.isolates]

    def look(self, place: int) -> tuple[str, int]:
        """The style and the link of the character at `place`."""
        index = bisect_right(self.starts, place) - 1
        return self.styles[index], self.links[index]

    def pieces(self, start: int, end: int) -> list[tuple[int, int, str, int]]:
        """The looks over text[start:end], as (start, end, style, link)."""
        out: list[tuple[int, int, str, int]] = []
        index = bisect_right(self.starts, start) - 1
        while start < end:
            after = self.starts[index + 1] if index + 1 < len(self.starts) else end
            stop = min(after, end)
            out.append((start, stop, self.styles[index], self.links[index]))
            start = stop
            index += 1
        return out


class LinkTable:
    """The links of an article in reading order, numbered.

    Links are found before any line is set, so their numbers do not depend on which part is set first. `notes` gives each
    footnote by its id, `starts` the number of the first link in it; the first of a double id counts.
    """

    def __init__(self, numbered: bool, small: bool = True) -> None:
        self.links: list[Link] = []
        self.notes: dict[str, Note] = {}
        self.starts: dict[str, int] = {}
        self.numbered = numbered
        self.small = small

    def take(self, block: Block, cells: int) -> int:
        """Number the links of `block`; gives about how many lines it will take at `cells`, at least 1."""
        lines = 0
        room = max(1, cells - 4)
        for step in steps(block):
            if isinstance(step, Note):
                self.notes.setdefault(step.id, step)
                self.starts.setdefault(step.id, len(self.links))
                continue
            size = 0
            linked = False
            for span in step:
                size += len(span.text)
                linked = linked or bool(span.href or span.note)
            if linked:
                links_of(step, self)
            lines += size // room + 1 if size else 0
        return lines or 1

    def add(self, text: str, href: str = "", note: str = "") -> int:
        """The number of a new link."""
        index = len(self.links)
        self.links.append(Link(index, text, href, host_of(href), note))
        return index


def host_of(href: str) -> str:
    """The host an address leads to, "" where it has none that can be read."""
    try:
        return urlsplit(href).hostname or ""
    except ValueError:
        return ""


def disagrees(text: str, host: str) -> bool:
    """Whether `text` looks like an address of another host than the one it leads to."""
    found = _ADDRESS.match(text.strip())
    return bool(found and host) and _bare(found[1] if found else "") != _bare(host)


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")


def flow_of(inline: Inline, style: str, table: LinkTable, first: int) -> tuple[Flow, int]:
    """`inline` as a flow over the base look `style`, and the number of the link that comes after it.

    `first` is the number of its first link in `table`. Raised and lowered digits become their Unicode forms.
    """
    flow = Flow()
    link = first
    for spans, linked in _groups(inline):
        for span in spans:
            flow.add(
                _shown(span, table.small),
                _look(span, style),
                link if linked else -1,
            )
        if not linked:
            continue
        known = table.links[link]
        if disagrees(known.text, known.host):
            flow.add(" ", style, link)
            flow.isolate(f"[{known.host}]", f"{style} host".strip(), link)
        if table.numbered and known.href:
            flow.add(" ", style, link)
            flow.isolate(f"[{link + 1}]", f"{style} number".strip(), link)
        link += 1
    return flow, link


def links_of(inline: Inline, table: LinkTable) -> None:
    """Number the links of `inline`."""
    for spans, linked in _groups(inline):
        if linked:
            note = spans[0].note
            text = "".join(guard_text(span.text) for span in spans)
            table.add(text.strip(), "" if note else spans[0].href, note)


def _groups(inline: Inline) -> list[tuple[list[Span], bool]]:
    """Neighbouring spans of one address or one footnote together, and whether they are a link: blanks alone are none."""
    groups: list[tuple[list[Span], bool]] = []
    target = ("", "")
    for span in inline:
        its = (span.href, span.note)
        if groups and its == target:
            spans, linked = groups[-1]
            spans.append(span)
        else:
            spans, linked = [span], False
            groups.append((spans, linked))
            target = its
        groups[-1] = (spans, linked or (its != ("", "") and bool(span.text.strip())))
    return groups


def _shown(span: Span, small: bool) -> str:
    """The text of `span`, guarded; digits that it raises or lowers as small ones, or behind a sign without `small`."""
    text = guard_text(span.text)
    if span.note and not text.startswith(("[", "(")):
        return _small(text, _RAISED) if small else f"[{text}]"
    table = _RAISED if "^" in span.marks else _LOWERED if "_" in span.marks else {}
    if small or not text.isascii() or not text.isdigit():
        return _small(text, table)
    return f"{'^' if '^' in span.marks else '_' if table else ''}{text}"


def _look(span: Span, style: str) -> str:
    names = [style] if style else []
    names += [_LOOKS[mark] for mark in span.marks if mark in _LOOKS]
    if span.note:
        names.append("note")
    elif span.href:
        names.append("link")
    return " ".join(names)


def _small(text: str, table: dict[int, int]) -> str:
    """`text` in raised or lowered signs, or as it is where one of them is missing."""
    return text.translate(table) if all(ord(char) in table for char in text) else text
