"""The thorough choice found again in the page: passage by passage, whatever the extractor did to the text."""

from __future__ import annotations

import time

from lxml import etree

from reader.model import Page
from reader.parse.keeping import keep
from reader.parse.mapping import kept_by
from reader.parse.passages import Layout, layout_of
from reader.parse.tree import parse
from tests.parse.papers import paragraphs

TEXTS = paragraphs("fr", 6)


def _layout(html: str) -> Layout:
    body = parse(html).body
    assert body is not None
    return layout_of(body)


def _kept(html: str, extracted: str) -> list[bool]:
    return kept_by(etree.fromstring(f"<body>{extracted}</body>"), _layout(html))


def _page(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_each_paragraph_is_found() -> None:
    extracted = f"<p>{TEXTS[1]}</p><p>{TEXTS[3]}</p>"
    assert _kept(_page(*TEXTS), extracted) == [False, True, False, True, False, False]


def test_white_space_and_inline_elements_do_not_matter() -> None:
    html = "<p>Le  <b>conseil</b>\n municipal a voté mardi la construction.</p><p>Rien d'autre ici, vraiment rien.</p>"
    extracted = "<p>Le <hi rend='#b'>conseil</hi>municipal a voté <ref>mardi</ref> la construction.</p>"
    assert _kept(html, extracted) == [True, False]


def test_what_the_extractor_left_out_of_a_paragraph_does_not_lose_it() -> None:
    first, second = TEXTS[0].split(". ", 1)
    html = f"<p>{first}. <span>Note de la rédaction</span> {second}</p><p>{TEXTS[2]}</p>"
    assert _kept(html, f"<p>{first}. {second}</p>") == [True, False]


def test_a_teaser_that_repeats_the_first_words_is_not_the_article() -> None:
    html = _page(TEXTS[0]) + "<h2>Autres titres</h2>" + _page("Menu", *TEXTS)
    extracted = "".join(f"<p>{text}</p>" for text in TEXTS)
    assert _kept(html, extracted) == [False, False, False, *([True] * 6)]


def test_short_lines_are_taken_only_in_their_place() -> None:
    html = _page("Suite", TEXTS[0], "Suite", TEXTS[1], "Suite")
    extracted = f"<p>{TEXTS[0]}</p><head>Suite</head><p>{TEXTS[1]}</p>"
    assert _kept(html, extracted) == [False, True, True, True, False]


def test_text_that_the_page_does_not_hold_is_no_match() -> None:
    assert _kept(_page(*TEXTS), "<p>Tout autre chose, venu d'une autre page.</p><p/>") == [False] * 6


def test_parts_of_a_paragraph_are_found_each_by_itself() -> None:
    parts = [f"{TEXTS[place]} ({place})" for place in range(6)]
    between = "".join(
        f"<p>{part}</p><div>Lire aussi : un autre titre, numéro {n}</div>" for n, part in enumerate(parts)
    )
    assert _kept(between, f"<p>{' '.join(parts)}</p>") == [True, False] * 6


def test_the_same_lines_over_and_over_take_little_time() -> None:
    start = time.process_time()
    _kept(_page(*[TEXTS[0]] * 10_000), f"<p>{TEXTS[0]}</p>" * 10_000)
    assert time.process_time() - start < 4


def test_nothing_is_kept_of_nothing() -> None:
    assert _kept("", "<p>x</p>") == []
    assert keep(_layout(_page(*TEXTS)), [False] * 6, Page(), "") is None


def _left(html: str, chosen: list[int]) -> tuple[set[str], set[str]]:
    """Names of elements with an id that go, and of those that stay."""
    layout = _layout(html)
    kept = keep(layout, [place in chosen for place in range(len(layout.passages))], Page(), "")
    assert kept is not None
    named = {box.names.strip(): box.node.mem_id in kept.dropped for box in layout.boxes if box.names.strip()}
    return {name for name, gone in named.items() if gone}, {name for name, gone in named.items() if not gone}


def test_rich_blocks_between_chosen_text_come_back() -> None:
    html = (
        f'<div><p>{TEXTS[0]}</p><h2 id="h">Titre</h2><ul id="u"><li>Un</li><li>Deux</li></ul>'
        f'<table id="t"><tr><td>a</td><td>b</td></tr></table><pre id="c">code</pre><figure id="f"><img src="/a.jpg"></figure>'
        f"<p>{TEXTS[1]}</p></div>"
    )
    last = len(_layout(html).passages) - 1
    assert _left(html, [0, last]) == (set(), {"h", "u", "t", "c", "f"})


def test_a_quote_table_or_code_comes_back_in_boxes_of_its_own_and_a_list_does_not() -> None:
    html = (
        f'<div><p>{TEXTS[0]}</p><div id="q"><div><blockquote>{TEXTS[2]}</blockquote></div></div>'
        f'<div id="t"><table><tr><td>a</td><td>{"b " * 200}</td></tr></table></div>'
        f'<div id="c"><pre>{"code " * 100}</pre></div><div id="u"><ul><li>Un</li></ul></div><p>{TEXTS[1]}</p></div>'
    )
    last = len(_layout(html).passages) - 1
    assert _left(html, [0, last]) == ({"u"}, {"q", "t", "c"})
    layout = _layout(html)
    kept = keep(layout, [place in (0, last) for place in range(last + 1)], Page(), "")
    assert kept is not None
    left = [layout.text(one)[:4] for one in layout.passages if one.nodes[0].mem_id not in kept.dropped]
    assert left == ["".join(text.split())[:4] for text in (TEXTS[0], TEXTS[2], "a", "bbbb", "code", TEXTS[1])]


def test_furniture_between_chosen_text_stays_away() -> None:
    html = (
        f'<div><p>{TEXTS[0]}</p><ul id="share"><li>Un mot</li></ul><ul id="l"><li><a href="/x">Ailleurs</a></li></ul>'
        f'<figure id="promo"><img src="/a.jpg"></figure><aside id="a"><h2>Encart</h2></aside><h2 id="r">Lire aussi</h2>'
        f"<p>{TEXTS[1]}</p></div>"
    )
    last = len(_layout(html).passages) - 1
    gone, _ = _left(html, [0, last])
    assert gone == {"share", "l", "promo", "a", "r"}


def test_an_image_right_after_the_last_paragraph_belongs_and_those_of_teasers_do_not() -> None:
    html = (
        f'<div><p>{TEXTS[0]}</p><p>{TEXTS[1]}</p><figure id="f"><img src="/a.jpg"></figure>'
        '<div id="more"><figure><img src="/b.jpg"></figure><p>Ailleurs</p></div><figure id="g"><img src="/c.jpg"></figure></div>'
    )
    assert _left(html, [0, 1]) == ({"more", "g"}, {"f"})
