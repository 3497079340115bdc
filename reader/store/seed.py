"""A store full of made-up news, the same for the same number: for benchmarks and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from reader.blocks import FORMAT, Paragraph, Span, encode_json
from reader.store import identity, orders, packing
from reader.store.database import Database
from reader.store.seedwords import LANGUAGES, Language, languages

FEED_SIZE = 100
"""Entries a feed."""

SECONDS = 30
"""Between two entries."""

RARE = "zibeline"
"""Stands in 4 of 10,000 entries, in two of them only in the text."""

_RARE_IN_TITLE = (137, 5_533)
_RARE_IN_TEXT = (2_918, 8_071)
_BATCH = 2_500
_SHORT_TEXTS = 500
_SETTLED = 20 * _BATCH
"""Entries after which the -wal file is begun anew: else it would be ten times as long as the store in the end."""


@dataclass(frozen=True, slots=True)
class _Text:
    """`html` and `blocks` are packed, `folded` is for the search index."""

    html: bytes | None
    blocks: bytes
    folded: str
    words: int


def seed(
    db: Database,
    n: int,
    *,
    now: int,
    bodies: bool = True,
    tell: Callable[[int], None] | None = None,
) -> None:
    """Add `n` unread entries to an empty store, 100 a feed, in four languages, one each 30 seconds up to `now`.

    With `bodies` each has a text of 300 to 800 words; without, one sentence. All are searchable. `tell` hears how
    many are done.
    """
    feeds = max(1, (n + FEED_SIZE - 1) // FEED_SIZE)
    with db.roomy():
        with db.write():
            keys = _add_feeds(db, feeds, now - n * SECONDS)
        for start in range(0, n, _BATCH):
            batch = range(start, min(start + _BATCH, n))
            with db.write():
                _add_entries(db, batch, n, keys, now, bodies)
            if start % _SETTLED == 0:
                db.execute("PRAGMA wal_checkpoint(PASSIVE)")
            if tell is not None:
                tell(batch.stop)
        with db.write():
            db.execute(
                "UPDATE feed SET total = c.n, unread = c.n FROM "
                "(SELECT feed_id, count(*) AS n FROM listing GROUP BY feed_id) AS c WHERE feed.id = c.feed_id"
            )
            db.execute(
                "UPDATE counter SET value = (SELECT sum(total) FROM feed) WHERE name IN ('total', 'unread')"
            )
            db.execute("UPDATE counter SET value = value + 1 WHERE name = 'structure'")
        orders.fill(db)


def _add_feeds(db: Database, feeds: int, now: int) -> list[bytes]:
    pools = languages()
    folders = {}
    for position, code in enumerate(LANGUAGES):
        db.execute(
            "INSERT INTO folder (parent, name, position) VALUES (0, ?, ?)", (pools[code].name, position)
        )
        folders[code] = db.connection.last_insert_rowid()
    rows = []
    keys = []
    for number in range(feeds):
        code = LANGUAGES[number % len(LANGUAGES)]
        url = f"https://paper-{number + 1}.example/feed.xml"
        keys.append(identity.feed_key(url))
        title = pools[code].paper(number // len(LANGUAGES))
        rows.append(
            (number + 1, keys[-1], url, f"paper-{number + 1}", title, code, folders[code], number, now)
        )
    db.executemany(
        "INSERT INTO feed (id, key, url, slug, title, language, folder, position, added_at, status) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'ok')",
        rows,
    )
    return keys


def _add_entries(db: Database, batch: range, n: int, keys: list[bytes], now: int, bodies: bool) -> None:
    pools = languages()
    entries, texts, blocks, rows, found = [], [], [], [], []
    for number in batch:
        feed = number % len(keys)
        code = LANGUAGES[feed % len(LANGUAGES)]
        dice = Random(number)  # noqa: S311 - the same store each time is the point
        place = number % 10_000
        title, folded = pools[code].headline(dice)
        if place in _RARE_IN_TITLE:
            title, folded = f"{title} {RARE}", f"{folded} {RARE}"
        rare = place in _RARE_IN_TEXT or place in _RARE_IN_TITLE
        text = _text(code, number, rare) if bodies else _short_text(code, number % _SHORT_TEXTS, rare)
        at = now - (n - number) * SECONDS
        host, path = f"paper-{feed + 1}.example", f"/{number + 1}"
        link = f"https://{host}{path}"
        key = identity.entry_key(keys[feed], "id", link)
        entries.append(
            (
                *(number + 1, key, feed + 1, link, link, identity.page(host, path), title, code),
                *(at, at, at, text.words, key, 2 if bodies else 1),
            )
        )
        summary, content = (None, text.html) if bodies else (text.html, None)
        texts.append((number + 1, summary, content))
        blocks.append((number + 1, text.blocks, FORMAT))
        rows.append((number + 1, feed + 1, at))
        found.append((number + 1, folded, pools[code].folded_paper(feed // len(LANGUAGES)), text.folded))
    db.executemany(
        "INSERT INTO entry (id, key, feed_id, guid, link, address, title, language, published, seen, at, words, "
        "digest, ready) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entries,
    )
    db.executemany("INSERT INTO body (entry_id, summary, content) VALUES (?, ?, ?)", texts)
    db.executemany("INSERT INTO prepared VALUES (?, ?, ?)", blocks)
    db.executemany("INSERT INTO listing (entry_id, feed_id, at) VALUES (?, ?, ?)", rows)
    db.executemany("INSERT INTO search (rowid, title, author, source, text) VALUES (?, ?, '', ?, ?)", found)


@cache
def _short_text(code: str, number: int, rare: bool) -> _Text:
    return _text(code, number, rare, 1)


def _text(code: str, number: int, rare: bool, words: int = 0) -> _Text:
    """A text of about `words` words, 300 to 800 if that is 0."""
    dice = Random(-1 - number)  # noqa: S311 - the same store each time is the point
    paragraphs = list(_paragraphs(languages()[code], dice, words or dice.randint(300, 800)))
    if rare:
        shown, plain = paragraphs[0]
        paragraphs[0] = f"{shown} {RARE}.", f"{plain} {RARE}."
    html = "".join(f"<p>{shown}</p>" for shown, _ in paragraphs)
    blocks = encode_json(tuple(Paragraph(text=(Span(shown),)) for shown, _ in paragraphs))
    return _Text(
        html=packing.pack(html),
        blocks=packing.pack_blocks(blocks, html.encode()),
        folded="\n".join(plain for _, plain in paragraphs),
        words=sum(shown.count(" ") + 1 for shown, _ in paragraphs),
    )


def _paragraphs(pool: Language, dice: Random, words: int) -> Iterator[tuple[str, str]]:
    """Pairs of text as shown and as folded, with at least `words` words in all."""
    left = words
    while left > 0:
        shown, plain = [], []
        for _ in range(4):
            sentence = pool.sentence(dice)
            shown.append(sentence.shown)
            plain.append(sentence.folded)
            left -= sentence.words
            if left <= 0:
                break
        yield " ".join(shown), " ".join(plain)
