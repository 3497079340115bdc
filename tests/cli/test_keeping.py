"""Saved searches, rules, mutes, single steps of the journal and the help, without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.limits import Limits
from reader.newsroom import Newsroom
from reader.store import retention
from tests.cli.helpers import Telex

pytestmark = pytest.mark.usefixtures("store")


def test_saved_searches_are_kept_named_ordered_and_taken_back(telex: Telex) -> None:
    assert telex("saved").err.startswith("Nothing is saved yet")
    telex("mark", "read", "lang:fr")
    assert telex("saved", "--save", "All of it", "").code == 0
    assert telex("saved", "--save", "Unread", "is:unread").code == 0
    assert telex("saved", "--rename", "all of IT", "Everything").code == 0
    assert telex("saved", "--move", "Unread", "1").out.startswith(
        "Moved the saved search “Unread” to place 1."
    )
    found = telex("saved", "--json").objects
    assert [one["name"] for one in found] == ["Unread", "Everything"]
    assert found[0]["unread"] == found[0]["total"] == found[1]["unread"] < found[1]["total"]
    listed = telex("list", "saved:Unread", "--json").objects
    assert len(listed) == found[0]["total"]
    assert telex("saved", "--remove", "1").code == 0
    assert [telex("undo").code for _ in range(5)] == [0] * 5
    assert telex("saved", "--json").objects == []


def test_what_is_no_search_is_said(telex: Telex) -> None:
    wrong = telex("saved", "--save", "X", "is:unred")
    assert wrong.code == 2
    assert wrong.err.splitlines()[1:] == ["is:unred", "   ^"]
    assert "did you mean unread?" in wrong.err
    assert telex("saved", "--remove", "X").code == 1
    assert telex("saved", "--save", "X", "x").code == 0
    assert telex("saved", "--move", "X", "up").code == 2


def test_a_rule_is_tried_before_it_is_switched_on(telex: Telex) -> None:
    tried = telex("rules", "try", "lang:fr").out
    added = telex("rules", "add", "French", "lang:fr", "--do", "read,tag:français").out
    assert "lang:fr: would have found " in tried
    assert tried in added
    (rule,) = telex("rules", "--json").objects
    assert (rule["active"], rule["acts"]) == (False, ["read", "tag:français"])
    assert telex("rules", "on", "french").code == 0
    assert telex("rules", "--json").objects[0]["active"]
    before = len(telex("list", "is:unread", "--json").objects)
    assert telex("rules", "run", "1").code == 0
    tagged = telex("list", "tag:français is:read", "--json").objects
    assert len(tagged) == telex("rules", "try", "French", "--json").objects[0]["found"] > 0
    assert telex("rules", "run", "1").out == "Nothing was changed.\n"
    telex("undo")
    assert len(telex("list", "is:unread", "--json").objects) == before
    assert telex("rules", "change", "French", "lang:(fr,es)", "--name", "Romance", "--do", "star").code == 0
    assert telex("rules", "off", "Romance").code == 0
    assert telex("rules", "remove", "Romance").code == 0
    assert "no rules yet" in telex("rules").err


def test_a_mute_hides_for_a_while(telex: Telex, newsroom: Newsroom) -> None:
    total = len(telex("list", "--json").objects)
    muted = telex("rules", "mute", "lang:ar", "--for", "2w")
    assert muted.code == 0
    hidden = len(telex("list", "is:muted", "--json").objects)
    assert 0 < hidden == total - len(telex("list", "--json").objects)
    (rule,) = newsroom.rules()
    assert rule.until is not None
    assert "left" in telex("rules").out
    telex("undo")
    assert len(telex("list", "--json").objects) == total


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "X"), "needs a name and a query"),
        (("add", "X", "x"), "needs --do"),
        (("add", "X", "is:", "--do", "read"), "needs a value"),
        (("mute",), "needs a name or a query"),
        (("mute", "x", "--for", "soon"), "no span of time"),
        (("jump",), "invalid choice"),
        (("change", "1"), "no rule 1"),
    ],
)
def test_wrong_usage_of_rules_is_said(telex: Telex, words: tuple[str, ...], said: str) -> None:
    outcome = telex("rules", *words)
    assert outcome.code == (1 if "no rule" in said else 2)
    assert said in outcome.err


def test_single_steps_are_listed_and_taken_back(telex: Telex, newsroom: Newsroom) -> None:
    telex("mark", "unread", "")
    telex("mark", "read", "lang:fr")
    telex("mark", "star", "lang:fr")
    telex("mark", "unread", "lang:fr limit:3")
    steps = telex("undo", "--list", "--json").objects
    assert [one["kind"] for one in steps[:3]] == ["mark-all"] * 3
    assert "  Marked 3 entries as unread\n" in telex("undo", "--list").out
    last, star, read = (str(one["id"]) for one in steps[:3])
    refused = telex("undo", "--step", read)
    assert (refused.code, "a later step changed the same" in refused.err) == (1, True)
    assert telex("undo", "--step", star).code == 0
    assert telex("undo", "--step", star).code == 1
    assert len(telex("undo", "--since", read, "--json").objects) == 2
    assert telex("undo", "--step", "99999").code == 1
    assert [one["undone"] for one in telex("undo", "--list", "--json").objects[:3]] == [True] * 3
    assert last != star


def test_help_explains_the_language_and_each_command(telex: Telex) -> None:
    text = telex("help", "query").out
    for part in ("near/5(port strike)", "saved:", "important", "sort:-date"):
        assert part in text
    assert max(map(len, text.splitlines())) <= 100
    assert "telex undo" in telex("help", "undo").out
    assert telex("help").out == telex("--help").out
    assert telex("help", "querry").code == 2


def test_a_source_is_called_important_or_paused(telex: Telex, newsroom: Newsroom) -> None:
    slug = newsroom.feeds()[0].slug
    assert telex("sources", "--set", slug, "important", "on").code == 0
    assert {one["feed"] for one in telex("list", "is:important", "--json").objects} == {slug}
    assert telex("sources", "--set", slug, "paused", "on").code == 0
    assert newsroom.feed(slug).paused
    telex("undo", "2")
    assert telex("list", "is:important", "--json").objects == []
    assert telex("sources", "--set", slug, "paused", "perhaps").code == 2
    assert telex("sources", "--set", slug, "colour", "on").code == 2


def test_what_is_beyond_a_limit_goes_only_when_that_is_said(telex: Telex, newsroom: Newsroom) -> None:
    slug = newsroom.feeds()[0].slug
    total = len(telex("list", "--json").objects)
    assert telex("trim").out == "Nothing is beyond a limit.\n"
    assert telex("sources", "--set", slug, "keep", "lots").code == 2
    assert telex("sources", "--set", slug, "keep", "10").code == 0
    telex("mark", "star", f"feed:{slug} sort:-date limit:3")
    beyond = telex("trim", "--dry-run", "--json").objects[0]
    assert beyond["gone"] == 0
    assert beyond["beyond"] == len(telex("list", f"feed:{slug}", "--json").objects) - 13
    asked = telex("trim")
    assert "--yes" in asked.err
    assert len(telex("list", "--json").objects) == total
    assert telex("trim", "--yes", "--vacuum").code == 0
    assert len(telex("list", f"feed:{slug}", "--json").objects) == 13
    assert telex("sources", "--set", slug, "keep", "all").code == 0


def test_doctor_says_what_takes_the_space_and_what_will_go(
    telex: Telex, newsroom: Newsroom, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = {one["part"]: one["text"] for one in telex("doctor", "--json").objects}
    assert "text " in lines["space"]
    assert "search " in lines["space"]
    assert lines["keep"].endswith("limits: 2GB")
    settings = store / "config.toml"
    settings.write_text("[keep]\nentries = 5\nsize = 0\n")
    monkeypatch.setenv("TELEX_CONFIG", str(settings))
    wrong = telex("list")
    assert (wrong.code, "size" in wrong.err) == (1, True)
    settings.write_text('[keep]\nentries = 5\nsize = "0"\n')
    telex("mark", "read", "")
    retention.daily(newsroom.db, Limits(entries=5), newsroom.now())
    (kept,) = [one for one in telex("doctor", "--json").objects if one["part"] == "keep"]
    assert not kept["ok"]
    assert "Within a day 395 entries go: 5 entries are kept" in kept["text"]
