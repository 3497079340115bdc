"""A person's rules: for sites whose text is not found by itself (R18), and for pages that are watched (U9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Entry
from reader.parse.article import article_of, preview_of
from reader.parse.inspect_page import inspect_article
from reader.parse.rules import Rule, RuleError, read_rules, rule_for
from reader.parse.watch import Selectors, choices_of, entries_by, entries_of_group
from tests.parse.fronts import HOST, cards
from tests.parse.papers import TITLES, page, paragraphs

URL = "https://gazette.example/2024/port.html"
FILE = """
[[site]]
host = "gazette.example"
text = ["div.verses"]
strip = [".promo"]
next = "a.suite"
"""


def _page() -> str:
    verses = "".join(f"<span>Vers {number}, court</span><br>" for number in range(8))
    prose = "".join(f"<p>{text}</p>" for text in paragraphs("fr", 5))
    return page(
        "fr",
        f'<div class="verses">{verses}<div class="promo">Achetez nos affiches.<img src="/promo.jpg"></div></div>'
        f'<div class="prose">{prose}</div><a class="suite" href="/2024/port-2.html">2</a>',
    )


def test_a_rule_changes_the_text_of_one_site() -> None:
    rules = read_rules(FILE.encode())
    for choose in (article_of, preview_of):
        article = choose(_page(), URL, rules)
        assert article.text.startswith("Vers 0, court")
        assert "affiches" not in article.text
        assert paragraphs("fr", 1)[0] not in article.text
        assert len(article.blocks) == 1
        assert article.rule == "gazette.example"
        assert article.next == "https://gazette.example/2024/port-2.html"
        without = choose(_page(), "https://autre.example/port.html", rules)
        assert paragraphs("fr", 1)[0] in without.text
        assert without.rule == ""


def test_a_rule_that_finds_nothing_leaves_the_choice_alone() -> None:
    article = article_of(_page(), URL, (Rule(host="gazette.example", text=("div.nowhere",)),))
    assert paragraphs("fr", 1)[0] in article.text
    assert article.rule == ""


def test_a_rule_may_only_strip() -> None:
    article = article_of(_page(), URL, (Rule(host="gazette.example", strip=(".prose p:nth-child(2)",)),))
    assert paragraphs("fr", 5)[0] in article.text
    assert paragraphs("fr", 5)[1] not in article.text
    assert article.rule == "gazette.example"


def test_inspect_says_which_rule_acted() -> None:
    found = inspect_article(_page().encode(), URL, rules=read_rules(FILE.encode()))
    assert (found["rule"], found["next"]) == ("gazette.example", "https://gazette.example/2024/port-2.html")
    assert "rule" not in inspect_article(_page().encode(), URL)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ('[[site]]\nhost = "a.example"\ntext = ["p["]', "“p[” is no CSS selector"),
        ('[[site]]\nhost = "a.example"\nstrip = ["p::before"]', "the rule for a.example"),
        ('[[site]]\nhost = "a.example"\nnext = "' + "a" * 1001 + '"', "is no CSS selector"),
        ('[[site]]\nhost = ""', "names no host"),
        ('[[site]]\ntext = ["p"]', "host"),
        ('[[site]]\nhost = "a.example"\ntexte = ["p"]', "texte"),
        ("[[site", "cannot be read"),
        ("\xff", "cannot be read"),
    ],
)
def test_wrong_rules_give_one_line(file: str, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_rules(file.encode("latin-1"))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.gazette.example/x", "gazette.example"),
        ("https://blog.gazette.example/x", "blog.gazette.example"),
        ("https://gazette.example/mer/1", "gazette.example/mer"),
        ("https://pasgazette.example/", None),
        ("http://[", None),
    ],
)
def test_the_most_particular_rule_counts(url: str, host: str | None) -> None:
    rules = [Rule(host=name) for name in ("gazette.example", "gazette.example/mer", "blog.gazette.example")]
    found = rule_for(rules, url)
    assert (found.host if found else None) == host


def test_a_watched_page_by_selectors() -> None:
    selectors = Selectors("article.card", title="h3", time="time", image="img", author=".kicker", text="p")
    html, wanted = cards("en")
    entries = entries_by(html, HOST, selectors)
    assert [(entry.title, entry.link) for entry in entries] == wanted
    assert entries[0] == Entry(
        id=entries[0].link,
        title=TITLES["en"][0],
        link=entries[0].link,
        author="Politics",
        published=1709280000,
        published_text="2024-03-01T08:00:00Z",
        image=f"{HOST}/i/0.jpg",
        summary=entries[0].summary,
    )
    assert entries[0].summary.startswith("The town council")


def test_only_the_item_is_needed() -> None:
    html, wanted = cards("fr")
    assert [(entry.title, entry.link) for entry in entries_by(html, HOST, Selectors("h3 a"))] == wanted
    assert [entry.title for entry in entries_by(html, HOST, Selectors("h3"))] == [
        title for title, _ in wanted
    ]
    assert entries_by(html, HOST, Selectors("footer p")) == []


def test_wrong_selectors_of_a_watcher_give_one_line() -> None:
    for selectors in (Selectors(""), Selectors("p["), Selectors("p", time="::")):
        with pytest.raises(RuleError, match="watcher"):
            entries_by("<p>x", HOST, selectors)


def test_groups_to_pick_from() -> None:
    html, wanted = cards("es")
    choices = choices_of(html, HOST)
    assert choices[0].taken
    assert choices[0].count == len(wanted)
    assert list(choices[0].titles) == [title for title, _ in wanted]
    assert not choices[-1].taken
    assert [(entry.title, entry.link) for entry in entries_of_group(html, HOST, choices[0].path)] == wanted


@given(st.text(max_size=30))
def test_any_selector(selector: str) -> None:
    try:
        entries_by('<li><a href="/1">x</a></li>', HOST, Selectors("li", title=selector))
    except RuleError as error:
        assert str(error).endswith("is no CSS selector.")
