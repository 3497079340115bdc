"""Subscriptions, folders and what the fetcher is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import feeds, folders, identity, journal, polls, saved, settings
from reader.store.database import Database
from reader.store.entries import store_feed
from reader.store.feeds import NewFeed, NoSuchFeed
from tests.store.conftest import NOW, Serve


def test_subscribing_twice_is_once(db: Database) -> None:
    one = feeds.add_feed(
        db, "https://fanal.example/feed", title="Le Fanal", folder=("Presse",), language="fr"
    )
    two = feeds.add_feed(db, "https://fanal.example/feed", title="Autre", folder=("Ailleurs",))
    assert one == two
    assert (one.name, one.folder, one.language, one.slug, one.status) == (
        "Le Fanal",
        ("Presse",),
        "fr",
        "le-fanal",
        "new",
    )
    assert len(journal.steps(db)) == 1


def test_a_feed_is_found_by_id_slug_and_address(db: Database) -> None:
    one = feeds.add_feed(db, "https://fanal.example/feed", title="Le Fanal du Nord")
    assert (
        feeds.feed(db, one.id)
        == feeds.feed(db, "le-fanal-du-nord")
        == feeds.feed(db, one.url)
        == feeds.feed(db, "1")
    )
    for wrong in (2, "le-fanal", "", "9" * 30):
        with pytest.raises(NoSuchFeed) as caught:
            feeds.feed(db, wrong)
        assert "telex sources" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Le Fanal", "le-fanal"),
        ("  L’Écho — d’Été!  ", "l-echo-d-ete"),
        ("صدى البحر", "صدى-البحر"),
        ("日本の海", "日本の海"),
        ("!!!", "source"),
        ("x" * 200, "x" * 40),
        ("ﬁnal ①", "final-1"),
    ],
)
def test_slugs_can_be_typed(text: str, slug: str) -> None:
    assert feeds.slug_for(text) == slug


def test_slugs_are_never_the_same(db: Database) -> None:
    added = feeds.add_feeds(db, [NewFeed(f"https://{n}.example", title="Le Fanal") for n in range(4)])
    assert [one.slug for one in added.feeds] == ["le-fanal", "le-fanal-2", "le-fanal-3", "le-fanal-4"]


def test_the_first_title_makes_the_slug_and_no_later_one(
    db: Database, serve: Serve, item: Callable[..., Entry]
) -> None:
    one = feeds.add_feed(db, "https://www.fanal.example/feed")
    assert one.slug == "fanal-example"
    serve(one.id, item(1), title="Le Fanal")
    assert feeds.feed(db, one.id).slug == "le-fanal"
    serve(one.id, item(1), title="Le Grand Fanal")
    found = feeds.feed(db, one.id)
    assert (found.slug, found.name) == ("le-fanal", "Le Grand Fanal")
    feeds.rename(db, one.id, "Phare")
    assert (feeds.feed(db, one.id).name, feeds.feed(db, one.id).title) == ("Phare", "Le Grand Fanal")


def test_an_import_is_one_act(db: Database) -> None:
    feeds.add_feed(db, "https://a.example")
    done = feeds.add_feeds(
        db, [NewFeed("https://a.example"), NewFeed("https://b.example"), NewFeed("https://b.example")]
    )
    assert [one.url for one in done.feeds] == ["https://a.example", "https://b.example", "https://b.example"]
    assert done.new == (2,)
    again = feeds.add_feeds(db, [NewFeed("https://a.example")])
    assert (again.new, again.act) == ((), None)


def test_folders_add_up_and_show_only_what_is_subscribed(
    db: Database, serve: Serve, item: Callable[..., Entry]
) -> None:
    for number, place in enumerate([("Monde", "Afrique"), ("Monde",), ("Sport",), ()]):
        feeds.add_feed(db, f"https://{number}.example", folder=place)
        serve(number + 1, *(item(n) for n in range(number + 1)))
    assert [(one.path, one.total, one.unread) for one in folders.folders(db)] == [
        (("Monde",), 3, 3),
        (("Monde", "Afrique"), 1, 1),
        (("Sport",), 3, 3),
    ]
    feeds.remove(db, 3)
    assert [one.path for one in folders.folders(db)] == [("Monde",), ("Monde", "Afrique")]
    journal.undo(db)
    assert len(folders.folders(db)) == 3


def test_a_folder_that_contains_itself_is_no_endless_loop(db: Database) -> None:
    feeds.add_feed(db, "https://a.example", folder=("A", "B"))
    db.execute("UPDATE folder SET parent = 2 WHERE id = 1")
    assert feeds.all_feeds(db)
    folders.folders(db)


def test_what_is_due_comes_longest_waiting_first(db: Database) -> None:
    feeds.add_feeds(db, [NewFeed(f"https://{n}.example") for n in range(5)])
    for feed, at in ((1, NOW + 50), (2, NOW - 10), (3, NOW - 90), (4, NOW)):
        polls.record(db, feed, status="unchanged", next_at=at, now=NOW)
    feeds.pause(db, 3)
    feeds.remove(db, 5)
    assert feeds.due(db, NOW) == [2, 4]
    assert [one.feed_id for one in polls.polls(db, now=NOW)] == [2, 4]
    assert [one.feed_id for one in polls.polls(db, now=NOW, force=True)] == [2, 4, 1]
    assert [one.feed_id for one in polls.polls(db, [1, 3, 5], now=NOW, force=True)] == [3, 1]
    assert polls.polls(db, [1], now=NOW) == []
    assert feeds.feed(db, 3).status == "paused"


def test_a_feed_is_claimed_by_one(db: Database) -> None:
    feeds.add_feeds(db, [NewFeed(f"https://{n}.example") for n in range(3)])
    assert polls.claim(db, [1, 2], "a", NOW) == [1, 2]
    assert polls.claim(db, [1, 2, 3], "b", NOW) == [3]
    assert polls.claim(db, [1], "a", NOW) == [1]
    assert polls.claim(db, [2], "b", NOW + polls.CLAIM_SECONDS) == [2]
    polls.record(db, 1, status="unchanged", next_at=NOW, now=NOW)
    assert polls.claim(db, [1], "b", NOW) == [1]
    polls.release(db, "b")
    assert polls.claim(db, [1, 2, 3], "c", NOW) == [1, 2, 3]


def test_failures_count_until_an_answer(db: Database) -> None:
    feeds.add_feed(db, "https://a.example")
    for number in range(3):
        polls.record(db, 1, status="error", error=f"Failed {number}.", next_at=NOW, now=NOW + number)
    polls.record(db, 1, status="held", error="Asked to wait.", next_at=NOW, now=NOW + 9)
    found = feeds.feed(db, 1)
    assert (found.failures, found.status, found.error, found.succeeded_at) == (
        3,
        "held",
        "Asked to wait.",
        None,
    )
    polls.record(db, 1, status="unchanged", etag=b"x", next_at=NOW + 60, now=NOW + 10)
    found = feeds.feed(db, 1)
    assert (found.failures, found.status, found.error, found.succeeded_at) == (0, "unchanged", "", NOW + 10)
    polls.record(db, 1, status="error", error="No.", next_at=NOW + 60, now=NOW + 20)
    (poll,) = polls.polls(db, now=NOW, force=True)
    assert (poll.etag, poll.failures) == (b"x", 1)


def test_a_moved_feed_keeps_its_entries_and_their_marks(db: Database, item: Callable[..., Entry]) -> None:
    feeds.add_feed(db, "http://a.example/feed")
    feeds.add_feed(db, "https://taken.example/feed")
    document = ParsedFeed(title="A", entries=(item(1),))
    store_feed(db, 1, document, next_at=NOW, now=NOW)
    store_feed(db, 1, document, next_at=NOW, now=NOW, moved_to="https://a.example/new")
    assert feeds.feed(db, 1).url == "https://a.example/new"
    assert store_feed(db, 1, document, next_at=NOW, now=NOW, moved_to="https://taken.example/feed").new == 0
    assert feeds.feed(db, 1).url == "https://a.example/new"
    other = feeds.add_feed(db, "http://a.example/feed")
    assert other.id == 3
    assert store_feed(db, 3, document, next_at=NOW, now=NOW).new == 1


def test_settings_and_saved_queries_outlive_a_run(db: Database) -> None:
    assert settings.setting(db, "place", "top") == "top"
    settings.set_setting(db, "place", "12")
    settings.set_setting(db, "place", "13")
    assert settings.setting(db, "place") == "13"
    saved.save(db, "Mer", "tag:mer")
    saved.save(db, "Ports", "ports is:unread")
    first = saved.find(db, "mer")
    saved.save(db, "Mer", "tag:(mer,océan)")
    assert saved.find(db, "1").id == first.id
    assert [(one.name, one.query) for one in saved.all_saved(db)] == [
        ("Mer", "tag:(mer,océan)"),
        ("Ports", "ports is:unread"),
    ]
    saved.forget(db, first.id)
    with pytest.raises(saved.NoSuchSearch, match="telex saved"):
        saved.find(db, "Mer")


def test_saved_searches_are_renamed_and_put_in_order(db: Database) -> None:
    for name in ("Mer", "Ports", "Pluie"):
        saved.save(db, name, name)
    ids = {one.name: one.id for one in saved.all_saved(db)}
    saved.move(db, ids["Pluie"], 1)
    assert [one.name for one in saved.all_saved(db)] == ["Pluie", "Mer", "Ports"]
    saved.move(db, ids["Pluie"], 99)
    assert [one.name for one in saved.all_saved(db)] == ["Mer", "Ports", "Pluie"]
    saved.rename(db, ids["Ports"], "Havres")
    with pytest.raises(saved.NoSuchSearch, match="already"):
        saved.rename(db, ids["Mer"], "Havres")
    with pytest.raises(saved.NoSuchSearch, match="needs a name"):
        saved.save(db, " ", "x")
    assert [one.name for one in saved.all_saved(db)] == ["Mer", "Havres", "Pluie"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://a.example/x", True),
        ("https://a.example/x", "https://www.a.example/x/", True),
        ("https://a.example/x", "https://a.example:443/x#top", True),
        ("https://a.example/x?id=7", "https://a.example/x?utm_source=rss&id=7&fbclid=z", True),
        ("https://a.example/x", "https://A.Example/x", True),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example/x?id=7", "https://a.example/x?id=8", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://a.example/é", "https://a.example/e", False),
    ],
)
def test_addresses_of_one_page_are_one(one: str, other: str, same: bool) -> None:
    assert (identity.address(one) == identity.address(other)) == same


@pytest.mark.parametrize(
    "link", ["", "http://[", "https://a.example:99999999/", "mailto:x", "\ud800", "?" + "&a" * 900]
)
def test_no_link_breaks_the_address(link: str) -> None:
    found = identity.address(link)
    assert (found is None) == (link == "")
    assert found == identity.address(link)
