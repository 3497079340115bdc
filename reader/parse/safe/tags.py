"""One tag of a stranger's HTML into the tag that is kept in its place."""

from __future__ import annotations

import re

from reader.parse.safe.addresses import PLAIN, absolute
from reader.parse.safe.allowed import (
    ADDRESSES,
    ATTRIBUTES,
    COUNTER_HOSTS,
    COUNTER_PATHS,
    ELEMENTS,
    EVERYWHERE,
    OPAQUE,
    OPAQUE_VOID,
    VOID,
)
from reader.parse.safe.entities import unescape
from reader.text.clean import clean_line

MAX_TAG = 20_000
"""Characters of the longest tag that is read; longer ones are dropped."""

_WHOLE = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9:._-]*+"
    r"(?:\s++[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+\s*+/?>"
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_WORDS = r"[\w .,:#+/-]*+"
# Tags that stay as they are: what nearly all tags of feeds look like. Each value is matched up to its end.
_SIMPLE = re.compile(
    rf"<a(?: (?:href=\"{PLAIN}\"|(?:target|rel|class|id|title)=\"{_WORDS}\"))*+ ?>"
    r"|<(?:p|h[1-6]|div|ul|ol|li|code|pre|sup|section|aside|figure|figcaption|blockquote|table|td|em|strong|b|i)"
    rf"(?: (?:class|id)=\"{_WORDS}\")*+>"
)
_SIMPLE_PICTURE = re.compile(
    rf"<img(?: (?:src=\"({PLAIN})\"|(?:alt|title)=\"[^\"<>&]*+\"|(?:class|id)=\"{_WORDS}\""
    r"|(?:width|height)=\"[1-9]\d{1,4}\"|(?:loading|decoding)=\"[a-z]+\"))*+ ?/?>"
)
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:._-]*)(?=[\s/>])")
_HIDING_MORE = OPAQUE - OPAQUE_VOID
_TOKENS = re.compile(r"[\w .:+#-]{1,120}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"\s*(-?\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])(?:width|height)\s*:\s*[01]px", re.IGNORECASE
)
_SPELLED = frozenset(
    ("class", "id", "name", "role", "type", "kind", "scope", "headers", "datetime", "encoding")
)
_NUMERIC = frozenset(("width", "height", "colspan", "rowspan", "span", "start", "value"))
_TEXT_LIMIT = 2000
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")

_SCHEMES = ("http://", "https://", "mailto:")
_NOTHING = ("0", "1", "0px", "1px", "1 px", " 1", "1 ")
_ONLY_SEEN = ("style", "srcset", *_LAZY)
_SHOWN = frozenset(("img", "iframe"))
_OWN = {name: EVERYWHERE.union(names) for name, names in ATTRIBUTES.items()}
_OWN["img"] |= frozenset(_ONLY_SEEN)
_OWN["iframe"] = frozenset(("src", "title", "width", "height", *_ONLY_SEEN))


OPENS_OPAQUE = "<opaque>"
"""What `rewrite` gives for a tag with which all has to go up to its end tag."""


def rewrite(tag: str, base: str) -> tuple[str | None, bool]:
    """The tag to keep instead of `tag` ("" to drop it), and whether that depends on `base`.

    `None` says that `tag` is not whole, so that only a parser can tell what it is.
    """
    if len(tag) > MAX_TAG:
        return "", False
    if _SIMPLE.fullmatch(tag):
        return tag, False
    picture = _SIMPLE_PICTURE.fullmatch(tag)
    if picture is not None and picture[1] and tag.count(" src=") == 1:
        return "" if is_counter(picture[1]) else tag, False
    start = _NAME.match(tag)
    if start is None:
        return "" if tag.startswith("<!--") and tag.endswith("-->") and len(tag) >= 7 else None, False
    if ("'" in tag or tag.count('"') % 2) and not _WHOLE.fullmatch(tag):
        return None, False
    name = start[2].lower()
    if name in ELEMENTS or name == "iframe":
        if not start[1]:
            return _element(name, tag[start.end() : -1], base)
        return "" if name in VOID or name == "iframe" else f"</{name}>", False
    return OPENS_OPAQUE if name in _HIDING_MORE and not start[1] else "", False


def _element(name: str, text: str, base: str) -> tuple[str, bool]:
    if not text:
        return "" if name in _SHOWN else f"<{name}>", False
    own = _OWN.get(name, EVERYWHERE)
    given: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(text):
        if key not in own:
            key = key.lower()
            if key not in own:
                continue
        if key not in given:
            value = double or single or bare
            given[key] = unescape(value) if "&" in value else value
    if name in _SHOWN:
        if not _is_picture(given):
            return "", False
        for key in _ONLY_SEEN:
            given.pop(key, None)
    out = "<video" if name == "iframe" else f"<{name}"  # a player is read as a link to it, and never loaded
    relative = False
    for key, value in given.items():
        safe: str | None
        if key in ADDRESSES:
            relative = relative or not value.startswith(_SCHEMES)
            safe = absolute(value, base, mail=name == "a")
            if safe:
                safe = _escaped(safe)
            elif key == "src" and name in _SHOWN:
                return "", relative
            else:
                continue
        else:
            safe = _value(name, key, value)
            if safe is None:
                continue
        out += f' {key}="{safe}"'
    return f"{out}></video>" if name == "iframe" else f"{out}>", relative


def _value(element: str, key: str, value: str) -> str | None:
    """`value` as it may stand in quotes, or `None` to drop the attribute."""
    if key in _NUMERIC:
        number = _NUMBER.fullmatch(value)
        return number[1] if number else None
    if key == "dir":
        return value.lower() if value.lower() in ("ltr", "rtl", "auto") else None
    if key in ("lang", "hreflang", "srclang"):
        return value if _LANGUAGE.fullmatch(value) else None
    if key in ("reversed", "open") and element in ("ol", "details"):
        return ""
    if key in _SPELLED:
        value = value.strip()
        return value if _TOKENS.fullmatch(value) else None
    if not (value.isascii() and value.isprintable() and len(value) < 200):
        value = clean_line(value, _TEXT_LIMIT)
    return _escaped(value) if value or key == "alt" else None


def _is_picture(given: dict[str, str]) -> bool:
    """Whether an image or a frame shows something; fills in the address that a page would load later."""
    source = given.get("src", "")
    if not source.strip() or source.startswith("data:"):
        source = next((given[key] for key in _LAZY if given.get(key)), "")
        if not source:
            source = next(iter(given.get("srcset", "").replace(",", " ").split()), "")
        given["src"] = source
    if given.get("width", "") in _NOTHING or given.get("height", "") in _NOTHING:
        return False
    if "style" in given and _HIDING.search(given["style"]):
        return False
    return not is_counter(source)


def is_counter(address: str) -> bool:
    """Whether a picture at `address` is known to be there only to count readers."""
    bare = address.strip().partition("//")[2]
    if bare.startswith(COUNTER_PATHS):
        return True
    host = bare.partition("/")[0].partition(":")[0].lower()
    while host:
        if host in COUNTER_HOSTS:
            return True
        host = host.partition(".")[2]
    return False


def is_void(name: str) -> bool:
    """Whether the HTML element `name` never has anything in it."""
    return name in VOID or name in ("input", "link", "meta", "param", "area", "base", "embed")


def _escaped(value: str) -> str:
    if "&" in value:
        value = value.replace("&", "&amp;")
    if '"' in value or "<" in value or ">" in value:
        value = value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    return value
