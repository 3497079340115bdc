"""What a page's markup says of itself: meta elements by name, links by relation, its base address and language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.parse.links import resolve
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_MOST = 400


@dataclass(slots=True)
class Head:
    """`metas` by lower-case name, property, itemprop or http-equiv; `links` by relation: address and attributes."""

    base: str = ""
    language: str = ""
    title: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first text under one of `names`, in that order."""
        for name in names:
            for value in self.metas.get(name, ()):
                if value:
                    return value
        return ""


def head_of(tree: LexborHTMLParser, url: str = "") -> Head:
    """The head of the page at `url`; elements that stand in the body by mistake count too."""
    head = Head(base=url)
    for node in tree.css("base[href]"):
        head.base = resolve(node.attributes.get("href"), url) or url
        break
    title = tree.css_first("head > title") or tree.css_first("title")
    if title is not None:
        head.title = clean_line(title.text())
    for node in tree.css("meta[content]")[:_MOST]:
        attributes = node.attributes
        value = clean_line((attributes.get("content") or "")[:4000])
        for kind in ("name", "property", "itemprop", "http-equiv"):
            if name := attributes.get(kind):
                head.metas.setdefault(name.strip().lower(), []).append(value)
    for node in tree.css("link[rel][href]")[:_MOST]:
        given = {key: value or "" for key, value in node.attributes.items()}
        for relation in given["rel"].lower().split():
            head.links.setdefault(relation, []).append(given)
    head.language = _language_of(tree, head)
    return head


def _language_of(tree: LexborHTMLParser, head: Head) -> str:
    candidates = []
    root = tree.root
    if root is not None:
        attributes = root.attributes
        candidates += [attributes.get("lang"), attributes.get("xml:lang")]
    body = tree.body
    if body is not None:
        candidates.append(body.attributes.get("lang"))
    for name in (
        "content-language",
        "og:locale",
        "dc.language",
        "dcterms.language",
        "inlanguage",
        "language",
    ):
        candidates += head.metas.get(name, [])
    for value in candidates:
        if tag := language_tag(value):
            return tag
    return ""


def language_tag(value: str | None) -> str:
    """`value` ("fr_FR.UTF-8", "AR", "en, fr") as a lower-case BCP 47 tag, "" where it is none."""
    first = re.split(r"[,;.\s]", (value or "").strip().lower().replace("_", "-"), maxsplit=1)[0]
    return first if len(first) <= 35 and _LANGUAGE.fullmatch(first) and first != "und" else ""
