"""Captions of an article's own images are kept, wherever sites put them; those of other stories, adverts and authors are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.blocks import Figure, Footnotes, Heading, Paragraph, plain
from reader.model import Page
from reader.parse.article import ParsedArticle, article_of, preview_of
from reader.parse.captioned import captioned
from reader.parse.passages import layout_of
from reader.parse.tree import parse
from tests.parse.papers import LANGUAGES, TITLES, page, paragraphs

URL = "https://gazette.example/2024/05/port.html"
CAPTIONS = {
    "fr": "Le quai de Tamri, vu du phare.",
    "ar": "رصيف تمري كما يبدو من المنارة.",
    "es": "El muelle de Tamri, visto desde el faro.",
    "en": "The quay at Tamri, seen from the lighthouse.",
}
IMAGE = '<img src="/img/quai.jpg" alt="Quai">'


def _text(language: str, start: int = 0, count: int = 5) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs(language, count, start))


def _read(
    choose: Callable[[str, str], ParsedArticle], language: str, body: str, image: str = ""
) -> ParsedArticle:
    head = f"<title>{TITLES[language][0]}</title>"
    if image:
        head += f'<meta property="og:image" content="{image}">'
    return choose(page(language, body, head=head), URL)


def _captions(article: ParsedArticle) -> list[str]:
    return [plain(block.caption) for block in article.blocks if isinstance(block, Figure) and block.caption]


_SHARE = (
    '<div class="options"><span>Seguir</span><ul class="share"><li><a href="/fb">Facebook</a></li></ul></div>'
)
_SHELLS = {
    "in a box with other things": (
        '<article><h1>{title}</h1><div class="content"><div class="media-container">'
        + _SHARE
        + "<span>12:30</span>"
        '<div class="captioned-image"><div class="frame"><figure>'
        + IMAGE
        + "</figure><figcaption>{caption}</figcaption>"
        '</div></div></div><div class="body">{text}</div></div></article>'
    ),
    "in the header of the article": (
        "<article><header><div><h1>{title}</h1><div class=share>12:30</div></div><div><figure>"
        + IMAGE
        + "<figcaption>"
        '<span>{caption}</span></figcaption></figure></div></header><section class="body">{text}</section></article>'
    ),
    "beside a text that no article holds": (
        '<div class="page"><div class="top"><h1>{title}</h1><div class="media">'
        + IMAGE
        + '<div class="caption">{caption}'
        '</div></div></div><div class="columns"><div class="text">{text}</div></div></div>'
    ),
    "right after its image": (
        '<main><h1>{title}</h1><div class="picture">'
        + IMAGE
        + '</div><div class="lead__legend">{caption}</div>'
        '<div class="text">{text}</div></main>'
    ),
    "in a gallery": (
        '<article><h1>{title}</h1><div class="carousel"><ul><li><figure>'
        + IMAGE
        + "</figure><figcaption>{caption}"
        '</figcaption></li></ul></div><div class="text">{text}</div></article>'
    ),
    "in a link to the image": (
        '<article><h1>{title}</h1><div class="head-image"><div><a href="/img/large.jpg">'
        + IMAGE
        + '<div class="caption">'
        '{caption}</div></a></div></div><div class="text">{text}</div></article>'
    ),
    "in a widget of its own": (
        '<article><h1>{title}</h1><div class="media-widget"><figure>'
        + IMAGE
        + "<figcaption><p>{caption}</p></figcaption>"
        '</figure></div><div class="text">{text}</div></article>'
    ),
    "in an element that marks text": (
        '<div class="story"><h1>{title}</h1><div class="visual"><figure>'
        + IMAGE
        + '<span class="image-caption">{caption}'
        '</span></figure></div><div class="text">{text}</div></div>'
    ),
    "in a heading under the image": (
        '<article><h1>{title}</h1><div class="text"><figure><div>'
        + IMAGE
        + '<h2 class="figure__caption">{caption}</h2>'
        "</div></figure>{text}</div></article>"
    ),
    "under an image for those without scripts": (
        '<article><h1>{title}</h1><header><figure><div><img data-ratio="1.5" alt="Quai"><noscript>'
        + IMAGE
        + "</noscript>"
        "</div><figcaption>{caption}</figcaption></figure></header><div>{text}</div></article>"
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shell", _SHELLS)
@pytest.mark.parametrize("choose", [article_of, preview_of])
def test_a_caption_between_title_and_text(
    choose: Callable[[str, str], ParsedArticle], shell: str, language: str
) -> None:
    body = _SHELLS[shell].format(title=TITLES[language][0], caption=CAPTIONS[language], text=_text(language))
    article = _read(choose, language, body)
    assert _captions(article) == [CAPTIONS[language]]
    assert article.text.split("\n\n") == paragraphs(language, 5)
    first = next(block for block in article.blocks if not isinstance(block, Heading))
    assert isinstance(first, Figure)
    assert [image.url for image in first.images] == ["https://gazette.example/img/quai.jpg"]


def test_captions_in_boxes_between_paragraphs() -> None:
    boxes = (
        '<div class="row"><div class="media-widget"><figure><img src="/1.jpg"><figcaption>Un.</figcaption></figure></div></div>',
        '<aside class="wide"><figure><img src="/2.jpg"><figcaption>Deux.</figcaption></figure></aside>',
        '<div class="row"><div><amp-img src="/3.jpg"></amp-img><figcaption>Trois.</figcaption></div></div>',
        '<div class="grid"><div class="cell"><img src="/blank.gif" data-td-src="/4.jpg"><p class="imageCaption">Quatre.</p></div></div>',
    )
    text = [f"<p>{one}</p>" for one in paragraphs("fr", 5)]
    body = "".join(one + box for one, box in zip(text, (*boxes, ""), strict=True))
    for choose in (article_of, preview_of):
        article = _read(choose, "fr", f"<article><h1>{TITLES['fr'][0]}</h1><div>{body}</div></article>")
        assert _captions(article) == ["Un.", "Deux.", "Trois.", "Quatre."]
        assert article.text.split("\n\n") == paragraphs("fr", 5)


def test_the_lead_image_above_the_title_is_known_by_its_file() -> None:
    body = (
        '<article><header><div class="frame"><figure><img src="/small/{name}.jpg?w=300"></figure>'
        "<figcaption>{caption}</figcaption></div><div><h1>{title}</h1></div></header><div>{text}</div></article>"
    )
    parts = {"caption": CAPTIONS["en"], "title": TITLES["en"][0], "text": _text("en")}
    image = "https://gazette.example/large/quay.jpg"
    for choose in (article_of, preview_of):
        assert _captions(_read(choose, "en", body.format(name="quay", **parts), image)) == [CAPTIONS["en"]]
        assert _captions(_read(choose, "en", body.format(name="mast", **parts), image)) == []


def test_a_caption_and_its_credit_in_two_boxes_are_found_as_one() -> None:
    body = parse(
        f'<h1>Titre</h1><div class="lead"><div><figure>{IMAGE}</figure><p>{CAPTIONS["fr"]}</p></div>'
        f'<div class="credit">Photo : <p class="author">Lina Sabir</p></div></div>{_text("fr")}'
    ).body
    assert body is not None
    layout = layout_of(body)
    chosen = [place > 3 for place in range(len(layout.passages))]
    (found,) = captioned(layout, chosen, 0, Page(), URL).own
    assert (found.box.names.strip(), found.places) == ("lead", (1, 2, 3))


def test_the_same_image_for_two_widths_is_there_once() -> None:
    figure = f"<div><figure>{IMAGE}<figcaption>{CAPTIONS['es']}</figcaption></figure></div>"
    body = f"<article><h1>{TITLES['es'][0]}</h1><div class='a'><div class=share>12:30</div>{figure}</div><div class='b'><div class=share>12:30</div>{figure}</div>"
    for choose in (article_of, preview_of):
        assert _captions(_read(choose, "es", f"{body}<div>{_text('es')}</div></article>")) == [CAPTIONS["es"]]


def test_what_stands_with_a_caption_is_not_the_caption() -> None:
    figure = (
        '<figure class="gallery"><div><p>Galerie</p><a href="/partage"><img src="/icon.png"></a></div><div class="credit-line">'
        f'{IMAGE}<p class="gallery-caption">Photo 1 / 3</p><figcaption>Le quai. <span class="copyright">Photo Lina Sabir</span>'
        "</figcaption></div></figure>"
    )
    body = f"<article><h1>{TITLES['fr'][0]}</h1><div><div class=share>12:30</div>{figure}</div><div>{_text('fr')}</div></article>"
    for choose in (article_of, preview_of):
        figures = [block for block in _read(choose, "fr", body).blocks if isinstance(block, Figure)]
        assert [(plain(block.caption), plain(block.credit)) for block in figures] == [
            ("Le quai.", "Photo Lina Sabir")
        ]
        assert [image.url for image in figures[0].images] == ["https://gazette.example/img/quai.jpg"]


_OTHER = CAPTIONS["fr"]
_STRANGERS = {
    "teaser": f'<div class="card"><figure><a href="/2024/05/halle.html">{IMAGE}</a><figcaption>{_OTHER}</figcaption></figure></div>',
    "linked whole": f'<div class="card"><a href="/2024/05/halle.html"><figure>{IMAGE}<figcaption>{_OTHER}</figcaption></figure></a></div>',
    "headed": f'<div class="card"><figure>{IMAGE}<figcaption>{_OTHER}</figcaption></figure><h3><a href="/2024/05/halle.html">La halle rouvre</a></h3></div>',
    "card with a headline": f'<div class="card">{IMAGE}<h3>La halle rouvre</h3><p class="caption">{_OTHER}</p></div>',
    "related": f'<div class="related"><figure>{IMAGE}<figcaption>{_OTHER}</figcaption></figure></div>',
    "gallery of related articles": '<div class="related-gallery">'
    + f"<figure>{IMAGE}<figcaption>{_OTHER}</figcaption></figure>" * 3
    + "</div>",
    "promotion of more": f"<aside><figure>{IMAGE}<figcaption>{_OTHER}</figcaption></figure><p>La halle rouvre mardi</p></aside>",
    "advert": f'<div class="ad-slot"><figure>{IMAGE}<figcaption>{_OTHER}</figcaption></figure></div>',
    "label of an advert": f'<div class="slot">{IMAGE}<span class="slot-caption">Publicité</span></div>',
    "sponsor": f'<div class="sponsor"><div class="caption">{_OTHER}</div>{IMAGE}</div>',
    "author": f'<div class="author-box"><figure>{IMAGE}<figcaption>{_OTHER}</figcaption></figure></div>',
    "portrait": f'<div class="who"><figure>{IMAGE}<figcaption>Salwa Berdaï</figcaption></figure></div>',
    "another article": f"<article><figure>{IMAGE}<figcaption>{_OTHER}</figcaption></figure></article>",
    "no address": f'<div class="box"><figure><img alt="Quai"><figcaption>{_OTHER}</figcaption></figure></div>',
}


@pytest.mark.parametrize("stranger", _STRANGERS)
@pytest.mark.parametrize("place", ["above", "between"])
def test_captions_of_others_stay_away(stranger: str, place: str) -> None:
    markup = f'<div class="row"><div class=share>12:30</div>{_STRANGERS[stranger]}</div>'
    above, between = (markup, "") if place == "above" else ("", markup)
    body = (
        f'<main><h1>{TITLES["fr"][0]}</h1><div class="strip">{above}</div>'
        f'<div class="text">{_text("fr", 0, 3)}{between}{_text("fr", 3, 3)}</div></main>'
    )
    head = f'<title>{TITLES["fr"][0]}</title><meta name="author" content="Salwa Berdaï">'
    for choose in (article_of, preview_of):
        article = choose(page("fr", body, head=head), URL)
        assert _captions(article) == []
        if place == "above":
            assert article.text.split("\n\n") == [*paragraphs("fr", 3), *paragraphs("fr", 3, 3)]


def test_stories_that_follow_in_the_same_page_keep_their_captions_to_themselves() -> None:
    story = (
        "<article><header><h1>{title}</h1><div><div class=share>12:30</div><figure><img src='/{name}.jpg'><figcaption>{name}</figcaption>"
        "</figure></div></header><div>{text}</div></article>"
    )
    body = story.format(title=TITLES["en"][0], name="First", text=_text("en"))
    body += story.format(title=TITLES["en"][1], name="Second", text=_text("en", 8))
    assert "Second" not in _captions(_read(article_of, "en", f"<article>{body}</article>"))


def test_quotes_tables_and_code_in_boxes_of_their_own() -> None:
    boxes = (
        '<div class="embed"><span>https://posts.example/1</span><div><blockquote class="twitter-tweet"><p>Le quai ouvre. <a href="https://t.example/1">12 mai</a></p>'
        "</blockquote></div></div>",
        f'<div class="highlight"><pre><code>{"quai = 1  # " + "long " * 80}</code></pre></div>',
        '<div class="scroll"><table><tr><th>Port</th><th>Bateaux</th></tr><tr><td>Tamri</td><td>214</td></tr></table></div>',
        "<table><tr><td>Sidi Wafi</td><td>12</td><td>9</td></tr></table>",
    )
    text = [f"<p>{one}</p>" for one in paragraphs("fr", 5)]
    body = "".join(one + box for one, box in zip(text, (*boxes, ""), strict=True))
    article = _read(article_of, "fr", f"<article><h1>{TITLES['fr'][0]}</h1><div>{body}</div></article>")
    kinds = [type(block).__name__ for block in article.blocks if not isinstance(block, Paragraph | Heading)]
    assert kinds == ["Quote", "Code", "Table", "Table"]


def test_footnotes_of_the_text_are_part_of_it() -> None:
    first, *others = paragraphs("fr", 5)
    notes = '<div class="references"><p>Sources</p><ol><li><span id="n1"></span>Registre du port, cahier 4.</li></ol></div>'
    body = f'<p>{first}<a href="#n1"><sup>1</sup></a></p>' + "".join(f"<p>{text}</p>" for text in others)
    article = _read(
        article_of, "fr", f"<article><h1>{TITLES['fr'][0]}</h1><div>{body}</div>{notes}</article>"
    )
    (found,) = [block for block in article.blocks if isinstance(block, Footnotes)]
    assert [note.id for note in found.notes] == ["n1"]
    assert article.text.endswith("cahier 4.")
