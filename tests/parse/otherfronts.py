"""Front pages of eight more shapes in four languages, made after the finder of headlines and never used to tune it."""

from __future__ import annotations

from collections.abc import Callable

from tests.parse.fronts import AUTHORS, HOST, SECTIONS, Front
from tests.parse.papers import LANGUAGES, MORE, SENTENCES, TITLES, page


def _wanted(language: str, paths: list[str]) -> list[tuple[str, str]]:
    return [(TITLES[language][place], HOST + path) for place, path in enumerate(paths)]


def _advert(language: str, number: int) -> str:
    return (
        f'<aside class="ad-slot"><a href="https://boutique.example/promo?c={number}" rel="sponsored">'
        f"{SENTENCES[language][number % 8][:60]}</a></aside>"
    )


def utility_classes(language: str) -> Front:
    """Boxes of three sizes whose classes say nothing of what they hold, authors and topics beside each headline."""
    paths = [f"/{n + 20260100}/actu-{n}-port-de-la-cote" for n in range(12)]
    rows = ""
    for n, path in enumerate(paths):
        size = (
            "col-span-12 text-4xl" if n == 0 else "col-span-6 text-2xl" if n < 4 else "col-span-3 text-base"
        )
        rows += (
            f'<div class="{size} p-4 flex flex-col"><a class="block" href="{path}"><picture><img src="/i/{n}.webp" alt=""></picture></a>'
            f'<div class="mt-2"><a class="text-xs uppercase" href="/c/{n % 3}">{SECTIONS[language][n % 3]}</a>'
            f'<a class="font-serif leading-tight hover:underline" href="{path}"><h3>{TITLES[language][n]}</h3></a>'
            f'<span class="text-gray-500"><a href="/p/{n % 2}">{AUTHORS[language][n % 2]}</a></span></div></div>'
            + (_advert(language, n) if n in (3, 7) else "")
        )
    return page(language, f'<div class="grid grid-cols-12 gap-4">{rows}</div>'), _wanted(language, paths)


def terms(language: str) -> Front:
    """A list of terms: the headline, and below it the excerpt with how many wrote to it."""
    paths = [f"/articulo.php?id={7000 + n}" for n in range(10)]
    rows = "".join(
        f'<dt><a href="{path}">{TITLES[language][n]}</a></dt><dd>{SENTENCES[language][n % 8]} '
        f'<a href="{path}#comments">{n + 3}</a></dd>'
        for n, path in enumerate(paths)
    )
    return page(language, f"<dl>{rows}</dl>"), _wanted(language, paths)


def figures(language: str) -> Front:
    """Pictures with the headline as their caption, in columns, some of them twice in “most read”."""
    paths = [f"/{2026}/{n + 1:02}/{n + 11}/figure-de-la-cote-{n}" for n in range(11)]
    rows = "".join(
        f'<figure><a href="{path}"><img src="/i/{n}.jpg" alt="{SENTENCES[language][n % 8][:30]}"></a>'
        f'<figcaption><a href="{path}">{TITLES[language][n]}</a></figcaption></figure>'
        for n, path in enumerate(paths)
    )
    best = "".join(
        f'<li><span>{n + 1}</span><a href="{paths[n]}">{TITLES[language][n]}</a></li>' for n in (4, 1, 8)
    )
    html = f'<div class="masonry">{rows}</div><aside class="most-read"><ol>{best}</ol></aside>'
    return page(language, html), _wanted(language, paths)


def old_tables(language: str) -> Front:
    """Tables within tables, fonts and bullets, as pages were made long ago."""
    paths = [f"/news.asp?n={300 + n}" for n in range(12)]
    rows = "".join(
        f'<tr><td><img src="/b.gif"></td><td><font face="Arial" size="2"><a href="{path}"><b>{TITLES[language][n]}</b></a><br>'
        f'<font size="1">{SENTENCES[language][n % 8]} <a href="{path}">[+]</a></font></font></td></tr>'
        for n, path in enumerate(paths)
    )
    side = "".join(
        f'<tr><td><a href="/s.asp?s={n}">{name}</a></td></tr>' for n, name in enumerate(SECTIONS[language])
    )
    html = f"<table><tr><td><table>{side}</table></td><td><table>{rows}</table></td></tr></table>"
    return page(language, html), _wanted(language, paths)


def timeline(language: str) -> Front:
    """The news of the day under its hours, the hour a link of its own."""
    paths = [f"/fil/{52000 - n}" for n in range(12)]
    rows = "".join(
        f'<div class="entry"><a class="hour" href="{path}"><time datetime="2026-02-02T{20 - n:02}:15:00Z">{20 - n:02}:15</time></a>'
        f'<div class="what"><a href="{path}">{TITLES[language][n]}</a></div></div>'
        for n, path in enumerate(paths)
    )
    return page(language, f'<section id="fil">{rows}</section>'), _wanted(language, paths)


def blog(language: str) -> Front:
    """Posts one below the other: title, author, section, how many answered, an excerpt, “read on”, and what others wrote."""
    paths = [f"/2026/02/{n + 1:02}/billet-{n}-du-phare/" for n in range(10)]
    rows = "".join(
        f'<article id="post-{n}" class="post type-post"><header><h2 class="entry-title"><a href="{path}" rel="bookmark">'
        f'{TITLES[language][n]}</a></h2><div class="entry-meta"><a href="/author/{n % 2}/">{AUTHORS[language][n % 2]}</a> '
        f'<a href="/category/{n % 3}/">{SECTIONS[language][n % 3]}</a> <a href="{path}#respond">{n}</a></div></header>'
        f'<div class="entry-summary"><p>{SENTENCES[language][n % 8]} <a class="more-link" href="{path}">{MORE[language]}</a></p></div></article>'
        for n, path in enumerate(paths)
    )
    said = "".join(
        f'<li class="recentcomments"><span>{AUTHORS[language][n % 2]}</span> <a href="{paths[n]}#comment-{n}">{TITLES[language][n]}</a></li>'
        for n in (6, 2)
    )
    html = f'<main>{rows}</main><div class="widget widget_recent_comments"><ul>{said}</ul></div>'
    return page(language, html), _wanted(language, paths)


def clusters(language: str) -> Front:
    """A lead story with two that go with it under it, in boxes; what is paid for looks alike."""
    paths = [f"/story/{chr(97 + n)}{n}f{n}9-la-cote-et-le-port" for n in range(12)]
    rows = ""
    for first in range(0, 12, 3):
        under = "".join(
            f'<li><a href="{paths[n]}">{TITLES[language][n]}</a></li>' for n in (first + 1, first + 2)
        )
        rows += (
            f'<c-wiz class="cluster"><h4><a href="{paths[first]}">{TITLES[language][first]}</a></h4><ul>{under}</ul></c-wiz>'
            f'<c-wiz class="cluster sponsored"><h4><a href="https://annonce.example/{first}">{SENTENCES[language][first % 8][:70]}</a></h4></c-wiz>'
        )
    return page(language, f"<main>{rows}</main>"), _wanted(language, paths)


def tabs(language: str) -> Front:
    """Tabs of the same news in several orders, a carousel of pictures above, links to other papers below."""
    paths = [f"/noticias/costa/{n}-puerto-y-mar_{880 + n}.html" for n in range(12)]
    slides = "".join(
        f'<div class="swiper-slide"><a href="{paths[n]}"><img src="/s/{n}.jpg" alt="{TITLES[language][n].replace(chr(34), "")}"></a></div>'
        for n in range(3)
    )

    def tab(order: list[int]) -> str:
        rows = "".join(f'<li><a href="{paths[n]}">{TITLES[language][n]}</a></li>' for n in order)
        return f'<div class="tab-pane"><ul class="list">{rows}</ul></div>'

    friends = "".join(
        f'<a href="https://{name}.example/">{name.title()} de la côte</a>'
        for name in ("rade", "fanal", "vigie")
    )
    html = (
        f'<div class="swiper">{slides}</div><div class="tabs">{tab(list(range(12)))}{tab([5, 3, 1, 0])}</div>'
        f'<div class="friends">{friends}</div>'
    )
    return page(language, html), _wanted(language, paths)


LAYOUTS: tuple[Callable[[str], Front], ...] = (
    utility_classes, terms, figures, old_tables, timeline, blog, clusters, tabs,
)  # fmt: skip

FRONTS = [(layout.__name__, language, *layout(language)) for layout in LAYOUTS for language in LANGUAGES]
