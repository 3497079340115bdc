"""Run Telex's own parsers on files, without touching the store: why does a feed or a page look wrong?

PATH is a file, a folder (all files in it), or - for stdin. A file whose name ends in .gz is unpacked. One JSON line per
file, in the order given, with path, and error where it failed; the exit code is 1 if any did.

  feed       path, title, link, language, entries (id, title, link, author, published, updated, language, summary, content,
             categories, enclosures), and where entries were left out found and note, where it was mended repaired
  page       path, title, author, published, language, image, site_name, feeds
  article    the same and text, html, blocks
  headlines  path, items (title, link, source, published): the headlines of a page that has no feed
  stories    path, stories (lists of ids)

“article” and “headlines” take a page that was flattened to text, too: a file whose name ends in .txt. --url says where a
page came from, so that its links are made whole.

--timings says at the end, on stderr, how many megabytes the parser read in a second of one core, and its slowest file.

“stories” takes lines of JSON with id, title, source, published and, if known, link: which of these headlines tell the
same news? Every id comes once. It takes what “inspect headlines” prints as well: its items are known by their places.
With --why each id in a story of several is explained in why: the member that it is most like (near), how alike they are
from 0 to 1 (score), and the words that they share, each with its weight (words, the weightiest first). With the extra
telex[crosslingual] headlines of several languages meet as well, unless --words-only is given.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED
from reader.cli.output import complain, say_json
from reader.cli.pace import Pace

LIMIT = 100 * 1024 * 1024
"""Bytes of one file, unpacked."""

STEP = 1 << 20

_HEAVY = ("lxml.etree", "selectolax.lexbor", "reader.parse.feeds.channel")

KINDS = ("feed", "page", "article", "headlines", "stories")

Build = Callable[[str, str], dict[str, object]]
"""From a file's name and the address it came from to the fields of a line."""


class Unreadable(Exception):
    """A file cannot be read. Its text is one sentence."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, help="what the files are")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, or - for stdin")
    parser.add_argument("--url", default="", metavar="URL", help="the address that the files came from")
    parser.add_argument(
        "--words-only", action="store_true", help="stories: by words alone, without telex[crosslingual]"
    )
    parser.add_argument("--why", action="store_true", help="stories: say why each headline joined")
    parser.add_argument("--timings", action="store_true", help="say on stderr how fast the parser was")
    parser.add_argument("--json", action="store_true", help="one JSON line per file (always so)")


def run(args: argparse.Namespace, context: Context) -> int:
    pace = Pace()
    build = _builder(args.kind, args.why, not args.words_only, pace)
    code = DONE
    for path in _files(args.paths):
        try:
            found: dict[str, object] = {"path": path, **build(path, args.url)}
        except Exception as error:
            code = FAILED
            found = {"path": path, "error": _sentence(error)}
            complain(f"{path}: {found['error']}")
        say_json(found)
    if args.timings:
        complain(pace.sentence())
    return code


def _builder(kind: str, why: bool, across: bool, pace: Pace) -> Build:
    if kind == "feed":
        return lambda path, url: _feed(path, url, pace)
    if kind == "stories":
        from reader.cli.grouped import inspect_stories

        return lambda path, url: _timed(
            path, pace, lambda data: inspect_stories(data, why=why, across=across)
        )
    from reader.parse import inspect_page as pages

    if kind == "page":
        return lambda path, url: _timed(path, pace, lambda data: pages.inspect_page(data, url))
    look = pages.inspect_article if kind == "article" else pages.inspect_headlines
    return lambda path, url: _timed(
        path, pace, lambda data: look(data, url, path.removesuffix(".gz").endswith(".txt"))
    )


def _timed(path: str, pace: Pace, look: Callable[[bytes], dict[str, object]]) -> dict[str, object]:
    data = _read(path)
    with pace.of(path, len(data)):
        return look(data)


def _feed(path: str, url: str, pace: Pace) -> dict[str, object]:
    from reader.parse.inspect import inspect_feed, read_bounded

    for module in _HEAVY:  # their loading is no parsing
        import_module(module)
    data, beyond = (_read(path), 0) if path == "-" else read_bounded(Path(path))
    with pace.of(path, len(data)):
        return inspect_feed(data, url=url, beyond=beyond)


def _sentence(error: Exception) -> str:
    from reader.cli.grouped import NotHeadlines
    from reader.parse.errors import FeedError

    if isinstance(error, FeedError | Unreadable | NotHeadlines):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}."
    return f"Telex's parser failed on this file ({type(error).__name__}: {error})."


def _files(paths: list[str]) -> Iterator[str]:
    """Files in the order given; those of a folder, and of folders in it, by name."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            inside = sorted(p for p in Path(path).rglob("*") if p.is_file() and not p.name.startswith("."))
            yield from map(str, inside)
        else:
            yield path


def _read(path: str) -> bytes:
    if path == "-":
        return _whole(sys.stdin.buffer.read(LIMIT + 1))
    with Path(path).open("rb") as file:
        data = _whole(file.read(LIMIT + 1))
    return _unpacked(data) if path.endswith(".gz") else data


def _unpacked(data: bytes) -> bytes:
    """Every member of a gzip file (RFC 1952), in bounded steps."""
    parts: list[bytes] = []
    total = 0
    while data:
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            try:
                part = member.decompress(data, STEP)
            except zlib.error:
                raise Unreadable("The file is not whole gzip.") from None
            data = member.unconsumed_tail
            if not part and not data and not member.eof:
                raise Unreadable("The gzip file ends in the middle.")
            parts.append(part)
            total += len(part)
            if total > LIMIT:
                raise Unreadable(f"The file unpacks to more than {LIMIT >> 20} MiB.")
        data = member.unused_data.lstrip(b"\0")
    return b"".join(parts)


def _whole(data: bytes) -> bytes:
    if len(data) > LIMIT:
        raise Unreadable(f"The file is larger than {LIMIT >> 20} MiB.")
    return data
