"""Whether a feed is still the one that was subscribed to: an expired domain in other hands answers with a 200, too.

One sign alone is honest: papers get new names, new hosts, new layouts and second languages. When nothing that was there
is left, the words are others, and two of title, language and hosts as well (or hardly a word is left, and the title is another), the person is asked before
anything is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import urlsplit

from reader.store import feeds
from reader.store.database import Database
from reader.store.identity import address
from reader.store.incoming import IncomingFeed
from reader.text.fold import fold
from reader.text.language import guess

SENTENCE = "Title, words and language or hosts are all others than before: changed owner? What is new is held back until you let it in, drop it or leave the source."

LEAST_KNOWN = 5
"""Entries that must be known before anything can be told."""
LEAST_NEW = 2
_LAST = 100
_SHORT = 4
_SAME_WORDS = 0.2
"""From this share of known words in the new headlines on, they are of the same paper."""
_NO_WORDS = 0.05
"""Below this share another title is enough: an owner may keep the host and the language."""


def seems_taken(db: Database, feed_id: int, came: IncomingFeed) -> bool:
    """Whether the document seems to be another owner's. What it is then is noted, for `reader.store.held`."""
    if len(came.items) < LEAST_NEW:
        return False
    rows = db.rows(
        "SELECT e.guid, e.link, e.title, e.language, e.address FROM entry e JOIN listing l ON l.entry_id = e.id "
        "WHERE e.feed_id = ? AND l.hidden_at IS NULL ORDER BY e.id DESC LIMIT ?",
        (feed_id, _LAST),
    )
    row = db.row("SELECT title, link, url, language FROM feed WHERE id = ?", (feed_id,))
    if len(rows) < LEAST_KNOWN or row is None:
        return False
    guids = {str(one[0]) for one in rows if one[0]}
    pages = {one[4] for one in rows if one[4] is not None}
    if any(one.id in guids or address(one.link) in pages for one in came.items):
        return False
    before = _words(str(one[2]) for one in rows)
    now = _words(one.title for one in came.items)
    same = len(now & before) / len(now) if now else 1.0
    if same >= _SAME_WORDS:
        return False
    hosts = {_site(str(one)) for one in (row[1], row[2], *(entry[1] for entry in rows))}
    new_hosts = {_site(one.link) for one in came.items} - {""}
    title, new_title = _words([str(row[0])]), _words([came.feed.title])
    signs = [
        bool(title and new_title and not title & new_title),
        bool(new_hosts) and not new_hosts & hosts,
        _language(str(one[2]) for one in rows) != _language(one.title for one in came.items),
    ]
    if sum(signs) < 2 and not (signs[0] and same < _NO_WORDS):
        return False
    mark = _fingerprint(new_title, new_hosts)
    if feeds.settings_of(db, feed_id).get("owner") == mark:
        return False
    feeds.remember(db, feed_id, "suspect", mark)
    return True


def _words(texts: Iterable[str]) -> set[str]:
    return {
        word for text in texts for word in fold(text).split() if len(word) >= _SHORT or not word.isascii()
    }


def _site(link: str) -> str:
    """The last two names of a host: papers move from www to news and back."""
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return ""
    return host if host.replace(".", "").isdigit() else ".".join(host.split(".")[-2:])


def _language(texts: Iterable[str]) -> str:
    """The language of most of them together."""
    return guess(" . ".join(list(texts)[:40]))


def _fingerprint(title: set[str], hosts: set[str]) -> str:
    text = " ".join(sorted(title)) + "|" + " ".join(sorted(hosts))
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
