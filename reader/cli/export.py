"""Write out the sources as OPML or newsboat's urls, or entries as Markdown, HTML, Atom, JSON Feed or a book (EPUB).

“opml” writes every source with its folder and Telex's settings of it, and saved searches; “urls” newsboat's file. The others
write the entries that QUERY finds, newest first; “atom” and “jsonfeed” feed other readers. It all goes to stdout, or with
--to into a file; Markdown and HTML with --to FOLDER write one file an entry. “epub” makes a book of them, with a table of contents
by paper and right-to-left pages; --title names it, or the one page of HTML. A file that is there already is never written over.

With --json and --to, one object: form, to, files, count (of the entries or sources).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure, WrongUsage
from reader.cli.output import note, say_bytes, say_json, say_text
from reader.cli.queries import add_query, ids, query_of
from reader.cli.reading import read_article
from reader.text.clean import guard_text
from reader.text.files import file_name, write_new

if TYPE_CHECKING:
    from reader.blocks import Article
    from reader.newsroom import Newsroom


_OF_SOURCES = ("opml", "urls")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "form", choices=("opml", "urls", "markdown", "html", "atom", "jsonfeed", "epub"), help="what to write"
    )
    add_query(parser)
    parser.add_argument("--title", metavar="TEXT", default="Telex", help="of the book or page")
    parser.add_argument("--to", metavar="PATH", help="a file, or for Markdown and HTML a folder")
    parser.add_argument("--json", action="store_true", help="say what was written as one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    if args.form in _OF_SOURCES and args.query:
        raise WrongUsage("A list of sources holds no entries: it takes no query.")
    if args.json and not args.to:
        raise WrongUsage("With --json standard output is for JSON alone: name a file by --to.")
    with context.newsroom() as newsroom:
        if args.form in _OF_SOURCES:
            count, files = len(newsroom.feeds()), 1
            _write(newsroom.export_opml() if args.form == "opml" else newsroom.export_urls(), args.to)
        else:
            entries = ids(newsroom.view(query_of(args)))
            count, files = len(entries), _export(newsroom, entries, args)
        if args.json:
            say_json({"form": args.form, "to": args.to, "files": files, "count": count})
    return DONE


def _export(newsroom: Newsroom, entries: list[int], args: argparse.Namespace) -> int:
    """Write `entries` out; answers how many files they came to."""
    if args.form in ("atom", "jsonfeed"):
        _write(_feed(newsroom, entries, args.form, query_of(args)), args.to)
    elif args.form == "epub":
        _write(_epub(newsroom, entries, args.title), args.to)
    elif args.to:
        written = _into_folder(newsroom, entries, args.form, Path(args.to))
        if not args.json:
            note(f"{written:,} files in {args.to}.")
        return written
    elif args.form == "html":
        from reader.typeset.page import pages

        found = ((article, newsroom.html_of(article)) for article in _articles(newsroom, entries))
        say_text(pages(args.title, found))
    else:
        for place, article in enumerate(_articles(newsroom, entries)):
            say_bytes((b"\n---\n\n" if place else b"") + _markdown(article))
    return 1


def _articles(newsroom: Newsroom, entries: list[int]) -> Iterator[Article]:
    for entry_id in entries:
        article = read_article(newsroom, entry_id)
        if article is not None:
            yield article


def _markdown(article: Article) -> bytes:
    from reader.typeset.markdown import markdown

    return guard_text(markdown(article)).encode("utf-8", "replace")


def _html(newsroom: Newsroom, article: Article) -> bytes:
    from reader.typeset.page import page

    return guard_text(page(article, newsroom.html_of(article))).encode("utf-8", "replace")


def _feed(newsroom: Newsroom, entries: list[int], form: str, query: str) -> bytes:
    from reader.cli.atom import atom
    from reader.cli.jsonfeed import json_feed

    found = [(article, newsroom.html_of(article)) for article in _articles(newsroom, entries)]
    write = atom if form == "atom" else json_feed
    return write(found, newsroom.now(), query)


def _epub(newsroom: Newsroom, entries: list[int], title: str) -> bytes:
    from reader.cli.epub import epub

    articles = list(_articles(newsroom, entries))
    if not articles:
        raise Failure("Nothing was found: there is nothing to make a book of.")
    return epub(articles, newsroom.now(), title=title, picture=newsroom.images.picture)


def _into_folder(newsroom: Newsroom, entries: list[int], form: str, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for article in _articles(newsroom, entries):
        data = _html(newsroom, article) if form == "html" else _markdown(article)
        ending = ".html" if form == "html" else ".md"
        write_new(folder / file_name(article.title, article.id, article.link, ending), data)
        written += 1
    return written


def _write(data: bytes, to: str | None) -> None:
    if to is None:
        say_bytes(data)
    else:
        write_new(Path(to), data)
