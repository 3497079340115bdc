"""Page furniture (R15): notices, ways to the source, share bars, tickers leave; what they say is read first."""

from __future__ import annotations

import pytest

from reader.blocks import Heading, List, Paragraph, Span, plain
from reader.parse.article import article_of, preview_of
from reader.parse.flat import article_of_text
from reader.parse.furniture import is_furniture, leads_elsewhere
from reader.parse.tidy import published_line, tidy
from tests.parse import aggregator
from tests.parse.papers import LANGUAGES, TITLES, paragraphs

FURNITURE = [
    "(...)", "[…]", "Merci d'avoir signalé!", "Merci d’avoir signalé !", "Lire la suite", "LIRE AUSSI", "À lire aussi :", "Partager",
    "Partager sur Facebook", "Publicité", "Facebook Twitter WhatsApp", "Partager Tweeter Envoyer", "Articles similaires",
    "Cliquez ici pour lire l'article depuis sa source.", "انقر هنا لقراءة الخبر من مصدره.", "اقرأ أيضا", "إقرأ أيضاً:", "مشاركة",
    "شارك المقال", "مواضيع ذات صلة", "شكرا على الإبلاغ!", "Leer más", "Te puede interesar", "Compartir en Facebook", "Publicidad",
    "Artículos relacionados", "Compartir Facebook Twitter", "¡Gracias por avisar!", "Read more", "Share this article", "ADVERTISEMENT",
    "Related articles", "Thank you for reporting!", "Share Tweet Email Print", "Subscribe",
]  # fmt: skip

TEXT = [
    "Le port ouvre mardi.", "Partager le port entre deux villes n'est pas simple, dit la maire.", "Lire est un plaisir", "La publicité recule",
    "شارك في المباراة أربعون ألف متفرج", "Compartir el muelle cuesta caro", "Share prices fell on Tuesday", "Facebook closes an office",
    "Read the report, she said.", "Oui.", "Non", "2024",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_known(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", TEXT)
def test_text_is_not_taken_for_furniture(line: str) -> None:
    assert not is_furniture(line)
    assert not leads_elsewhere(line)
    assert tidy([Paragraph(text=(Span(line),))]).blocks


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi : Le port attend ses bateaux",
        "À LIRE AUSSI: Le port attend",
        "Lea también: El muelle espera",
        "Te puede interesar: El muelle",
        "Read also: The quay",
        "اقرأ أيضا: الميناء ينتظر",
    ],
)
def test_leads_to_other_articles_go(line: str) -> None:
    assert tidy([Paragraph(text=(Span("Texte."),)), Paragraph(text=(Span(line),))]).blocks == (
        Paragraph(text=(Span("Texte."),)),
    )


def test_invitations_that_are_links_go_and_sentences_stay() -> None:
    link = Paragraph(text=(Span("Suivez-nous sur notre chaîne", "", "https://a.example/"),))
    text = Paragraph(text=(Span("Suivez-nous, a lancé la guide aux visiteurs du phare."),))
    assert tidy([link, text]).blocks == (text,)


def test_furniture_lines_inside_a_paragraph_go() -> None:
    block = Paragraph(text=(Span("Merci d'avoir signalé!\nLe port "), Span("ouvre", "b"), Span(".\n(...)")))
    assert tidy([block]).blocks == (Paragraph(text=(Span("Le port "), Span("ouvre", "b"), Span("."))),)


def test_share_bars_go_and_lists_stay() -> None:
    def items(*texts: str) -> List:
        return List(items=tuple((Paragraph(text=(Span(text),)),) for text in texts))

    assert tidy(
        [items("Facebook", "Partager"), items("Partager", "Deux quais"), items("Partager", "Imprimer")]
    ).blocks == (
        items("Facebook", "Partager"),
        items("Partager", "Deux quais"),
    )


def test_a_label_with_nothing_left_under_it_goes() -> None:
    text = Paragraph(text=(Span("Texte."),))
    label = Heading(level=2, text=(Span("Sur le même sujet dans notre journal"),))
    sentence = Heading(level=4, text=(Span("Le port a dit son dernier mot."),))
    assert tidy([text, label]).blocks == (text,)
    assert tidy([text, sentence]).blocks == (text, sentence)


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("Publié dans L'Écho le 17 - 03 - 2024", "L'Écho"),
        ("Publié dans La Vigie le 17/03/2024.", "La Vigie"),
        ("نشر في المنارة يوم 17 - 03 - 2024", "المنارة"),
        ("Publicado en El Faro el 17-03-2024", "El Faro"),
        ("Published in Lagoon Post on 17 - 03 - 2024", "Lagoon Post"),
    ],
)
def test_the_line_of_paper_and_day(line: str, paper: str) -> None:
    assert published_line(line) == (paper, 1710633600)


@pytest.mark.parametrize(
    "line", ["Publié dans la nuit", "Publié le 17 - 03 - 2024", "Il a publié dans L'Écho le 17 - 03 - 2024"]
)
def test_other_lines_of_publishing_stay(line: str) -> None:
    assert published_line(line) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choose", [article_of, preview_of])
def test_an_aggregator_s_article(language: str, choose: object) -> None:
    assert callable(choose)
    first = choose(aggregator.article(language, list(range(48))), f"{aggregator.HOST}/x/1")
    later = choose(aggregator.article(language, list(range(30, 58))), f"{aggregator.HOST}/x/1")
    assert [plain(block.text) for block in first.blocks] == paragraphs(language, 5)
    assert later == first
    page = first.page
    assert page.title == TITLES[language][0]
    assert page.author == aggregator.BYLINES[language]
    assert page.published == 1710633600
    assert (
        page.site_name
        == aggregator.PAPERS[
            {"fr": "lavigie", "ar": "almanara", "es": "elfaro", "en": "lagoonpost"}[language]
        ]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_flattened_to_text(language: str) -> None:
    article = article_of_text(aggregator.flattened(language, list(range(48))))
    assert article.text.split("\n\n") == paragraphs(language, 5)
    assert article.page.title == TITLES[language][0]
    assert article.page.author == aggregator.BYLINES[language]
    assert article.page.published == 1710633600
    assert article.page.language == language
