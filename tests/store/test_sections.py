"""What is set for a section holds for its sources, those to come too; what is set of a source itself goes before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.store import feeds, folders, journal, polls, sections, texts
from reader.store.database import Database, open_store
from reader.store.feedsettings import WrongSetting
from reader.store.river import important
from tests.store.conftest import NOW


@pytest.fixture
def papers(db: Database) -> tuple[int, int, int]:
    """One source in "Presse", one in "Presse / Sport", one outside."""
    places = (("Presse",), ("Presse", "Sport"), ("Autres",))
    one, two, three = (
        feeds.add_feed(db, f"https://{n}.example/feed", folder=place).id for n, place in enumerate(places)
    )
    return one, two, three


def interval(db: Database, feed_id: int) -> int:
    return next(poll.interval for poll in polls.polls(db, [feed_id], now=NOW, force=True))


def test_it_holds_below_and_is_one_step(db: Database, papers: tuple[int, int, int], path: Path) -> None:
    one, two, three = papers
    act = sections.set_settings(db, ("Presse",), interval=21_600, important=True)
    assert act.text == "Changed interval, important of Presse"
    assert [interval(db, feed) for feed in papers] == [21_600, 21_600, 0]
    assert important(db) == [one, two]
    sections.set_settings(db, ("Presse", "Sport"), interval=7_200)
    assert [interval(db, feed) for feed in papers] == [21_600, 7_200, 0]
    sections.set_settings(db, ("Presse", "Sport"), interval=None)
    assert interval(db, two) == 21_600, "the section around it holds again"
    with open_store(path, clock=lambda: NOW) as other:
        for _ in range(3):
            journal.undo(other)
        assert [feeds.settings_of(other, feed) for feed in papers] == [{}, {}, {}]
        assert sections.settings_of(other, ("Presse",)) == {}
        journal.redo(other)
        assert interval(other, one) == 21_600
        assert feeds.settings_of(other, three) == {}


def test_a_source_s_own_goes_before(db: Database, papers: tuple[int, int, int]) -> None:
    one, two, _ = papers
    feeds.set_settings(db, one, interval=3_600)
    sections.set_settings(db, ("Presse",), interval=21_600, keep="90d")
    assert interval(db, one) == 3_600
    assert feeds.settings_of(db, one)["keep"] == "90d"
    feeds.set_settings(db, one, interval=None)
    assert interval(db, one) == 21_600, "without its own it has that of its section"
    feeds.remember(db, two, "view", "full")
    sections.set_settings(db, ("Presse",), view="raw")
    assert feeds.settings_of(db, two)["view"] == "full", "how it was looked at last is its own"
    sections.set_settings(db, ("Presse",), keep=None, interval=None, view=None)
    assert feeds.settings_of(db, one) == {}
    assert feeds.settings_of(db, two) == {"view": "full"}


def test_who_comes_takes_over_and_who_goes_leaves_it(db: Database, papers: tuple[int, int, int]) -> None:
    *_, three = papers
    sections.set_settings(db, ("Presse",), language="fr", quota=4)
    new = feeds.add_feed(db, "https://new.example/feed", folder=("Presse", "Neuf")).id
    assert {name: value for name, value in feeds.settings_of(db, new).items() if name != sections.MARK} == {
        "language": "fr",
        "quota": 4,
    }
    feeds.set_settings(db, three, quota=2)
    feeds.move(db, three, ("Presse",))
    assert feeds.settings_of(db, three) == {"language": "fr", "quota": 2, sections.MARK: ["language"]}
    feeds.move(db, three, ())
    assert feeds.settings_of(db, three) == {"quota": 2}
    journal.undo(db)
    assert feeds.settings_of(db, three)["language"] == "fr"


def test_the_order_of_its_list(db: Database, papers: tuple[int, int, int]) -> None:
    sections.set_settings(db, ("Presse",), order=sections.read("order", "river"))
    assert {one.path: one.order for one in folders.folders(db)} == {
        ("Presse",): "river",
        ("Presse", "Sport"): "",
        ("Autres",): "",
    }
    assert feeds.settings_of(db, papers[0]) == {}, "an order is no matter of sources"
    assert sections.read("order", "auto") is None
    for name, text in (("order", "x"), ("trust", "a" * 64), ("interval", "1m"), ("nothing", "on")):
        with pytest.raises(WrongSetting):
            sections.read(name, text)


def test_it_is_in_the_text_beside_the_store(
    db: Database, papers: tuple[int, int, int], tmp_path: Path
) -> None:
    sections.set_settings(db, ("Presse",), quota=4)
    texts.write(db, tmp_path / "marks.jsonl")
    with open_store(tmp_path / "other" / "telex.db", clock=lambda: NOW) as other:
        texts.restore(other, tmp_path / "marks.jsonl", NOW)
        assert sections.settings_of(other, ("Presse",)) == {"quota": 4}
        kept = {one.url: feeds.settings_of(other, one.id) for one in feeds.all_feeds(other)}
        assert [json.dumps(kept[f"https://{n}.example/feed"]) for n in range(3)].count("{}") == 1
        sections.set_settings(other, ("Presse",), quota=None)
        assert all(not feeds.settings_of(other, one.id) for one in feeds.all_feeds(other))
