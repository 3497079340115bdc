"""How an article is to be set: widths, what is open, the glyphs, and the words that Telex itself puts in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.model import Drawing, Ink
from reader.text.bidi import Shaping


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs that typesetting draws with. Each is one cell wide; `bullets` by depth, `headings` by level from 3.

    `small` writes raised and lowered digits as such.
    """

    bar: str = "▎"
    bar_rtl: str = "▕"
    rule: str = "─"
    heavy: str = "━"
    column: str = "│"
    cross: str = "┼"
    bullets: str = "•◦▪‣"
    headings: str = "◆◇▪▫"
    note: str = "┊"
    open: str = "▾"
    media: str = "▶"
    more: str = "›"
    less: str = "‹"
    turn: str = "↪"
    dot: str = "·"
    dash: str = "—"
    out: str = "↗"
    out_rtl: str = "↖"
    times: str = "×"
    small: bool = True


UNICODE = Glyphs()
QUIET = Glyphs(bar=" ", bar_rtl=" ", rule=" ", heavy=" ", column=" ", cross=" ", note=" ")
"""No lines: for ears."""

ASCII = Glyphs(
    bar="|",
    bar_rtl="|",
    rule="-",
    heavy="=",
    column="|",
    cross="+",
    bullets="*-+*",
    headings="#=-.",
    note=":",
    open="v",
    media=">",
    more=">",
    less="<",
    turn="\\",
    dot="-",
    dash="-",
    out=">",
    out_rtl="<",
    times="x",
    small=False,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What typesetting says in the person's language. Braces are filled in by name; `{age}` is short: "3h", "2d"."""

    ago: str = "{age} ago"
    minutes: str = "{n} min"
    updated: str = "updated {date}"
    seen: str = "as of {date}"
    excerpt: str = "Excerpt only: the paper sends no more than this."
    full: str = "whole text of {date}"
    raw: str = "source"
    pay: str = "Only subscribers can read the whole text at its page."
    consent: str = "Its page asks for consent before it shows the whole text."
    source: str = "Read at the source"
    image: str = "image"
    image_hidden: str = "hidden image"
    image_gone: str = "hidden image: {why}"
    attached: str = "Attached"
    also: str = "Also in"
    untitled: str = "(no title)"


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that changes how an article is set, its width apart.

    `measure` is the widest text line in cells. `now` (Unix seconds) dates the article's age; None leaves the age out.
    `locale` is the tag dates are written in, `dates` "locale" or "iso", `zone` None for the machine's own.
    `rtl` is "app" (Telex puts right-to-left text in visual order, its letters joined by `shaping`), "terminal" or "off"
    (logical order).
    `harakat` keeps the vowel signs of Arabic. `wrap_code` wraps code with a visible turn sign; else lines are cut with a
    mark and `pan` cells are scrolled off. `open_notes` are the ids of footnotes that stand open in place.
    `drawings` are images that are drawn above their words, by their hash.
    `numbered` puts the number of each link behind it, for plain output.
    """

    measure: int = 72
    now: int | None = None
    locale: str = "en"
    dates: str = "locale"
    zone: datetime.tzinfo | None = None
    rtl: str = "app"
    shaping: Shaping = "ligatures"
    harakat: bool = True
    wrap_code: bool = False
    pan: int = 0
    open_notes: frozenset[str] = frozenset()
    numbered: bool = False
    header: bool = True
    drawings: Mapping[str, Drawing | Ink] = field(default_factory=dict)
    glyphs: Glyphs = UNICODE
    words: Words = Words()
