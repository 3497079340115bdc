"""The walk from a tree to blocks: iterative, bounded in depth, one visit a node.

`Walk` knows text, marks, paragraphs and frames (blocks that hold blocks); what single elements do stands in
`elements`, `tables`, `pictures`, `listings`, `notes` and `maths`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.blocks import Block, Figure, Inline, Media, Paragraph, Picture
from reader.parse.inline import PLAIN, Look, Run, with_mark
from reader.parse.links import host_of
from reader.parse.notes import Notes, gathered

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DEEPEST = 256
"""Elements nested deeper give only their text."""

DEEPEST_FRAME = 24
"""Lists, quotes and the like nested deeper are read as if their tags were not there."""


@dataclass(slots=True)
class Source:
    """What the walk knows of the document. `features` are words that its markup holds (see `blocks.features_of`)."""

    base: str = ""
    language: str = ""
    features: frozenset[str] = frozenset()
    notes: Notes | None = None
    dropped: frozenset[int] = frozenset()
    """Nodes (`mem_id`) to leave out with all that is in them."""
    figures: frozenset[int] = frozenset()
    """Nodes (`mem_id`) to read as if they were `figure` elements."""
    captions: frozenset[int] = frozenset()
    """Nodes (`mem_id`) to read as the caption of the image before them; to leave out where there is none."""
    clean: bool = False
    """All text was found clean before the walk."""


@dataclass(slots=True)
class Frame:
    """A block that is still open. What the fields mean depends on `kind`; see `elements`."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    items: list[tuple[Block, ...]] = field(default_factory=list)
    terms: list[tuple[Inline, tuple[Block, ...]]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    head: Inline = ()
    tail: Inline = ()


Leave = tuple[Callable[["Walk", Any], None], Any]
"""What to do when an element ends, and with what."""

SKIP: Leave = (lambda _walk, _value: None, None)
"""Do not go into this element."""

Enter = Callable[["Walk", "LexborNode"], Leave | None]


class Walk:
    """One walk. `flat` > 0: everything goes into one run of text, block boundaries become line breaks."""

    __slots__ = ("dir", "flat", "frame", "frames", "lang", "later", "run", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.run = Run(source.clean)
        self.flat = 0
        self.frame = Frame("root")
        self.frames: list[Frame] = []
        self.later: list[Block] = []
        self.lang = ""
        self.dir = ""

    def through(self, root: LexborNode) -> None:
        """Walks what is inside `root`."""
        from reader.parse.elements import ENTER, MARKS, watch

        source = self.source
        dropped = source.dropped
        careful = "watch" in source.features
        stack: list[tuple[LexborNode, Leave | None]] = []
        leave: Leave | None
        run = self.run
        node = root.first_child
        while True:
            if node is None:
                if not stack:
                    return
                node, leave = stack.pop()
                if leave is not None:
                    leave[0](self, leave[1])
                node = node.next
                continue
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                if text and not (dropped and node.mem_id in dropped):
                    run.add(text)
                node = node.next
                continue
            if dropped and node.mem_id in dropped:
                node = node.next
                continue
            before = watch(self, node) if careful else None
            if before is True:
                node = node.next
                continue
            mark = MARKS.get(tag or "")
            if mark is not None:
                look = run.look
                leave = (_look_back, look)
                run.look = (with_mark(look[0], mark), look[1], look[2])
            else:
                enter = ENTER.get(tag)
                leave = enter(self, node) if enter is not None else None
            if before is not None:
                if leave is SKIP:
                    self.lang, self.dir = before
                else:
                    leave = (_leave_watched, (before, leave))
            if leave is SKIP:
                node = node.next
                continue
            child = node.first_child
            if child is None:
                if leave is not None:
                    leave[0](self, leave[1])
                node = node.next
            elif len(stack) >= DEEPEST:
                run.add(node.text(separator=" "))
                if leave is not None:
                    leave[0](self, leave[1])
                node = node.next
            else:
                stack.append((node, leave))
                node = child

    def flush(self) -> None:
        """Ends the paragraph that is being read."""
        if self.flat:
            self.run.newline()
            return
        if self.run.texts:
            text = self.run.take()
            if len(text) == 1 and text[0].href and text[0].text == host_of(text[0].href):
                self.frame.blocks.append(  # a link named by its host: what was a player before sanitising
                    Media(
                        title=text[0].text, host=text[0].text, url=text[0].href, dir=self.dir, lang=self.lang
                    )
                )
            elif text:
                self.frame.blocks.append(Paragraph(text=text, dir=self.dir, lang=self.lang))
        if self.later:
            self.frame.blocks.extend(self.later)
            self.later.clear()

    def add(self, block: Block) -> None:
        """Adds a whole block after what stands before it."""
        self.flush()
        self.frame.blocks.append(block)

    def beside(self, block: Block) -> None:
        """Adds a block that stands in the middle of a paragraph: after it, or before where nothing was read yet."""
        if self.run.texts:
            self.later.append(block)
        else:
            self.frame.blocks.append(block)

    def open(self, kind: str) -> Frame | None:
        """Opens a block that holds blocks; None where that is not possible here."""
        self.flush()
        if self.flat or len(self.frames) >= DEEPEST_FRAME:
            return None
        self.frames.append(self.frame)
        self.frame = Frame(kind)
        return self.frame

    def close(self) -> Frame:
        """Ends the innermost open frame and gives it."""

        self.flush()
        frame = self.frame
        if self.source.notes is not None:
            frame.blocks = gathered(frame.blocks)
        self.frame = self.frames.pop()
        return frame

    def flatten(self) -> None:
        """Begins a text of its own (a heading, a caption), which `taken` ends. Only where `flat` is 0."""
        self.flush()
        self.flat = 1

    def taken(self) -> Inline:
        """The text since `flatten`."""
        self.flat = 0
        return self.run.take()

    def inline(self, node: LexborNode) -> tuple[Inline, tuple[Picture, ...]]:
        """The text inside `node` as one run, and the pictures in it."""
        inner = Walk(self.source)
        inner.flat = 1
        inner.run.look = self.run.look
        inner.through(node)
        pictures = [picture for block in inner.later if isinstance(block, Figure) for picture in block.images]
        return inner.run.take(), tuple(pictures)


def _look_back(walk: Walk, look: Look) -> None:
    walk.run.look = look


def look_back(look: Look = PLAIN) -> Leave:
    """A `Leave` that gives the run its look back."""
    return (_look_back, look)


def _leave_watched(walk: Walk, before: tuple[tuple[str, str], Leave | None]) -> None:
    (lang, side), leave = before
    if leave is not None:
        leave[0](walk, leave[1])
    walk.lang, walk.dir = lang, side


def _flush(walk: Walk, _: None) -> None:
    walk.flush()


FLUSH: Leave = (_flush, None)
"""The paragraph ends with the element."""
