"""list --stories and show --why: the day's stories by section and language, and why copies stand together."""

from __future__ import annotations

import pytest

from reader.newsroom import Newsroom
from reader.store import stories
from reader.store.stories import Joining
from reader.store.telling import Telling, because
from tests.cli.helpers import NOW, Telex
from tests.ticker.headlines import headline


@pytest.fixture
def told(newsroom: Newsroom) -> list[int]:
    """Three entries of three papers that tell the same, the newest of the store."""
    newsroom.db.clock = lambda: NOW
    ids = [int(row[0]) for row in newsroom.db.rows("SELECT entry_id FROM listing ORDER BY at DESC LIMIT 3")]
    words = (("strike", 5.3), ("tarn", 4.1))
    joinings = [Joining(ids[1], ids[0], "words", 0.62, words), Joining(ids[2], ids[0], "address", 1.0)]
    stories.join(newsroom.db, joinings, ("fr", "ar", "es", "en"))
    return ids


@pytest.fixture(autouse=True)
def _at_the_time_of_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.newsroom.Newsroom.now", lambda self: NOW)


def test_the_front_page_as_json_holds_each_story_once(telex: Telex, told: list[int]) -> None:
    found = telex("list", "--stories", "--json").objects
    assert set(found[0]) == {
        *("section", "language", "story", "papers", "names", "members"),
        *("id", "title", "source", "link", "published"),
    }
    members = [entry for one in found for entry in one["members"]]
    assert len(members) == len(set(members)) == 400
    (best,) = [one for one in found if one["papers"] > 1]
    assert best == found[0]
    assert set(best["members"]) == set(told)
    assert best["papers"] == len(best["names"]) == 3
    assert best["id"] in told
    blocks = [(tuple(one["section"]), one["language"]) for one in found]
    assert len(set(blocks)) == 4
    assert blocks == [block for block in dict.fromkeys(blocks) for _ in range(blocks.count(block))]


def test_the_front_page_in_lines_and_within_a_query(telex: Telex, told: list[int]) -> None:
    out = telex("list", "--stories", "--limit", "2").out.splitlines()
    assert len(out) == 4 * (1 + 2 + 1)
    assert out[1].split()[0] == "3"
    french = telex("list", "--stories", "lang:fr", "--limit", "1").out.splitlines()
    assert french[0].endswith(", fr")
    assert len(french) == 3
    assert telex("list", "--stories", "date:<2020-01-01").out == ""
    assert telex("list", "--stories", "nothing:here").code == 2


def test_why_says_for_each_copy_how_it_joined(telex: Telex, told: list[int]) -> None:
    out = telex("show", str(told[1]), "--why").out
    assert out.count("began the story") == 1
    assert "by words" in out
    assert "strike 5.3, tarn 4.1; .62 like “" in out
    assert "the same page as “" in out
    rows = telex("show", str(told[1]), "--why", "--json").objects
    assert sorted(one["id"] for one in rows) == sorted(told)
    by = {one["id"]: one for one in rows}
    assert [by[one]["by"] for one in told] == ["first", "words", "address"]
    assert by[told[1]]["near"] == told[0]
    assert by[told[1]]["words"] == [["strike", 5.3], ["tarn", 4.1]]


def test_a_reason_names_a_long_headline_by_its_beginning_and_says_so() -> None:
    long = Telling(
        headline(1, "The keepers of the lighthouse at Port Ansel vote to keep the old lamp burning")
    )
    said = because(Telling(headline(2, "Short"), "words", near=1, score=0.5), [long])
    assert "like “The keepers of the lighthouse at Port Ansel vote to keep th…” (" in said


def test_an_entry_alone_says_so(telex: Telex, newsroom: Newsroom) -> None:
    entry = int(newsroom.db.value("SELECT min(id) FROM entry"))
    assert "stands alone" in telex("show", str(entry), "--why").out
    (row,) = telex("show", str(entry), "--why", "--json").objects
    assert (row["by"], row["story"]) == ("alone", None)


def test_the_article_lists_who_tells_it_too(telex: Telex, told: list[int]) -> None:
    out = telex("show", str(told[0])).out
    assert "ALSO IN" in out


def test_stories_are_joined_and_parted_by_hand(telex: Telex, newsroom: Newsroom, told: list[int]) -> None:
    alone = int(newsroom.db.value("SELECT min(id) FROM entry"))
    done = telex("mark", "join", f"key:{alone} OR key:{told[0]}", "--json").objects[0]
    assert done["kind"] == "join"
    assert "by hand" in telex("show", str(alone), "--why").out
    assert telex("mark", "split", "key:>1").code == 1
    assert telex("mark", "split", f"key:{alone}").code == 0
    assert "stands alone" in telex("show", str(alone), "--why").out
    assert telex("undo", "2").code == 0
    assert "stands alone" in telex("show", str(alone), "--why").out
    assert telex("show", str(told[0]), "--why", "--json").out.count("\n") == 3
