"""Databases of other readers, opened for reading only: newsboat's cache, and the lists of eilmeldung and lazyfeed.

Everything that stands there is outside text: it is cleaned and sanitised as if a feed had just sent it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urljoin

import apsw

from reader.model import Enclosure, Entry, ParsedFeed
from reader.parse.feeds.titles import first_words, plain_title
from reader.parse.otherlists import MOST, Named
from reader.parse.sanitize import sanitize
from reader.store.brought import Kept
from reader.store.incoming import incoming
from reader.text.clean import clean_line

_LONGEST = 2_000_000  # characters of one text
_MOST_ENTRIES = 1_000_000


class NoCache(Exception):
    """The file is no database of a known reader, or cannot be read. Its text is one sentence for people."""


class Cache:
    """A database of another reader. `feeds` are its sources; of newsboat's also the entries."""

    def __init__(self, connection: apsw.Connection, name: str) -> None:
        self._connection = connection
        tables = {
            str(row[0]) for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
        self.is_newsboat = {"rss_feed", "rss_item"} <= tables
        self.feeds: tuple[Named, ...] = ()
        if self.is_newsboat:
            rows = connection.execute("SELECT rssurl, title FROM rss_feed ORDER BY rowid LIMIT ?", (MOST,))
            self.feeds = _named((url, title, "") for url, title in rows)
        elif "feeds" in tables:
            self.feeds = self._listed(tables)
        else:
            raise NoCache(f"{name} is a database, but none of newsboat's, eilmeldung's or lazyfeed's.")

    def _listed(self, tables: set[str]) -> tuple[Named, ...]:
        """Sources of a table "feeds": eilmeldung's have categories, lazyfeed's none."""
        columns = {str(row[1]) for row in self._connection.execute("PRAGMA table_info(feeds)")}
        url = "feed_url" if "feed_url" in columns else "url"
        title = "label" if "label" in columns else "title"
        if url not in columns or title not in columns:
            raise NoCache("The table of sources in this database is none that Telex knows.")
        if {"categories", "feed_mapping"} <= tables:
            sql = (
                f"SELECT f.{url}, f.{title}, coalesce(c.label, '') FROM feeds f "
                "LEFT JOIN feed_mapping m ON m.feed_id = f.feed_id "
                "LEFT JOIN categories c ON c.category_id = m.category_id"
            )
        else:
            sql = f"SELECT {url}, {title}, '' FROM feeds"
        return _named(self._connection.execute(f"{sql} LIMIT ?", (MOST,)))

    def count(self, url: str) -> int:
        """How many entries newsboat keeps of the source at `url`."""
        rows = self._connection.execute("SELECT count(*) FROM rss_item WHERE feedurl = ?", (url,))
        return int(str(rows.fetchall()[0][0]))

    def kept(self, url: str) -> Iterator[Kept]:
        """newsboat's entries of the source at `url`, newest first."""
        rows = self._connection.execute(
            "SELECT guid, title, author, url, pubDate, content, unread, enclosure_url, enclosure_type, flags, deleted "
            "FROM rss_item WHERE feedurl = ? ORDER BY pubDate DESC, id DESC LIMIT ?",
            (url, _MOST_ENTRIES),
        )
        for guid, title, author, link, date, content, unread, enclosure, kind, flags, deleted in rows:
            texts = [_text(value) for value in (guid, title, author, link, content, enclosure, kind)]
            entry = _entry(texts, date if isinstance(date, int) else 0, url)
            letters = sorted({one for one in _text(flags) if one.isascii() and one.isalpha()})
            yield Kept(
                incoming(ParsedFeed(entries=(entry,))).items[0],
                read=not unread,
                starred=bool(letters),
                hidden=bool(deleted),
                tags=tuple(f"flag-{letter}" for letter in letters),
            )


@contextmanager
def open_cache(path: Path) -> Iterator[Cache]:
    """The database at `path`, which is not written to, whatever happens. Raises `NoCache`."""
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = None
    try:
        connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        connection.set_busy_timeout(5_000)
        yield Cache(connection, path.name)
    except apsw.BusyError:
        raise NoCache(f"{path.name} is in use: leave newsboat and try again.") from None
    except apsw.Error as error:
        raise NoCache(f"{path.name} cannot be read: {clean_line(str(error), 200)}.") from None
    finally:
        if connection is not None:
            connection.close()


def _named(rows: Iterator[tuple[object, ...]]) -> tuple[Named, ...]:
    found: dict[str, Named] = {}
    for url, title, folder in rows:
        address = _text(url)
        if address.lower().startswith(("http://", "https://")) and clean_line(address, 4_096) == address:
            found.setdefault(
                address, Named(address, plain_title(_text(title)), clean_line(_text(folder), 200))
            )
    return tuple(found.values())


def _entry(texts: list[str], date: int, feed: str) -> Entry:
    guid, title, author, link, content, enclosure, kind = texts
    html = sanitize(content, link or feed) if content else ""
    link = urljoin(feed, clean_line(link, 4_096)) if link else ""
    return Entry(
        id=clean_line(guid, 4_096),
        title=plain_title(title) or first_words(html),
        link=link if link.startswith(("http://", "https://")) else "",
        author=clean_line(author, 300),
        published=date if 0 < date < 1 << 33 else None,
        summary=html,
        enclosures=(Enclosure(clean_line(enclosure, 4_096), clean_line(kind, 100)),)
        if enclosure.startswith(("http://", "https://"))
        else (),
    )


def _text(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
