"""Lists of sources in OPML 1.0 and 2.0, in and out. Of what a file says, only titles, addresses, folders and Telex's own
settings are read; nothing in it is ever a command, a file or an entity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from reader.parse.decode import decode
from reader.parse.errors import BrokenFeed
from reader.parse.feeds.repair import repaired
from reader.parse.feeds.xmltree import without_doctype
from reader.parse.xpathrule import watch_of
from reader.text.clean import clean_line

NAMESPACE = "urn:telex:opml"
"""Of the attributes that carry Telex's settings of a feed."""

MOST_BYTES = 5 * 1024 * 1024
MOST_FEEDS = 10_000
MOST_FOLDERS = 20
"""Folders within each other; deeper ones are flattened into the last."""

MOST_SEARCHES = 500

_MOST_ADDRESS = 4_096
_MOST_SECTIONS = 50
_OWN = "telex:"
_WATCH = "it was left out, and can be watched with “telex add --watch"
_MOST_SETTINGS = 40
_UNKNOWN = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)")


Settings = tuple[tuple[str, str], ...]
"""Telex's own, by name, as a person writes them."""


class OpmlError(Exception):
    """A file is no list of sources, or too large for one. Its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One source. `folder` goes from the outermost name in; `settings` are Telex's own, by name.

    `sections` are further names that it goes by, OPML 2.0's `category`.
    """

    url: str
    title: str = ""
    link: str = ""
    folder: tuple[str, ...] = ()
    language: str = ""
    settings: Settings = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a file lists: sources, and Telex's saved searches as (name, query). `left_out` says what is not taken.

    `folders` are those that have settings of Telex's own, each with its path.
    """

    outlines: tuple[Outline, ...]
    searches: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    folders: tuple[tuple[tuple[str, ...], Settings], ...] = ()


def read_opml(data: bytes) -> list[Outline]:
    """The sources of an OPML file: `read_listing` without the rest."""
    return list(read_listing(data).outlines)


def read_listing(data: bytes) -> Listing:
    """What an OPML file lists, each address once, in the file's order. What is no http or https address is left out.

    Raises `OpmlError` where the file is larger than 5 MiB, lists more than 10,000 sources, or is no OPML.
    """
    from xml.parsers import expat

    if len(data) > MOST_BYTES:
        raise OpmlError(
            f"The file is larger than {MOST_BYTES // 2**20} MiB: a list of sources is not that long."
        )
    try:
        text, _ = without_doctype(decode(data).encode("utf-8"))
    except BrokenFeed:
        raise OpmlError("The file is broken: its DOCTYPE has no end.") from None
    mended = _UNKNOWN.sub("&amp;", repaired(text.decode("utf-8").lstrip()))
    reader, broken = _Reader(), ""
    parser = expat.ParserCreate(encoding="utf-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(mended.encode("utf-8"), True)
    except expat.ExpatError as error:
        if not reader.is_opml:
            raise OpmlError(f"The file is no OPML: line {error.lineno} is not XML.") from None
        broken = f"The file is broken in line {error.lineno}: what stands from there on was left out."
    except _TooMany:
        raise OpmlError(f"The file lists more than {MOST_FEEDS:,} sources; split it.") from None
    if not reader.is_opml:
        raise OpmlError("The file is no OPML: other readers write one where they export their sources.")
    if not (reader.found or reader.searches or reader.ended):
        raise OpmlError("The file ends in the middle and holds no source before that; export it again.")
    return Listing(
        tuple(reader.found.values()),
        tuple(reader.searches.items()),
        (*reader.left_out.values(), *([broken] if broken and not reader.ended else [])),
        tuple(reader.folders.items()),
    )


class _TooMany(Exception):
    pass


class _Reader:
    """What the parser tells its elements to: no tree is built, so depth and number cost nothing."""

    def __init__(self) -> None:
        self.is_opml = False
        self.ended = False
        self.found: dict[str, Outline] = {}
        self.searches: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self.folders: dict[tuple[str, ...], Settings] = {}
        self._open: list[str] = []
        self._folders: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag.lower() == "opml":
            self.is_opml = True
        if tag.lower() != "outline" or not self.is_opml:
            return
        held = {name.lower(): value for name, value in attributes.items()}
        title = clean_line(held.get("text") or held.get("title") or "", 1_000)
        address = held.get("xmlurl")
        query = attributes.get(_OWN + "query")
        if address is None and query is not None:
            self._open.append("")
            if title and len(self.searches) < MOST_SEARCHES:
                self.searches.setdefault(title, clean_line(query, _MOST_ADDRESS))
            return
        if address is None:
            self._open.append(title)
            if title and len(self._folders) < MOST_FOLDERS:
                self._folders.append(title)
                own = _own(attributes)
                if own and len(self.folders) < MOST_FEEDS:
                    self.folders.setdefault(tuple(self._folders), own)
            else:
                self._open[-1] = ""
            return
        self._open.append("")
        url = _address(address)
        if not url or url in self.found:
            return
        rule = watch_of(attributes) if held.get("type") == "HTML+XPath" else ""
        if "+" in held.get("type", "") and not rule and len(self.left_out) < MOST_FEEDS:
            kind = clean_line(held["type"], 40)
            self.left_out[url] = (
                f"{title or url} is read by a rule of another reader ({kind}): {_WATCH} {url}”."
            )
            return
        if len(self.found) >= MOST_FEEDS:
            raise _TooMany
        own = (*_own(attributes), *([("watch", rule)] if rule else []))
        self.found[url] = Outline(
            url=url,
            title=title,
            link=_address(held.get("htmlurl", "")),
            folder=tuple(self._folders),
            language=clean_line(held.get("language", ""), 35),
            settings=own[:_MOST_SETTINGS],
            sections=_sections(held.get("category", "")),
        )

    def end(self, tag: str) -> None:
        if tag.lower() == "opml":
            self.ended = True
        if tag.lower() == "outline" and self._open and self._open.pop():
            self._folders.pop()


def _own(attributes: Mapping[str, str]) -> Settings:
    found = [(name, value) for name, value in attributes.items() if name.startswith(_OWN)]
    return tuple(
        (name.removeprefix(_OWN), clean_line(value, 1_000)) for name, value in found[:_MOST_SETTINGS]
    )


def _sections(category: str) -> tuple[str, ...]:
    """Names parted by commas, each perhaps a path that "/" begins."""
    names = [clean_line(one, 200).strip("/ ") for one in category[:_MOST_ADDRESS].split(",")]
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_SECTIONS]


def _address(text: str) -> str:
    """`text` if it is an http or https address of a host, else ""."""
    url = text.strip()
    if not url or len(url) > _MOST_ADDRESS or url != clean_line(url, _MOST_ADDRESS) or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def write_opml(
    outlines: Sequence[Outline],
    *,
    title: str = "Telex",
    searches: Sequence[tuple[str, str]] = (),
    folders: Mapping[tuple[str, ...], Settings] | None = None,
) -> bytes:
    """The sources as OPML 2.0, nested by folder, in UTF-8, then the searches. `read_listing` gives back the same."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:telex="{NAMESPACE}">',
        f"  <head><title>{_text(title)}</title></head>",
        "  <body>",
    ]
    _Folder.of(outlines, folders or {}).write(lines, 2)
    lines += [f"    <outline text={_quoted(name)} telex:query={_quoted(query)}/>" for name, query in searches]
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode("utf-8")


class _Folder:
    def __init__(self) -> None:
        self.feeds: list[Outline] = []
        self.settings: Settings = ()
        self.folders: dict[str, _Folder] = {}

    @classmethod
    def of(cls, outlines: Sequence[Outline], settings: Mapping[tuple[str, ...], Settings]) -> _Folder:
        root = cls()
        for outline in outlines:
            folder = root
            for name in outline.folder[:MOST_FOLDERS]:
                folder = folder.folders.setdefault(name, cls())
            folder.feeds.append(outline)
        for path, own in settings.items():
            folder = root
            for name in path[:MOST_FOLDERS]:
                folder = folder.folders.setdefault(name, cls())
            folder.settings = own
        return root

    def write(self, lines: list[str], depth: int) -> None:
        margin = "  " * depth
        for outline in self.feeds:
            lines.append(f"{margin}<outline {_attributes(outline)}/>")
        for name, folder in self.folders.items():
            own = "".join(f" telex:{key}={_quoted(value)}" for key, value in folder.settings)
            lines.append(f"{margin}<outline text={_quoted(name)} title={_quoted(name)}{own}>")
            folder.write(lines, depth + 1)
            lines.append(f"{margin}</outline>")


def _attributes(outline: Outline) -> str:
    title = outline.title or outline.url
    held = {"type": "rss", "text": title, "title": title, "xmlUrl": outline.url}
    if outline.link:
        held["htmlUrl"] = outline.link
    if outline.language:
        held["language"] = outline.language
    if outline.sections:
        held["category"] = ",".join(f"/{name}" for name in outline.sections)
    held |= {f"telex:{name}": value for name, value in outline.settings}
    return " ".join(f"{name}={_quoted(value)}" for name, value in held.items())


def _quoted(text: str) -> str:
    return quoteattr(clean_line(text, _MOST_ADDRESS))


def _text(text: str) -> str:
    return clean_line(text).replace("&", "&amp;").replace("<", "&lt;")
