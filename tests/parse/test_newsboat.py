"""newsboat's urls file: addresses, titles, tags; nothing is run, nothing raises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.parse.newsboat import UrlsFeed, read_urls, write_urls


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
            [
                b"exec:ls",
                b"filter:x:https://a",
                b'"query:N:guid = \\"x\\""',
                b"file:///x",
                b"gopher://x",
                b"https://",
            ]
        )
    )
    assert found.feeds == ()
    assert [sentence.split()[1] for sentence in found.left_out] == list("123456")


def test_a_hidden_mark_and_doubles() -> None:
    found = read_urls(b"https://a.example ! x\nhttps://a.example y\n")
    assert found.feeds == (UrlsFeed("https://a.example", "", ("x",), hidden=True),)


@given(st.binary(max_size=400) | st.text(alphabet='ht ps:/."~!#\\exec|\n\x1b', max_size=200).map(str.encode))
def test_never_raises_and_gives_web_addresses_only(data: bytes) -> None:
    found = read_urls(data)
    for feed in found.feeds:
        assert feed.url.lower().startswith(("http://", "https://"))
        assert "\n" not in feed.title
        assert "\x1b" not in feed.title
    assert all("\x1b" not in sentence for sentence in found.left_out)


_word = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)


@given(
    st.lists(
        st.builds(
            UrlsFeed,
            url=st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z0-9?&=%]{0,9}", fullmatch=True),
            title=st.just("") | _word,
            tags=st.lists(_word.filter(lambda one: one[0] not in "~!"), max_size=3, unique=True).map(tuple),
            hidden=st.booleans(),
        ),
        max_size=6,
        unique_by=lambda one: one.url,
    )
)
def test_out_and_in_again_is_the_same(feeds: list[UrlsFeed]) -> None:
    from reader.text.clean import clean_line

    clean = [
        UrlsFeed(one.url, clean_line(one.title), tuple(dict.fromkeys(map(clean_line, one.tags))), one.hidden)
        for one in feeds
        if all(clean_line(tag) and clean_line(tag)[0] not in "~!" for tag in one.tags)
    ]
    assert list(read_urls(write_urls(clean)).feeds) == clean
