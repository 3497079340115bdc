"""The icons of sites: which are to be asked for, what came, and which source has which. Once a site in 30 days.

A site is a host: that of the page that a feed is of, else its own. What is asked for is noted before it is asked for, so
that no crash makes it twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from reader.store import imagefiles
from reader.store.database import Database

AGAIN_AFTER = 30 * 86_400
"""Seconds from one request for a site's icon to the next, whatever came."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An icon to ask for at `url`, of `host`. `home` is an address of the site's that the person typed, "" for none."""

    site: str
    url: str
    host: str
    home: str


def wanted(db: Database, now: int) -> list[Wanted]:
    """What is to be asked for now: the icon that a feed names, else where a site keeps its own, no host twice.

    Where another site's icon was asked for at the same address, its sites share what came. Feeds that never answered have
    nothing yet that an icon could stand for.
    """
    fresh = {
        str(site): (str(url), str(host))
        for site, url, host in db.rows(
            "SELECT site, url, host FROM icon WHERE at > ? AND at <= ?", (now - AGAIN_AFTER, now)
        )
    }
    asked = {host for _, host in fresh.values()}
    urls = {url: site for site, (url, _) in fresh.items()}
    found: list[Wanted] = []
    seen = set(fresh)
    for url, link, typed, icon, paused in _feeds(db):
        page = page_of(link, url)
        site = _host(page)
        if paused or not site or site in seen:
            continue
        named = icon if _host(icon) and not urlsplit(icon).path.lower().endswith(".svg") else ""
        for candidate in filter(None, (named, urljoin(page, "/favicon.ico"))):
            host = _host(candidate)
            if candidate in urls:
                share(db, site, urls[candidate])
            elif host and host not in asked:
                found.append(Wanted(site, candidate, host, url if typed else ""))
                asked.add(host)
            else:
                continue
            seen.add(site)
            break
    return found


def share(db: Database, site: str, with_site: str) -> None:
    """`site` has the icon that came for another one."""
    with db.write():
        db.execute(
            "INSERT OR REPLACE INTO icon SELECT ?, url, host, at, hash FROM icon WHERE site = ?",
            (site, with_site),
        )


def ask(db: Database, one: Wanted, now: int) -> None:
    """Note that it is asked for, which holds whatever comes; an icon from before stays until another one came."""
    with db.write(quiet=True):
        db.execute(
            "INSERT INTO icon (site, url, host, at) VALUES (?, ?, ?, ?) ON CONFLICT (site) "
            "DO UPDATE SET url = excluded.url, host = excluded.host, at = excluded.at",
            (one.site, one.url, one.host, now),
        )


def unasked(db: Database, one: Wanted) -> None:
    """It was not asked for after all: nothing went out."""
    with db.write(quiet=True):
        db.execute("UPDATE icon SET at = 0 WHERE site = ?", (one.site,))


def keep(db: Database, one: Wanted, png: bytes, side: int, now: int) -> None:
    """It came: a PNG, `side` pixels wide and high. Raises `StoreError`."""
    kept = imagefiles.keep_content(db, png, "image/png", (side, side), now)
    with db.write():
        db.execute("UPDATE icon SET hash = ? WHERE site = ?", (kept.hash, one.site))


def clear(db: Database, now: int) -> int:
    """Let those go whose sites nobody reads any more, once they could be asked for again; answers how many."""
    sites = {site_of(link, url) for url, link, *_ in _feeds(db)}
    old = db.rows("SELECT site FROM icon WHERE at <= ?", (now - AGAIN_AFTER,))
    gone = [str(site) for (site,) in old if str(site) not in sites]
    if gone:
        with db.write():
            db.execute("DELETE FROM icon WHERE site IN (SELECT value FROM json_each(?))", (json.dumps(gone),))
    return len(gone)


def by_site(db: Database) -> dict[str, str]:
    """The hash of the icon of each site that has one."""
    rows = db.rows("SELECT c.site, c.hash FROM icon c JOIN image i ON i.hash = c.hash")
    return {str(site): str(content) for site, content in rows}


def page_of(link: str, url: str) -> str:
    """The address whose host is the site: of the page that a feed is of, else of the feed."""
    return link if _host(link) else url


def site_of(link: str, url: str) -> str:
    """The site of a source."""
    return _host(page_of(link, url))


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _feeds(db: Database) -> list[tuple[str, str, bool, str, bool]]:
    """Address, page, whether the person typed it, the icon that it names, whether it is paused: of each that has answered."""
    rows = db.rows(
        "SELECT url, link, typed, iif(json_valid(rhythm), json_extract(rhythm, '$.icon'), NULL), paused FROM feed "
        "WHERE removed_at IS NULL AND succeeded_at IS NOT NULL ORDER BY position, id"
    )
    return [
        (str(url), str(link), bool(typed), str(icon or ""), bool(paused))
        for url, link, typed, icon, paused in rows
    ]
