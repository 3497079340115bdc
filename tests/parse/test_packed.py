"""Gzip in bounded steps."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from pathlib import Path

import pytest

from reader.parse.errors import BrokenFeed
from reader.parse.feeds.packed import read_bounded, unpacked
from reader.parse.feeds.xmltree import MOST_BYTES


def _bomb(size: int) -> bytes:
    machine = zlib.compressobj(9, wbits=31)
    block = b"\0" * (1 << 20)
    return b"".join(machine.compress(block) for _ in range(size >> 20)) + machine.flush()


def test_a_bomb_costs_no_more_than_the_cap(tmp_path: Path) -> None:
    bomb = _bomb(200 << 20)
    (tmp_path / "bomb.gz").write_bytes(bomb)
    tracemalloc.start()
    try:
        assert len(unpacked(bomb)) == MOST_BYTES
        data, beyond = read_bounded(tmp_path / "bomb.gz")
        assert (len(data), beyond) == (MOST_BYTES, 0)
        assert tracemalloc.get_traced_memory()[1] < 60 << 20
    finally:
        tracemalloc.stop()


def test_members_follow_each_other() -> None:
    assert unpacked(gzip.compress(b"<a>") + gzip.compress(b"</a>")) == b"<a></a>"
    assert unpacked(gzip.compress(b"<a/>") + b"\0\0\0\0") == b"<a/>"


def test_what_is_not_packed_is_left_alone(tmp_path: Path) -> None:
    assert unpacked(b"<a/>") == b"<a/>"
    (tmp_path / "a.xml").write_bytes(b"<a/>")
    assert read_bounded(tmp_path / "a.xml") == (b"<a/>", 0)


def test_damage_at_the_start_is_said_and_later_damage_costs_only_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(b"no gzip at all")
    with pytest.raises(BrokenFeed, match="gzip"):
        read_bounded(tmp_path / "a.gz")
    packed = gzip.compress(b"".join(b"<a n='%d'/>" % n for n in range(200_000)))
    assert len(unpacked(packed[: len(packed) // 2])) > 500_000


@pytest.mark.parametrize("size", [MOST_BYTES - 1, MOST_BYTES, MOST_BYTES + 1, MOST_BYTES + 70_000])
def test_entries_on_the_border_are_counted_once(tmp_path: Path, size: int) -> None:
    entry = b"<item><title>t</title></item>"
    path = tmp_path / "a.xml"
    path.write_bytes(b"<rss><channel>" + entry * (size // len(entry)))
    data, beyond = read_bounded(path)
    import re

    whole = path.read_bytes().count(b"<item>")
    torn = 1 if re.search(rb"<(?:i(?:t(?:e(?:m)?)?)?)?\Z", data) else 0
    assert whole - torn <= data.count(b"<item>") + beyond <= whole
