"""What an element of a feed means, whatever namespace, prefix or case it was written in. Data and one look-up."""

from __future__ import annotations

_CORE_URIS = """
http://www.w3.org/2005/Atom http://purl.org/atom/ns# http://example.com/newformat# http://purl.org/net/rss1.1#
http://purl.org/rss/1.0/ http://my.netscape.com/rdf/simple/0.9/ http://my.netscape.com/publish/formats/rss-0.91.dtd
http://backend.userland.com/rss http://backend.userland.com/rss2 http://backend.userland.com/rss091
http://blogs.law.harvard.edu/tech/rss http://cyber.law.harvard.edu/rss/ http://cyber.law.harvard.edu/rss/rss.html
http://www.rssboard.org/rss-specification http://channel.netscape.com/rdf/simple/0.9/ http://purl.org/rss/1.0
http://purl.org/atom/ns http://www.w3.org/2005/atom https://www.w3.org/2005/Atom
""".split()
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XHTML = "http://www.w3.org/1999/xhtml"

_PREFIXES = {
    **dict.fromkeys(map(str.lower, _CORE_URIS), ""),
    _RDF: "rdf",
    XHTML: "html",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss/": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://www.rssboard.org/media-rss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
}
_BY_PREFIX = frozenset(
    ("dc", "dcterms", "content", "media", "itunes", "sy", "rdf", "atom", "atom10", "a10", "rss", "rss1")
)
_CORE_PREFIXES = frozenset(("atom", "atom10", "a10", "rss", "rss1"))

# Field: the elements that may fill it, the core ones without a prefix.
_FIELDS = """
item = item entry rdf:item
channel = channel rdf:channel
title = title
dc_title = dc:title media:title dcterms:title itunes:title
link = link
guid = guid id
identifier = dc:identifier
description = description summary abstract
lead = dc:description itunes:summary itunes:subtitle dcterms:abstract media:description
content = content content:encoded encoded html:body body fullitem html:div
published = pubdate published issued
created = created dcterms:created dcterms:issued dcterms:available
updated = updated modified lastbuilddate
modified = dcterms:modified
date = date dc:date dcterms:date
author = author
creator = creator dc:creator dc:author dcterms:creator itunes:author media:credit
category = category dc:subject
enclosure = enclosure
source = source
language = language dc:language dcterms:language
image = image itunes:image
icon = icon
thumbnail = media:thumbnail thumbnail
media = media:content
group = media:group
ttl = ttl
skiphours = skiphours
skipdays = skipdays
period = sy:updateperiod
frequency = sy:updatefrequency
"""
_BY_NAME = {
    name: field.strip()
    for field, _, names in (line.partition("=") for line in _FIELDS.strip().splitlines())
    for name in names.split()
}


def split(tag: str, prefix: str | None, own: str) -> tuple[str, str]:
    """Known prefix ("" for RSS and Atom themselves, "?" for strangers) and local name of an lxml `tag`, both lower case.

    `own` is the namespace of the document's root, which counts as the feed's own whatever it is.
    """
    if tag.startswith("{"):
        uri, _, local = tag[1:].partition("}")
        known = _PREFIXES.get(uri)
        if known is None:
            known = _PREFIXES.get(uri.lower())
        if known is None:
            known = "" if uri == own else (prefix or "").lower()
            if known and known not in _BY_PREFIX:
                known = "?"
    else:
        known, _, local = tag.rpartition(":")  # a prefix that nobody declared
        known = known.lower()
        if known and known not in _BY_PREFIX:
            known = "?"
    return ("" if known in _CORE_PREFIXES else known), local.lower()


def field_of(tag: str, prefix: str | None, own: str) -> str:
    """Which field of a feed or an entry an lxml `tag` fills, "" for none."""
    known, local = split(tag, prefix, own)
    return _BY_NAME.get(f"{known}:{local}" if known else local, "")
