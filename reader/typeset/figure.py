"""Sets what cannot be drawn in text: images with all that is said of them, players and frames as links."""

from __future__ import annotations

from reader.blocks import JUST_NOW, Figure, Media, Picture, Span, plain
from reader.model import Ink
from reader.text.clean import guard
from reader.typeset.drawing import set_drawing
from reader.typeset.flow import Flow, host_of
from reader.typeset.galley import Galley
from reader.typeset.inking import set_ink
from reader.typeset.lines import Line
from reader.words import retold


def set_figure(galley: Galley, block: Figure, cells: int) -> list[Line]:
    """Each image drawn, where it is to be, and as `[image] alt (host, size)`, then caption and credit; a single image with all of it in one text."""
    caption = galley.flow(block.caption, "figure caption")
    credit = galley.flow(block.credit, "figure credit")
    dash = f" {galley.glyphs.dash} "
    way = galley.way(block.dir, " ".join([*(image.alt for image in block.images), caption.text, credit.text]))
    galley.direction = way
    said = plain(block.caption).strip()
    flows: list[Flow] = []
    for image in block.images:
        flow = Flow()
        if image.gone:
            flow.add(f"[{_gone(galley, image)}]", "figure tag")
            flows.append(flow)
            continue
        flow.add(f"[{galley.options.words.image}]", "figure tag")
        alt = guard(image.alt).strip()
        if alt and alt != said:
            flow.add(" ", "figure")
            flow.add(alt, "figure alt")
        flows.append(flow)
    if len(flows) != 1:
        ends = [_size(galley, image) for image in block.images]
        for flow, end in zip(flows, ends, strict=True):
            _add_end(flow, end)
        flows.append(Flow())
    last = flows[-1]
    for text in (caption, credit):
        if text.text.strip():
            last.add((dash if len(last.text) > _tag(galley) else " ") if last.text else "", "figure")
            last.join(text)
    if len(block.images) == 1:
        _add_end(last, _size(galley, block.images[0]))
    drawings = galley.options.drawings
    lines: list[Line] = []
    for place, flow in enumerate(flows):
        own = block.images[place] if place < len(block.images) else None
        drawn = drawings.get(own.hash) if own is not None and not own.gone else None
        if isinstance(drawn, Ink):
            lines += set_ink(block.images[place].hash, drawn, cells)
        elif drawn is not None:
            lines += set_drawing(drawn, cells)
        if flow.text:
            lines += galley.set(flow, cells, way)
    return lines


def _gone(galley: Galley, image: Picture) -> str:
    words = galley.options.words
    return (
        words.image_hidden
        if image.gone == JUST_NOW
        else words.image_gone.format(why=guard(retold(image.gone)))
    )


def _add_end(flow: Flow, end: str) -> None:
    if end:
        flow.add(" ", "figure")
        flow.isolate(end, "figure host")


def _tag(galley: Galley) -> int:
    return len(galley.options.words.image) + 2


def _size(galley: Galley, image: Picture) -> str:
    """Where `image` would come from, and how big it is: "(host, 800×600)"; nothing of one that is not shown."""
    if image.gone:
        return ""
    parts = [guard(host_of(image.url))] if host_of(image.url) else []
    if image.width and image.height:
        parts.append(f"{image.width}{galley.glyphs.times}{image.height}")
    return f"({', '.join(parts)})" if parts else ""


def set_media(galley: Galley, block: Media, cells: int) -> list[Line]:
    """A player or frame as a link with its host."""
    title = block.title or block.host or block.url
    way = galley.way(block.dir, title)
    flow = Flow()
    flow.add(f"{galley.glyphs.media} ", "media-sign")
    flow.join(galley.flow((Span(title, href=block.url),), "media"))
    if block.host and block.host != title:
        flow.add(" ", "media")
        flow.isolate(f"({guard(block.host)})", "media host")
    return galley.set(flow, cells, way)
