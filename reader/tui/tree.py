"""The rows of the sources pane: standing lists, saved queries, folders and feeds, with what is unread in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reader.model import Feed, Folder
from reader.words import N_, _, pgettext


@dataclass(frozen=True, slots=True)
class Node:
    """One row. `kind` is "list", "saved", "folder", "feed", "head" or "gap"; the last two cannot be chosen.

    `count` is what is unread (for starred and later: how many there are); `query` what the row shows, `note` a word of
    trouble ("error", "paused"), `feed` the feed's id or 0, `saved` that of a saved search or 0.
    """

    kind: str
    title: str = ""
    query: str = ""
    count: int = 0
    depth: int = 0
    feed: int = 0
    folded: bool = False
    note: str = ""
    path: tuple[str, ...] = ()
    saved: int = 0

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What a row is, however its count, title or order changes."""
        query = "" if self.kind == "folder" else self.query  # which holds its order, too
        return (self.kind, str(self.saved) if self.saved else query, self.path)


ALL = Node("list", N_("All"))
UNREAD = Node("list", N_("Unread"), "is:unread")
STARRED = Node("list", N_("Starred"), "is:starred")
LATER = Node("list", N_("Later"), "is:later")


def build(
    counts: Mapping[str, int],
    saved: Iterable[Node],
    folders: Iterable[Folder],
    feeds: Iterable[Feed],
    folded: frozenset[tuple[str, ...]] = frozenset(),
) -> list[Node]:
    """All rows, top to bottom, but for sources that the person hid. `saved` holds those of the saved searches; `folded` the paths of closed folders."""
    nodes = [
        Node(node.kind, _(node.title), node.query, counts.get(name, 0))
        for name, node in (("total", ALL), ("unread", UNREAD), ("starred", STARRED), ("later", LATER))
    ]
    queries = list(saved)
    if queries:
        nodes += [Node("gap"), Node("head", _("Saved")), *queries]
    by_folder: dict[tuple[str, ...], list[Feed]] = {}
    for feed in feeds:
        for path in () if feed.hidden else dict.fromkeys((feed.folder, *feed.sections)):
            by_folder.setdefault(path, []).append(feed)
    known = {folder.path: folder for folder in folders}
    for path in by_folder:
        for depth in range(1, len(path) + 1):
            known.setdefault(path[:depth], Folder(0, path[:depth]))
    if by_folder or known:
        nodes += [Node("gap")]
        nodes += _branch((), known, by_folder, folded)
    return nodes


def _query_of(folder: Folder) -> str:
    if not folder.id:
        return f'folder:"{folder.path[-1]}"'
    return f"folder:{folder.id}" + (f" sort:{folder.order}" if folder.order not in ("", "date") else "")


def _branch(
    path: tuple[str, ...],
    folders: Mapping[tuple[str, ...], Folder],
    feeds: Mapping[tuple[str, ...], list[Feed]],
    folded: frozenset[tuple[str, ...]],
) -> list[Node]:
    depth = len(path)
    nodes: list[Node] = []
    for child, folder in folders.items():
        if len(child) != depth + 1 or child[:depth] != path:
            continue
        closed = child in folded
        inside = _branch(child, folders, feeds, folded)
        within = (some for where, some in feeds.items() if where[: depth + 1] == child)
        unread = sum({feed.id: feed.unread for some in within for feed in some}.values())
        nodes.append(Node("folder", child[-1], _query_of(folder), unread, depth, folded=closed, path=child))
        if not closed:
            nodes += inside
    for feed in feeds.get(path, ()):
        note = (
            "paused"
            if feed.paused
            else feed.status
            if feed.status in ("error", "gone", "held", "suspect")
            else ""
        )
        nodes.append(
            Node(
                "feed",
                feed.name,
                f"feed:{feed.id}",
                feed.unread,
                depth,
                feed.id,
                note=note and pgettext("source", note),
                path=path,
            )
        )
    return nodes
