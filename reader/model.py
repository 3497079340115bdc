"""What a feed said and what a list shows: small frozen values, no behaviour.

All times are whole Unix seconds, UTC. `None` is a time that nobody gave.
All text in these values is cleaned (`reader.text.clean`) when they are made.

They are msgspec structs: every start waits for these classes to be made, and a dataclass takes twenty times as long.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

WORDS_A_MINUTE = 230
"""How fast a calm reader reads news: behind the minutes of an article and of `minutes:` in queries."""


class Enclosure(Struct, frozen=True, gc=False):
    """A file that comes with an entry: a recording, a document. `length` is in bytes."""

    url: str
    type: str = ""
    length: int | None = None


class Entry(Struct, frozen=True, gc=False):
    """One item as its feed gave it. Never changed after it was made: marks live elsewhere.

    `id` is the guid or Atom id ("" where the feed gives none), `title` plain text,
    `summary` and `content` sanitised HTML. `language` is a lower-case BCP 47 tag or "".
    `source` names the paper where the item says it comes from another one than its feed.
    """

    id: str
    title: str
    link: str
    author: str = ""
    published: int | None = None
    updated: int | None = None
    language: str = ""
    summary: str = ""
    content: str = ""
    source: str = ""
    image: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    published_text: str = ""


class Rhythm(Struct, frozen=True):
    """What a feed asks of its readers: ttl in minutes, hours and days (GMT) to skip, sy: period in seconds; its hub, its icon.

    `built` is when the document says that it was written, `came` when it came (Unix seconds; None before the store has it).
    """

    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    update_every: int | None = None
    hub: str = ""
    icon: str = ""
    built: int | None = None
    came: int | None = None


class ParsedFeed(Struct, frozen=True):
    """A whole feed document. `found` counts the items it held, of which `entries` keeps the first ones; `icon` is an address."""

    title: str = ""
    link: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    found: int = 0
    rhythm: Rhythm = Rhythm()
    hub: str = ""
    icon: str = ""
    repaired: str = ""


class FeedLink(Struct, frozen=True):
    """A feed that a page names. `type` is a media type."""

    url: str
    title: str = ""
    type: str = ""


class Page(Struct, frozen=True):
    """What a web page says of itself, before its text is looked at. `declared`: its head names `feeds`, else its links do."""

    title: str = ""
    author: str = ""
    published: int | None = None
    updated: int | None = None
    language: str = ""
    image: str = ""
    site_name: str = ""
    canonical: str = ""
    feeds: tuple[FeedLink, ...] = ()
    declared: bool = False


class PageItem(Struct, frozen=True):
    """One headline found on a page that has no feed."""

    title: str
    link: str | None = None
    source: str | None = None
    published: int | None = None


class PageWay(Struct, frozen=True, omit_defaults=True):
    """One way to watch a page: the setting that means it, how many headlines it gives now, and the first of them."""

    watch: str
    count: int = 0
    headlines: tuple[str, ...] = ()


class Folder(Struct, frozen=True):
    """A section of sources. `path` is its place, outermost first: ("World", "Africa"); `order` that of its list, "" by date."""

    id: int
    path: tuple[str, ...]
    unread: int = 0
    total: int = 0
    order: str = ""


class Feed(Struct, frozen=True):
    """A subscription and its health. `name` is what the screen shows: the person's own, else the feed's title.

    `status` is one word: "new" (never fetched), "ok", "unchanged", "error", "gone", "held", "suspect", "paused".
    `error` is one sentence for people, "" when all is well. `next_at` is when the next request may go out,
    `why` the reason in words, `interval` the person's own shortest wait in seconds (0: none). `hub` is where the feed says
    that its changes are announced (W3C WebSub): shown, never asked. A `hidden` one stands in no list of sources.
    `was` is the address that a permanent redirect led away from ("" none), `trust` the fingerprint of the one certificate that
    is taken for it though nobody vouches for that. `sections` are the paths of those that it stands in beside its folder.
    """

    id: int
    url: str
    name: str
    slug: str = ""
    title: str = ""
    link: str = ""
    language: str = ""
    folder: tuple[str, ...] = ()
    unread: int = 0
    total: int = 0
    status: str = "new"
    error: str = ""
    failures: int = 0
    paused: bool = False
    typed: bool = True
    added_at: int = 0
    fetched_at: int | None = None
    succeeded_at: int | None = None
    changed_at: int | None = None
    next_at: int | None = None
    why: str = ""
    interval: int = 0
    hub: str = ""
    hidden: bool = False
    was: str = ""
    trust: str = ""
    sections: tuple[tuple[str, ...], ...] = ()


class Headline(Struct, frozen=True):
    """One row of a list. `at` is the time it is ordered by; `dated` is false where that is only when it was first seen.

    `story` is the id of its story (0: none yet) and `copies` how many entries tell it, itself included.
    `papers` names those that tell it too, best copy first; `news` counts its unread copies where others are read.
    `direction` is "ltr" or "rtl" where the person wishes it so for its feed.
    `ready` says what can be read offline: "" nothing beyond the headline, "excerpt", "feed" (the feed's text), "full";
    `pictured` that images of it are here too. Where `more` is not 0 the row stands for so many entries of its feed.
    """

    id: int
    feed_id: int
    source: str
    title: str
    at: int
    dated: bool = True
    language: str = ""
    link: str = ""
    read: bool = False
    starred: bool = False
    later: bool = False
    hidden: bool = False
    updated: bool = False
    story: int = 0
    copies: int = 1
    ready: str = ""
    papers: tuple[str, ...] = ()
    news: int = 0
    pictured: bool = False
    direction: str = ""
    more: int = 0


class Drawing(Struct, frozen=True):
    """An image as half blocks, so many cells wide. `pixels` are RGB, row by row, two rows of them for each line of cells."""

    columns: int
    pixels: bytes

    @property
    def lines(self) -> int:
        return len(self.pixels) // (6 * self.columns) if self.columns else 0


Form = Literal["blocks", "kitty", "sixel"]
"""How a terminal is given an image: as coloured half blocks, by kitty's protocol, or as sixels."""


class Ink(Struct, frozen=True):
    """An image in pixels, for so many cells: a whole PNG file for "kitty", one string of sixels for each line for "sixel"."""

    form: Form
    columns: int
    lines: int
    data: tuple[bytes, ...]


class Act(Struct, frozen=True):
    """One step of the journal: what the person did, in words, and how many entries it touched."""

    id: int
    at: int
    kind: str
    text: str
    count: int
    undone: bool = False
