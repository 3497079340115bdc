"""Report lists: taken whole or not at all, quickly, blocked by what they name, and let go again."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store import imagelists, imagemarks, journal
from reader.store.database import Database, open_store
from reader.store.imagelists import MOST_BYTES, MOST_LINES, WrongList, read_list
from tests.store.conftest import NOW
from tests.store.images import LOGO, gone, learn, store

HASH = "cd" * 32


def test_ten_thousand_lines_are_taken_within_a_second_and_let_go(db: Database) -> None:
    ids = store(db, 3)
    lines = [f"https://ads{n % 100}.example/banner-{n}.gif" for n in range(9_999)] + [LOGO]
    began = time.process_time()
    act = imagelists.subscribe(db, "/home/nadia/list.txt", "\n".join(lines).encode())
    assert time.process_time() - began < 1.0
    assert act.text == "Subscribed to the list /home/nadia/list.txt: 10,000 images"
    assert [gone(db, one) for one in ids] == [["on the list /home/nadia/list.txt"]] * 3
    (later,) = store(db, 1, first=3)
    assert gone(db, later) == ["on the list /home/nadia/list.txt"]
    assert gone(db, later, lists=2) == [""], "as many lists as were set"
    journal.undo(db)
    assert gone(db, later) == [""]
    assert imagelists.all_lists(db) == []
    journal.redo(db)
    assert gone(db, later) == ["on the list /home/nadia/list.txt"]
    imagelists.unsubscribe(db, "list:1")
    assert gone(db, later) == [""]


def test_one_image_of_a_list_can_be_shown_all_the_same(db: Database) -> None:
    other = "https://images.fanal.example/barque.png"
    (one,) = store(db, 1, (LOGO, other))
    learn(db, other, HASH)
    imagelists.subscribe(db, "a", f"# ours\n\n{LOGO}\r\nsha256:{HASH.upper()}\n".encode())
    assert gone(db, one) == ["on the list a"] * 2
    imagemarks.release(db, LOGO)
    assert gone(db, one) == ["", "on the list a"]
    journal.undo(db)
    assert gone(db, one) == ["on the list a"] * 2


def test_the_same_origin_again_brings_the_new_lines_in_their_place(db: Database) -> None:
    (one,) = store(db, 1)
    imagelists.subscribe(db, "a", LOGO.encode())
    imagelists.subscribe(db, "a", HASH.encode())
    assert gone(db, one) == [""]
    (listed,) = imagelists.all_lists(db)
    assert (listed.origin, listed.lines) == ("a", 1)
    assert imagelists.renew(db, "a", f"{HASH}\n{LOGO}".encode(), NOW + 5)
    assert gone(db, one) == ["on the list a"]
    assert not imagelists.renew(db, "a", f"{LOGO}\n{HASH}".encode(), NOW + 6)
    journal.undo(db)
    assert gone(db, one) == ["on the list a"], "the lines of before"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"https://a.example/x.png\nhttps://b.example/\x1b[2J.png", "Line 2 holds spaces or characters"),
        ("https://a.example/\u202egnp.x".encode(), "Line 1 holds spaces or characters"),
        (b"https://a.example/x y.png", "Line 1 holds spaces"),
        (b"javascript:alert(1)", "Line 1 is no hash and no address"),
        (b"https:///x.png", "Line 1 is no hash"),
        (b"https://user:word@a.example/x.png", "Line 1 is no hash"),
        (b"https://[broken/x.png", "Line 1 is no hash"),
        (b"cdcd", "Line 1 is no hash"),
        (b"https://a.example/" + b"x" * 5_000, "Line 1 is too long"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b"# nothing\n", "names no images"),
        (b"a" * (MOST_BYTES + 1), "larger than 8 MB"),
        ("\n".join(f"https://a.example/{n}" for n in range(MOST_LINES + 1)).encode(), "more than 100,000"),
    ],
)
def test_a_hostile_list_is_refused_whole_and_in_plain_words(db: Database, data: bytes, why: str) -> None:
    with pytest.raises(WrongList, match=why) as caught:
        imagelists.subscribe(db, "a", data)
    assert str(caught.value).isprintable()
    assert db.value("SELECT count(*) FROM image_list") == 0
    assert db.value("SELECT count(*) FROM image_listed") == 0


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_list_or_refused(data: bytes) -> None:
    try:
        found = read_list(data)
    except WrongList as error:
        assert str(error).isprintable()
    else:
        assert all(line.isprintable() for line in found.values())


def test_what_one_reader_exports_another_one_blocks(db: Database, tmp_path: Path) -> None:
    other = "https://images.fanal.example/barque.png"
    (one,) = store(db, 1, (LOGO, other))
    learn(db, other, HASH)
    imagemarks.hide(db, one, LOGO, "report")
    imagemarks.hide(db, one, other, "image")
    told = imagemarks.exported(db)
    assert told == f"# Images reported with Telex\n{LOGO}\nsha256:{HASH}\n"
    with open_store(tmp_path / "second" / "telex.db", clock=lambda: NOW) as second:
        (there,) = store(second, 1, (LOGO, "https://mirror.example/b.png"))
        learn(second, "https://mirror.example/b.png", HASH)
        imagelists.subscribe(second, "from Nadia", told.encode())
        assert gone(second, there) == ["on the list from Nadia"] * 2
