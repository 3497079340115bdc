"""Articles as a book for the plane: EPUB 3, a chapter each, a table of contents by paper, right-to-left pages as they read."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from reader.cli.output import rfc3339
from reader.text.clean import guard
from reader.typeset.header import article_direction
from reader.typeset.markdown import facts
from reader.typeset.xhtml import Writer, book_address

if TYPE_CHECKING:
    from reader.blocks import Article

Picture = tuple[bytes, str]
"""A picture's bytes and their media type."""

_TYPES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_OPEN = '<?xml version="1.0" encoding="utf-8"?>\n'
_HTML = (
    _OPEN + "<!DOCTYPE html>\n"
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    'xml:lang={lang} lang={lang} dir="{way}">\n<head><title>{title}</title>'
    '<link rel="stylesheet" type="text/css" href="book.css"/></head>\n<body>\n{body}\n</body>\n</html>\n'
)
_CONTAINER = (
    _OPEN + '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_CSS = """body { line-height: 1.4; margin: 5%; }
h1 { font-size: 1.5em; line-height: 1.2; }
p.facts { color: #555; font-size: 0.85em; border-bottom: 1px solid #ccc; padding-bottom: 0.6em; }
blockquote { border-inline-start: 3px solid #bbb; margin-inline: 0; padding-inline: 1em 0; }
pre { overflow-wrap: break-word; white-space: pre-wrap; font-size: 0.85em; }
table { border-collapse: collapse; font-size: 0.9em; }
th, td { border: 1px solid #ccc; padding: 0.2em 0.5em; vertical-align: top; }
img { max-width: 100%; }
figcaption { color: #555; font-size: 0.85em; }
aside { font-size: 0.9em; }
"""
_YEAR_ONE = (1980, 1, 1, 0, 0, 0)


def epub(
    articles: Sequence[Article],
    now: int,
    *,
    title: str = "Telex",
    picture: Callable[[str], Picture | None] = lambda _: None,
) -> bytes:
    """The book of `articles`, in their order within each paper, made at `now` (Unix seconds).

    `picture` gives what is stored for an address; what is not stands as its description, linked.
    """
    book = _Book(picture)
    papers: dict[str, list[tuple[str, Article]]] = {}
    for number, article in enumerate(articles, 1):
        papers.setdefault(guard(article.source) or "Telex", []).append((f"a{number:05}.xhtml", article))
    ordered = [chapter for chapters in papers.values() for chapter in chapters]
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr(zipfile.ZipInfo("mimetype", _YEAR_ONE), "application/epub+zip", zipfile.ZIP_STORED)
            for name, text in (
                ("META-INF/container.xml", _CONTAINER),
                ("book/book.css", _CSS),
                ("book/nav.xhtml", _contents(title, papers)),
                *((f"book/{name}", book.chapter(article)) for name, article in ordered),
            ):
                _put(pack, name, text.encode("utf-8", "replace"))
            for name, data in book.pictures.values():
                _put(pack, f"book/{name}", data)
            _put(pack, "book/package.opf", _package(title, ordered, book, now).encode())
        return target.getvalue()


def _put(pack: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _YEAR_ONE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    pack.writestr(entry, data)


class _Book:
    """Gathers the pictures that chapters hold."""

    def __init__(self, picture: Callable[[str], Picture | None]) -> None:
        self._picture = picture
        self.pictures: dict[str, tuple[str, bytes]] = {}

    def find(self, url: str) -> str:
        """The name of a picture in the book, "" where it is not to be had."""
        if url not in self.pictures:
            found = self._picture(url)
            if found is None or found[1] not in _TYPES:
                return ""
            self.pictures[url] = (f"p{len(self.pictures) + 1:05}.{_TYPES[found[1]]}", found[0])
        return self.pictures[url][0]

    def chapter(self, article: Article) -> str:
        """One article."""
        way = article_direction(article)
        title = guard(article.title).strip() or "…"
        told = " · ".join(escape(guard(part)) for part in facts(article))
        lines = [
            f"<h1>{escape(title)}</h1>",
            f'<p class="facts">{told}</p>',
            Writer(self.find).document(article.blocks),
        ]
        address = book_address(article.link)
        if address:
            lines.append(f'<p dir="ltr"><a href={quoteattr(address)}>{escape(address)}</a></p>')
        lang = quoteattr(article.language or "und")
        return _HTML.format(lang=lang, way=way, title=escape(title), body="\n".join(lines))


def _contents(title: str, papers: dict[str, list[tuple[str, Article]]]) -> str:
    parts = []
    for paper, chapters in papers.items():
        inner = "".join(
            f'<li><a href="{name}">{escape(guard(article.title).strip() or "…")}</a></li>'
            for name, article in chapters
        )
        parts.append(f"<li><span>{escape(paper)}</span><ol>{inner}</ol></li>")
    body = f'<nav epub:type="toc" id="toc"><h1>{escape(title)}</h1><ol>{"".join(parts)}</ol></nav>'
    return _HTML.format(lang='"en"', way="ltr", title=escape(title), body=body)


def _package(title: str, chapters: list[tuple[str, Article]], book: _Book, now: int) -> str:
    languages = Counter(article.language for _, article in chapters if article.language)
    ways = Counter(article_direction(article) for _, article in chapters)
    names = "".join(
        f'<item id="c{place}" href="{name}" media-type="application/xhtml+xml"/>'
        for place, (name, _) in enumerate(chapters, 1)
    )
    kinds = {ending: kind for kind, ending in _TYPES.items()}
    names += "".join(
        f'<item id="p{place}" href="{name}" media-type="{kinds[name.rpartition(".")[2]]}"/>'
        for place, (name, _) in enumerate(book.pictures.values(), 1)
    )
    spine = "".join(f'<itemref idref="c{place}"/>' for place in range(1, len(chapters) + 1))
    told = "".join(f"<dc:language>{escape(code)}</dc:language>" for code, _ in languages.most_common()) or (
        "<dc:language>en</dc:language>"
    )
    identity = uuid5(NAMESPACE_URL, f"{title} {now} " + " ".join(article.link for _, article in chapters))
    way = "rtl" if ways["rtl"] > ways["ltr"] else "ltr"
    return (
        f'{_OPEN}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier><dc:title>{escape(title)}</dc:title>{told}'
        f'<meta property="dcterms:modified">{rfc3339(now)}</meta></metadata>'
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="css" href="book.css" media-type="text/css"/>{names}</manifest>'
        f'<spine page-progression-direction="{way}"><itemref idref="nav"/>{spine}</spine></package>\n'
    )
