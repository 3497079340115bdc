"""JSON-LD in pages (schema.org): read leniently, found objects as flat lists of plain dictionaries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

Thing = dict[str, Any]

_LONGEST = 3_000_000
_MOST = 5_000
_DEEPEST = 40
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_BARE_CONTROL = re.compile(r"[\x00-\x1f]+")


def things(tree: LexborHTMLParser) -> list[Thing]:
    """Every object with a `@type` in the page's JSON-LD, outermost first, in document order. Never raises."""
    found: list[Thing] = []
    for script in tree.css('script[type*="ld+json" i]'):
        text = script.text()
        if text and len(text) <= _LONGEST:
            found.extend(_typed(_read(text)))
        if len(found) > _MOST:
            break
    return found


def _read(text: str) -> Any:
    text = _WRAPPING.sub("", text).strip().rstrip(";")
    for attempt in (
        text,
        _BARE_CONTROL.sub(" ", text),
        _TRAILING_COMMA.sub(r"\1", _BARE_CONTROL.sub(" ", text)),
    ):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _typed(value: Any) -> Iterator[Thing]:
    """Breadth first, so that the page's own object comes before those it mentions."""
    level = [value]
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for one in level:
            if isinstance(one, list):
                below.extend(one)
            elif isinstance(one, dict):
                if "@type" in one:
                    yield one
                below.extend(inner for inner in one.values() if isinstance(inner, dict | list))
        if not below:
            return
        level = below[:_MOST]


def types_of(thing: Thing) -> set[str]:
    """The types of `thing`, without "http://schema.org/"."""
    value = thing.get("@type")
    names = value if isinstance(value, list) else [value]
    return {name.rpartition("/")[2] for name in names if isinstance(name, str)}


def text_in(value: Any) -> str:
    """The first text in `value`: a string, `@value`, or the first of a list. "" where there is none."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or ""
        else:
            break
    if isinstance(value, str):
        return unescape(value).strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def address_in(value: Any) -> str:
    """The address of an image, a page or a thing: a string, or its `url`, `contentUrl` or `@id`."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id") or ""
        else:
            break
    return value.strip() if isinstance(value, str) else ""


def names_in(value: Any, by_id: dict[str, Thing]) -> list[str]:
    """The names of the people or bodies in `value` (strings, objects, references by `@id`), each once."""
    names: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            if "name" not in one and isinstance(one.get("@id"), str):
                one = by_id.get(one["@id"], one)
            name = one.get("name")
            parts = name if isinstance(name, list) else [name]
            names.extend(text_in(part) for part in parts)
        elif isinstance(one, str):
            names.append(unescape(one).strip())
    return list(dict.fromkeys(name for name in names if name))
