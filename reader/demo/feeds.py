"""A made-up paper as a feed document: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1 or RSS 1.0 (RDF)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from reader.demo.media import recording_length
from reader.demo.press import Paper, Piece

TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "rdf": "application/rdf+xml",
}
"""Media types by form."""


def feed_document(paper: Paper, base: str) -> bytes:
    """The feed of `paper`, encoded in the paper's charset; `base` is the server's origin without a slash at its end."""
    if paper.form == "json":
        return _json_feed(paper, base)
    text = {"rss": _rss, "atom": _atom, "rdf": _rdf}[paper.form](paper, base)
    return text.encode(paper.charset, "xmlcharrefreplace")


def link(paper: Paper, piece: Piece, base: str) -> str:
    """The address of the article's page."""
    return f"{base}/{paper.slug}/{piece.slug}"


def absolute(html: str, base: str) -> str:
    """`html` with the press's own addresses made whole."""
    return html.replace(' href="/', f' href="{base}/').replace(' src="/', f' src="{base}/')


def _identity(paper: Paper, piece: Piece) -> str:
    """Does not hold the server's port, so that a piece is the same one after a restart."""
    return f"urn:telex-demo:{paper.slug}:{piece.slug}"


def _rfc822(at: int, hours: int) -> str:
    return format_datetime(datetime.fromtimestamp(at, timezone(timedelta(hours=hours))))


def _rfc3339(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cdata(html: str) -> str:
    return "<![CDATA[" + html.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _newest(paper: Paper) -> int:
    return max(piece.published for piece in paper.pieces if piece.published is not None)


def _rss(paper: Paper, base: str) -> str:
    hours = 0 if paper.language == "en" else 1
    items = []
    for piece in paper.pieces:
        lines = [
            f"<title>{escape(piece.title)}</title>",
            f"<link>{escape(link(paper, piece, base))}</link>",
            f'<guid isPermaLink="false">{_identity(paper, piece)}</guid>',
            f"<description>{escape(piece.lead)}</description>",
        ]
        if piece.published is not None:
            lines.append(f"<pubDate>{_rfc822(piece.published, hours)}</pubDate>")
        if piece.author:
            lines.append(f"<dc:creator>{escape(piece.author)}</dc:creator>")
        if piece.language:
            lines.append(f"<dc:language>{piece.language}</dc:language>")
        if piece.paper:
            lines.append(f"<source url={quoteattr(base + '/')}>{escape(piece.paper)}</source>")
        lines += [f"<category>{escape(section)}</category>" for section in piece.sections]
        if piece.picture:
            lines.append(
                f'<media:content url="{base}/pictures/{piece.slug}.png" type="image/png" medium="image"/>'
            )
        if piece.sound:
            size = recording_length(piece.sound)
            lines.append(
                f'<enclosure url="{base}/sounds/{piece.slug}.wav" type="audio/x-wav" length="{size}"/>'
            )
            lines.append(f"<itunes:duration>{piece.sound}</itunes:duration>")
        if not piece.teaser:
            lines.append(f"<content:encoded>{_cdata(absolute(piece.html, base))}</content:encoded>")
        items.append("<item>\n" + "\n".join(lines) + "\n</item>")
    return f"""<?xml version="1.0" encoding="{paper.charset}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{escape(paper.title)}</title>
<link>{base}/{paper.slug}/</link>
<atom:link href="{base}{paper.feed_path}" rel="self" type="application/rss+xml"/>
<description>{escape(paper.about)}</description>
<language>{paper.language}</language>
<lastBuildDate>{_rfc822(_newest(paper), hours)}</lastBuildDate>
<ttl>60</ttl>
{chr(10).join(items)}
</channel>
</rss>
"""


def _atom(paper: Paper, base: str) -> str:
    entries = []
    for piece in paper.pieces:
        at = _rfc3339(piece.published if piece.published is not None else _newest(paper))
        lines = [
            f"<id>{_identity(paper, piece)}</id>",
            f"<title>{escape(piece.title)}</title>",
            f'<link rel="alternate" type="text/html" href="{link(paper, piece, base)}"/>',
            f"<updated>{at}</updated>",
            f'<summary type="text">{escape(piece.lead)}</summary>',
        ]
        if piece.published is not None:
            lines.append(f"<published>{at}</published>")
        if piece.author:
            lines.append(f"<author><name>{escape(piece.author)}</name></author>")
        lines += [f"<category term={quoteattr(section)}/>" for section in piece.sections]
        if not piece.teaser:
            lines.append(f'<content type="html">{escape(absolute(piece.html, base))}</content>')
        language = f' xml:lang="{piece.language}"' if piece.language else ""
        entries.append(f"<entry{language}>\n" + "\n".join(lines) + "\n</entry>")
    return f"""<?xml version="1.0" encoding="{paper.charset}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{paper.language}">
<id>urn:telex-demo:{paper.slug}</id>
<title>{escape(paper.title)}</title>
<subtitle>{escape(paper.about)}</subtitle>
<link rel="self" href="{base}{paper.feed_path}"/>
<link rel="alternate" type="text/html" href="{base}/{paper.slug}/"/>
<updated>{_rfc3339(_newest(paper))}</updated>
<author><name>{escape(paper.title)}</name></author>
{chr(10).join(entries)}
</feed>
"""


def _rdf(paper: Paper, base: str) -> str:
    items, places = [], []
    for piece in paper.pieces:
        address = link(paper, piece, base)
        places.append(f'<rdf:li rdf:resource="{address}"/>')
        lines = [
            f"<title>{escape(piece.title)}</title>",
            f"<link>{address}</link>",
            f"<description>{escape(piece.lead)}</description>",
        ]
        if piece.published is not None:
            lines.append(f"<dc:date>{_rfc3339(piece.published)}</dc:date>")
        if piece.author:
            lines.append(f"<dc:creator>{escape(piece.author)}</dc:creator>")
        lines += [f"<dc:subject>{escape(section)}</dc:subject>" for section in piece.sections]
        if not piece.teaser:
            lines.append(f"<content:encoded>{_cdata(absolute(piece.html, base))}</content:encoded>")
        items.append(f'<item rdf:about="{address}">\n' + "\n".join(lines) + "\n</item>")
    return f"""<?xml version="1.0" encoding="{paper.charset}"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="{base}{paper.feed_path}">
<title>{escape(paper.title)}</title>
<link>{base}/{paper.slug}/</link>
<description>{escape(paper.about)}</description>
<dc:language>{paper.language}</dc:language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<items><rdf:Seq>{"".join(places)}</rdf:Seq></items>
</channel>
{chr(10).join(items)}
</rdf:RDF>
"""


def _json_feed(paper: Paper, base: str) -> bytes:
    items: list[dict[str, object]] = []
    for piece in paper.pieces:
        item: dict[str, object] = {
            "id": _identity(paper, piece),
            "url": link(paper, piece, base),
            "title": piece.title,
            "summary": piece.lead,
        }
        if piece.teaser:
            item["content_text"] = piece.lead
        else:
            item["content_html"] = absolute(piece.html, base)
        if piece.published is not None:
            item["date_published"] = _rfc3339(piece.published)
        if piece.author:
            item["authors"] = [{"name": piece.author}]
        if piece.sections:
            item["tags"] = list(piece.sections)
        if piece.language:
            item["language"] = piece.language
        if piece.picture:
            item["image"] = f"{base}/pictures/{piece.slug}.png"
        items.append(item)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": paper.title,
        "home_page_url": f"{base}/{paper.slug}/",
        "feed_url": base + paper.feed_path,
        "description": paper.about,
        "language": paper.language,
        "items": items,
    }
    return json.dumps(document, ensure_ascii=paper.charset == "ascii").encode()
