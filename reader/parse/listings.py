"""Code: the text of `pre` exactly as it stands, its language, without line numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.blocks import Code
from reader.parse.walk import SKIP, Leave, Walk
from reader.text.clean import clean_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|brush|src|codehilite|syntax|prettyprint\s+lang)(?:-|:\s*)"
    r"([a-z0-9+#.\-]{1,24})",
    re.IGNORECASE,
)
_SECOND_WORD = re.compile(
    r"(?:^|\s)(?:sourceCode|highlight|codehilite|hljs|brush:)\s+([a-z0-9+#]{1,24})(?:\s|;|$)", re.I
)
_NUMBERS = re.compile(
    r"\b(?:linenos?|lineno|line-numbers?-rows|line-?num(?:ber)?s?|gutter|ln-num|blob-num|rouge-gutter)\b",
    re.I,
)
_NO_LANGUAGE = frozenset(
    ("none", "nohighlight", "plaintext", "text", "txt", "plain", "hljs", "highlight", "notranslate")
)
_DEEP_ENOUGH = 3


def enter_pre(walk: Walk, node: LexborNode) -> Leave | None:
    """A `pre` as a code block; in a cell or caption as lines of text."""
    text = code_text(node)
    if walk.flat:
        for line in text.split("\n"):
            walk.run.newline()
            walk.run.add(line)
        walk.run.newline()
        return SKIP
    if text.strip():
        side = node.attributes.get("dir") or walk.dir
        walk.add(Code(text=text, language=code_language(node), dir="ltr" if side else ""))
    else:
        walk.flush()
    return SKIP


def code_text(node: LexborNode) -> str:
    """The text inside `node` with every space, `br` as a newline, without line numbers."""
    parts: list[str] = []
    child = node.first_child
    stack: list[LexborNode] = []
    while child is not None or stack:
        if child is None:
            child = stack.pop()
            if child.tag in ("div", "p", "li", "tr") and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            child = child.next
            continue
        tag = child.tag
        if tag == "-text":
            parts.append(child.text_content or "")
        elif tag == "br":
            parts.append("\n")
        elif tag not in ("script", "style", "button", "-comment", "svg") and not is_line_number(child):
            inner = child.first_child
            if inner is not None:
                stack.append(child)
                child = inner
                continue
        child = child.next
    text = clean_text("".join(parts).replace("\r\n", "\n").replace("\r", "\n"))
    return text.rstrip("\n \t").removeprefix("\n")


def is_line_number(node: LexborNode) -> bool:
    """Whether `node` holds the numbers that stand beside code."""
    return bool(_NUMBERS.search(node.attributes.get("class") or "")) and not re.search(
        r"[^\W\d_]", node.text()
    )


def code_language(node: LexborNode) -> str:
    """The language that `node`, a `code` in it or an element around it names, lower case, "" where none does."""
    places = [node]
    inner = node.css_first("code")
    if inner is not None:
        places.insert(0, inner)
    parent = node.parent
    for _ in range(_DEEP_ENOUGH):
        if parent is None or parent.tag in ("body", "article", "main", "li", "blockquote"):
            break
        places.append(parent)
        parent = parent.parent
    for place in places:
        attributes = place.attributes
        named = attributes.get("data-lang") or attributes.get("data-language") or ""
        classes = attributes.get("class") or ""
        if not named:
            found = _LANGUAGE.search(classes) or _SECOND_WORD.search(classes)
            if found is None and place.tag in ("pre", "code"):
                found = _LANGUAGE.search("lang-" + (attributes.get("lang-name") or ""))
            named = found[1] if found else ""
        named = clean_text(named).strip().lower()
        if named and len(named) <= 24 and named not in _NO_LANGUAGE:
            return named
    return ""
