"""What a parse worker is asked and what it answers: values that cross a pipe as MessagePack, and the work itself.

The functions here run inside a worker: they may take long, use much memory or crash, and nothing but the worker
is lost. Heavy parsers are imported when the first job of their kind comes.
"""

from __future__ import annotations

import html

import msgspec

from reader.model import FeedLink, Form, PageWay, ParsedFeed
from reader.store.incoming import incoming
from reader.store.wishes import BY_ITSELF
from reader.text.patterns import lazy

_SAMPLE = 2_000  # characters of HTML by which a language is told
_SHOWN = 12  # headlines of a way to watch a page
_MOST_WAYS = 20
_TAG = lazy(r"<[^<>]{0,2000}>")


class ParseFeed(msgspec.Struct, frozen=True, tag="feed"):
    """A feed document as it came; answered by a `ParsedFeed`. `language` is what is known of the feed already."""

    data: bytes
    url: str = ""
    charset: str = ""
    content_type: str = ""
    language: str = ""


class TakeFeed(ParseFeed, frozen=True, tag="take"):
    """The same, to be stored: answered by an `IncomingFeed`."""


class ReadPage(msgspec.Struct, frozen=True, tag="page"):
    """A web page in which feeds are looked for; answered by a `PageRead`."""

    data: bytes
    url: str = ""
    charset: str = ""


class PageRead(msgspec.Struct, frozen=True):
    """What a page says: its title, and the feeds that it names, best first."""

    title: str = ""
    feeds: tuple[FeedLink, ...] = ()
    declared: bool = False


class WatchPage(msgspec.Struct, frozen=True, tag="watch"):
    """A page in the place of a feed, to be stored: answered by an `IncomingFeed`. `watch` as in the feed's settings."""

    data: bytes
    url: str = ""
    charset: str = ""
    watch: str = BY_ITSELF


class LookAtPage(WatchPage, frozen=True, tag="look"):
    """The same, only to be shown: answered by a `PageLook`."""


class PageLook(msgspec.Struct, frozen=True):
    """What a page would yield, likeliest first: by the choice that was given, then by each of its groups of links."""

    title: str = ""
    language: str = ""
    ways: tuple[PageWay, ...] = ()


class ReadArticle(msgspec.Struct, frozen=True, tag="article"):
    """The page of an entry; answered by an `ArticleRead`. `quick` asks for the own pass alone, some milliseconds.

    `rules` is the person's file of rules for sites (`reader.parse.rules`), "" where there is none.
    """

    data: bytes
    url: str = ""
    charset: str = ""
    language: str = ""
    quick: bool = False
    rules: bytes = b""


class ArticleRead(msgspec.Struct, frozen=True):
    """The article of a page: sanitised HTML, its blocks in JSON form, what the page says of it; empty where it holds none.

    `wall` is "pay" or "consent" where that stands before the text, `next` the address of the article's next page.
    """

    html: str = ""
    blocks: bytes = b"[]"
    words: int = 0
    title: str = ""
    author: str = ""
    paper: str = ""
    language: str = ""
    published: int | None = None
    image: str = ""
    wall: str = ""
    next: str = ""


class DrawImage(msgspec.Struct, frozen=True, tag="draw"):
    """A kept image, to be drawn in at most `width` by `rows` cells; answered by a `Drawing`."""

    data: bytes
    width: int
    rows: int


class InkImage(msgspec.Struct, frozen=True, tag="ink"):
    """A kept image, to be made ready for a terminal that draws pixels, `cell` of them a cell; answered by an `Ink`."""

    data: bytes
    width: int
    rows: int
    form: Form
    cell: tuple[int, int]


class MakeIcon(msgspec.Struct, frozen=True, tag="icon"):
    """The icon of a site as it came; answered by the bytes of a small PNG."""

    data: bytes


class Raw(msgspec.Struct, frozen=True, array_like=True):
    """A stored entry to be made searchable and readable. `html` is its fullest text, `link` the base of addresses.

    `indexed` says that search finds it already.
    """

    entry_id: int
    title: str
    author: str
    source: str
    language: str
    html: str
    link: str
    indexed: bool = False


class FinishEntries(msgspec.Struct, frozen=True, tag="finish"):
    """Entries to be finished; answered by as many `Ready`, in their order. `languages` are those the person reads."""

    items: tuple[Raw, ...]
    languages: tuple[str, ...] = ()


class Ready(msgspec.Struct, frozen=True, array_like=True):
    """A finished entry: folded search text (`reader.text.fold`), blocks in their JSON form, the number of words.

    `byline` and `paper` stood in the text and left it; "" where they did not. Not `folded`: there is no search text,
    because what search has is still true.
    """

    entry_id: int
    title: str
    author: str
    source: str
    text: str
    blocks: bytes
    words: int
    language: str = ""
    byline: str = ""
    paper: str = ""
    folded: bool = True


Job = (
    ParseFeed
    | TakeFeed
    | ReadPage
    | WatchPage
    | LookAtPage
    | ReadArticle
    | DrawImage
    | InkImage
    | MakeIcon
    | FinishEntries
)


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """`error` is "" or one sentence for people; then `result` is empty. `tired` asks to be replaced.

    `seconds` is how long it took, `spent` the processor time of the worker's whole life.
    """

    result: msgspec.Raw = msgspec.Raw(b"\xc0")
    error: str = ""
    tired: bool = False
    seconds: float = 0.0
    spent: float = 0.0


_encoder = msgspec.msgpack.Encoder()
encode, encode_into = _encoder.encode, _encoder.encode_into
decode_job: msgspec.msgpack.Decoder[Job] = msgspec.msgpack.Decoder(Job)


def work(job: Job) -> object:
    """Do one job. Raises `reader.parse.errors.FeedError` with a sentence where the document is at fault."""
    if isinstance(job, ParseFeed):
        parsed = _parse_feed(job)
        return incoming(parsed) if isinstance(job, TakeFeed) else parsed
    if isinstance(job, ReadPage):
        return _read_page(job)
    if isinstance(job, WatchPage):
        return _look_at_page(job) if isinstance(job, LookAtPage) else incoming(_watch_page(job))
    if isinstance(job, ReadArticle):
        return _read_article(job)
    if isinstance(job, DrawImage):
        from reader.parse.drawing import drawing_of

        return drawing_of(job.data, job.width, job.rows)
    if isinstance(job, InkImage):
        from reader.parse.inking import ink_of

        return ink_of(job.data, job.width, job.rows, job.form, job.cell)
    if isinstance(job, MakeIcon):
        from reader.parse.icon import icon_of

        return icon_of(job.data)
    return tuple(_finish(item, job.languages) for item in job.items)


def _parse_feed(job: ParseFeed) -> ParsedFeed:
    from reader.parse.feed import parse_feed

    return parse_feed(
        job.data, url=job.url, charset=job.charset, content_type=job.content_type, language=job.language
    )


def _read_page(job: ReadPage) -> PageRead:
    from reader.parse.decode import decode
    from reader.parse.page import page_of

    page = page_of(decode(job.data, job.charset), job.url)
    return PageRead(page.site_name or page.title, page.feeds, page.declared)


def _watch_page(job: WatchPage) -> ParsedFeed:
    from reader.parse.decode import decode
    from reader.parse.errors import FeedError
    from reader.parse.rules import RuleError
    from reader.parse.watch import watched

    chosen = {} if job.watch == BY_ITSELF else msgspec.json.decode(job.watch, type=dict[str, str])
    try:
        return watched(decode(job.data, job.charset), job.url, chosen)
    except RuleError as error:
        raise FeedError(str(error)) from None


def _look_at_page(job: LookAtPage) -> PageLook:
    from reader.parse.decode import decode
    from reader.parse.watch import choices_of

    found = _watch_page(job)
    first = PageWay(job.watch, len(found.entries), tuple(one.title for one in found.entries[:_SHOWN]))
    groups = [
        PageWay(
            msgspec.json.encode({"group": group.path}).decode(),
            group.count,
            group.titles[:_SHOWN],
        )
        for group in choices_of(decode(job.data, job.charset), job.url)[:_MOST_WAYS]
    ]
    return PageLook(found.title, found.language, (first, *groups))


def _read_article(job: ReadArticle) -> ArticleRead:
    from reader.blocks import encode_json
    from reader.parse.article import article_of, preview_of
    from reader.parse.decode import decode
    from reader.parse.errors import FeedError
    from reader.parse.page import facts_of
    from reader.parse.rules import RuleError, read_rules
    from reader.parse.tree import parse
    from reader.parse.walls import wall_of

    try:
        rules = read_rules(job.rules) if job.rules else ()
    except RuleError as error:
        raise FeedError(str(error)) from None
    html = decode(job.data, job.charset, job.language)
    found = (preview_of if job.quick else article_of)(html, job.url, rules)
    wall = wall_of(facts_of(parse(html), job.url), found.text, job.url)
    page = found.page
    if wall:
        return ArticleRead(wall=wall, title=page.title)
    return ArticleRead(
        found.html if found.text else "",
        encode_json(found.blocks),
        len(found.text.split()),
        page.title,
        page.author,
        page.site_name,
        page.language,
        page.published,
        page.image,
        "",
        found.next,
    )


def _spoken(item: Raw, languages: tuple[str, ...]) -> str:
    """The language of an item itself: what was declared for it counts unless its letters say otherwise."""
    from reader.text.language import guess, primary

    text = html.unescape(_TAG.sub(" ", item.html[:_SAMPLE]))
    found = guess(f"{item.title}\n{text}", among=languages, declared=item.language)
    return item.language if found == primary(item.language) else found


def _finish(item: Raw, languages: tuple[str, ...]) -> Ready:
    from reader.blocks import encode_json
    from reader.parse.blocks import blocks_of
    from reader.parse.plain import plain_text
    from reader.parse.tidy import tidy
    from reader.text.fold import fold

    language = _spoken(item, languages)
    tidied = tidy(
        blocks_of(item.html, title=item.title, base=item.link, language=language), author=item.author
    )
    blocks = tidied.blocks
    text = plain_text(blocks)
    changed = not item.indexed or bool(tidied.byline and not item.author)
    return Ready(
        item.entry_id,
        fold(item.title) if changed else "",
        fold(item.author or tidied.byline) if changed else "",
        fold(item.source) if changed else "",
        fold(text) if changed else "",
        encode_json(blocks),
        len(text.split()),
        language,
        tidied.byline,
        tidied.paper,
        changed,
    )
