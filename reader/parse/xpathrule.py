"""Another reader's rule for a page without a feed: FreshRSS writes XPath into its OPML; as far as CSS says the same, it is taken.

Taken are steps by name with their class, id, another attribute or place; axes of children and descendants; an attribute or
text at the end, which Telex's watcher finds by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_PARTS = {
    "Title": "title",
    "Uri": "link",
    "Author": "author",
    "Timestamp": "time",
    "Thumbnail": "image",
    "Content": "text",
}
_NEEDED = ("title", "link")
_LONGEST = 1_000  # characters
_WRAPPED = re.compile(r"(?:normalize-space|string)\((.*)\)", re.DOTALL)
_STEP = re.compile(
    r"(?P<apart>^\.?//|^\./|^/|^|//|/)(?P<axis>descendant(?:-or-self)?::|child::|)(?P<name>\*|[A-Za-z][\w-]*)"
    r"(?P<tests>(?:\[[^\[\]]*\])*)(?=/|$)"
)
_END = re.compile(r"(?:^|/{1,2})(?:@[\w-]+|attribute::[\w-]+|text\(\))$")
_VALUE = r"""(?:"([^"]*)"|'([^']*)')"""
_EQUAL = re.compile(rf"@([\w-]+)\s*=\s*{_VALUE}")
_HOLDS = re.compile(rf"contains\(\s*@([\w-]+)\s*,\s*{_VALUE}\s*\)")
_STARTS = re.compile(rf"starts-with\(\s*@([\w-]+)\s*,\s*{_VALUE}\s*\)")
_HAS = re.compile(r"@([\w-]+)")
_PLACE = re.compile(r"(?:position\(\)\s*=\s*)?([1-9]\d{0,3})")
_CLASS = re.compile(
    rf"contains\(\s*concat\(\s*['\"] ['\"]\s*,\s*(?:normalize-space\(\s*)?@class\s*\)?\s*,\s*['\"] ['\"]\s*\)\s*,\s*{_VALUE}\s*\)"
)


def watch_of(attributes: Mapping[str, str]) -> str:
    """The watcher's setting (JSON of CSS selectors) that says what the outline's `xPathItem…` attributes do; "" where none does."""
    held = {name.rpartition(":")[2]: value for name, value in attributes.items()}
    item = css_of(held.get("xPathItem", ""))
    if not item:
        return ""
    chosen = {"item": item}
    for name, part in _PARTS.items():
        path = held.get(f"xPathItem{name}", "").strip()
        if not path:
            continue
        selector = css_of(path)
        if selector is None and part in _NEEDED:
            return ""
        if selector:
            chosen[part] = selector
    return json.dumps(chosen, ensure_ascii=False)


def css_of(path: str) -> str | None:
    """The CSS selector of an XPath; "" for the node itself, None where there is none that says the same."""
    if len(path) > _LONGEST:
        return None
    path = path.strip()
    while wrapped := _WRAPPED.fullmatch(path):
        path = wrapped[1].strip()
    path = _END.sub("", path)
    if path in ("", "."):
        return ""
    found: list[str] = []
    place = 0
    while place < len(path):
        step = _STEP.match(path, place)
        if step is None:
            return None
        tests = [_test(one) for one in re.findall(r"\[([^\[\]]*)\]", step["tests"])]
        if None in tests:
            return None
        near = step["apart"] == "/" and not step["axis"].startswith("descendant")
        found += [">"] if found and near else []
        found.append(step["name"] + "".join(one or "" for one in tests))
        place = step.end()
    return " ".join(found)


def _test(text: str) -> str | None:
    """One predicate as CSS."""
    text = text.strip()
    if match := _CLASS.fullmatch(text):
        return _attribute("class", "~=", (match[1] or match[2]).strip())
    for pattern, sign in ((_EQUAL, "="), (_HOLDS, "*="), (_STARTS, "^=")):
        if match := pattern.fullmatch(text):
            return _attribute(match[1], sign, match[2] if match[2] is not None else match[3])
    if match := _HAS.fullmatch(text):
        return f"[{match[1]}]"
    if match := _PLACE.fullmatch(text):
        return f":nth-of-type({match[1]})"
    parts = re.split(r"\s+and\s+", text)
    if len(parts) > 1:
        tests = [_test(one) for one in parts]
        return None if None in tests else "".join(one or "" for one in tests)
    return None


def _attribute(name: str, sign: str, value: str) -> str | None:
    return None if '"' in value or "\\" in value or not value else f'[{name}{sign}"{value}"]'
