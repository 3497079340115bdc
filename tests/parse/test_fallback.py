"""The second opinion: asked only when the walk fell short, and heeded only where it found more."""

from __future__ import annotations

import subprocess
import sys

from reader.parse.feed import parse_feed
from reader.parse.feeds.fallback import better
from tests.parse.feeds import item, rss


def test_it_is_not_even_imported_for_a_good_or_a_mended_feed() -> None:
    code = (
        "import sys\n"
        "from reader.parse.feed import parse_feed\n"
        f"assert parse_feed({rss(item(1))!r}).entries\n"
        f"assert parse_feed({rss(item(1)).replace(b'News', b'A & b')!r}).entries\n"
        "assert 'feedparser' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_stands_in_where_it_finds_more() -> None:
    data = rss(
        item(1)
        + item(
            2,
            "<description>&lt;p onclick='x'&gt;Words&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description>",
        )
    )
    whole = parse_feed(data)
    less = type(whole)(title="less")
    other = better(less, data, "https://rade.example/feed")
    assert [entry.title for entry in other.entries] == ["News 1", "News 2"]
    assert [entry.link for entry in other.entries] == [entry.link for entry in whole.entries]
    assert [entry.published for entry in other.entries] == [entry.published for entry in whole.entries]
    assert other.entries[1].summary == "<p>Words</p>"
    assert "forgiving" in other.repaired


def test_it_is_not_heeded_where_it_finds_no_more() -> None:
    data = rss(item(1))
    whole = parse_feed(data)
    assert better(whole, data, "") is whole
    assert better(whole, b"no feed", "") is whole
