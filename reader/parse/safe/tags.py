"""One tag of a stranger's HTML into the tag that is kept in its place."""

from __future__ import annotations

import re

from reader.parse.safe.allowed import (
    ADDRESSES,
    ATTRIBUTES,
    COUNTER_HOSTS,
    COUNTER_PATHS,
    ELEMENTS,
    EVERYWHERE,
    OPAQUE,
    VOID,
)
from reader.parse.safe.entities import unescape
from reader.parse.links import resolve, resolve_link
from reader.text.clean import clean_line

MAX_TAG = 20_000
"""Characters of the longest tag that is read; longer ones are dropped."""

_OPEN = re.compile(
    r"<([a-zA-Z][a-zA-Z0-9:._-]*+)"
    r"((?:\s++[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+)\s*+/?>"
)
_CLOSE = re.compile(r"</([a-zA-Z][a-zA-Z0-9:._-]*+)\s*+>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_SIMPLE_LINK = re.compile(r"<a href=\"https?://[a-zA-Z0-9.-]+(?:/[a-zA-Z0-9./?=_~%+,:;@!-]*)?\">")
_TOKENS = re.compile(r"[\w .:+#-]{1,120}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"\s*(-?\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])(?:width|height)\s*:\s*[01]px", re.IGNORECASE)
_SPELLED = frozenset(("class", "id", "name", "role", "type", "kind", "scope", "headers", "datetime", "encoding"))
_NUMERIC = frozenset(("width", "height", "colspan", "rowspan", "span", "start", "value"))
_TEXT_LIMIT = 2000
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")


def rewrite(tag: str, base: str) -> str | None:
    """The tag to keep instead of `tag`, "" to drop it, `None` where only a parser can tell what it is or what it hides."""
    if len(tag) > MAX_TAG:
        return ""
    if _SIMPLE_LINK.fullmatch(tag):
        return tag
    found = _OPEN.fullmatch(tag)
    if found is not None:
        name = found[1].lower()
        if name in ELEMENTS:
            return _element(name, found[2], base)
        return None if name in OPAQUE else ""
    found = _CLOSE.fullmatch(tag)
    if found is not None:
        name = found[1].lower()
        if name in ELEMENTS:
            return "" if name in VOID else f"</{name}>"
        return None if name in OPAQUE else ""
    if tag.startswith("<!--") and tag.endswith("-->") and len(tag) >= 7:
        return ""
    return None


def _element(name: str, text: str, base: str) -> str:
    given: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(text):
        given.setdefault(key.lower(), unescape(double or single or bare))
    if name == "img" and not _is_picture(given):
        return ""
    own = ATTRIBUTES.get(name, ())
    out = [name]
    for key, value in given.items():
        if key in own or key in EVERYWHERE:
            safe = _value(name, key, value, base)
            if safe is not None:
                out.append(f'{key}="{safe}"')
    if name == "img" and not any(part.startswith("src=") for part in out):
        return ""
    return f"<{' '.join(out)}>"


def _value(element: str, key: str, value: str, base: str) -> str | None:
    """`value` as it may stand in quotes, or `None` to drop the attribute."""
    if key in ADDRESSES:
        if element == "a":
            address = resolve_link(value, base)
        else:
            address = resolve(value, base)
        return _escaped(address) if address else None
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
        value = clean_line(value, 120)
        return value if _TOKENS.fullmatch(value) else None
    value = clean_line(value, _TEXT_LIMIT)
    return _escaped(value) if value or key == "alt" else None


def _is_picture(given: dict[str, str]) -> bool:
    """Whether an image shows something; fills in the address that a page would load later."""
    source = given.get("src", "").strip()
    if not source or source.startswith("data:"):
        source = next((given[key] for key in _LAZY if given.get(key)), "")
        if not source and given.get("srcset"):
            source = given["srcset"].split(",")[0].split()[0] if given["srcset"].split(",")[0].split() else ""
        given["src"] = source
    if given.get("width", "").strip().removesuffix("px") in ("0", "1"):
        return False
    if given.get("height", "").strip().removesuffix("px") in ("0", "1"):
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
