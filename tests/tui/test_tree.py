"""The rows of the sources pane."""

from __future__ import annotations

from reader.model import Feed, Folder
from reader.tui.tree import Node, build

FEEDS = [
    Feed(1, "https://a.example", "Le Fanal", folder=("Ports",), unread=3),
    Feed(2, "https://b.example", "El Faro", folder=("Ports", "Sur"), unread=4, status="error"),
    Feed(3, "https://c.example", "Tide", unread=0),
]
FOLDERS = [Folder(10, ("Ports",)), Folder(11, ("Ports", "Sur"))]
COUNTS = {"total": 40, "unread": 7, "starred": 2, "later": 0}


def shape(**more: object) -> list[tuple[str, str, int, int]]:
    nodes = build(COUNTS, [Node("saved", "Storms", "storm", 5, saved=4)], FOLDERS, FEEDS, **more)  # type: ignore[arg-type]
    return [(node.kind, node.title, node.depth, node.count) for node in nodes]


def test_everything_in_its_order() -> None:
    assert shape() == [
        ("list", "All", 0, 40),
        ("list", "Unread", 0, 7),
        ("list", "Starred", 0, 2),
        ("list", "Later", 0, 0),
        ("gap", "", 0, 0),
        ("head", "Saved", 0, 0),
        ("saved", "Storms", 0, 5),
        ("gap", "", 0, 0),
        ("folder", "Ports", 0, 7),
        ("folder", "Sur", 1, 4),
        ("feed", "El Faro", 2, 4),
        ("feed", "Le Fanal", 1, 3),
        ("feed", "Tide", 0, 0),
    ]


def test_a_source_stands_in_each_of_its_sections_and_counts_once_in_those_around() -> None:
    beside = Feed(
        4, "https://d.example", "La Rade", folder=("Ports",), unread=2, sections=(("Ports", "Sur"), ("Mer",))
    )
    nodes = build(COUNTS, [], FOLDERS, [*FEEDS, beside])
    places = [node.path for node in nodes if node.feed == 4]
    assert sorted(places) == [("Mer",), ("Ports",), ("Ports", "Sur")]
    counts = {node.path: (node.count, node.query) for node in nodes if node.kind == "folder"}
    assert counts == {
        ("Ports",): (9, "folder:10"),
        ("Ports", "Sur"): (6, "folder:11"),
        ("Mer",): (2, 'folder:"Mer"'),
    }


def test_a_closed_folder_keeps_its_count() -> None:
    rows = shape(folded=frozenset({("Ports",)}))
    assert ("folder", "Ports", 0, 7) in rows
    assert not any(title in ("Sur", "El Faro", "Le Fanal") for _, title, _, _ in rows)


def test_trouble_is_a_word() -> None:
    nodes = build(COUNTS, [], FOLDERS, FEEDS)
    assert next(node.note for node in nodes if node.title == "El Faro") == "error"


def test_a_folder_that_nobody_listed_is_there_for_its_feed() -> None:
    nodes = build(COUNTS, [], [], FEEDS)
    assert [node.title for node in nodes if node.kind == "folder"] == ["Ports", "Sur"]


def test_what_a_row_is_does_not_hang_on_counts() -> None:
    before = build(COUNTS, [], FOLDERS, FEEDS)
    after = build(
        {**COUNTS, "unread": 0}, [], FOLDERS, [Feed(1, "https://a.example", "Fanal", folder=("Ports",))]
    )
    assert {node.key for node in after} <= {node.key for node in before}
