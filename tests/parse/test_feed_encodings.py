"""Two hundred feeds in twenty-five encodings, most of them mislabelled or damaged: no crash, and their titles come out exact."""

from __future__ import annotations

import itertools

import pytest

from reader.parse.feed import parse_feed
from tests.parse.test_decode import DECLARED

WAYS = (
    "declared", "only the header", "header says UTF-8", "header names nothing", "declaration names nothing",
    "UTF-8 under its label", "NUL between", "half characters",
)  # fmt: skip
"""How a feed names its encoding, rightly or wrongly, and what else is wrong with it."""
_LETTERS = {"cp1256": "مرفأ", "iso8859-6": "مرفأ", "mac_roman": "quai"}


def _titles(text: str) -> list[str]:
    return [text, f"{text} (2)", f"3. {text}"]


def _feed(titles: list[str], label: str, codec: str, more: str = "") -> bytes:
    declared = f'<?xml version="1.0" encoding="{label}"?>' if label else '<?xml version="1.0"?>'
    items = "".join(
        f"<item><title>{title}</title><description>{more}</description></item>" for title in titles
    )
    return f'{declared}<rss version="2.0"><channel><title>La Rade</title>{items}</channel></rss>'.encode(codec)  # fmt: skip


def _made(way: str, label: str, titles: list[str], codec: str) -> tuple[bytes, str]:
    """The document and the charset of its HTTP header."""
    if way == "declared":
        return _feed(titles, label, codec), ""
    if way == "only the header":
        return _feed(titles, "", codec), label
    if way == "header says UTF-8":
        return _feed(titles, label, codec), "utf-8"
    if way == "header names nothing":
        return _feed(titles, label, codec), "klingon"
    if way == "declaration names nothing":
        return _feed(titles, "klingon", codec), label
    if way == "UTF-8 under its label":
        return _feed(titles, label, "utf-8"), label
    if way == "NUL between":
        return _feed(titles, label, codec, "a\0b\0"), label
    return _feed(titles, label, codec, "&#xD800;x&#56320;"), label


FEEDS = [(*entry, way) for entry, way in itertools.product(DECLARED, WAYS)]


def _exact(label: str, text: str, codec: str, way: str) -> int:
    titles = _titles(text)
    data, charset = _made(way, label, titles, codec)
    feed = parse_feed(data, url="https://rade.example/feed", charset=charset)
    return sum(entry.title == title for entry, title in zip(feed.entries, titles, strict=False))


def test_of_two_hundred_feeds_the_titles_are_exact() -> None:
    assert len(FEEDS) == 200
    assert len({(label, codec) for label, _, codec in DECLARED}) == 25
    wrong = [(label, codec, way) for label, text, codec, way in FEEDS if _exact(label, text, codec, way) < 3]
    assert len(wrong) <= 4, wrong


@pytest.mark.parametrize("way", WAYS)
def test_any_label_on_any_bytes_is_read_without_a_crash(way: str) -> None:
    for (label, _, _), (_, text, codec) in itertools.product(DECLARED, DECLARED):
        data, charset = _made(way, label, _titles(text), codec)
        assert len(parse_feed(data, charset=charset).entries) <= 3
