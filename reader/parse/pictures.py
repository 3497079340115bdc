"""Images, figures with caption and credit, players and frames of other sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from reader.blocks import Block, Figure, Inline, Media, Paragraph, Picture, Quote, Span, Table, plain
from reader.parse.links import host_of, resolve
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
_EMOJI = re.compile(r"\b(?:emoji|wp-smiley|smiley|emoticon|twemoji)\b", re.IGNORECASE)
_FORMULA = re.compile(r"\b(?:latex|tex|mathtex|mwe-math-fallback-image-(?:inline|display))\b")
_CREDIT = re.compile(
    r"(?:^|[\s_\-])(?:credits?|copyright|copyrights|photographer|photo-?credit|image-?credit|courtesy|rights|auteur-photo)"
    r"(?:$|[\s_\-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:^|[\s_\-])(?:caption|legende?|wp-caption-text|caption-text|pie-de-foto)(?:$|[\s_\-])", re.IGNORECASE
)
_SMALL = 2
_LONGEST_CAPTION = 400
_ICON = 32


def picture_of(node: LexborNode, base: str) -> Picture | None:
    """The image that an `img` names, also where it waits in a lazy-loading attribute; None for counters and blanks."""
    attributes = node.attributes
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if 0 < width <= _SMALL or 0 < height <= _SMALL:
        return None
    url = _best_address(node, attributes, base)
    if not url:
        return None
    return Picture(url=url, alt=clean_line(attributes.get("alt") or ""), width=width, height=height)


def _best_address(node: LexborNode, attributes: dict[str, str | None], base: str) -> str:
    source = resolve(attributes.get("src"), base)
    if source and not _PLACEHOLDER.search(source):
        return source
    for name in _LAZY:
        if (value := attributes.get(name)) and (url := resolve(value, base)):
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
    return ""


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


def _pixels(value: str | None) -> int:
    digits = (value or "").strip().removesuffix("px").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


def enter_picture(walk: Walk, node: LexborNode) -> Leave | None:
    """An `img`: a figure of its own, a picture of the open figure, or, for emoji and formulas, text."""
    attributes = node.attributes
    alt = attributes.get("alt") or ""
    classes = attributes.get("class") or ""
    if classes and alt and (_EMOJI.search(classes) or "data-emoji" in attributes):
        walk.run.add(alt[:40])
        return SKIP
    if classes and alt and _FORMULA.search(classes):
        from reader.parse.maths import tex_to_text

        walk.run.add(tex_to_text(alt))
        return SKIP
    picture = picture_of(node, walk.source.base)
    if picture is None:
        return SKIP
    if picture.alt and len(picture.alt) <= 2 and not picture.alt.isalnum() and 0 < picture.width <= _ICON:
        walk.run.add(picture.alt)
        return SKIP
    if walk.flat:
        walk.later.append(Figure(images=(picture,)))
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
    words = (*caption, *credit)
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
    words: list[Span] = []
    for text in texts:
        if words:
            words.append(Span(" "))
        words.extend(text)
    return tuple(words), []


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
        if walk.frame.kind != "figure":
            walk.flush()
            return FLUSH
        # a credit inside a caption: two texts out of one
        before = walk.run.take()
        return (_leave_inner_credit, before)
    in_figure = walk.frame.kind == "figure"
    if not in_figure and _figure_before(walk) is None:
        walk.flush()
        return FLUSH
    walk.flatten()
    return (_leave_caption, is_credit_class(node))


def is_credit_class(node: LexborNode) -> bool:
    """Whether the class of `node` alone says that it is a credit."""
    return bool(_CREDIT.search(node.attributes.get("class") or ""))


def _leave_inner_credit(walk: Walk, before: Inline) -> None:
    credit = walk.run.take()
    frame = walk.frame
    frame.tail = (*frame.tail, *credit)
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
            frame.tail = (*frame.tail, *text)
        else:
            frame.head = (*frame.head, *text)
        return
    blocks = frame.blocks
    last = blocks[-1] if blocks else None
    if isinstance(last, Figure):
        name = "credit" if credit else "caption"
        kept = getattr(last, name)
        blocks[-1] = _with(last, name, (*kept, *text))
    else:
        blocks.append(Paragraph(text=text, dir=walk.dir, lang=walk.lang))
    walk.flush()


def enter_media(walk: Walk, node: LexborNode) -> Leave | None:
    """A frame or player as a link to what it shows."""
    media = media_of(node, walk.source.base)
    if media is not None:
        if walk.flat:
            walk.run.put(media.title)
        else:
            walk.beside(media)
    return SKIP


def media_of(node: LexborNode, base: str) -> Media | None:
    """What an `iframe`, `video`, `audio`, `embed` or `object` shows; None for counters and empty ones."""
    attributes = node.attributes
    if any(
        0 < _pixels(attributes.get(side)) <= _SMALL or attributes.get(side) == "0"
        for side in ("width", "height")
    ):
        return None
    candidates = [attributes.get(name) for name in ("src", "data-src", "data", "data-lazy-src")]
    for inner in node.css("source, embed, a[href]"):
        more = inner.attributes
        candidates.append(more.get("src") or more.get("href"))
    url = next((found for value in candidates if (found := resolve(value, base))), "")
    if not url:
        return None
    url = _watchable(url)
    title = clean_line(attributes.get("title") or attributes.get("aria-label") or "")
    host = host_of(url)
    return Media(title=title or host, host=host, url=url)


def _watchable(url: str) -> str:
    """The page that a person can open for a player's address."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host in ("youtube.com", "youtube-nocookie.com", "m.youtube.com") and parts.path.startswith("/embed/"):
        name = parts.path.split("/")[2]
        listed = parse_qs(parts.query).get("list", [""])[0]
        if name == "videoseries" and re.fullmatch(r"[\w\-]+", listed):
            return f"https://www.youtube.com/playlist?list={listed}"
        if re.fullmatch(r"[\w\-]{6,}", name):
            return f"https://www.youtube.com/watch?v={name}"
    if host == "player.vimeo.com" and (found := re.match(r"/video/(\d+)", parts.path)):
        return f"https://vimeo.com/{found[1]}"
    if host in ("dailymotion.com", "geo.dailymotion.com") and (
        found := re.match(r"/embed/video/(\w+)", parts.path)
    ):
        return f"https://www.dailymotion.com/video/{found[1]}"
    return url
