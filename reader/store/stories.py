"""Which entries tell the same news, as the store keeps it. An entry alone has no story (0); a story begins with its second.

Stories count listed entries only: those of feeds that were left are out until the feed comes back. `entry.story` says
where an entry belongs; `listing.story`, `place` and `stamp` repeat it for lists, which fold a story into one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec import Struct, json

from reader.store.database import Database, Params


class Told(Struct, frozen=True, gc=False):
    """An entry as grouping sees it. `source` is the paper it names, else its feed's id; `at` in Unix seconds."""

    entry_id: int
    title: str
    source: str
    at: int
    address: bytes | None
    story: int
    key: bytes
    language: str


class Joining(Struct, frozen=True):
    """An entry that joins the story of entry `near`. `way` is address, words, hand or languages; `words` with weights."""

    entry_id: int
    near: int
    way: str = "words"
    score: float = 0.0
    words: tuple[tuple[str, float], ...] = ()


_SELECT = (
    "SELECT e.id, e.title, coalesce(nullif(e.source, ''), CAST(e.feed_id AS TEXT)), e.at, e.address, e.story, e.key, "
    "coalesce(nullif(e.language, ''), f.language) "
    "FROM listing l CROSS JOIN entry e ON e.id = l.entry_id JOIN feed f ON f.id = e.feed_id WHERE "
)


def ungrouped(db: Database, since: int) -> tuple[list[Told], int]:
    """Entries from `since` on that were not grouped yet, in the order of their time, and the newest entry's id."""
    with db.read():
        newest = int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0)
        told = _told(db, "l.entry_id > ? AND l.at >= ? AND l.hidden_at IS NULL", (_grouped(db), since))
    return told, newest


def window(db: Database, since: int) -> list[Told]:
    """Grouped entries from `since` on, with the earlier members of stories that live on, in the order of their time."""
    with db.read():
        return _told(
            db,
            "l.entry_id <= :grouped AND l.entry_id IN ("
            "SELECT entry_id FROM listing WHERE at >= :since AND hidden_at IS NULL UNION "
            "SELECT m.id FROM story s JOIN entry m ON m.story = s.id WHERE m.story <> 0 AND s.at >= :since)",
            {"grouped": _grouped(db), "since": since},
        )


def _told(db: Database, where: str, params: Params) -> list[Told]:
    """In the order of their time: SQLite would sort whole rows, titles and all."""
    told = [Told(*row) for row in db.rows(f"{_SELECT}{where} ORDER BY l.entry_id", params)]
    told.sort(key=attrgetter("at"))
    return told


def join(db: Database, joinings: Iterable[Joining], languages: Sequence[str] = ()) -> list[int]:
    """Put each entry into the story of the one it is near, in one transaction; keep them to a few hundred.

    An entry that stands in a story stays there. `languages` are those the person reads, best first: they choose a
    story's best copy. Answers the entries that joined.
    """
    joined: list[int] = []
    with db.write():
        stamp = next_stamp(db)
        touched: set[int] = set()
        for one in joinings:
            story = db.value("SELECT story FROM entry WHERE id = ?", (one.near,))
            if story is None or db.value("SELECT story FROM entry WHERE id = ?", (one.entry_id,)) != 0:
                continue
            if not story:
                story = begin(db)
                tell(db, Joining(one.near, 0, "first"), languages)
                put(db, one.near, story, stamp)
            tell(db, one, languages)
            put(db, one.entry_id, story, stamp)
            joined.append(one.entry_id)
            touched.add(int(story))
        count(db, touched)
    return joined


def begin(db: Database) -> int:
    """A new story without members yet. Inside a write."""
    db.execute("INSERT INTO story (at) VALUES (0)")
    return db.connection.last_insert_rowid()


def next_stamp(db: Database) -> int:
    """The number of this change to stories: lists that were opened before it fold as they did. Inside a write."""
    db.execute("UPDATE counter SET value = value + 1 WHERE name = 'told'")
    return stamp_now(db)


def stamp_now(db: Database) -> int:
    """The number of the last change to stories."""
    return int(db.value("SELECT value FROM counter WHERE name = 'told'") or 0)


def tell(db: Database, one: Joining, languages: Sequence[str]) -> None:
    """Note why an entry stands in its story, and how good a copy it is. Inside a write."""
    db.execute(
        "INSERT INTO telling (entry_id, way, near, score, words, at, place) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (entry_id) DO UPDATE SET way = excluded.way, near = excluded.near, score = excluded.score, "
        "words = excluded.words, at = excluded.at",
        (
            *(one.entry_id, one.way, one.near, one.score, json.encode(one.words).decode()),
            *(db.now(), _place(db, one.entry_id, languages)),
        ),
    )


def put(db: Database, entry_id: int, story: int, stamp: int) -> None:
    """Let an entry belong to `story` (0: to none). Inside a write, between `tell` and `count`."""
    db.execute("UPDATE entry SET story = ? WHERE id = ?", (story, entry_id))
    db.execute(
        "UPDATE listing SET story = ?, stamp = ?, "
        "place = coalesce((SELECT place FROM telling t WHERE t.entry_id = listing.entry_id), 0) WHERE entry_id = ?",
        (story, stamp, entry_id),
    )


def _place(db: Database, entry_id: int, languages: Sequence[str]) -> int:
    """By the person's language, then the fuller and longer text, then the feed's place among the sources."""
    row = db.row(
        "SELECT coalesce(nullif(e.language, ''), f.language), e.ready, "
        "coalesce(length(coalesce(b.article, b.content, b.summary)), 0), f.position "
        "FROM entry e JOIN feed f ON f.id = e.feed_id LEFT JOIN body b ON b.entry_id = e.id WHERE e.id = ?",
        (entry_id,),
    )
    if row is None:
        return 0
    spoken = str(row[0]).split("-")[0]
    liked = len(languages) - languages.index(spoken) if spoken in languages else 0
    size = int(row[2]).bit_length()
    return ((min(liked, 99) * 10 + int(row[1])) * 100 + size) * 10_000 + max(0, 9_999 - int(row[3]))


def count(db: Database, stories: Iterable[int]) -> None:
    """Count the members of `stories` anew. Inside a write."""
    db.execute(
        "UPDATE story SET (copies, at) = (SELECT count(l.entry_id), coalesce(max(e.at), story.at) "
        "FROM entry e LEFT JOIN listing l ON l.entry_id = e.id WHERE e.story = story.id AND e.story <> 0) "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.encode(sorted(stories)).decode(),),
    )


def count_feed(db: Database, feed_id: int) -> None:
    """Count the stories anew that a feed's entries tell, after it was left or came back. Inside a write."""
    rows = db.rows("SELECT DISTINCT story FROM entry WHERE feed_id = ? AND story <> 0", (feed_id,))
    for entry_id, story in db.rows(
        "SELECT l.entry_id, e.story FROM listing l JOIN entry e ON e.id = l.entry_id "
        "WHERE l.feed_id = ? AND e.story <> l.story",
        (feed_id,),
    ):
        put(db, entry_id, story, stamp_now(db))
    count(db, (row[0] for row in rows))


def grouped(db: Database, newest: int) -> None:
    """Note that every entry up to `newest` was looked at."""
    with db.write(quiet=True):
        db.execute("INSERT OR REPLACE INTO counter VALUES ('grouped', ?)", (newest,))


def _grouped(db: Database) -> int:
    return int(db.value("SELECT value FROM counter WHERE name = 'grouped'") or 0)
