"""Made-up papers with made-up news, the same for the same number: what the fault server and benchmarks hand out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

_TOWNS = (
    "Port-Lune",
    "Ville-aux-Vents",
    "San Celio",
    "Puerto Nube",
    "Harrow Bay",
    "Eastmere",
    "وادي الندى",
    "مرسى النور",
)
_WHAT = (
    "ouvre un musée de la pluie",
    "vote le budget des ponts",
    "estrena un tranvía de madera",
    "celebra la feria del viento",
    "opens its floating library",
    "counts the lamps of the old harbour",
    "تفتتح مكتبة على الماء",
    "تعلن موعد سباق الزوارق",
)
_SENTENCES = (
    "Les habitants en parlaient depuis des mois, sans trop y croire.",
    "La mairie promet un premier bilan avant l’été, chiffres à l’appui.",
    "El alcalde dijo que nadie esperaba tanta gente un martes por la mañana.",
    "Los vecinos llevaron café, pan y una banda de música bastante desafinada.",
    "The clerk read the whole list aloud, and nobody left the room.",
    "Rain is expected on Thursday; the ferry will run all the same.",
    "قال رئيس البلدية إن العمل سيبدأ بعد العيد مباشرة.",
    "وحضر الافتتاح جمع من الأهالي وتلاميذ المدارس.",
)
_START = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


def title(paper: int, item: int) -> str:
    """The headline of one made-up item."""
    town, what = _TOWNS[(paper + item) % len(_TOWNS)], _WHAT[(paper * 3 + item) % len(_WHAT)]
    return f"{town} {what} ({paper}-{item})"


def text(paper: int, item: int, sentences: int = 12) -> str:
    """The body of one made-up item as HTML: paragraphs, a link and some emphasis."""
    picked = [_SENTENCES[(paper * 5 + item * 3 + step) % len(_SENTENCES)] for step in range(sentences)]
    paragraphs = ["<p>" + " ".join(picked[start : start + 3]) + "</p>" for start in range(0, sentences, 3)]
    link = f'<p><em>{paper}</em>, <a href="https://paper{paper}.example/more/{item}">{title(paper, item)}</a></p>'
    return "\n".join(paragraphs) + link


def rss(paper: int = 1, items: int = 10, *, sentences: int = 12, first: int = 0) -> bytes:
    """An RSS 2.0 feed, UTF-8, newest first. `first` moves the numbers on, as time does."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>La Gazette {paper}</title><link>https://paper{paper}.example/</link>"
        "<description>Made-up news</description><language>fr</language>"
    ]
    for item in range(first + items - 1, first - 1, -1):
        when = format_datetime(_START + timedelta(minutes=item))
        head = escape(title(paper, item))
        parts.append(
            f"<item><title>{head}</title><link>https://paper{paper}.example/news/{item}</link>"
            f'<guid isPermaLink="false">paper{paper}-{item}</guid><pubDate>{when}</pubDate>'
            f"<dc:creator>Nadia B. {item % 7}</dc:creator><category>Ville</category>"
            f"<description>{escape(_SENTENCES[item % len(_SENTENCES)])}</description>"
            f"<content:encoded><![CDATA[{text(paper, item, sentences)}]]></content:encoded></item>\n"
        )
    parts.append("</channel></rss>\n")
    return "".join(parts).encode()


def atom(paper: int = 1, items: int = 10) -> bytes:
    """An Atom 1.0 feed, UTF-8."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es">'
        f"<title>El Faro {paper}</title><id>urn:paper:{paper}</id>"
        f'<link href="https://paper{paper}.example/"/><updated>2026-01-05T07:00:00Z</updated>'
    ]
    for item in range(items - 1, -1, -1):
        when = (_START + timedelta(minutes=item)).isoformat()
        parts.append(
            f"<entry><title>{escape(title(paper, item))}</title><id>urn:paper:{paper}:{item}</id>"
            f'<link href="https://paper{paper}.example/a/{item}"/><updated>{when}</updated>'
            f'<content type="html">{escape(text(paper, item))}</content></entry>\n'
        )
    parts.append("</feed>\n")
    return "".join(parts).encode()


def page(name: str = "El Faro", feeds: tuple[tuple[str, str], ...] = ()) -> bytes:
    """A front page in HTML. `feeds` are (address, title) pairs named by `link rel=alternate`."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{escape(url)}" title="{escape(label)}">'
        for url, label in feeds
    )
    return (
        f"<!DOCTYPE html><html lang=es><head><title>{escape(name)}</title>{links}</head><body><h1>{escape(name)}</h1>"
        "<p>Noticias inventadas de cada día.</p></body></html>"
    ).encode()
