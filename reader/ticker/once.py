"""The ticker as one line for status bars: plain, or coloured in the ways of tmux and of terminals (ECMA-48 SGR)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reader.model import Headline
from reader.text.cells import cut
from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.text.hue import hue
from reader.ticker.lap import Item, Lap, choose, split
from reader.ticker.pool import Pool
from reader.ticker.strip import Bit, Dress, parts_of, shape

FORMATS = ("plain", "tmux", "ansi")

_LEAST = 24
"""Cells below which a headline is not begun any more behind another one."""

_HUES = ("cyan", "green", "magenta", "yellow", "blue", "red")
_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_LOOKS = {
    "breaking": ("red", "bold"),
    "breaking-title": ("", "bold"),
    "source": ("", "bold"),
    "more": ("yellow", ""),
    "age": ("", "dim"),
    "separator": ("", "dim"),
}
"""Colour and attribute of each look; a source has a colour of its own."""
_ATTRIBUTES = {"bold": "1", "dim": "2"}


def once(
    pool: Pool,
    width: int,
    now: int,
    dress: Dress | None = None,
    items: int = 12,
    form: str = "plain",
    colours: bool = True,
) -> str:
    """The next headlines in exactly `width` cells, those of the first one's direction; a cut one ends with "…".

    An empty line of that width where there is nothing to show. `form` is one of `FORMATS`; without `colours` those that
    have any are bold and dim only.
    """
    dress = dress or Dress()
    lap = _lap(pool, now, items)
    if width <= 0 or lap is None:
        return " " * max(width, 0)
    bits = _filled(lap.items, width, now, dress)
    gap = Bit(" " * (width - sum(cells_of(bit.text) for bit in bits)), "blank")
    if lap.direction == "rtl":
        bits = [gap, *(reversed(bits) if dress.rtl == "app" else bits)]
    else:
        bits.append(gap)
    write = _WRITERS[form]
    return "".join(write(guard(bit.text), *_look(bit, lap.items, colours)) for bit in bits if bit.text)


def begun(pool: Pool, width: int, now: int, dress: Dress | None = None, items: int = 12) -> list[Headline]:
    """The headlines of that line, in reading order; of the last one it may hold only the beginning."""
    lap = _lap(pool, now, items)
    if width <= 0 or lap is None:
        return []
    bits = _filled(lap.items, width, now, dress or Dress())
    return [item.headline for item in lap.items[: 1 + max(bit.item for bit in bits)]]


def _lap(pool: Pool, now: int, items: int) -> Lap | None:
    laps = split(choose(pool.headlines, now, items, as_of=pool.as_of, urgent=pool.urgent))
    return laps[0] if laps else None


def _filled(items: Iterable[Item], width: int, now: int, dress: Dress) -> list[Bit]:
    """The parts of as many headlines as fit, in reading order."""
    bits: list[Bit] = []
    room = width
    for index, item in enumerate(items):
        parts = [(f"  {dress.separator}  ", "separator"), *parts_of(item, now, dress)][not bits :]
        shown = [Bit(shape(text, item.direction, dress), style, index) for text, style in parts]
        cells = sum(cells_of(bit.text) for bit in shown)
        if cells <= room:
            bits += shown
            room -= cells
            continue
        if not bits or room >= _LEAST:
            bits += _cut(parts, room, item, index, dress)
        break
    return bits


def _cut(parts: list[tuple[str, str]], room: int, item: Item, index: int, dress: Dress) -> list[Bit]:
    """The first `room` cells of a headline, the last of them a sign that it goes on."""
    bits: list[Bit] = []
    for text, style in parts:
        piece = shape(text, item.direction, dress)
        if cells_of(piece) >= room:
            piece = shape(cut(text, room - 1) + "…", item.direction, dress)
            return [*bits, Bit(piece, style, index)]
        room -= cells_of(piece)
        bits.append(Bit(piece, style, index))
    return bits


def _look(bit: Bit, items: tuple[Item, ...], colours: bool) -> tuple[str, str]:
    colour, attribute = _LOOKS.get(bit.style, ("", ""))
    if bit.style == "source":
        colour = _HUES[hue(items[bit.item].headline.source) - 1]
    return colour if colours else "", attribute


def _plain(text: str, colour: str, attribute: str) -> str:
    return text


def _tmux(text: str, colour: str, attribute: str) -> str:
    """As a tmux format: a style is `#[...]`, the sign itself is doubled."""
    text = text.replace("#", "##")
    style = ",".join(part for part in (colour and f"fg={colour}", attribute) if part)
    return f"#[{style}]{text}#[default]" if style else text


def _ansi(text: str, colour: str, attribute: str) -> str:
    codes = [code for code in (_ATTRIBUTES.get(attribute), colour and f"3{_COLOURS.index(colour)}") if code]
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if codes else text


_WRITERS: dict[str, Callable[[str, str, str], str]] = {"plain": _plain, "tmux": _tmux, "ansi": _ansi}
