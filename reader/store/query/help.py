"""The query language explained in rows: for `telex help query`, the reader's help and the README."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

_COLUMN = 26
"""Cells of the left column."""


class Row(NamedTuple):
    """What one may write (alternatives), what it finds, and one whole query that shows it."""

    write: tuple[str, ...]
    finds: str
    example: str

    @property
    def short(self) -> str:
        """The first of what one may write, in a column's width."""
        first, *more = _beside(self.write)
        return f"{first} …" if more else first


ROWS = (
    Row(
        ("port strike",),
        "both words, anywhere: title, byline, paper, text. Case, accents, Arabic letter variants and vowel marks make no difference",
        "port strike",
    ),
    Row(('"port strike"',), "the phrase", '"port strike"'),
    Row(("epid*",), "words that begin so", "epid*"),
    Row(("near/5(port strike)",), "both within five words", "near/5(port strike)"),
    Row(("port OR strike", "port | strike"), "either", "port OR strike"),
    Row(("-strike", "NOT strike"), "entries without it", "port -strike"),
    Row(("(port OR strike) -rain",), "parentheses; a space means AND", "(port OR strike) -rain"),
    Row(("/pl(ay|ane)s/",), "a regular expression, with a time limit", "title:/^rabat/"),
    Row(
        ("title:", "text:", "author:", "source:", "link:", "url:"),
        "in that part: words, a phrase or an expression",
        'title:"port strike"',
    ),
    Row(
        ("feed:", "folder:", "section:", "tag:", "lang:"),
        "by name, short name or number; `feed:(hespress,telquel)` is any of them",
        "feed:hespress lang:ar",
    ),
    Row(
        ("date:", "seen:", "read:", "since:", "before:"),
        "published, first seen, read: `date:>2d` is newer than two days (h, d, w, m, y), `date:today`, "
        "`date:2026-02-01..2026-02-16`, `since:2d`, `before:2026-01`",
        "date:>2d",
    ),
    Row(
        ("is:",),
        "`unread` `read` `starred` `later` `hidden` `muted` `offline` `excerpt` `updated` `new` (since you last left) `important`",
        "is:unread is:important",
    ),
    Row(("has:",), "`image` `enclosure` `fulltext` `revision` `byline`", "has:enclosure"),
    Row(("story:",), "told by so many: `story:>2`; `story:17` is the members of one story", "story:>2"),
    Row(
        ("words:", "minutes:"),
        "length, reading time; `>` `>=` `<` `<=` `=` and `3..9` compare",
        "minutes:<10",
    ),
    Row(("key:",), "one entry by its number", "key:412"),
    Row(("saved:",), "what a saved search finds; it can be part of another query", "saved:Lamps is:unread"),
    Row(
        ("sort:", "limit:"),
        "at the end: `sort:date` `seen` `rank` `feed` `title` `length` `story` `river` (sources take turns, so that none floods the others); `sort:-date` turns it round; `limit:20`",
        "port sort:rank limit:20",
    ),
)

BEFORE = "One language in the search line, in saved searches, in the ticker, in rules, and for each `QUERY` of the command line."

AFTER = (
    "Names of fields are written in either case. A query that cannot be understood is refused with the place of the mistake, "
    "what was expected there and what you may have meant; it never matches everything. Each query can be saved as a feed of its own."
)


def as_text(width: int = 78) -> str:
    """All of it for a terminal of `width` cells."""
    import textwrap

    lines = [*textwrap.wrap(BEFORE.replace("`", ""), width), ""]
    for row in ROWS:
        write = _beside(row.write)
        finds = textwrap.wrap(
            row.finds.replace("`", ""), max(20, width - _COLUMN - 2), break_on_hyphens=False
        )
        for left, right in zip_longest(write, finds, fillvalue=""):
            lines.append(f"  {left:<{_COLUMN}}{right}".rstrip())
    return "\n".join([*lines, "", *textwrap.wrap(AFTER, width)])


def _beside(parts: tuple[str, ...]) -> list[str]:
    """`parts` side by side, on as many lines as they need."""
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + len(part) + 4 > _COLUMN:
            lines.append(part)
        else:
            lines[-1] += f"  {part}"
    return lines


def as_markdown() -> str:
    """All of it as Markdown, with a table."""
    rows = ["| write | to find |", "|---|---|"]
    for row in ROWS:
        write = " ".join(f"`{one}`" for one in row.write)
        rows.append(f"| {write.replace('|', chr(92) + '|')} | {row.finds} |")
    return "\n".join([BEFORE, "", *rows, "", AFTER])
