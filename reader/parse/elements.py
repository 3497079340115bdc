"""What each HTML element does to the walk: paragraphs, headings, lists, quotes, definitions, details, links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from reader.blocks import Heading, Rule
from reader.parse.inline import Look, with_mark
from reader.parse.links import resolve_link
from reader.parse.listings import enter_pre
from reader.parse.lists import enter_definitions, enter_item, enter_list, enter_meaning, enter_term
from reader.parse.maths import enter_math, enter_script
from reader.parse.media import enter_media, linked_media
from reader.parse.meta import language_tag
from reader.parse.passages import BOXES
from reader.parse.pictures import (
    enter_caption,
    enter_figure,
    enter_picture,
    is_caption,
    is_captioned,
    is_credit,
)
from reader.parse.quotes import (
    enter_cite,
    enter_details,
    enter_footer,
    enter_note,
    enter_quote,
    enter_summary,
    note_of,
)
from reader.parse.tables import enter_table
from reader.parse.walk import FLUSH, SKIP, Enter, Leave, Walk, look_back

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MARKS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "dfn": "i", "var": "i",
    "code": "c", "kbd": "c", "samp": "c", "tt": "c", "s": "s", "strike": "s", "del": "s",
    "u": "u", "ins": "u", "mark": "m", "sub": "_",
}  # fmt: skip
"""Elements that only mark their text."""

_QUOTES = {"fr": ("«\xa0", "\xa0»"), "es": ("«", "»"), "ar": ("«", "»")}
_SIGNS = frozenset("#¶§🔗⚓∞")
_ANCHORS = _SIGNS | {"", "link", "permalink"}


def enter_block(walk: Walk, node: LexborNode) -> Leave | None:
    walk.flush()
    source = walk.source
    features = source.features
    if source.figures and node.mem_id in source.figures:
        return enter_figure(walk, node)
    if source.captions and node.mem_id in source.captions:
        return enter_caption(walk, node)
    if "note" in features and (note := note_of(walk, node)) is not None:
        return enter_note(walk, node, note)
    if "media" in features and (media := linked_media(node, source.base)) is not None and not walk.flat:
        walk.frame.blocks.append(replace(media, dir=walk.dir, lang=walk.lang))
        return SKIP
    if "caption" in features and (
        is_caption(walk, node) or (walk.frame.kind == "figure" and is_credit(walk, node))
    ):
        return enter_caption(walk, node)
    if "caption" in features and is_captioned(walk, node):
        return enter_figure(walk, node)
    return FLUSH


def enter_inline(walk: Walk, node: LexborNode) -> Leave | None:
    features = walk.source.features
    if "caption" in features and (is_credit(walk, node) or is_caption(walk, node)):
        return enter_caption(walk, node)
    if "katex" in features and "katex-html" in (node.attributes.get("class") or ""):
        return SKIP
    return None


def enter_sup(walk: Walk, node: LexborNode) -> Leave | None:
    look = walk.run.look
    walk.run.look = (with_mark(look[0], "^"), look[1], look[2])
    return look_back(look)


def enter_heading(walk: Walk, node: LexborNode) -> Leave | None:
    walk.flush()
    if walk.flat:
        return FLUSH
    if walk.frame.kind == "figure" and "caption" in walk.source.features and is_caption(walk, node):
        return enter_caption(walk, node)
    tag = node.tag or "h6"
    walk.flatten()
    return (_leave_heading, int(tag[1]) if tag[1:].isdigit() else 2)


def _leave_heading(walk: Walk, level: int) -> None:
    text = walk.taken()
    if text:
        walk.frame.blocks.append(Heading(level=level, text=text, dir=walk.dir, lang=walk.lang))
    walk.flush()


def enter_link(walk: Walk, node: LexborNode) -> Leave | None:
    href = node.attributes.get("href")
    if not href:
        return None
    notes = walk.source.notes
    look: Look = walk.run.look
    if notes is not None:
        if node.mem_id in notes.backs:
            return SKIP
        if (mark := notes.marks.get(node.mem_id)) is not None:
            walk.run.look = (look[0] if "^" in look[0] else look[0] + "^", "", mark.id)
            walk.run.put(mark.label)
            walk.run.look = look
            return SKIP
    if href[:1] == "#":
        if node.text().strip().lower() in _ANCHORS and node.css_first("img") is None:
            return SKIP
        return None
    if walk.flat and "#" in href and node.text().strip() in _SIGNS:
        return SKIP
    address = resolve_link(href, walk.source.base)
    if not address:
        return None
    walk.run.look = (look[0], address, look[2])
    return look_back(look)


def enter_break(walk: Walk, node: LexborNode) -> Leave | None:
    run = walk.run
    if run.end == "\n" and not walk.flat:
        walk.flush()
    else:
        run.newline()
    return SKIP


def enter_rule(walk: Walk, node: LexborNode) -> Leave | None:
    if walk.flat:
        walk.flush()
    elif walk.frame.kind != "list":
        walk.add(Rule())
    return SKIP


def enter_quotation(walk: Walk, node: LexborNode) -> Leave | None:
    low, high = _QUOTES.get(walk.source.language[:2], ("“", "”"))
    walk.run.put(low)
    return (_leave_quotation, high)


def _leave_quotation(walk: Walk, high: str) -> None:
    walk.run.put(high)


def enter_reading(walk: Walk, node: LexborNode) -> Leave | None:
    """Ruby text stands in brackets after its base, unless the page brings brackets itself (rp)."""
    before = node.prev
    if before is not None and before.tag == "rp":
        return None
    walk.run.put("(")
    return (_leave_quotation, ")")


def skip(walk: Walk, node: LexborNode) -> Leave | None:
    return SKIP


def watch(walk: Walk, node: LexborNode) -> tuple[str, str] | Literal[True] | None:
    """Minds attributes that any element may bear. True where `node` is hidden; lang and dir from before where they change."""
    attributes = node.attributes
    style = attributes.get("style") or ""
    if "hidden" in attributes or ("display" in style and "display:none" in style.replace(" ", "").lower()):
        return True
    lang = attributes.get("lang")
    side = (attributes.get("dir") or "").lower()
    if not lang and side not in ("ltr", "rtl"):
        return None
    if node.tag in BOXES:
        walk.flush()
    before = (walk.lang, walk.dir)
    if lang:
        lang = language_tag(lang)
        walk.lang = "" if lang == walk.source.language else lang
    if side in ("ltr", "rtl"):
        walk.dir = side
    return before


_BLOCKS = """
    p div section article main header aside address center hgroup nav fieldset form search body html
    tbody thead tfoot tr td th caption legend dir menuitem optgroup noscript
"""
_NOTHING = """
    style template head title meta link base svg canvas button input select textarea option datalist noembed
    noframes frame frameset area map param source track dialog progress meter -comment -doctype
"""

ENTER: dict[str | None, Enter] = {
    **dict.fromkeys(_BLOCKS.split(), enter_block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), enter_heading),
    **dict.fromkeys(("span", "small", "big", "font", "label", "time", "abbr"), enter_inline),
    **dict.fromkeys(("ul", "ol", "menu"), enter_list),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), enter_pre),
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), enter_media),
    **dict.fromkeys(_NOTHING.split(), skip),
    "li": enter_item,
    "blockquote": enter_quote,
    "cite": enter_cite,
    "footer": enter_footer,
    "dl": enter_definitions,
    "dt": enter_term,
    "dd": enter_meaning,
    "details": enter_details,
    "summary": enter_summary,
    "a": enter_link,
    "sup": enter_sup,
    "br": enter_break,
    "hr": enter_rule,
    "q": enter_quotation,
    "rt": enter_reading,
    "figure": enter_figure,
    "figcaption": enter_caption,
    "img": enter_picture,
    "amp-img": enter_picture,
    "table": enter_table,
    "math": enter_math,
    "script": enter_script,
}
