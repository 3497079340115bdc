"""Pages of a made-up press aggregator: a ticker on every page, sections, and articles with notices around them."""

from __future__ import annotations

from tests.parse.papers import LANGUAGES, TITLES, direction, paragraphs

HOST = "https://www.kiosque.example"
PAPERS = {
    "lavigie": "La Vigie",
    "echodesdunes": "L'Écho des dunes",
    "almanara": "المنارة",
    "sahilpress": "صحافة الساحل",
    "elfaro": "El Faro del Sur",
    "lagoonpost": "Lagoon Post",
}
_OF_LANGUAGE = {
    "fr": ("lavigie", "echodesdunes"),
    "ar": ("almanara", "sahilpress"),
    "es": ("elfaro",),
    "en": ("lagoonpost",),
}
_EDITION = {"fr": "/fr", "ar": "", "es": "/es", "en": "/en"}
_PUBLISHED = {
    "fr": "Publié dans {} le 17 - 03 - 2024",
    "ar": "نشر في {} يوم 17 - 03 - 2024",
    "es": "Publicado en {} el 17 - 03 - 2024",
    "en": "Published in {} on 17 - 03 - 2024",
}
_REPORT = {
    "fr": (
        "Merci d'avoir signalé!",
        "Cette image sera automatiquement bloquée après qu'elle soit signalée par plusieurs personnes.",
    ),
    "ar": ("شكرا على الإبلاغ!", "سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص."),
    "es": (
        "¡Gracias por avisar!",
        "Esta imagen se bloqueará automáticamente cuando varias personas la denuncien.",
    ),
    "en": (
        "Thank you for reporting!",
        "This image will be automatically blocked after it is reported by several people.",
    ),
}
_SOURCE = {
    "fr": "Cliquez ici pour lire l'article depuis sa source.",
    "ar": "انقر هنا لقراءة الخبر من مصدره.",
    "es": "Haga clic aquí para leer el artículo desde su fuente.",
    "en": "Click here to read the article from its source.",
}
BYLINES = {"fr": "Yassine BENALI", "ar": "محمد الوافي", "es": "Javier ORTUÑO", "en": "Peter HARGREAVE"}


def headline(place: int) -> tuple[str, str, str, str]:
    """Language, paper, title and path of the headline at `place`; titles differ by their number."""
    language = LANGUAGES[place % 4]
    papers = _OF_LANGUAGE[language]
    paper = papers[place // 4 % len(papers)]
    title = TITLES[language][place // 4 % 12]
    if place >= 48:
        title = f"{title} ({place})"
    return language, paper, title, f"{_EDITION[language]}/{paper}/{9000 + place}"


def strip(places: list[int], empty: tuple[int, ...] = ()) -> str:
    """The ticker: an anchor for each headline, four no-break spaces after it; those in `empty` have no words."""
    anchors = []
    for place in places:
        _, _, title, path = headline(place)
        anchors.append(f'<a href="{path}">{"" if place in empty else title}</a>&nbsp;&nbsp;&nbsp;&nbsp;')
    return (
        '<marquee direction="right" onmouseover="this.stop();" onmouseout="this.start();">'
        + "".join(anchors)
        + "</marquee>"
    )


def article(language: str, ticker: list[int]) -> str:
    """An article's page with the ticker of the moment."""
    paper = _OF_LANGUAGE[language][0]
    thanks, blocked = _REPORT[language]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(language, 5))
    title = TITLES[language][0]
    return (
        f'<html lang="{language}" dir="{direction(language)}"><head><title>{title} - {PAPERS[paper]}</title></head><body>'
        f'<div id="top"><a href="/">Kiosque</a>{strip(ticker)}</div>'
        f'<div class="main"><div class="image-slot"><div>{thanks}</div><div>{blocked}</div></div>'
        f'<h1 class="articletitle">{title}</h1><div class="articlenewspaper">{_PUBLISHED[language].format(PAPERS[paper])}</div>'
        f'<div class="articlecontent">{text}<p>{BYLINES[language]}</p></div>'
        f'<div class="articlesource"><a href="https://journal.example/1">{_SOURCE[language]}</a></div></div></body></html>'
    )


def flattened(language: str, ticker: list[int]) -> str:
    """The same page as text."""
    paper = _OF_LANGUAGE[language][0]
    lines = [
        "".join(headline(place)[2] + "\xa0" * 4 for place in ticker),
        "\n\n\n",
        *_REPORT[language],
        "\n",
        TITLES[language][0],
        _PUBLISHED[language].format(PAPERS[paper]),
        "",
        *paragraphs(language, 5),
        BYLINES[language],
        "\n",
        _SOURCE[language],
    ]
    return "\n".join(lines)


def front(empty: tuple[int, ...] = (7, 30)) -> str:
    """A front page: a ticker of 58 anchors, a carousel and sections that repeat some of them, a menu of papers."""
    ticker = list(range(58))
    menu = "".join(
        f'<li><a href="{_EDITION[language]}/{paper}">{PAPERS[paper]}</a></li>'
        for language in LANGUAGES
        for paper in _OF_LANGUAGE[language]
    )
    slides = ""
    for place in (0, 9, 18, 27, 36, 45):
        _, _, title, path = headline(place)
        slides += f'<div class="slide"><a href="{path}"><img src="/t/{place}.jpg"></a><h3><a href="{path}">{title}</a></h3></div>'
    sections = ""
    for first in (1, 15, 40):
        rows = ""
        for place in range(first, first + 7):
            if place in empty:
                continue
            language, paper, title, path = headline(place)
            rows += (
                f'<div class="teaser"><a href="{path}" class="title">{title}</a>'
                f'<p class="excerpt">{paragraphs(language, 1)[0][:90]} (...)</p>'
                f'<a class="author" href="/author/{place}">{BYLINES[language]}</a> '
                f'<a class="newspaper" href="{_EDITION[language]}/{paper}">{PAPERS[paper]}</a></div>'
            )
        sections += f'<div class="section"><h2><a href="/section/{first}">Section</a></h2>{rows}</div>'
    return (
        f'<html lang="fr"><head><title>Kiosque</title><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>'
        f'<ul class="menu">{menu}</ul>{strip(ticker, empty)}<div class="carousel">{slides}</div>{sections}</body></html>'
    )
