"""newsboat's urls file: addresses, titles, tags; nothing is run, nothing raises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.parse.newsboat import UrlsFeed, read_urls


def test_addresses_titles_and_tags() -> None:
    found = read_urls(
        b'http://a.example/f tag "two words" "~A \\"quoted\\" title"\r\n\r\n  # no\r\nHTTPS://b.example'
    )
    assert found.feeds == (
        UrlsFeed("http://a.example/f", 'A "quoted" title', ("tag", "two words")),
        UrlsFeed("HTTPS://b.example"),
    )


def test_each_line_that_is_left_out_is_said_with_its_number() -> None:
    found = read_urls(
        b"\n".join(
            [b"exec:ls", b"filter:x:https://a", b'"query:N:x"', b"file:///x", b"gopher://x", b"https://"]
        )
    )
    assert found.feeds == ()
    assert [sentence.split()[1] for sentence in found.left_out] == list("123456")


def test_a_hidden_mark_and_doubles() -> None:
    found = read_urls(b"https://a.example ! x\nhttps://a.example y\n")
    assert found.feeds == (UrlsFeed("https://a.example", "", ("x",)),)


@given(st.binary(max_size=400) | st.text(alphabet='ht ps:/."~!#\\exec|\n\x1b', max_size=200).map(str.encode))
def test_never_raises_and_gives_web_addresses_only(data: bytes) -> None:
    found = read_urls(data)
    for feed in found.feeds:
        assert feed.url.lower().startswith(("http://", "https://"))
        assert "\n" not in feed.title
        assert "\x1b" not in feed.title
    assert all("\x1b" not in sentence for sentence in found.left_out)
