"""inspect stories: JSON lines in, one line of stories out, every id once; what is no headline is said by its line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.helpers import Telex

LINES: list[dict[str, object]] = [
    {
        "id": "a",
        "title": "Bakers' strike ends at Lower Tarn",
        "source": "Ledger",
        "published": "2026-01-05T10:00:00Z",
    },
    {
        "id": 7,
        "title": "Lower Tarn bakers end strike after loaf deal",
        "source": "Echo",
        "published": 1767610800,
    },
    {"id": "7", "title": "Goat found in Northwick belfry", "source": "Notices", "language": "en"},
    {"id": "c", "title": "x", "source": "A", "link": "https://www.one.example/p?utm_source=q"},
    {"id": "d", "title": "y", "source": "B", "link": "http://one.example/p/"},
    {"id": "a", "title": "Bakers' strike ends at Lower Tarn", "source": "Ledger"},
]


def file(folder: Path, *lines: object) -> str:
    path = folder / "headlines.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    return str(path)


def test_every_id_comes_once_as_it_was_given(telex: Telex, tmp_path: Path) -> None:
    path = file(tmp_path, *LINES)
    done = telex("inspect", "stories", path)
    assert done.code == 0
    (found,) = done.objects
    assert list(found) == ["path", "stories"]
    assert sorted(found["stories"], key=str) == [["7"], ["a", 7], ["c", "d"]]
    assert telex("inspect", "stories", path).out == done.out


def test_why_names_the_nearest_member_and_the_words(telex: Telex, tmp_path: Path) -> None:
    (found,) = telex("inspect", "stories", file(tmp_path, *LINES), "--why").objects
    why = {one["id"]: one for one in found["why"]}
    assert why["d"]["by"] == "address"
    assert (why[7]["by"], why[7]["near"]) == ("words", "a")
    assert why[7]["score"] >= 0.4
    assert "strike" in {word for word, _ in why[7]["words"]}


def test_what_is_no_headline_is_said_and_odd_values_are_borne(telex: Telex, tmp_path: Path) -> None:
    wrong: tuple[object, ...] = ([], "x", {"title": "no id"}, {"id": None})
    for line in wrong:
        done = telex("inspect", "stories", file(tmp_path, LINES[0], line))
        assert done.code == 1
        assert done.objects[0]["error"].startswith("Line 2 is no object")
    odd: dict[str, object] = {
        "id": "o",
        "title": None,
        "source": 3,
        "published": float("nan"),
        "link": "http://[",
        "more": {},
    }
    assert telex("inspect", "stories", file(tmp_path, odd)).objects[0]["stories"] == [["o"]]
    (tmp_path / "headlines.jsonl").write_bytes(b"")
    assert telex("inspect", "stories", str(tmp_path / "headlines.jsonl")).objects[0]["stories"] == []


def test_a_line_of_inspect_headlines_is_taken_whole_and_unknown_papers_are_not_one(
    telex: Telex, tmp_path: Path
) -> None:
    titles = ("Lower Tarn bakers end strike after loaf deal", "Goat found in Northwick belfry")
    items = [{"title": title, "link": None, "source": None, "published": None} for title in titles]
    items.append({**items[0], "title": "Bakers' strike ends at Lower Tarn"})
    path = file(tmp_path, {"path": "front.txt", "items": items})
    (found,) = telex("inspect", "stories", path).objects
    assert sorted(found["stories"]) == [[1, 3], [2]]
    named = [{**item, "source": "Ledger"} for item in items]
    path = file(tmp_path, {"path": "front.txt", "items": named})
    assert sorted(telex("inspect", "stories", path).objects[0]["stories"]) == [[1], [2], [3]]
