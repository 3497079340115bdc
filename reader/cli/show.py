"""Show one article.

ID is the number that “telex list” prints first. As text (the default) it is set to the terminal's width, or to 72 cells,
its links numbered and listed at the end; as Markdown it can be kept; as HTML it is the cleaned text that is stored.
Images that are hidden or blocked are in none of these.

--view chooses among the whole text of its page (“full”, where that was fetched), what the feed gave (“feed”) and the stored
HTML (“raw”); without it the fullest is shown. “diff” shows what the paper's last edit changed.

With --why, who told the article's story when, a row for each copy, and why it stands in it: it began the story, or joined
by its address, by words (which, with their weights), by hand or by the extra for other languages, how much it is like
which other copy, and when. With --json, one object for each: id, title, source, link, published, story, by, near, score,
words, joined.

With --as json, one object: the fields of the article, its text, and its blocks in the form of “telex inspect article”.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure
from reader.cli.numbers import whole
from reader.cli.output import columns, rfc3339, say, say_json, say_text
from reader.cli.reading import read_article

if TYPE_CHECKING:
    from reader.blocks import Article
    from reader.newsroom import Newsroom

MEASURE = 72


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=whole(1), metavar="ID", help="the article's number")
    parser.add_argument(
        "--as",
        dest="form",
        choices=("text", "markdown", "html", "json"),
        default="text",
        help="how to write it",
    )
    parser.add_argument(
        "--view", choices=("feed", "full", "raw", "diff"), default="", help="which of its texts"
    )
    parser.add_argument(
        "--why", action="store_true", help="who tells the same story, and why they stand together"
    )
    parser.add_argument(
        "--json", dest="form", action="store_const", const="json", help="the same as --as json"
    )


def run(args: argparse.Namespace, context: Context) -> int:
    with context.newsroom() as newsroom:
        article = read_article(newsroom, args.id, args.view)
        if article is None:
            raise Failure(f"There is no article {args.id}: “telex list” shows their numbers.")
        if args.view and article.view != args.view:
            raise Failure(f"Article {args.id} has no such text: it has {', '.join(article.views)}.")
        if args.why:
            say_why(newsroom, args.id, as_json=args.form == "json")
        elif args.form == "json":
            say_json(article_json(article))
        elif args.form == "html":
            from reader.typeset.page import page

            say_text(page(article, newsroom.html_of(article)))
        elif args.form == "markdown":
            from reader.typeset.markdown import markdown

            say_text(markdown(article).rstrip("\n"))
        else:
            as_text(article, newsroom.now(), newsroom.settings.rtl)
    return DONE


def say_why(newsroom: Newsroom, entry_id: int, *, as_json: bool) -> None:
    """Who told the article's story when, and why each copy stands in it."""
    from reader.store.telling import because

    copies = newsroom.story(entry_id)
    for one in copies:
        told = one.headline
        if as_json:
            say_json(
                {
                    "id": told.id,
                    "title": told.title,
                    "source": told.source,
                    "link": told.link or None,
                    "published": rfc3339(told.at),
                    "story": told.story or None,
                    "by": one.way if told.story else "alone",
                    "near": one.near or None,
                    "score": one.score,
                    "words": one.words,
                    "joined": rfc3339(one.joined) if one.joined else None,
                }
            )
        else:
            say(f"{told.id:>6}  {rfc3339(told.at)}  {told.source}  {told.title}")
            say(f"        {because(one, copies, (rfc3339(one.joined) or '') if one.joined else '')}")


def as_text(article: Article, now: int, rtl: str) -> None:
    """Print the article set in lines. Letters keep their logical order unless the settings say rtl = "app"."""
    from reader.typeset.document import typeset
    from reader.typeset.options import Options

    width = min(columns() or MEASURE, MEASURE)
    options = Options(
        measure=width, now=now, rtl="app" if rtl == "app" else "off", numbered=True, wrap_code=True
    )
    document = typeset(article, width, options=options)
    for line in document.lines:
        say(line.text.rstrip())
    links = [link for link in document.links if link.href]
    if links:
        say()
    for link in links:
        say(f"[{link.number + 1}] {link.href}")


def article_json(article: Article) -> dict[str, object]:
    """The stable JSON form, as the README lists it."""
    import json

    from reader.blocks import encode_json
    from reader.parse.plain import plain_text

    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "link": article.link or None,
        "author": article.author or None,
        "published": rfc3339(article.published),
        "updated": rfc3339(article.updated),
        "language": article.language or None,
        "words": article.words,
        "image": article.image or None,
        "enclosures": list(article.enclosures),
        "view": article.view,
        "views": list(article.views),
        "excerpt": article.excerpt,
        "read": article.read,
        "starred": article.starred,
        "later": article.later,
        "tags": list(article.tags),
        "text": plain_text(article.blocks),
        "blocks": json.loads(encode_json(article.blocks)),
    }
