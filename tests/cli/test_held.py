"""What is held back of a source is listed, let in or dropped from the shell."""

from __future__ import annotations

from reader.model import Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.store import held
from reader.store.incoming import incoming
from tests.cli.helpers import Telex


def hold(newsroom: Newsroom) -> str:
    """Hold two articles back of a source; its short name."""
    feed = newsroom.feeds()[0]
    spam = tuple(
        Entry(f"spam{n}", f"Win big \x1b[31m{n}", f"https://slots.example/{n}", content="<p>Spin.</p>")
        for n in range(2)
    )
    held.hold(newsroom.db, feed.id, incoming(ParsedFeed(entries=spam)).items, newsroom.now())
    return feed.slug


def test_listed_dropped_and_let_in(telex: Telex, newsroom: Newsroom) -> None:
    slug = hold(newsroom)
    listed = telex("sources", "--held", slug)
    assert (listed.code, len(listed.lines)) == (0, 2)
    assert "\x1b" not in listed.out
    assert f"--accept {slug}" in listed.err
    (first, _) = telex("sources", "--held", slug, "--json").objects
    assert sorted(first) == ["author", "link", "published", "text", "title"]
    assert first["text"] == "Spin."
    dropped = telex("sources", "--drop", slug)
    assert "Dropped 2 articles" in dropped.out
    assert telex("sources", "--held", slug).lines == []
    again = telex("sources", "--drop", slug)
    assert again.out.strip().endswith("is held back.")
    telex("undo")
    before = newsroom.counts().total
    assert "with 2 articles" in telex("sources", "--accept", slug).out
    assert newsroom.counts().total == before + 2
    telex("undo")
    assert newsroom.counts().total == before
    assert len(telex("sources", "--held", slug).lines) == 2
