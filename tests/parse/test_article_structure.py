"""Articles keep their structure (R12): each kind of block on made-up pages in four languages, at least 95 % of each."""

from __future__ import annotations

from collections import Counter

import pytest

from reader.blocks import Block, Code, Figure, Heading, Inline, List, Paragraph, Quote, Table, plain
from reader.parse.article import article_of, preview_of
from tests.parse.papers import LANGUAGES, SENTENCES, TITLES, direction, page, paragraphs

_CODE = "def quai(longueur):\n    return longueur * 2"


def _kinds(language: str, place: int) -> dict[str, str]:
    """One piece of markup of each kind, its words unlike those of any other."""
    one, two, three = (SENTENCES[language][(place + step) % 8] for step in range(3))
    first, second, third = (" ".join(text.split()[:4]).strip(",") for text in (one, two, three))
    return {
        "heading": f"<h2>{first} {place}a</h2>",
        "list": f"<ul><li>{first} {place}b</li><li>{second} {place}c</li><li>{third} {place}d</li></ul>",
        "table": f"<table><tr><th>{first}</th><th>N</th></tr><tr><td>{second} {place}e</td><td>12</td></tr>"
        f"<tr><td>{third} {place}f</td><td>9</td></tr></table>",
        "code": f'<pre><code class="language-python">{_CODE}  # {place}</code></pre>',
        "quote": f"<blockquote><p>{two} {place}g</p></blockquote>",
        "figure": f'<figure><img src="/img/{place}.jpg" alt="{first}"><figcaption>{third} {place}h</figcaption></figure>',
        "link": f'<p>{one} <a href="/lien/{place}">{second} {place}i</a> {three}</p>',
        "inline code": f"<p>{two} <code>quai_{place}()</code> {one}</p>",
        "emphasis": f"<p>{three} <strong>{first} {place}j</strong> et <em>{second} {place}k</em> {two}</p>",
    }


def _article(language: str, place: int, shell: str) -> str:
    kinds = _kinds(language, place)
    text = paragraphs(language, 10, place)
    body = []
    for paragraph, markup in zip(text, [*kinds.values(), ""], strict=True):
        body += [f"<p>{paragraph}</p>", markup]
    title = TITLES[language][place]
    others = "".join(f'<li><a href="/a/{n}">{TITLES[language][n]}</a></li>' for n in range(4) if n != place)
    inside = shell.format(title=title, body="\n".join(body), others=others)
    return page(language, inside, head=f"<title>{title}</title>")


_SHELLS = [
    '<main><article><h1>{title}</h1>{body}</article></main><aside class="related"><ul>{others}</ul></aside>',
    '<div id="content"><div class="post"><h1>{title}</h1><div class="entry-content">{body}</div></div></div>'
    '<div class="sidebar"><ul>{others}</ul></div>',
    '<div class="wrap"><h1>{title}</h1><div class="texte">{body}</div><div class="plus-lus"><ul>{others}</ul></div></div>',
]


def _counted(blocks: tuple[Block, ...], language: str) -> Counter[str]:
    found: Counter[str] = Counter()
    stack: list[Block] = [*blocks]
    while stack:
        block = stack.pop()
        if isinstance(block, Heading):
            found["heading"] += 1
        elif isinstance(block, List):
            found["list"] += len(block.items)
        elif isinstance(block, Table):
            found["table"] += len(block.rows)
        elif isinstance(block, Code):
            found["code"] += int(block.text.startswith(_CODE) and block.language == "python")
        elif isinstance(block, Quote):
            found["quote"] += 1
        elif isinstance(block, Figure):
            found["figure"] += bool(block.images[0].alt)
            found["caption"] += bool(plain(block.caption))
        elif isinstance(block, Paragraph):
            found += _marks(block.text)
    return found


def _marks(text: Inline) -> Counter[str]:
    return Counter(
        link=sum(bool(span.href) for span in text),
        code_span=sum("c" in span.marks for span in text),
        strong=sum("b" in span.marks for span in text),
        emphasis=sum("i" in span.marks for span in text),
    )


_WANTED = Counter(
    heading=1,
    list=3,
    table=2,
    code=1,
    quote=1,
    figure=1,
    caption=1,
    link=1,
    code_span=1,
    strong=1,
    emphasis=1,
)


@pytest.mark.parametrize("quick", [False, True], ids=["article", "preview"])
def test_each_kind_is_kept(quick: bool) -> None:
    found: Counter[str] = Counter()
    pages = 0
    for language in LANGUAGES:
        for place in range(6):
            html = _article(language, place, _SHELLS[place % len(_SHELLS)])
            article = (preview_of if quick else article_of)(html, "https://gazette.example/a/1")
            counted = _counted(article.blocks, language)
            assert all(counted[kind] <= wanted for kind, wanted in _WANTED.items()), counted
            found += counted
            pages += 1
    kept = {kind: found[kind] / (wanted * pages) for kind, wanted in _WANTED.items()}
    assert all(share >= 0.95 for share in kept.values()), kept


def test_the_text_is_whole_in_order_and_nothing_else() -> None:
    for language in LANGUAGES:
        html = _article(language, 1, _SHELLS[0])
        article = article_of(html, "https://gazette.example/a/1")
        places = [article.text.find(text) for text in paragraphs(language, 10, 1)]
        assert -1 not in places
        assert places == sorted(places)
        assert not any(other in article.text for other in TITLES[language][2:4])
        assert article.page.title == TITLES[language][1]
        assert article.page.language == language
        assert direction(language) in html
