"""What the engine says and what it can be told: small frozen values, one JSON line each.

Nothing heavy is imported here: the screen's process reads these too. Times are Unix seconds, UTC. Fields may be
added; readers leave out what they do not know.
"""

from __future__ import annotations

import msgspec

from reader.model import Form, PageWay


class _Event(msgspec.Struct, frozen=True, tag_field="event"):
    """Something that the engine says."""


class Hello(_Event, frozen=True, tag="hello"):
    """The first line. `leads` says whether this process fetches; else another does, and requests are passed on."""

    leads: bool
    pid: int = 0
    version: str = ""


class Started(_Event, frozen=True, tag="started"):
    """A run begins: so many feeds will be asked. `pressed` says that the person asked for it."""

    feeds: int
    pressed: bool = False


class FeedDone(_Event, frozen=True, tag="feed"):
    """One feed is done. `status` is "ok", "unchanged", "error", "gone" or "held" (not asked; `why` says why).

    `error` is one sentence, "" when all is well. `next_at` is when it may be asked again, `why` the reason in words.
    """

    feed_id: int
    status: str
    new: int = 0
    updated: int = 0
    error: str = ""
    next_at: int = 0
    why: str = ""


class Progress(_Event, frozen=True, tag="progress"):
    """How far a run is: `done` of `total` feeds, of which `changed` and `failed`; `new` entries so far.

    `left` is a guess of how many seconds the rest takes; 0 where there is none yet.
    """

    done: int
    total: int
    failed: int = 0
    new: int = 0
    changed: int = 0
    left: float = 0.0


class Done(_Event, frozen=True, tag="done"):
    """A run is over. `asked` requests went to feeds; `changed`, `unchanged`, `failed` and `held` add up to `feeds`.

    `offline` says that there was no network: nothing was counted as a failure. `seconds` is wall time; `split`
    names seconds of work in "fetch" (waiting included), "parse" (in the workers), "store", "index". `pressed` says that the
    person asked for it.
    """

    feeds: int
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    held: int = 0
    new: int = 0
    updated: int = 0
    offline: bool = False
    seconds: float = 0.0
    split: dict[str, float] = {}
    requests: int = 0
    pressed: bool = False


class Changed(_Event, frozen=True, tag="changed"):
    """The store changed; what is shown may be renewed. Said at most a few times a second."""

    generation: int


class Failed(_Event, frozen=True, tag="failed"):
    """Something as a whole did not work. `text` is one sentence for people."""

    text: str


class Note(_Event, frozen=True, tag="note"):
    """Something that the person may like to know. `text` is one sentence for people."""

    text: str


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A feed that was found behind an address. `week` is how many entries it brings in seven days.

    Of one that stands in a starter pack, `pack` is its title, `tier` and `remark` how well the feed is known.
    """

    url: str
    title: str = ""
    type: str = ""
    language: str = ""
    entries: int = 0
    week: float = 0.0
    newest: int | None = None
    full: bool = False
    headlines: tuple[str, ...] = ()
    subscribed: int = 0
    typed: bool = False
    pack: str = ""
    tier: int = 0
    remark: str = ""


class Found(_Event, frozen=True, tag="found"):
    """What `Find` found behind `url`, best first. `error` is one sentence where it found nothing; `page`: but a web page."""

    url: str
    candidates: tuple[Candidate, ...] = ()
    error: str = ""
    page: bool = False


class Looked(_Event, frozen=True, tag="looked"):
    """What watching the page at `url` would yield: as asked for, then by each of its groups of links, likeliest first.

    `subscribed` is the source that has this address already, 0 for none. `error` is one sentence where there is no page.
    """

    url: str
    title: str = ""
    language: str = ""
    ways: tuple[PageWay, ...] = ()
    subscribed: int = 0
    error: str = ""


class Added(_Event, frozen=True, tag="added"):
    """`Add` or `Watch` is done: what is behind `url` is subscribed to. `known` says that it was before.

    `page` says that `error` is about a web page, which might be watched in the place of a feed.
    """

    url: str
    feed_id: int = 0
    title: str = ""
    new: int = 0
    known: bool = False
    error: str = ""
    page: bool = False


class Finished(_Event, frozen=True, tag="finished"):
    """Every stored entry can be searched and read now; `entries` were finished since the last time."""

    entries: int
    seconds: float = 0.0


class PageDone(_Event, frozen=True, tag="page"):
    """The page of an entry was read; its text is in the store. `preview` says that a better one follows at once.

    `error` is one sentence where no text came.
    """

    entry_id: int
    error: str = ""
    preview: bool = False


class ImagesDone(_Event, frozen=True, tag="images"):
    """The images that an entry shows were asked for: `here` of `shown` are in the store. `why` says why the last is not."""

    entry_id: int
    shown: int = 0
    here: int = 0
    why: str = ""


class ImagesDrawn(_Event, frozen=True, tag="drawn"):
    """What `DrawImages` asked for is drawn. `why` says why one cannot be."""

    width: int
    why: str = ""


class Followed(_Event, frozen=True, tag="followed"):
    """The page behind a link was read: it is entry `entry_id`, or else followed page `page_id`. `error` says why it is none.

    `behind` is as it was asked.
    """

    url: str
    entry_id: int = 0
    page_id: int = 0
    title: str = ""
    error: str = ""
    behind: bool = False


class PackProgress(_Event, frozen=True, tag="packing"):
    """How far packing is: `done` of `total` entries, of which `ready` are whole; `bytes` of text so far.

    `over` says that it ended: `left` did not fit into the size, `failed` have only what their feeds gave.
    """

    done: int
    total: int
    ready: int = 0
    failed: int = 0
    left: int = 0
    bytes: int = 0
    over: bool = False
    error: str = ""


Event = (
    Hello
    | PackProgress
    | Followed
    | ImagesDone
    | ImagesDrawn
    | Started
    | FeedDone
    | Progress
    | Done
    | Changed
    | Failed
    | Note
    | Found
    | Looked
    | Added
    | Finished
    | PageDone
)


class _Command(msgspec.Struct, frozen=True, tag_field="do"):
    """Something that the engine can be told."""


class Refresh(_Command, frozen=True, tag="refresh"):
    """Ask for `feeds` (all where empty) that are due; `force` for all that politeness allows."""

    feeds: tuple[int, ...] = ()
    force: bool = False


class Find(_Command, frozen=True, tag="find"):
    """Look for feeds behind `url`; nothing is subscribed to. Answered by `Found`."""

    url: str


class Add(_Command, frozen=True, tag="add"):
    """Subscribe to the best feed behind `url`. Answered by `Added`."""

    url: str
    folder: tuple[str, ...] = ()


class Look(_Command, frozen=True, tag="look"):
    """See what watching the page at `url` would yield; nothing is subscribed to. Answered by `Looked`."""

    url: str
    watch: str = "auto"


class Watch(_Command, frozen=True, tag="watch"):
    """Watch the page at `url`, as the setting `watch` of a source says. Answered by `Added`."""

    url: str
    watch: str = "auto"
    folder: tuple[str, ...] = ()


class FetchPage(_Command, frozen=True, tag="page"):
    """Fetch the page of an entry for its whole text; `again` also where that is stored. Answered by `PageDone`."""

    entry_id: int
    again: bool = False


class Follow(_Command, frozen=True, tag="follow"):
    """Read the page at `url`, which a link of entry `entry_id` led to. Answered by `Followed`; `behind` goes along."""

    url: str
    entry_id: int = 0
    behind: bool = False


class Pack(_Command, frozen=True, tag="pack"):
    """Make what `query` finds ready for reading offline, `size` bytes of text at most. Answered by `PackProgress`."""

    query: str
    size: int = 300_000_000


class FetchImages(_Command, frozen=True, tag="fetch-images"):
    """Fetch the images that an entry shows and that are not here. Answered by `ImagesDone`."""

    entry_id: int


class DrawImages(_Command, frozen=True, tag="draw-images"):
    """Draw kept images, named by their hashes, for `width` cells of `cell` pixels, wide and high. Answered by `ImagesDrawn`."""

    contents: tuple[str, ...]
    width: int
    form: Form = "blocks"
    cell: tuple[int, int] = (0, 0)


class TakeList(_Command, frozen=True, tag="list"):
    """Subscribe to the report list of images at `origin`, an address or a file. Answered by `Note` or `Failed`."""

    origin: str


class StopPack(_Command, frozen=True, tag="stop-pack"):
    """End the packing that is under way; what is packed stays."""


class Stop(_Command, frozen=True, tag="stop"):
    """Call off the run that is under way; what is stored stays."""


class Quit(_Command, frozen=True, tag="quit"):
    """End the engine."""


Errand = Find | Add | Look | Watch | FetchPage | Follow | Pack | TakeList | FetchImages | DrawImages
"""What is done beside runs, as much of it at once as is asked for."""

Command = Refresh | Errand | StopPack | Stop | Quit

_encoder = msgspec.json.Encoder()
_events: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_commands: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)


def line(value: Event | Command) -> bytes:
    """`value` as one JSON line, with its newline."""
    return _encoder.encode(value) + b"\n"


def read_event(data: bytes) -> Event:
    """The inverse of `line` for events. Raises `msgspec.DecodeError` (or its `ValidationError`)."""
    return _events.decode(data)


def read_command(data: bytes) -> Command:
    """The inverse of `line` for commands. Raises `msgspec.DecodeError` (or its `ValidationError`)."""
    return _commands.decode(data)
