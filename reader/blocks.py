"""An article's text as blocks and spans: what pages become, what the store keeps, what panes set.

The JSON form (`encode_json`) is stable and stands in `telex inspect article`; `FORMAT` numbers it.
Blocks are msgspec structs because they are stored and sent as a tagged union, which dataclasses are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

FORMAT = 1
"""The number of this form. Stored blocks with another number are made again from their HTML."""


JUST_NOW = "just now"
"""Why an image is not shown: the newest step hid it, and undo brings it back."""


class Span(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    rename={"text": "t", "marks": "m", "href": "a", "note": "n"},
):
    """A run of text with one look. A hard line break is "\\n" inside `text`.

    `marks` holds letters: "b" strong, "i" emphasis, "c" code, "s" struck, "u" underlined, "m" marked,
    "^" superscript, "_" subscript. `href` is an absolute http, https or mailto address; `note` a footnote's id.
    """

    text: str
    marks: str = ""
    href: str = ""
    note: str = ""


Inline = tuple[Span, ...]


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    """An image that an article names; Telex never loads it by itself. Sizes are in pixels, 0 where unknown.

    The rest is no part of what is stored, and added when an article is opened: `hash` names its bytes where they are
    kept; `gone` says why it is not shown, in a few words (`JUST_NOW` where the newest step hid it).
    """

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0
    hash: str = ""
    gone: str = ""


class _Block(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", kw_only=True):
    """`dir` is "ltr", "rtl" or "" (by its own first strong letter); `lang` a BCP 47 tag or ""."""

    dir: str = ""
    lang: str = ""


class Heading(_Block, frozen=True, tag="heading"):
    level: int
    text: Inline


class Paragraph(_Block, frozen=True, tag="paragraph"):
    text: Inline


class List(_Block, frozen=True, tag="list"):
    """`start` and `reversed` number an ordered list as HTML does."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    reversed: bool = False


class Quote(_Block, frozen=True, tag="quote"):
    blocks: tuple[Block, ...]
    cite: Inline = ()


class Code(_Block, frozen=True, tag="code"):
    text: str
    language: str = ""


class Table(_Block, frozen=True, tag="table"):
    """`rows` and `header` hold cells; `aligns` one of "", "left", "right", "center" for each column."""

    rows: tuple[tuple[Inline, ...], ...]
    header: tuple[Inline, ...] = ()
    caption: Inline = ()
    aligns: tuple[str, ...] = ()


class Figure(_Block, frozen=True, tag="figure"):
    images: tuple[Picture, ...]
    caption: Inline = ()
    credit: Inline = ()


class Rule(_Block, frozen=True, tag="rule"):
    pass


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """One footnote: `id` is what `Span.note` names, `label` what the mark shows."""

    id: str
    label: str
    blocks: tuple[Block, ...]


class Footnotes(_Block, frozen=True, tag="footnotes"):
    notes: tuple[Note, ...]


class Definition(msgspec.Struct, frozen=True, omit_defaults=True):
    term: Inline
    blocks: tuple[Block, ...]


class Definitions(_Block, frozen=True, tag="definitions"):
    items: tuple[Definition, ...]


class Details(_Block, frozen=True, tag="details"):
    """Text that a page folds away under `summary`; Telex shows it open."""

    summary: Inline
    blocks: tuple[Block, ...]


class Media(_Block, frozen=True, tag="media"):
    """A player or frame of another site, shown as a link."""

    title: str
    host: str
    url: str


Block = (
    Heading
    | Paragraph
    | List
    | Quote
    | Code
    | Table
    | Figure
    | Rule
    | Footnotes
    | Definitions
    | Details
    | Media
)

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[tuple[Block, ...]] = msgspec.json.Decoder(tuple[Block, ...])


def encode_json(blocks: tuple[Block, ...]) -> bytes:
    """The stable JSON form, one array."""
    return _encoder.encode(blocks)


def decode_json(data: bytes) -> tuple[Block, ...]:
    """The inverse of `encode_json`; raises `msgspec.ValidationError` on anything else."""
    return _decoder.decode(data)


def plain(inline: Inline) -> str:
    """The bare text of `inline`."""
    return "".join(span.text for span in inline)


def pictures(blocks: Iterable[Block]) -> Iterator[Picture]:
    """Every image in `blocks`, in reading order."""
    for block in blocks:
        match block:
            case Figure(images=images):
                yield from images
            case List(items=items):
                for item in items:
                    yield from pictures(item)
            case Quote(blocks=inner) | Details(blocks=inner):
                yield from pictures(inner)
            case Footnotes(notes=parts) | Definitions(items=parts):
                for part in parts:
                    yield from pictures(part.blocks)
            case _:
                pass


def with_pictures(blocks: tuple[Block, ...], change: Callable[[Picture], Picture]) -> tuple[Block, ...]:
    """`blocks` with each image as `change` gives it."""
    return tuple(_changed(block, change) for block in blocks)


def _changed(block: Block, change: Callable[[Picture], Picture]) -> Block:
    replace = msgspec.structs.replace
    match block:
        case Figure(images=images):
            return replace(block, images=tuple(map(change, images)))
        case List(items=items):
            return replace(block, items=tuple(with_pictures(item, change) for item in items))
        case Quote(blocks=inner) | Details(blocks=inner):
            return replace(block, blocks=with_pictures(inner, change))
        case Footnotes(notes=notes):
            return replace(
                block, notes=tuple(replace(one, blocks=with_pictures(one.blocks, change)) for one in notes)
            )
        case Definitions(items=terms):
            return replace(
                block, items=tuple(replace(one, blocks=with_pictures(one.blocks, change)) for one in terms)
            )
    return block


class Copy(msgspec.Struct, frozen=True, omit_defaults=True):
    """The same story as another paper tells it. `at` in Unix seconds, 0 where nobody knows."""

    id: int
    source: str
    title: str
    at: int = 0
    link: str = ""


class Article(msgspec.Struct, frozen=True, omit_defaults=True):
    """An opened entry, ready to be set. Times are Unix seconds; `excerpt` says that only a part of the text is here.

    `also` are the other copies of its story, in the order of their time.
    `view` is "feed", "full", "raw" or "diff"; `views` lists those that are stored and can be switched to. `page_at` is when the
    entry's own page was asked for last, `page_error` one sentence on why no text came of it, `wall` "pay" or "consent"
    where that stood before the text. `direction` is "ltr" or "rtl" where the person wishes all texts of its feed so.
    """

    id: int
    feed_id: int
    title: str
    source: str
    link: str = ""
    author: str = ""
    published: int | None = None
    updated: int | None = None
    seen: int = 0
    language: str = ""
    words: int = 0
    blocks: tuple[Block, ...] = ()
    enclosures: tuple[str, ...] = ()
    image: str = ""
    excerpt: bool = False
    read: bool = False
    starred: bool = False
    later: bool = False
    tags: tuple[str, ...] = ()
    also: tuple[Copy, ...] = ()
    view: str = "feed"
    views: tuple[str, ...] = ("feed",)
    page_at: int | None = None
    page_error: str = ""
    wall: str = ""
    direction: str = ""
