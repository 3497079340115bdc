"""Made-up feeds for the tests of the feed parser: small builders, one for each kind."""

from __future__ import annotations

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:georss="http://www.georss.org/georss"'
)


def rss(
    items: str, head: str = "<title>La Rade</title><link>https://rade.example/</link>", attributes: str = ""
) -> bytes:
    """An RSS 2.0 document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NAMESPACES} {attributes}><channel>{head}{items}'
        "</channel></rss>"
    ).encode()


def atom(entries: str, head: str = "<title>The Quay</title>", attributes: str = "") -> bytes:
    """An Atom 1.0 document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{head}{entries}</feed>'
    ).encode()


def item(number: int, more: str = "") -> str:
    """One plain item of RSS."""
    return (
        f"<item><title>News {number}</title><link>https://rade.example/{number}</link>"
        f"<pubDate>Mon, 17 Jan 2022 18:{number % 60:02}:00 GMT</pubDate>{more}</item>"
    )
