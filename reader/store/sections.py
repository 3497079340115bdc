"""What the person set for a whole section: kept by its path, and carried into the settings of each source in it.

A source's settings name under "section" those that it has from its section; what the person sets of the source itself
goes before, and stays where the section's changes.
"""

from __future__ import annotations

import json
from typing import Any

from reader.model import Act
from reader.store import folders, journal, states
from reader.store.database import Database
from reader.store.feedsettings import Setting, WrongSetting
from reader.store.feedsettings import read as read_setting
from reader.store.feedsettings import shown as shown_setting
from reader.words import N_

FOR_SOURCES = ("interval", "view", "ahead", "important", "quota", "keep", "language", "direction")
"""Settings of a section that its sources take over."""
ORDERS = ("date", "seen", "feed", "title", "length", "story", "river")
ORDER = Setting(N_("its list is in this order"), f"{', '.join(ORDERS)}; auto", str)
MARK = "section"
"""The setting of a source that lists those which it has from its section."""

Path = tuple[str, ...]


def read(name: str, text: str) -> Any:
    """The value of setting `name` of a section that `text` writes; None takes it away. Raises `WrongSetting`."""
    if name == "order":
        chosen = text.strip().casefold()
        if chosen not in (*ORDERS, "auto", ""):
            raise WrongSetting(f"order is {ORDER.values}, not “{text[:40]}”.")
        return chosen if chosen in ORDERS else None
    if name not in FOR_SOURCES:
        raise WrongSetting(f"A section has no setting “{name}”: there are order, {', '.join(FOR_SOURCES)}.")
    return read_setting(name, text)


def settings_of(db: Database, path: Path) -> dict[str, Any]:
    """What is set for this very section."""
    return _loaded(db.value("SELECT settings FROM section WHERE path = ?", (_key(path),)))


def whole(db: Database, path: Path) -> dict[str, Any]:
    """What holds for the sources in a section: what is set for it, else for the one around it."""
    found: dict[str, Any] = {}
    for depth in range(1, len(path) + 1):
        found |= settings_of(db, path[:depth])
    return {name: value for name, value in found.items() if name in FOR_SOURCES}


def inherit(kept: dict[str, Any], from_section: dict[str, Any]) -> dict[str, Any]:
    """The settings of a source, with those of its section where it has none of its own."""
    before = kept.get(MARK, [])
    own = {name: value for name, value in kept.items() if name != MARK and name not in before}
    taken = {name: value for name, value in from_section.items() if name not in own}
    return {**own, **taken, **({MARK: sorted(taken)} if taken else {})}


def own_now(kept: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The same after the person set `names` of the source itself."""
    left = [name for name in kept.get(MARK, []) if name not in names]
    return {name: value for name, value in kept.items() if name != MARK} | ({MARK: left} if left else {})


def set_settings(db: Database, path: Path, now: int | None = None, **changes: Any) -> Act:
    """Change settings of a section by name, and with them those of its sources; None takes one away. One act."""
    now = db.now() if now is None else now
    with db.write(act=True):
        before, after = change(db, path, {**settings_of(db, path), **changes}, now)
        act = journal.begin(db, "settings", now)
        text = f"Changed {', '.join(changes)} of {' / '.join(path)}"
        return journal.finish(db, act, text, len(after), before, after)


def change(
    db: Database, path: Path, settings: dict[str, Any], now: int
) -> tuple[list[states.State], list[states.State]]:
    """Give a section these settings, and those to its sources: the states before and after. Inside a write."""
    kept = {name: value for name, value in sorted(settings.items()) if value is not None}
    row_id = db.value("SELECT id FROM section WHERE path = ?", (_key(path),))
    row_id = int(row_id or 1 + int(db.value("SELECT coalesce(max(id), 0) FROM section")))
    before: list[states.State] = [_of_section(db, row_id)]
    after: list[states.State] = [
        {"section": row_id, "row": {"path": _key(path), "settings": json.dumps(kept)}}
    ]
    states.bring_back(db, after[0], 0, now)
    for feed_id, place, text in _feeds(db, path):
        wanted = json.dumps(dict(sorted(inherit(_loaded(text), whole(db, place)).items())))
        if wanted != text:
            before.append({"feed": feed_id, "settings": text})
            after.append({"feed": feed_id, "settings": wanted})
            states.bring_back(db, after[-1], 0, now)
    return before, after


def all_settings(db: Database) -> dict[Path, dict[str, Any]]:
    """What is set for sections, by their paths, in their order."""
    rows = db.rows("SELECT path, settings FROM section ORDER BY path")
    return {tuple(json.loads(str(path))): _loaded(text) for path, text in rows}


def shown(name: str, value: Any) -> str:
    """The value of a section's setting as `read` takes it."""
    return str(value) if name == "order" else shown_setting(name, value)


def _of_section(db: Database, row_id: int) -> states.State:
    row = db.row("SELECT path, settings FROM section WHERE id = ?", (row_id,))
    return {"section": row_id, "row": None if row is None else {"path": row[0], "settings": row[1]}}


def _feeds(db: Database, path: Path) -> list[tuple[int, Path, str]]:
    """The sources in a section and below it: id, folder, settings."""
    named = folders.paths(db)
    inside = [place for place, one in named.items() if place and one[: len(path)] == path]
    rows = db.rows(
        "SELECT id, folder, settings FROM feed WHERE removed_at IS NULL AND folder IN (SELECT value FROM json_each(?))",
        (json.dumps(inside),),
    )
    return [(int(feed_id), named[int(place)], str(text)) for feed_id, place, text in rows]


def _key(path: Path) -> str:
    return json.dumps(list(path), ensure_ascii=False)


def _loaded(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(str(text or "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
