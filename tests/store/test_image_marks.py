"""Images that are hidden and reported: where they go, what is blocked by itself, and that all of it can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.blocks import JUST_NOW
from reader.store import imagelists, imagemarks, journal, marks, salvage, texts
from reader.store.database import Database, open_store
from reader.store.imagemarks import NoSuchImage
from tests.store.images import LOGO, gone, learn, opened, store

OTHER = "https://images.fanal.example/barque.png"


def test_reported_once_it_is_hidden_there_and_twice_everywhere_in_what_comes_later_too(db: Database) -> None:
    ids = store(db, 10)
    imagemarks.hide(db, ids[0], LOGO, "report")
    assert gone(db, ids[0]) == [JUST_NOW]
    assert [gone(db, one) for one in ids[1:]] == [[""]] * 9
    act = imagemarks.hide(db, ids[1], LOGO, "report")
    assert "blocked everywhere" in act.text
    assert [gone(db, one) for one in ids[2:]] == [["reported in 2 articles"]] * 8
    (eleventh,) = store(db, 1, (LOGO + "?utm_source=rss",), first=10)
    assert gone(db, eleventh) == ["reported in 2 articles"], "the same cleaned address"
    journal.undo(db)
    assert [gone(db, one) for one in (*ids, eleventh)] == [[JUST_NOW], *[[""]] * 10]
    journal.undo(db)
    assert [gone(db, one) for one in (*ids, eleventh)] == [[""]] * 11
    journal.redo(db)
    journal.redo(db)
    assert gone(db, eleventh) == ["reported in 2 articles"]


def test_how_many_reports_it_takes_is_set(db: Database) -> None:
    ids = store(db, 5)
    imagemarks.hide(db, ids[0], LOGO, "report", reports=1)
    assert gone(db, ids[4], reports=1) == ["reported in 1 article"]
    for one in ids[1:3]:
        imagemarks.hide(db, one, LOGO, "report", reports=4)
    assert gone(db, ids[4], reports=4) == [""]
    again = imagemarks.hide(db, ids[1], LOGO, "report", reports=4)
    assert again.id == 0, "twice in one article is once"
    imagemarks.hide(db, ids[3], LOGO, "report", reports=4)
    assert gone(db, ids[4], reports=4) == ["reported in 4 articles"]


def test_only_the_newest_step_says_that_undo_brings_it_back(db: Database) -> None:
    ids = store(db, 2, (LOGO, OTHER))
    imagemarks.hide(db, ids[0], LOGO, "image")
    assert gone(db, ids[1]) == [JUST_NOW, ""]
    marks.mark(db, ids, starred=True)
    assert gone(db, ids[1]) == ["everywhere", ""]
    assert [one.alt for one in _pictures(db, ids[1])] == ["", "image 1"], "what it said is gone with it"


def test_a_host_goes_with_all_its_images_and_one_of_them_can_stay(db: Database) -> None:
    (one,) = store(db, 1, (LOGO, OTHER, "https://www.paper.example/a.png"))
    imagemarks.hide(db, one, LOGO, "host")
    marks.mark(db, [one], read=True)
    assert gone(db, one) == ["all of images.fanal.example"] * 2 + [""]
    imagemarks.release(db, OTHER)
    assert gone(db, one) == ["all of images.fanal.example", "", ""]
    imagemarks.release(db, "host:images.fanal.example")
    assert gone(db, one) == ["", "", ""]
    imagemarks.hide(db, one, OTHER, "image")
    assert gone(db, one) == ["", JUST_NOW, ""], "hiding it by hand counts more than that it was allowed"


def test_the_same_content_is_the_same_image_whatever_its_address(db: Database) -> None:
    copy = "https://cdn.example/copy-of-the-logo.png"
    ids = store(db, 1) + store(db, 1, (copy,), first=1)
    imagemarks.hide(db, ids[0], LOGO, "image")
    assert gone(db, ids[1]) == [""]
    learn(db, LOGO, "ab" * 32)
    learn(db, copy, "ab" * 32)
    assert gone(db, ids[1]) == [JUST_NOW], "learned after it was hidden"
    imagemarks.release(db, "ab" * 32)
    assert gone(db, ids[0]) == gone(db, ids[1]) == [""]


def test_what_is_hidden_is_listed_with_its_reason_and_goes_back_by_number(db: Database) -> None:
    ids = store(db, 3, (LOGO, OTHER))
    imagemarks.hide(db, ids[0], LOGO, "report", now=10)
    imagemarks.hide(db, ids[1], LOGO, "report", now=20)
    imagemarks.hide(db, ids[1], OTHER, "report", now=30)
    imagemarks.hide(db, ids[1], "https://ads.example/x.gif", "host", now=40)
    listed = imagemarks.hidden(db)
    assert [(one.state, one.reason, one.url or one.host, one.articles) for one in listed] == [
        ("blocked", "all of its host", "ads.example", 0),
        ("hidden", "reported in 1 article", OTHER, 1),
        ("blocked", "reported in 2 articles", LOGO, 2),
    ]
    for one in listed:
        imagemarks.release(db, one.id)
    assert imagemarks.hidden(db) == []
    assert gone(db, ids[1]) == ["", ""]
    journal.undo(db)
    assert gone(db, ids[2]) == ["reported in 2 articles", ""], "taking back is a step like others"


def test_what_cannot_be_is_said(db: Database) -> None:
    (one,) = store(db, 1)
    for wrong in ("", "7", "logo.png", "mailto:x@y.example", "9" * 60):
        with pytest.raises(NoSuchImage):
            imagemarks.release(db, wrong)
    with pytest.raises(NoSuchImage, match="not hidden"):
        imagemarks.release(db, LOGO)
    with pytest.raises(NoSuchImage, match="no longer"):
        imagemarks.hide(db, one + 100, LOGO, "report")


def _pictures(db: Database, entry_id: int) -> list:  # type: ignore[type-arg]
    from reader.blocks import pictures

    return list(pictures(opened(db, entry_id).blocks))


def test_what_is_hidden_comes_back_from_the_text_beside_the_store_and_from_a_damaged_one(
    db: Database, tmp_path: Path
) -> None:
    ids = store(db, 2, (LOGO, OTHER))
    imagemarks.hide(db, ids[0], LOGO, "report")
    imagemarks.hide(db, ids[1], LOGO, "report")
    imagelists.subscribe(db, "a", f"{'ab' * 32}\n".encode())
    imagelists.subscribe(db, "b", OTHER.encode())
    learn(db, OTHER, "ab" * 32)
    texts.write(db, tmp_path / "state.jsonl")
    with open_store(tmp_path / "second" / "telex.db", clock=db.clock) as second:
        for _ in range(2):
            texts.restore(second, tmp_path / "state.jsonl", db.now())
        assert len(imagemarks.all_marks(second)) == 2
        (there,) = store(second, 1, first=5)
        assert gone(second, there) == ["reported in 2 articles"]
    with open_store(tmp_path / "third" / "telex.db", clock=db.clock) as third:
        salvage.bring(db, third, tmp_path / "lines.jsonl", db.now())
        (there,) = store(third, 1, (LOGO, OTHER), first=5)
        assert gone(third, there) == ["reported in 2 articles", "on the list a"]
        assert [one.origin for one in imagelists.all_lists(third)] == ["a", "b"]
