"""Mends what XML parsers stumble over, in the text of a feed, before it is parsed a second time.

Nothing here guesses at meaning: names of letters that XML does not know become those letters, a bare "&" becomes "&amp;",
markup that stands raw in a title or a description becomes text of it, controls go, a torn end is closed. CDATA sections
stay as they are. Time and memory are linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.parse.safe.entities import for_xml

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_NUMBER = re.compile(r"&#(?:([0-9]{1,10})|[xX]([0-9a-fA-F]{1,8}));")
_BARE = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8});)")
_TEXTS = frozenset(("title", "description", "summary", "content", "content:encoded"))
_EDGE = re.compile(
    r"<(/?)(title|description|summary|content:encoded|content|item|entry|channel|rss|feed)(?=[\s/>])([^<>]*)>"
)
_HTML_TAG = re.compile(
    r"<(?=/?(?:a|abbr|b|big|blockquote|br|center|cite|code|del|div|em|embed|font|h[1-6]|hr|i|iframe|img|input|ins|kbd|li|nobr|"
    r"object|ol|p|param|pre|q|s|script|small|source|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|video|wbr)"
    r"(?:[\s/>]))",
    re.IGNORECASE,
)
_STRAY_LESS = re.compile(r"<(?![A-Za-z_/!?])")
_UNQUOTED = re.compile(r"(\s[A-Za-z_][\w:.-]*=)([^\s\"'<>=]+)(?=[\s>])")
_START_TAG = re.compile(r"<[A-Za-z_][\w:.-]*\s[^<>]*>")
_DECLARATIONS = re.compile(r"<\?xml\b[^<>]*\?>", re.IGNORECASE)
_END_OF_ITEM = re.compile(r"</(?:[A-Za-z_][\w.-]*:)?(?:item|entry)\s*>", re.IGNORECASE)
_OPEN_ROOT = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?(?:rss|feed|rdf|channel))(?=[\s>])", re.IGNORECASE)
_HEAD = 20_000
_CHUNK = 256 * 1024


def repaired(text: str) -> str:
    """`text` with everything mended that can be mended without knowing what it says."""
    text = _DECLARATIONS.sub("", _CONTROLS.sub("", text))
    out: list[str] = []
    for part in _parts(text):
        if part.startswith("<![CDATA["):
            out.append(part)
        else:
            out.append(_without_raw_markup("".join(map(_mended, _chunks(part)))))
    return "".join(out)


def closed(text: str, *, whole: bool) -> str:
    """`text` with its root closed and nothing behind it. Where it was cut off and `whole`, a torn last entry goes."""
    opened = [found[1] for found in _OPEN_ROOT.finditer(text, 0, _HEAD)]
    if not opened:
        return text
    root = opened[0]
    end = text.rfind(f"</{root}")
    if end > max(text.rfind("<item"), text.rfind("<entry"), text.rfind("]]>")):
        return f"{text[:end]}</{root}>"
    if whole:
        last = 0
        for found in _END_OF_ITEM.finditer(text):
            last = found.end()
        text = text[: last or len(text)]
    if text.rfind("<![CDATA[") > text.rfind("]]>"):
        text += "]]>"
    elif text.rfind("<") > text.rfind(">"):
        text = text[: text.rfind("<")]
    channel = ""
    if root.lower().endswith("rss"):
        channel = next((name for name in opened[1:] if name.lower().endswith("channel")), "")
    return text + "".join(f"</{name}>" for name in (channel, root) if name and f"</{name}>" not in text)


def _parts(text: str) -> Iterator[str]:
    """CDATA sections, and what lies between them."""
    place = 0
    while (start := text.find("<![CDATA[", place)) >= 0:
        yield text[place:start]
        end = text.find("]]>", start)
        place = end + 3 if end >= 0 else len(text)
        yield text[start:place]
    yield text[place:]


def _chunks(text: str) -> Iterator[str]:
    """`text` in pieces that end before a tag or a blank, so that no tag or reference is torn."""
    place = 0
    while len(text) - place > _CHUNK:
        end = max(text.rfind("<", place + 1, place + _CHUNK), text.rfind(" ", place + 1, place + _CHUNK))
        end = (
            text.rfind("<", place + 1, place + _CHUNK) if text.rfind("<", place + 1, end + 1) > place else end
        )
        if end <= place:
            end = place + _CHUNK
        yield text[place:end]
        place = end
    yield text[place:]


def _mended(text: str) -> str:
    if "&" in text:
        text = for_xml(_BARE.sub("&amp;", text))
        text = _BAD_NUMBER.sub(_number, text)
    if _UNQUOTED.search(text):
        text = _START_TAG.sub(_quoted, text)
    return _STRAY_LESS.sub("&lt;", text)


def _quoted(found: re.Match[str]) -> str:
    """A start tag with quotes around every value."""
    return _UNQUOTED.sub(r'\1"\2"', found[0])


def _number(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else int(found[2], 16)
    if (
        number in (9, 10, 13)
        or 0x20 <= number < 0xD800
        or 0xE000 <= number < 0xFFFE
        or 0x10000 <= number <= 0x10FFFF
    ):
        return found[0].replace("X", "x")
    return ""


def _without_raw_markup(text: str) -> str:
    """`text` with HTML that stands as it is in a title or a description made the text of it, unclosed `br` and all."""
    out: list[str] = []
    done = 0
    name = ""
    start = 0
    for edge in _EDGE.finditer(text):
        if not edge[1]:
            name = (
                edge[2] if edge[2] in _TEXTS and "xhtml" not in edge[3] and not edge[3].endswith("/") else ""
            )
            start = edge.end()
        elif edge[2] == name:
            if text.find("<", start, edge.start()) >= 0:
                out += (text[done:start], _HTML_TAG.sub("&lt;", text[start : edge.start()]))
                done = edge.start()
            name = ""
        elif edge[2] not in _TEXTS:
            name = ""
    out.append(text[done:])
    return "".join(out)
