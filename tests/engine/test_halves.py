"""Half a feed, cut at every byte: each entry that was whole is taken, and none that was not."""

from __future__ import annotations

import pytest

from reader.engine.asking import is_cut, is_torn
from reader.parse.errors import FeedError
from reader.parse.feed import parse_feed

ITEM = "<item><title>N{n}</title><link>http://a.example/{n}</link><guid>g{n}</guid><description>a &amp; b {n}</description></item>"
ENTRY = '<entry><id>g{n}</id><title>N{n}</title><link href="http://a.example/{n}"/><summary>a &amp; b {n}</summary></entry>'
KINDS = {
    "rss": ('<?xml version="1.0"?><rss version="2.0"><channel><title>Half</title>', ITEM, "item"),
    "atom": (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Half</title>',
        ENTRY,
        "entry",
    ),
    "rdf": (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel><title>Half</title></channel>",
        ITEM,
        "item",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_whole_entries_are_taken_and_no_other(kind: str) -> None:
    head, one, name = KINDS[kind]
    document = (head + "".join(one.format(n=n) for n in range(3))).encode()
    for end in range(len(head) + 1, len(document) + 1):
        half = document[:end]
        try:
            found = parse_feed(half)
        except FeedError:
            assert half.count(f"</{name}>".encode()) == 0
            continue
        assert found.repaired
        assert is_cut(half)
        taken = found.entries[:-1] if is_torn(half) else found.entries
        whole = half.count(f"</{name}>".encode())
        assert [entry.title for entry in taken] == [f"N{n}" for n in range(whole)], half[-40:]
        assert all(entry.summary for entry in taken)
