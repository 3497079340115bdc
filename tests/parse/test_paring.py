"""What trafilatura gets of a page: text whole and in order, furniture by its names gone, bounded work."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import LxmlError

from reader.parse.paring import pared, tree_of
from tests.parse.papers import LANGUAGES, paragraphs


def _words(html: str, *, closely: bool = True) -> str:
    return " ".join(pared(html, closely=closely).text_content().split())


@pytest.mark.parametrize("name", ["nav", "site-menu", "mainMenu", "related posts", "cookie_bar", "footer2"])
def test_boxes_named_as_furniture_go(name: str) -> None:
    text = paragraphs("fr", 1)[0]
    for box in (f'<div class="{name}">Accueil</div>', f'<ul id="{name}"><li>Accueil</ul>'):
        assert _words(f"<p>{text}</p>{box} {text}") == f"{text} {text}"


@pytest.mark.parametrize("name", ["navire", "unrelated", "article-body", ""])
def test_other_boxes_stay(name: str) -> None:
    text = paragraphs("fr", 2)
    assert _words(f'<p>{text[0]}</p> <div class="{name}">{text[1]}</div>') == " ".join(text)


def test_no_furniture_holds_most_of_a_page() -> None:
    text = paragraphs("es", 4)
    most = "".join(f"<p>{one}</p> " for one in text[1:])
    assert _words(f'<p>{text[0]}</p> <div class="related">{most}</div>') == " ".join(text)


def test_of_a_page_with_one_article_nothing_else_is_looked_at() -> None:
    text = paragraphs("en", 4)
    body = "".join(f"<p>{one}</p>" for one in text[1:])
    assert _words(f"<p>{text[0]}</p><div><article>{body}</article> later</div>") == "".join(text[1:])
    assert text[0] in _words(f"<p>{text[0]}</p><article>{body}</article>", closely=False)
    assert text[0] in _words(f"<p>{text[0]}</p><article>{body}</article><article>{text[0]}</article>")
    assert text[1] in _words(f"<article>{text[0]}</article>{body}")


def test_marks_are_unwrapped_and_their_text_stays() -> None:
    tree = pared("<p>Le <b>port</b> de <em>Tamri<img src=/a></em> ouvre</p>", closely=True)
    assert [element.tag for element in tree.iter()] == ["html", "body", "p"]
    assert tree.text_content() == "Le port de Tamri ouvre"


def test_what_the_other_methods_read_stays_for_them() -> None:
    html = "<p>Le port</p><figure><p>vu du phare</p></figure><script>a()</script>"
    assert _words(html, closely=False) == "Le portvu du phare"
    assert _words(html) == "Le port"


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_those_of_the_text_whatever_the_page_declares(language: str) -> None:
    text = paragraphs(language, 1)[0]
    html = f'<?xml version="1.0" encoding="koi8-r"?><html><meta charset="windows-1252"><p>{text}\ud800</p>'
    assert _words(html) == f"{text}?"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_tree_or_none(html: str) -> None:
    try:
        tree_of(html)
    except LxmlError:
        return
    pared(html, closely=True)


def test_nested_furniture_takes_little_time() -> None:
    html = '<div class="nav">' * 250 + "<p>" + "mot de la fin, " * 100_000
    start = time.process_time()
    assert len(_words(html)) > 1_000_000
    assert time.process_time() - start < 2
