"""Images, and figures with caption and credit. Players and frames: `media`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category

from reader.blocks import Block, Figure, Inline, Paragraph, Picture, Quote, Table, plain
from reader.parse.inline import joined
from reader.parse.links import resolve
from reader.parse.walk import FLUSH, SKIP, Leave, Walk
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LAZY = (
    "data-src", "data-lazy-src", "data-original", "data-full-src", "data-hi-res-src", "data-image", "data-url",
    "data-original-src", "data-lazy", "data-orig-file",
)  # fmt: skip
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.\-])(?:blank|placeholder|spacer|transparent|pixel|1x1|lazy|loading|grey|gray|clear|empty|pix)"
    r"[\w\-]*\.(?:gif|png|svg|jpe?g|webp)(?:$|\?)",
    re.IGNORECASE,
)
_FILE = re.compile(r"^[^\s,]+\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
_EMOJI = re.compile(r"\b(?:emoji|wp-smiley|smiley|emoticon|twemoji)\b", re.IGNORECASE)
_FORMULA = re.compile(r"\b(?:latex|tex|mathtex|mwe-math-fallback-image-(?:inline|display))\b")
_CREDIT = re.compile(
    r"(?:^|[\s_\-])(?:credits?|copyright|copyrights|photographer|photo-?credit|image-?credit|courtesy|rights|auteur-photo)"
    r"(?:$|[\s_\-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:^|[\s_\-])(?:caption|legende?|wp-caption-text|caption-text|pie-de-foto)(?:$|[\s_\-])|(?-i:[a-z]Caption)(?:$|[\s_\-])",
    re.IGNORECASE,
)
SMALL = 2
"""Images and frames of so many pixels only count readers."""
_LONGEST_CAPTION = 400
_LONGEST_EMOJI = 8
_OF_EMOJI = frozenset(("So", "Sk", "Cf", "Mn", "Cn"))


def picture_of(node: LexborNode, base: str) -> Picture | None:
    """The image that an `img` names, also where it waits in a lazy-loading attribute; None for counters and blanks."""
    attributes = node.attributes
    width, height = pixels(attributes.get("width")), pixels(attributes.get("height"))
    if 0 < width <= SMALL or 0 < height <= SMALL:
        return None
    url = _best_address(node, attributes, base)
    if not url:
        return None
    return Picture(url=url, alt=clean_line(attributes.get("alt") or ""), width=width, height=height)


def _best_address(node: LexborNode, attributes: dict[str, str | None], base: str) -> str:
    source = resolve(attributes.get("src"), base)
    stands_in = source.endswith(".svg") or "lazy" in (attributes.get("class") or "")
    if source and not stands_in and not _PLACEHOLDER.search(source):
        return source
    for name in _LAZY:
        if (value := attributes.get(name)) and (url := resolve(value, base)):
            return url
    for name, value in attributes.items():
        if (
            name.startswith("data-")
            and "src" in name
            and _FILE.search(value or "")
            and (url := resolve(value, base))
        ):
            return url
    for name in _LAZY_SETS:
        if (value := attributes.get(name)) and (url := resolve(_largest(value), base)):
            return url
    parent = node.parent
    if parent is not None and parent.tag == "picture":
        for other in parent.iter():
            if other.tag == "source":
                more = other.attributes
                if url := resolve(_largest(more.get("srcset") or more.get("data-srcset") or ""), base):
                    return url
    return source if stands_in and not _PLACEHOLDER.search(source) else ""


def _largest(srcset: str) -> str:
    """The address with the greatest width or density in a `srcset`."""
    best, most = "", -1.0
    for candidate in re.split(r",\s+|,(?=https?:|//|/)", srcset.strip()):
        words = candidate.split()
        if not words:
            continue
        try:
            size = float(words[1][:-1]) if len(words) > 1 else 1.0
        except ValueError:
            size = 0.0
        if size > most:
            best, most = words[0].rstrip(","), size
    return best


def pixels(value: str | None) -> int:
    """A width or height in pixels, 0 where it is missing or no whole number."""
    digits = (value or "").strip().removesuffix("px").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


def enter_picture(walk: Walk, node: LexborNode) -> Leave | None:
    """An `img`: a figure of its own, a picture of the open figure, or, for emoji and formulas, text."""
    attributes = node.attributes
    alt = attributes.get("alt") or ""
    classes = attributes.get("class") or ""
    if alt and (_EMOJI.search(classes) or "data-emoji" in attributes or _is_emoji(alt)):
        walk.run.add(alt[:40])
        return SKIP
    if classes and alt and _FORMULA.search(classes):
        from reader.parse.maths import tex_to_text

        walk.run.add(tex_to_text(alt))
        return SKIP
    picture = picture_of(node, walk.source.base)
    if picture is None:
        return SKIP
    if walk.flat:
        walk.later.append(Figure(images=(picture,), dir=walk.dir, lang=walk.lang))
        return SKIP
    if walk.frame.kind == "figure":
        if all(picture.url != other.url for other in walk.frame.pictures):
            walk.frame.pictures.append(picture)
        return SKIP
    blocks = walk.later or walk.frame.blocks
    last = blocks[-1] if blocks else None
    if isinstance(last, Figure) and not last.caption and picture.url == last.images[-1].url:
        return SKIP  # the same image again, for readers without scripts
    walk.beside(Figure(images=(picture,), dir=walk.dir, lang=walk.lang))
    return SKIP


def _is_emoji(alt: str) -> bool:
    return len(alt) <= _LONGEST_EMOJI and all(category(sign) in _OF_EMOJI for sign in alt)


def enter_figure(walk: Walk, node: LexborNode) -> Leave | None:
    walk.flush()
    if walk.open("figure") is None:
        return FLUSH
    return (_leave_figure, None)


def _leave_figure(walk: Walk, _: None) -> None:
    """A figure of images; or its one table, quote or player with the caption given to it; or what else it holds."""
    frame = walk.close()
    blocks, caption, credit = frame.blocks, frame.head, frame.tail
    out = walk.frame.blocks
    if frame.pictures:
        if blocks and not caption and all(isinstance(block, Paragraph) for block in blocks):
            caption, blocks = _as_caption(blocks)
        out.append(
            Figure(images=tuple(frame.pictures), caption=caption, credit=credit, dir=walk.dir, lang=walk.lang)
        )
        out.extend(blocks)
        return
    inner, rest = blocks[:1], blocks[1:]
    if (
        rest
        and not caption
        and isinstance(blocks[0], Figure)
        and not blocks[0].caption
        and all(isinstance(block, Paragraph) for block in rest)
    ):
        caption, rest = _as_caption(rest)
        blocks = [*inner, *rest]
    words = joined(caption, credit)
    if len(blocks) == 1 and words:
        (only,) = blocks
        if isinstance(only, Table) and not only.caption:
            blocks = [_with(only, "caption", words)]
            words = ()
        elif isinstance(only, Quote) and not only.cite:
            blocks = [_with(only, "cite", words)]
            words = ()
        elif isinstance(only, Figure) and not only.caption:
            blocks = [_with(_with(only, "caption", caption), "credit", credit)]
            words = ()
    out.extend(blocks)
    if words:
        out.append(Paragraph(text=words, dir=walk.dir, lang=walk.lang))


def _as_caption(blocks: list[Block]) -> tuple[Inline, list[Block]]:
    """The paragraphs under an image as its caption, where they are short enough to be one."""
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    if sum(len(plain(text)) for text in texts) > _LONGEST_CAPTION:
        return (), blocks
    words: Inline = ()
    for text in texts:
        words = joined(words, text)
    return words, []


def _with(block: Table | Quote | Figure, name: str, value: Inline) -> Table | Quote | Figure:
    import msgspec

    return msgspec.structs.replace(block, **{name: value})


def is_caption(walk: Walk, node: LexborNode) -> bool:
    """Whether `node`, no `figcaption`, is the caption of the image before it by its class."""
    if walk.flat or not _CAPTION.search(node.attributes.get("class") or ""):
        return False
    if walk.frame.kind == "figure":
        return bool(walk.frame.pictures)
    return bool(_figure_before(walk)) and node.css_first("img, table, iframe, video") is None


def is_captioned(walk: Walk, node: LexborNode) -> bool:
    """Whether `node`, no `figure`, holds an image and its caption by its class."""
    if walk.flat or not _CAPTION.search(node.attributes.get("class") or ""):
        return False
    return node.css_first("img") is not None and len(node.text()) <= _LONGEST_CAPTION


def is_credit(walk: Walk, node: LexborNode) -> bool:
    """Whether `node` names who made the image, inside or right after a caption."""
    classes = node.attributes.get("class") or ""
    if not classes or not _CREDIT.search(classes):
        return False
    if walk.frame.kind == "figure":
        return bool(walk.frame.pictures)
    return not walk.flat and _figure_before(walk) is not None


def _figure_before(walk: Walk) -> Figure | None:
    if walk.run.texts:
        return None
    blocks = walk.later or walk.frame.blocks
    last = blocks[-1] if blocks else None
    return last if isinstance(last, Figure) else None


def enter_caption(walk: Walk, node: LexborNode) -> Leave | None:
    """A caption or credit, given to the open figure or to the image right before."""
    if walk.flat:
        if walk.frame.kind == "figure" and is_credit_class(node):
            return (_leave_inner_credit, walk.run.take())  # two texts out of one
        walk.flush()
        return FLUSH
    in_figure = walk.frame.kind == "figure"
    if not in_figure and _figure_before(walk) is None:
        walk.flush()
        return SKIP if node.mem_id in walk.source.captions else FLUSH
    walk.flatten()
    return (_leave_caption, is_credit_class(node))


def is_credit_class(node: LexborNode) -> bool:
    """Whether the class of `node` alone says that it is a credit."""
    return bool(_CREDIT.search(node.attributes.get("class") or ""))


def _leave_inner_credit(walk: Walk, before: Inline) -> None:
    credit = walk.run.take()
    frame = walk.frame
    frame.tail = joined(frame.tail, credit)
    if before:
        for span in before:
            look = walk.run.look
            walk.run.look = (span.marks, span.href, span.note)
            walk.run.put(span.text)
            walk.run.look = look
        walk.run.put(" ")


def _leave_caption(walk: Walk, credit: bool) -> None:
    text = walk.taken()
    if not text:
        walk.flush()
        return
    frame = walk.frame
    if frame.kind == "figure":
        if credit:
            frame.tail = joined(frame.tail, text)
        else:
            frame.head = joined(frame.head, text)
        return
    blocks = frame.blocks
    last = blocks[-1] if blocks else None
    if isinstance(last, Figure):
        name = "credit" if credit else "caption"
        blocks[-1] = _with(last, name, joined(getattr(last, name), text))
    else:
        blocks.append(Paragraph(text=text, dir=walk.dir, lang=walk.lang))
    walk.flush()
