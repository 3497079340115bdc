"""A page's tree as trafilatura gets it: without most of what it would throw away itself, which is where its time goes.

It walks a whole page a dozen times before it looks at any text, and three quarters of a page's elements stand around the article.
"""

from __future__ import annotations

from functools import lru_cache

from lxml.etree import ElementDefaultClassLookup, HTMLParser, strip_elements, strip_tags
from lxml.html import HtmlElement, document_fromstring

from reader.parse.passages import words_of

_NO_TEXT = ("script", "style", "svg", "noscript", "iframe", "template", "link", "head")
_THROWN_AWAY = """
    aside embed footer menu object applet audio canvas figure map picture video button datalist dialog fieldset input label
    legend marquee math nav noindex option progress select source textarea time track img meta
"""
_UNWRAPPED = tuple("b i em strong u small big mark font cite abbr ins nobr tbody thead".split())
_AROUND_NAMES = """
    nav navbar navigation subnav menu submenu megamenu footer sidebar breadcrumb breadcrumbs masthead cookie cookies consent
    newsletter newsletters outbrain taboola comments disqus share sharing social related popular
"""
_DISCARDED = tuple(_THROWN_AWAY.split())
_AROUND = frozenset(_AROUND_NAMES.split())
_MOST_OF_PAGE = 0.4
_HALF = 0.5


def tree_of(html: str) -> HtmlElement:
    """The whole tree of the page `html`. Raises `lxml.etree.LxmlError` where there is none to be had."""
    parser = HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    # the usual lookup of lxml.html is a Python function, called for every element that anybody looks at
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    return document_fromstring(html.encode("utf-8", "replace"), parser=parser)


def pared(html: str, *, closely: bool) -> HtmlElement:
    """The tree of the page `html` without scripts, pictures and boxes that call themselves navigation and the like.

    `closely`: also without what trafilatura's own rules delete or unwrap first, but those which it falls back on read, and
    without all that stands outside of a page's only article. Raises `lxml.etree.LxmlError` where there is no tree to be had.
    """
    tree = tree_of(html)
    strip_elements(tree, *_NO_TEXT, with_tail=False)
    if closely:
        strip_elements(tree, *_DISCARDED, with_tail=False)
        strip_tags(tree, *_UNWRAPPED)
        _keep_the_only_article(tree)
    _drop_what_stands_around(tree)
    return tree


def _keep_the_only_article(tree: HtmlElement) -> None:
    """Leaves in the body of `tree` nothing but its `article`, where there is one and it holds half of the page's text."""
    body, articles = tree.find("body"), tree.findall(".//article")
    if body is None or len(articles) != 1:
        return
    if len(articles[0].text_content()) >= _HALF * len(tree.text_content()):
        articles[0].tail = body.text = None
        body[:] = articles


def _drop_what_stands_around(tree: HtmlElement) -> None:
    """Drops boxes named as furniture; but none that holds most of the page's text."""
    most = _MOST_OF_PAGE * len(tree.text_content())
    for box in list(tree.iter("div", "section", "ul")):
        if _is_around(f"{box.get('class', '')} {box.get('id', '')}") and len(box.text_content()) <= most:
            box.drop_tree()


@lru_cache(maxsize=4096)
def _is_around(names: str) -> bool:
    return not _AROUND.isdisjoint(words_of(names))
