"""newsboat's filters in Telex's words: what can be said finds the same, what cannot is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parse.newsfilter import NoQuery, query_of
from reader.store.query import parse


@pytest.mark.parametrize(
    ("wanted", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "-(is:unread)"),
        ('title =~ "grève|huelga"', "title:/grève|huelga/"),
        ('title = "Port (nord)"', r"title:/^Port\ \(nord\)$/"),
        ('link =~ "/sport/"', r"link:/\/sport\//"),
        ('content !~ "advert"', "-(text:/advert/)"),
        ("age < 3", "date:>3d"),
        ("age >= 3", "-date:>3d"),
        ("age > 3", "-date:>4d"),
        ("age between 1:7", "(date:>8d -date:>1d)"),
        ('tags # "World/Africa" and unread = "yes"', 'folder:"Africa" is:unread'),
        ('tags !# "sport"', '-(folder:"sport")'),
        ('flags =~ "."', "is:starred"),
        ('flags # "ab"', '(tag:"flag-a" tag:"flag-b")'),
        ('(unread = "yes" and age < 2) or flags =~ "."', "((is:unread date:>2d) OR is:starred)"),
        ('enclosure_url =~ "."', "has:enclosure"),
        ('feedtitle =~ "La Rade"', 'feed:"La Rade"'),
    ],
)
def test_what_telex_has_words_for(wanted: str, query: str) -> None:
    assert query_of(wanted) == query
    parse(query)


@pytest.mark.parametrize(
    "wanted",
    [
        'guid = "x"', "unread_count > 3", 'rssurl =~ "x"', 'title =~ "("', "", "unread", 'unread = "yes" and',
        '(unread = "yes"', 'unread = "yes")', 'unread = "yes" and age < 2 or age > 9', "$(id)", "(" * 200,
    ],
)  # fmt: skip
def test_what_it_has_none_for(wanted: str) -> None:
    with pytest.raises(NoQuery):
        query_of(wanted)


@given(st.text(alphabet='()"=~!#<>0123456789:andor titleunreadagyes ', max_size=80))
def test_any_text_is_said_or_refused(text: str) -> None:
    try:
        query_of(text)
    except NoQuery as error:
        assert str(error)
