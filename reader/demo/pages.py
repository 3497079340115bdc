"""The demo press's web pages: articles, front pages that name their feed, and an aggregator's front page with a ticker."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from reader.demo.feeds import TYPES, absolute, link
from reader.demo.press import Paper, Piece

_NOTES = {
    "fr": ("Accueil", "Lire aussi"),
    "ar": ("الرئيسية", "اقرأ أيضا"),
    "es": ("Portada", "Lea también"),
    "en": ("Front page", "Read also"),
}


def article_page(paper: Paper, piece: Piece, base: str) -> str:
    """An article with the furniture that such pages have: a menu, links to other articles, a foot."""
    language = piece.language or paper.language
    home, also = _NOTES[paper.language]
    published = ""
    dated = ""
    if piece.published is not None:
        moment = datetime.fromtimestamp(piece.published, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        published = f'<meta property="article:published_time" content="{moment}">'
        dated = f'<time datetime="{moment}">{moment[:10]}</time>'
    byline = f'<p class="byline" rel="author">{escape(piece.author)}</p>' if piece.author else ""
    author = f'<meta name="author" content="{escape(piece.author)}">' if piece.author else ""
    others = [other for other in paper.pieces if other is not piece][:4]
    picture = ""
    if piece.picture:
        picture = f'<meta property="og:image" content="{base}/pictures/{piece.slug}.png">'
    return _page(
        paper,
        base,
        language,
        title=f"{piece.title} - {paper.title}",
        head=f'<meta property="og:title" content="{escape(piece.title)}">'
        f'<meta property="og:site_name" content="{escape(paper.title)}">'
        f'<link rel="canonical" href="{link(paper, piece, base)}">{published}{author}{picture}',
        body=f'<nav><a href="{base}/{paper.slug}/">{home}</a></nav>'
        f'<article><h1 class="articletitle">{escape(piece.title)}</h1>{byline}{dated}'
        f'<div class="articlecontent">{absolute(piece.html, base)}</div></article>'
        f"<aside><h2>{also}</h2><ul>{''.join(_item(paper, other, base) for other in others)}</ul></aside>",
    )


def front_page(paper: Paper, base: str) -> str:
    """All headlines of one paper, each with its lead."""
    rows = "".join(
        f'<article class="teaser"><h2><a href="{link(paper, piece, base)}">{escape(piece.title)}</a></h2>'
        f"<p>{escape(piece.lead)} (...)</p></article>"
        for piece in paper.pieces
    )
    return _page(
        paper, base, paper.language, title=paper.title, head="", body=f"<h1>{escape(paper.title)}</h1>{rows}"
    )


def aggregator_page(paper: Paper, papers: list[Paper], base: str) -> str:
    """The aggregator's front page: a ticker of all papers' newest headlines, parted by no-break spaces, above its own."""
    newest = sorted(
        (
            (piece.published, other, piece)
            for other in papers
            for piece in other.pieces
            if piece.published is not None
        ),
        key=lambda found: (-found[0], found[1].slug, found[2].slug),
    )[:48]
    strip = "".join(
        f'<a href="{link(other, piece, base)}">{escape(piece.title)}</a>' + "\N{NO-BREAK SPACE}" * 4
        for _, other, piece in newest
    )
    rows = "".join(
        f'<div class="item"><a href="{link(paper, piece, base)}">{escape(piece.title)}</a>'
        f"<p>{escape(piece.lead[:120])} (...)</p><span>{escape(piece.paper or paper.title)}</span></div>"
        for piece in paper.pieces
    )
    ticker = (
        '<marquee direction="left" onmouseover="this.stop();" onmouseout="this.start();" scrollamount="3">'
        f"{strip}</marquee>"
    )
    return _page(paper, base, paper.language, title=paper.title, head="", body=ticker + rows)


def index_page(papers: list[Paper], base: str) -> str:
    """What the press prints, with a link to each paper."""
    rows = "".join(
        f'<li><a href="{base}/{p.slug}/">{escape(p.title)}</a>: {escape(p.about)}</li>' for p in papers
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The demo press</title></head>'
        f"<body><h1>The demo press</h1><ul>{rows}</ul></body></html>"
    )


def _page(paper: Paper, base: str, language: str, *, title: str, head: str, body: str) -> str:
    direction = "rtl" if language == "ar" else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<link rel="alternate" type="{TYPES[paper.form]}" title="{escape(paper.title)}" href="{base}{paper.feed_path}">'
        f"{head}</head>\n<body>{body}<footer>{escape(paper.about)}</footer></body></html>\n"
    )


def _item(paper: Paper, piece: Piece, base: str) -> str:
    return f'<li><a href="{link(paper, piece, base)}">{escape(piece.title)}</a></li>'
