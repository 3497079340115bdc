"""Stored HTML as it goes to other readers: without the images that the person hid, or that are blocked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from reader.parse.links import resolve
from reader.parse.tree import parse

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_WRAPS = frozenset(("a", "picture", "figure", "p", "div", "span", "center"))
"""Elements that go with an image where they held nothing else."""


def unpictured(html: str, base: str, shown: Callable[[Sequence[str]], Collection[str]]) -> str:
    """`html`, sanitised, without those images that `shown` leaves out of the addresses given to it.

    As it is, to the letter, where none is left out. Words under an image stay.
    """
    lowered = html.lower()
    if "<img" not in lowered and "poster" not in lowered:
        return html
    body = parse(html).body
    if body is None:
        return html
    places = [(node, resolve(node.attributes.get("src"), base)) for node in body.css("img")]
    posters = [(node, resolve(node.attributes.get("poster"), base)) for node in body.css("video[poster]")]
    urls = list(dict.fromkeys(url for _, url in (*places, *posters) if url))
    gone = set(urls).difference(shown(urls))
    if not gone:
        return html
    for node, url in places:
        if url in gone:
            _cut(node)
    for node, url in posters:
        if url in gone:
            del node.attrs["poster"]
    return body.inner_html or ""


def _cut(node: LexborNode) -> None:
    """Take `node` out, with what wraps it and nothing else."""
    parent = node.parent
    while parent is not None and parent.tag in _WRAPS and _alone(node):
        node, parent = parent, parent.parent
    node.decompose()


def _alone(node: LexborNode) -> bool:
    """Whether nothing but white space stands beside `node`."""
    for step in ("prev", "next"):
        beside = getattr(node, step)
        while beside is not None:
            if not beside.is_text_node or (beside.text_content or "").strip():
                return False
            beside = getattr(beside, step)
    return True
