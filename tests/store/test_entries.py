"""Storing answers: identity, edits, dates, validators, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from reader.model import Enclosure, Entry, ParsedFeed, Rhythm
from reader.store import check, entries, feeds, marks, packing, pending, polls, revisions, windows
from reader.store.database import Database
from reader.store.entries import store_feed
from tests.store.conftest import FULL, NOW, Serve
from tests.store.recount import assert_counters

Item = Callable[..., Entry]


@pytest.fixture
def feed(db: Database) -> int:
    return feeds.add_feed(db, "https://fanal.example/feed.xml").id


def titles(db: Database, query: str = "") -> list[str]:
    return [row.title for row in windows.open_view(db, query).rows(0, 1_000)]


def test_what_was_served_is_what_is_listed(db: Database, feed: int, serve: Serve, item: Item) -> None:
    stored = serve(feed, item(1), item(2), item(3))
    assert (stored.new, stored.updated, len(stored.ids)) == (3, 0, 3)
    rows = windows.open_view(db).rows(0, 10)
    assert [row.title[-1] for row in rows] == ["1", "2", "3"]
    assert all(
        row.source == "Le Fanal" and not row.read and row.ready == "feed" and row.dated for row in rows
    )
    again = serve(feed, item(1), item(2), item(3), at=NOW + 100)
    assert (again.new, again.updated) == (0, 0)
    assert_counters(db)


def test_the_body_comes_back_as_it_was(db: Database, feed: int, serve: Serve, item: Item) -> None:
    html = "<p>Une phrase à elle seule. " + "عاجل: سفينة في الميناء. " * 40 + "</p>"
    (entry_id,) = serve(feed, item(1, summary="<p>Bref.</p>", content=html)).ids
    assert entries.body(db, entry_id) == entries.body(db, entry_id)
    assert entries.body(db, entry_id).content == html
    assert entries.body(db, entry_id).summary == "<p>Bref.</p>"
    assert entries.body(db, 99) == entries.body(db, 98)


def test_a_long_summary_is_the_text_itself(db: Database, feed: int, serve: Serve, item: Item) -> None:
    long = "<p>" + "Tout est dans le résumé. " * 200 + "</p>"
    (entry_id,) = serve(feed, item(1, summary=long, content="")).ids
    assert entries.body(db, entry_id).content == long
    assert windows.open_view(db).rows(0, 1)[0].ready == "feed"


def test_ready_tells_what_can_be_read_offline(db: Database, feed: int, serve: Serve, item: Item) -> None:
    serve(feed, item(1), item(2, content="", summary="<p>Bref.</p>"), item(3, content=""))
    assert [row.ready for row in windows.open_view(db).rows(0, 3)] == ["feed", "excerpt", ""]


def test_one_guid_on_two_items_is_two_entries_over_fifty_polls(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    first = item(1, id="same")
    second = item(2, id="same")
    assert serve(feed, first, second).new == 2
    for poll in range(50):
        pair = (first, second) if poll % 2 else (second, first)
        one_only = (second,) if poll % 5 == 0 else (first,)
        assert serve(feed, *pair, at=NOW + poll).new == 0
        assert serve(feed, *one_only, at=NOW + poll).new == 0
    assert titles(db) == [first.title, second.title]
    assert db.value("SELECT count(*) FROM revision") == 0


def test_one_guid_and_link_on_three_items_are_told_apart_by_title(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    home = "https://fanal.example/"
    three = [item(n, id=home, link=home) for n in (1, 2, 3)]
    assert serve(feed, *three).new == 3
    fourth = item(4, id=home, link=home)
    assert serve(feed, fourth, *three).new == 1
    assert serve(feed, *reversed(three), fourth).new == 0
    assert sorted(titles(db)) == sorted(one.title for one in (*three, fourth))
    assert db.value("SELECT count(*) FROM revision") == 0


def test_an_exact_repeat_within_a_document_is_one_entry(feed: int, serve: Serve, item: Item) -> None:
    assert serve(feed, item(1), item(1), item(1)).new == 1
    assert serve(feed, item(1), item(1)).new == 0


def test_without_guid_the_link_and_then_the_text_is_the_identity(feed: int, serve: Serve, item: Item) -> None:
    bare = item(1, id="")
    barest = item(2, id="", link="")
    assert serve(feed, bare, barest).new == 2
    assert serve(feed, replace(bare, title="Autre titre"), barest).new == 0
    assert serve(feed, bare, replace(barest, title="Autre titre")).new == 1


@pytest.mark.parametrize(
    "renew",
    [
        lambda one, n: replace(one, id=one.id.replace("urn:", "tag:")),
        lambda one, n: replace(one, id=str(n), link=one.link.replace("https:", "http:") + "/"),
        lambda one, n: replace(one, id=f"https://fanal.example/?p={n}", link=one.link + "?utm_source=rss"),
        lambda one, n: replace(one, id=f"new/{n}", link=f"https://fanal.example/2026/{n}.html"),
        lambda one, n: replace(one, id="", link=f"https://neu.example/{n}"),
    ],
)
def test_a_hundred_read_items_under_new_ids_stay_read(
    db: Database, feed: int, serve: Serve, item: Item, renew: Callable[[Entry, int], Entry]
) -> None:
    old = [item(n) for n in range(100)]
    ids = serve(feed, *old).ids
    marks.mark(db, ids, read=True)
    marks.mark(db, ids[:3], starred=True)
    marks.tag(db, ids[:2], "phares")
    stored = serve(feed, *(renew(one, n) for n, one in enumerate(old)), at=NOW + 60)
    assert stored.new <= 1
    assert windows.open_view(db, "is:unread").count <= 1
    assert windows.open_view(db, "is:starred").count == 3
    assert windows.open_view(db, "tag:phares").count == 2
    assert_counters(db)
    assert serve(feed, *(renew(one, n) for n, one in enumerate(old)), at=NOW + 90).new == 0


def test_a_truly_new_feed_at_the_same_address_is_all_new(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    ids = serve(feed, *(item(n) for n in range(50))).ids
    marks.mark(db, ids, read=True)
    fresh = [
        item(n, id=f"x{n}", link=f"https://fanal.example/x/{n}", title=f"Nouveau {n}") for n in range(50)
    ]
    assert serve(feed, *fresh).new == 50


def test_a_shared_link_is_no_sign_of_new_ids(feed: int, serve: Serve, item: Item) -> None:
    home = "https://fanal.example/direct"
    serve(feed, *(item(n, link=home) for n in range(10)))
    assert (
        serve(
            feed, *(item(n, id=f"b{n}", link=home, title=f"Suite {n}", published=NOW) for n in range(10))
        ).new
        == 10
    )


def test_a_daily_title_is_not_taken_for_yesterdays(feed: int, serve: Serve, item: Item) -> None:
    def puzzle(day: int) -> Entry:
        return item(
            day, title="Mots croisés", link=f"https://fanal.example/jeux/{day}", published=NOW + day * 86_400
        )

    serve(feed, puzzle(1), puzzle(2), puzzle(3))
    assert serve(feed, puzzle(4), puzzle(5), puzzle(6), at=NOW + 9 * 86_400).new == 3


def test_an_edit_keeps_the_old_text_and_the_marks(db: Database, feed: int, serve: Serve, item: Item) -> None:
    text = "<p>" + " ".join(f"mot{n}" for n in range(100)) + "</p>"
    one = item(1, content=text)
    (entry_id,) = serve(feed, one).ids
    marks.mark(db, [entry_id], read=True, starred=True)
    pending.finish(db, [pending.Finished(entry_id, "a", "", "", "b", text)])
    for poll in range(50):
        assert serve(feed, replace(one, updated=NOW + poll), at=NOW + poll).updated == 0
    assert revisions.revisions(db, entry_id) == []
    assert db.value("SELECT updated FROM entry") == NOW + 49
    assert pending.waiting(db) == 0

    small = replace(one, content=text.replace("mot7 ", "MOT7 "))
    assert serve(feed, small, at=NOW + 100).updated == 0
    assert not windows.open_view(db).rows(0, 1)[0].updated
    large = replace(
        one, title="Le phare s’éteint", content=text.replace("</p>", "</p><p>" + "neuf " * 20 + "</p>")
    )
    assert serve(feed, large, at=NOW + 200).updated == 1
    row = windows.open_view(db).rows(0, 1)[0]
    assert (row.updated, row.read, row.starred, row.title) == (True, True, True, "Le phare s’éteint")
    assert [(at, html) for at, _, html in revisions.revisions(db, entry_id)] == [
        (NOW + 100, text),
        (NOW + 200, small.content),
    ]
    assert pending.waiting(db) == 1


def test_markup_alone_is_no_edit(db: Database, feed: int, serve: Serve, item: Item) -> None:
    one = item(1)
    serve(feed, one)
    assert (
        serve(feed, replace(one, content=one.content.replace("<p>", '<p dir="ltr">')), at=NOW + 9).updated
        == 0
    )
    assert db.value("SELECT count(*) FROM revision") == 0
    assert 'dir="ltr"' in entries.body(db, 1).content


def test_the_first_and_the_last_five_revisions_are_kept(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    for version in range(20):
        serve(feed, item(1, content=f"<p>version {version} {version}</p>"), at=NOW + version)
    kept = [html for _, _, html in revisions.revisions(db, 1)]
    assert kept == [f"<p>version {n} {n}</p>" for n in (0, 14, 15, 16, 17, 18)]


def test_dates_order_once_and_for_all(db: Database, feed: int, serve: Serve, item: Item) -> None:
    day = 86_400
    dates = {
        "1970": 0,
        "2106": 4_294_967_295,
        "tomorrow": NOW + day,
        "in ten years": NOW + 3_652 * day,
        "none": None,
        "before 1970": -day,
        "hour ago": NOW - 3_600,
    }
    all_ = [item(n, title=name, published=at) for n, (name, at) in enumerate(dates.items())]
    serve(feed, *all_)
    first = titles(db)
    assert first == ["2106", "tomorrow", "in ten years", "none", "hour ago", "1970", "before 1970"]
    dated = {row.title: row.dated for row in windows.open_view(db).rows(0, 10)}
    assert [name for name, there in dated.items() if not there] == [
        "2106",
        "tomorrow",
        "in ten years",
        "none",
    ]
    for poll in range(20):
        later = [replace(one, published=None if one.published is None else one.published + 7) for one in all_]
        serve(feed, *(later if poll % 2 else all_), at=NOW + poll * day)
        assert titles(db) == first
    serve(feed, item(50, title="next day", published=NOW + day - 60), at=NOW + day)
    assert titles(db)[0] == "next day"


def test_the_feeds_own_order_stands_where_dates_are_equal(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    serve(feed, *(item(n, title=str(n), published=None) for n in range(5)))
    assert titles(db) == ["0", "1", "2", "3", "4"]


def test_validators_and_the_rest_of_the_answer_are_stored(db: Database, feed: int, item: Item) -> None:
    parsed = ParsedFeed(
        title="Le Fanal",
        link="https://fanal.example/",
        language="fr",
        entries=(item(1),),
        rhythm=Rhythm(ttl=60),
    )
    polls.record(db, feed, status="error", error="Cannot reach it.", next_at=NOW, now=NOW)
    assert feeds.feed(db, feed).failures == 1
    store_feed(db, feed, parsed, etag=b'W/"\xff"', last_modified=b"Mon, 02", next_at=NOW + 60, now=NOW)
    (poll,) = polls.polls(db, now=NOW, force=True)
    assert (poll.etag, poll.last_modified, poll.next_at, poll.failures) == (
        b'W/"\xff"',
        b"Mon, 02",
        NOW + 60,
        0,
    )
    assert poll.rhythm == Rhythm(ttl=60, came=NOW)
    found = feeds.feed(db, "le-fanal")
    assert (found.title, found.language, found.status, found.error) == ("Le Fanal", "fr", "ok", "")
    assert (found.changed_at, found.total, found.unread) == (NOW, 1, 1)
    assert polls.polls(db, now=NOW + 59) == []


def test_a_failing_store_takes_the_validators_back_too(db: Database, feed: int, item: Item) -> None:
    db.execute("CREATE TRIGGER stop BEFORE INSERT ON pending BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(Exception, match="no"):
        store_feed(db, feed, ParsedFeed(entries=(item(1),)), etag=b"x", next_at=NOW, now=NOW)
    assert db.value("SELECT count(*) FROM entry") == 0
    assert polls.polls(db, now=NOW, force=True)[0].etag is None
    assert_counters(db)


def test_what_returns_after_it_was_pruned_is_not_new(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    many = 10_000 if FULL else 1_000
    all_ = [item(n) for n in range(many)]
    ids = serve(feed, *all_).ids
    marks.mark(db, ids, read=True)
    marks.mark(db, ids[:2], starred=True)
    marks.tag(db, ids[:4], "quai")
    with db.write():
        db.execute("DELETE FROM entry")
        db.execute("UPDATE feed SET total = 0, unread = 0")
        db.execute("UPDATE counter SET value = 0 WHERE name IN ('total', 'unread')")
        db.execute("UPDATE tag SET total = 0")
    assert serve(feed, *all_, at=NOW + 60).new == many
    assert windows.open_view(db, "is:unread").count == 0
    assert windows.open_view(db, "is:starred").count == 2
    assert_counters(db)


@pytest.mark.parametrize("own", [False, True])
def test_marks_that_wait_under_an_id_that_comes_back(
    db: Database, feed: int, serve: Serve, item: Item, own: bool
) -> None:
    """Pruned under one id, served under another, then under the first again: what was read is read, unless it was marked."""
    first = [item(n) for n in range(5)]
    other = [item(n, id=f"tag:{n}") for n in range(5)]
    ids = serve(feed, *first).ids
    marks.mark(db, ids[:3], read=True, starred=True)
    marks.mark(db, ids[4:], hidden=True)
    marks.tag(db, ids[:2], "quai")
    with db.write():
        db.execute("DELETE FROM entry")
        check.recount(db)
    again = serve(feed, *other, at=NOW + 60)
    assert again.new == 5
    if own:
        marks.mark(db, again.ids, later=True)
        marks.tag(db, again.ids[:1], "phare")
    assert serve(feed, *first, at=NOW + 120).new == 0
    assert_counters(db)
    found = {name: windows.open_view(db, f"is:{name}").count for name in ("starred", "later", "hidden")}
    assert found == (
        {"starred": 0, "later": 5, "hidden": 0} if own else {"starred": 3, "later": 0, "hidden": 1}
    )
    assert windows.open_view(db, "tag:quai").count == (0 if own else 2)
    assert windows.open_view(db, "tag:phare").count == int(own)


def test_a_feed_that_was_left_stores_nothing(db: Database, feed: int, serve: Serve, item: Item) -> None:
    feeds.remove(db, feed)
    assert serve(feed, item(1)).new == 0
    assert serve(4_711, item(1)).new == 0
    assert db.value("SELECT count(*) FROM entry") == 0


def test_enclosures_and_categories_are_kept(db: Database, feed: int, serve: Serve, item: Item) -> None:
    sound = Enclosure("https://fanal.example/a.mp3", "audio/mpeg", 99)
    (entry_id,) = serve(feed, item(1, enclosures=(sound,), categories=("mer", "phares"))).ids
    article = entries.article(db, entry_id)
    assert article is not None
    assert article.enclosures == ("https://fanal.example/a.mp3",)
    assert windows.open_view(db, "has:enclosure").count == 1


def test_lone_surrogates_and_broken_bytes_never_stop_a_reader(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    broken = "phare \ud800 \udfff éteint"
    stored = serve(feed, item(1, title=broken, author=broken, content=f"<p>{broken}</p>", id=broken), item(2))
    assert stored.new == 2
    assert serve(feed, *(item(n, title=f"{broken} {n}", link=broken) for n in range(3, 301))).new == 298
    assert serve(feed, item(1, title=broken, author=broken, content=f"<p>{broken}</p>", id=broken)).new == 0
    db.execute(
        "UPDATE entry SET title = CAST(x'ff70686172 6520fe' AS TEXT), author = CAST(x'fe' AS TEXT)".replace(
            " 6520", "6520"
        )
    )
    db.execute("UPDATE feed SET title = CAST(x'c328' AS TEXT)")
    rows = windows.open_view(db).rows(0, 400)
    assert [row.title for row in rows] == ["\ufffdphare \ufffd"] * 300
    assert rows[0].source == "\ufffd("
    article = entries.article(db, stored.ids[0])
    assert article is not None
    assert article.author == "\ufffd"
    assert feeds.all_feeds(db)[0].title == "\ufffd("


def test_blocks_are_packed_against_their_html_and_read_back(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    from reader.blocks import Paragraph, Span, encode_json

    text = " ".join(f"mot{n}" for n in range(600))
    blocks = (Paragraph(text=(Span(text),)),)
    (entry_id,) = serve(feed, item(1, content=f"<p>{text}</p>")).ids
    assert entries.article(db, entry_id).blocks == ()  # type: ignore[union-attr]
    (one,) = pending.pending(db)
    assert (one.entry_id, one.html, one.source) == (entry_id, f"<p>{text}</p>", "Le Fanal")
    done = pending.Finished(entry_id, "phare", "", "fanal", text, one.html, encode_json(blocks), 600, "fr")
    assert pending.finish(db, [done]) == 1
    article = entries.article(db, entry_id)
    assert article is not None
    assert (article.blocks, article.words, article.language) == (blocks, 600, "fr")
    assert db.value("SELECT length(blocks) FROM prepared") < len(text) // 20
    assert windows.open_view(db, "mot599").count == 1
    db.execute("UPDATE prepared SET format = format + 1")
    assert entries.article(db, entry_id).blocks == ()  # type: ignore[union-attr]


def test_what_was_prepared_from_an_older_text_is_not_kept(
    db: Database, feed: int, serve: Serve, item: Item
) -> None:
    (entry_id,) = serve(feed, item(1)).ids
    (one,) = pending.pending(db)
    serve(feed, item(1, content="<p>Tout autre chose.</p>"), at=NOW + 5)
    assert pending.finish(db, [pending.Finished(entry_id, "t", "", "", "x", one.html)]) == 0
    assert pending.waiting(db) == 1


def test_an_edit_leaves_no_trace_in_search(db: Database, feed: int, serve: Serve, item: Item) -> None:
    (entry_id,) = serve(feed, item(1, content="<p>ancien</p>")).ids
    pending.finish(db, [pending.Finished(entry_id, "t", "", "", "ancien", "<p>ancien</p>")])
    serve(feed, item(1, content="<p>nouveau</p>"), at=NOW + 5)
    pending.finish(db, [pending.Finished(entry_id, "t", "", "", "nouveau", "<p>nouveau</p>")])
    assert windows.open_view(db, "ancien").count == 0
    assert windows.open_view(db, "nouveau").count == 1


@pytest.mark.parametrize("size", [1, 255, 256, 257, 2_047, 2_048, 2_049, 70_000])
@pytest.mark.parametrize("isal", [True, False])
def test_texts_of_all_lengths_come_back(size: int, isal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not isal:
        monkeypatch.setattr(packing, "_deflate", lambda: packing._without_isal)
    text = ("<p>Le phare de Port-Lune s’éteint, la nuit reste. " * (size // 40 + 1))[:size]
    packed = packing.pack(text)
    assert packed is not None
    assert packing.unpack(packed) == text
    assert packing.made_of(packed, text.encode())
    assert size < 2 * packing.SHORT or len(packed) < len(text.encode())


def test_damaged_bodies_are_empty_not_fatal() -> None:
    assert packing.unpack(b"no deflate at all") == ""
    whole = packing.pack("<p>" + "phare " * 500 + "</p>")
    assert whole is not None
    assert packing.unpack(whole[: len(whole) // 2]).startswith("<p>phare")
    assert packing.unpack_blocks(packing.pack_blocks(b"[]", b"<p>a</p>"), b"<p>b</p>") is None
