"""The parser on real feeds, where a folder of them lies beside the project: nothing of them is kept here."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from reader.parse.feed import FeedError, parse_feed

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "feeds"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no real feeds beside the project")


def test_real_feeds_give_their_entries_links_and_dates() -> None:
    files = sorted(CORPUS.glob("*.gz"))
    with_entries = entries = links = dates = titles = 0
    slowest = 0.0
    for file in files:
        data = gzip.decompress(file.read_bytes())
        began = time.process_time()
        try:
            feed = parse_feed(data)
        except FeedError:
            continue
        slowest = max(slowest, time.process_time() - began)
        with_entries += bool(feed.entries)
        entries += len(feed.entries)
        links += sum(1 for entry in feed.entries if entry.link)
        dates += sum(1 for entry in feed.entries if entry.published is not None)
        titles += sum(1 for entry in feed.entries if entry.title)
    assert with_entries >= 105
    assert entries >= 3059
    assert links >= 3058
    assert dates >= 3059
    assert titles == entries
    assert slowest < 2
