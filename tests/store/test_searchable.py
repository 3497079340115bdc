"""What search finds, and when: new entries at once, edited ones by their new words as soon as they are finished."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import apsw
import pytest

from reader.model import Entry
from reader.store import check, feeds, packing, pending
from reader.store.database import Database, open_store
from reader.store.entries import Stored
from reader.store.schema import VERSION_1
from reader.store.windows import open_view
from reader.text.fold import fold
from tests.store.conftest import NOW, Serve

Item = Callable[..., Entry]


@pytest.fixture
def feed(db: Database) -> int:
    return feeds.add_feed(db, "https://fanal.example/feed").id


def found(db: Database, query: str) -> int:
    return open_view(db, query, now=NOW).count


def finish(db: Database, byline: str = "") -> int:
    """What the engine does with everything that waits."""
    done = 0
    while waiting := pending.pending(db, 40):
        done += pending.finish(db, [finished(one, byline) for one in waiting])
    return done


def finished(one: pending.Pending, byline: str = "") -> pending.Finished:
    if one.indexed and not byline:
        return pending.Finished(one.entry_id, "", "", "", "", one.html, folded=False)
    text = fold(packing.plain(one.html))
    return pending.Finished(
        one.entry_id,
        fold(one.title),
        fold(one.author or byline),
        fold(one.source),
        text,
        one.html,
        byline=byline,
    )


def test_new_entries_are_found_before_they_are_finished(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    stored = serve(feed, *(item(n, author="Ève Lanterne") for n in range(30)))
    assert found(db, "bateaux") == 0
    assert pending.index(db, stored.words) == 30
    for query in (
        "bateaux",
        "phare allume",
        "author:lanterne",
        "source:fanal",
        '"gardien du phare"',
        "text:29",
    ):
        assert found(db, query) == (1 if query == "text:29" else 30), query
    assert pending.unsearchable(db) == 0
    assert pending.waiting(db) == 30
    assert finish(db) == 30
    assert found(db, "bateaux") == 30
    assert db.value("SELECT count(*) FROM search_docsize") == 30


def test_what_is_indexed_together_becomes_one_segment(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    def segments() -> int:
        return int(db.value("SELECT count(DISTINCT segid) FROM search_idx"))

    dice = Random(7)
    long = (" ".join(dice.randbytes(4).hex() for _ in range(1_000)) for _ in range(40))
    stored = serve(feed, *(item(n, content=f"<p>{text}</p>") for n, text in enumerate(long)))
    pending.index(db, stored.words)
    assert segments() == 1
    for number in range(200, 240):
        pending.index(db, serve(feed, item(number)).words)
    assert segments() == 41
    assert found(db, "bateaux") == 40


def test_what_was_not_indexed_is_found_once_it_is_finished(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    serve(feed, *(item(n) for n in range(10)))
    assert pending.unsearchable(db) == 10
    finish(db)
    assert found(db, "bateaux") == 10
    assert pending.unsearchable(db) == 0


def test_an_item_that_names_its_paper_is_found_by_it(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    stored = serve(feed, item(1, source="La Dépêche du Quai"), item(2))
    pending.index(db, stored.words)
    assert found(db, "source:depeche") == 1
    assert found(db, "source:fanal") == 2, "the second by its words, both by their feed"


def edited(item: Item) -> Entry:
    return item(3, content="<p>Le brouillard est tombé sur la rade, et personne ne compte plus rien.</p>")


@pytest.mark.parametrize("moment", ["before it is indexed", "after it was indexed", "after it was finished"])
def test_an_edited_entry_is_found_by_its_new_words_alone(
    db: Database, feed: int, serve: Serve, item: Item, moment: str
) -> None:
    stored: Stored = serve(feed, item(3), item(4))
    if moment == "before it is indexed":
        serve(feed, edited(item), item(4))
        assert pending.index(db, stored.words) == 1, "the words in hand are old"
        assert found(db, "bateaux") == 1
    else:
        pending.index(db, stored.words)
        if moment == "after it was finished":
            finish(db)
        serve(feed, edited(item), item(4))
        assert found(db, "bateaux") == 2, "as long as nothing newer is there"
    assert pending.unsearchable(db) == 1
    finish(db)
    assert (found(db, "bateaux"), found(db, "brouillard")) == (1, 1)
    assert db.value("SELECT count(*) FROM search_docsize") == 2


def test_words_in_hand_never_come_twice(db: Database, feed: int, serve: Serve, item: Item) -> None:
    stored = serve(feed, *(item(n) for n in range(5)))
    finish(db)
    assert pending.index(db, stored.words) == 0
    assert found(db, "bateaux") == 5


def test_an_edit_while_blocks_are_made_leaves_the_entry_waiting(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    stored = serve(feed, item(3))
    pending.index(db, stored.words)
    (old,) = pending.pending(db)
    serve(feed, edited(item))
    assert pending.finish(db, [finished(old)]) == 0
    check.reindex(db)
    (now,) = pending.pending(db)
    assert not now.indexed
    unfolded = pending.Finished(now.entry_id, "", "", "", "", now.html, folded=False)
    assert pending.finish(db, [unfolded]) == 0, "search would lose its words"
    assert pending.finish(db, [finished(now)]) == 1
    assert found(db, "brouillard") == 1


def test_a_byline_that_was_found_in_the_text_is_found_as_the_author(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    stored = serve(feed, *(item(n) for n in range(5)))
    pending.index(db, stored.words)
    assert found(db, "author:lanterne") == 0
    finish(db, byline="Ève Lanterne")
    assert found(db, "author:lanterne") == 5
    assert found(db, "bateaux") == 5


def test_an_emptied_index_is_filled_again_whatever_stood_there(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    first = serve(feed, *(item(n) for n in range(5)))
    pending.index(db, first.words)
    finish(db)
    second = serve(feed, *(item(n) for n in range(5, 9)))
    pending.index(db, second.words)
    assert check.reindex(db) == 9
    assert found(db, "bateaux") == 0
    assert pending.unsearchable(db) == 9
    finish(db)
    assert found(db, "bateaux") == 9


def test_what_waited_in_a_store_of_the_first_version_still_waits(path: Path) -> None:
    path.parent.mkdir()
    old = apsw.Connection(str(path))
    old.execute(
        VERSION_1
        + "PRAGMA application_id = 0x54454C58; PRAGMA user_version = 1;"
        + "INSERT INTO feed (id, key, url, slug, added_at) VALUES (1, x'00', 'https://x.example/', 'x', 0);"
        + "INSERT INTO entry (key, feed_id, title, seen, at, digest) VALUES (x'01', 1, 'Phare', 0, 0, x'');"
        + "INSERT INTO pending VALUES (1);"
    ).fetchall()
    old.close()
    with open_store(path, clock=lambda: NOW) as db:
        assert pending.unsearchable(db) == 1
        assert [one.indexed for one in pending.pending(db)] == [False]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>un <b>m</b>ot</p><p>deux</p>", "un mot deux"),
        ("a<br>b<hr/>c", "a b c"),
        ('<a href="x" title="&gt;">lien</a>s <abbr title="y">J.O.</abbr>', "liens J.O."),
        ("<blockquote>cité</blockquote><i>e</i>", "cité e"),
        ("H<sub>2</sub>O &amp; CO<sub class='x'>2</sub>", "H2O & CO2"),
        ("  \n\t ", ""),
    ],
)
def test_the_bare_text_keeps_words_whole(html: str, text: str) -> None:
    assert packing.plain(html) == text
