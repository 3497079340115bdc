"""HTML into blocks: what feeds and pages hold becomes what panes set (requirements of `reader.blocks`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.blocks import Block, Heading, plain
from reader.parse.notes import find_notes, gathered
from reader.parse.plain import plain_text
from reader.parse.tree import parse
from reader.parse.walk import Source, Walk
from reader.text.clean import clean_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_FEATURES = (
    (
        "watch",
        (" lang=", " dir=", " hidden", "\tlang=", "\nlang=", "\tdir=", "\ndir=", "\nhidden", "display:"),
    ),
    ("caption", ("caption", "credit", "copyright", "legend", "photographer", "courtesy", "pie-de-foto")),
    ("katex", ("katex",)),
    ("media", ('class="media"',)),
)
"""Words in the markup that make a costly look worth while."""

_FRAGMENT = re.compile("#[^\"'>\\s]+[\"'>\\s]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_EARLY = 4


def blocks_of(html: str, *, title: str = "", base: str = "", language: str = "") -> tuple[Block, ...]:
    """The blocks of `html`, a fragment or a whole page. Never raises, whatever the input.

    One first-or-second-level heading equal to `title` is dropped. Links resolve against `base` (the page's own
    `base` element is the caller's matter); `language` is what needs no `lang` of its own.
    """
    if "<" not in html and "&" not in html and not html.strip():
        return ()
    body = parse(html).body
    if body is None:
        return ()
    return render(body, source_of(body, html, base=base, language=language), title)


def text_of(html: str) -> str:
    """The plain text of `html`, paragraphs parted by a blank line: for search."""
    return plain_text(blocks_of(html))


def source_of(root: LexborNode, html: str, *, base: str = "", language: str = "") -> Source:
    """What the walk must know of `html`, whose tree stands under `root`."""
    low = html.lower()
    features = {name for name, words in _FEATURES if any(word in low for word in words)}
    notes = find_notes(root) if "#" in low and _FRAGMENT.search(low) else None
    if notes is not None:
        features.add("note")
    text = root.text().replace("\t", " ")
    return Source(
        base=base,
        language=language.lower(),
        features=frozenset(features),
        notes=notes,
        clean=clean_text(text, len(text) + 1) == text,
    )


def render(root: LexborNode, source: Source, title: str = "") -> tuple[Block, ...]:
    """The blocks of what is inside `root`."""
    walk = Walk(source)
    walk.through(root)
    walk.flush()
    blocks = walk.frame.blocks if source.notes is None else gathered(walk.frame.blocks)
    return without_title(tuple(blocks), title)


def without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """`blocks` without the first heading of level 1 or 2 among the first ones, where it repeats `title`."""
    if not title:
        return blocks
    for place, block in enumerate(blocks[:_EARLY]):
        if isinstance(block, Heading) and block.level <= 2 and _same(plain(block.text), title):
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def _same(one: str, other: str) -> bool:
    key = _NOT_A_WORD.sub("", one).casefold()
    return bool(key) and key == _NOT_A_WORD.sub("", other).casefold()
