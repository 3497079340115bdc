"""Mends what XML parsers stumble over, in the text of a feed, before it is parsed a second time.

Nothing here guesses at meaning: names of letters that XML does not know become those letters, a bare "&" becomes "&amp;",
markup that stands raw in a title or a description becomes text of it, controls go. CDATA sections stay as they are.
"""

from __future__ import annotations

import re

from reader.parse.safe.entities import for_xml

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_NUMBER = re.compile(r"&#(?:([0-9]{1,10})|[xX]([0-9a-fA-F]{1,8}));")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_BARE = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8});)")
_RAW_TEXT = re.compile(
    r"(<(title|description|summary|content:encoded|content)\b(?![^<>]*\btype=[\"']xhtml)[^<>]*(?<!/)>)"
    r"((?:(?!<!\[CDATA\[|<\2\b|</(?:item|entry|channel|rss|feed)>).)*?)(</\2\s*>)",
    re.DOTALL,
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
_START = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|rdf|channel)\b[^<>]*>", re.IGNORECASE)
_DECLARATIONS = re.compile(r"<\?xml\b[^<>]*\?>", re.IGNORECASE)
_END_OF_ITEM = re.compile(r"</(?:[A-Za-z_][\w.-]*:)?(?:item|entry)\s*>", re.IGNORECASE)
_OPEN_ROOT = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?(?:rss|feed|rdf|channel))\b", re.IGNORECASE)


def repaired(text: str) -> str:
    """`text` with everything mended that can be mended without knowing what it says."""
    text = _CONTROLS.sub("", text)
    start = _START.search(text)
    if start is not None and start.start():
        text = text[start.start() :]
    text = _DECLARATIONS.sub("", text)
    parts = _CDATA.split(text)
    parts[::2] = map(_mended, parts[::2])
    text = "".join(parts)
    return _RAW_TEXT.sub(_as_text, text)


def closed(text: str, *, whole: bool) -> str:
    """`text` with its root closed. Where it was cut off and `whole`, what follows the last whole entry goes."""
    opened = [found[1] for found in _OPEN_ROOT.finditer(text[:20_000])]
    if not opened:
        return text
    root = opened[0]
    if f"</{root}" in text[-2000:]:
        return text
    if whole:
        end = 0
        for found in _END_OF_ITEM.finditer(text):
            end = found.end()
        if end:
            text = text[:end]
    if text.rfind("<![CDATA[") > text.rfind("]]>"):
        text += "]]>"
    elif text.rfind("<") > text.rfind(">"):
        text = text[: text.rfind("<")]
    root_is_rss = root.lower().endswith("rss")
    channel = (
        next((name for name in opened[1:] if name.lower().endswith("channel")), "") if root_is_rss else ""
    )
    ends = [f"</{name}>" for name in (channel, root) if name and f"</{name}>" not in text]
    return text + "".join(ends)


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


def _as_text(found: re.Match[str]) -> str:
    return found[1] + _HTML_TAG.sub("&lt;", found[3]) + found[4]
