"""Rules: a query, and what is done with new entries that it finds. Mutes are rules that hide, for a while or for ever.

A rule is tried on what is stored before it is switched on; it acts by itself on entries that come later, once their text
can be searched. Every change of a rule is an act of the journal, and so is every run.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reader.model import Act
from reader.store import journal, markstate, states, unruled
from reader.store.database import Database
from reader.store.errors import StoreError
from reader.store.listed import Listed
from reader.store.query import Plan, QueryError, StoreLookup, compile_query, parse
from reader.store.query.functions import SlowPattern
from reader.store.river import chosen_in_bulk
from reader.text.fold import fold

ACTS = ("read", "star", "later", "hide", "notify")
"""What a rule can do, beside "tag:NAME"."""

AT_ONCE = 1_000
"""New entries that are looked at in one transaction."""

MAX_NAME = 100

_COLUMNS = {"read": "read_at", "star": "starred_at", "later": "later_at", "hide": "hidden_at"}
_WORDS = {"read": "marked as read", "star": "starred", "later": "kept for later", "hide": "hid"}

log = logging.getLogger(__name__)


class NoSuchRule(StoreError):
    """There is no such rule, or it cannot be as it was asked for. Its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`acts` are words of `ACTS` and "tag:NAME". `until` is when it ends by itself, None for never."""

    id: int
    name: str
    query: str
    acts: tuple[str, ...]
    active: bool = False
    mute: bool = False
    until: int | None = None

    def stands(self, now: int) -> bool:
        """Whether it acts at `now`."""
        return self.active and (self.until is None or self.until > now)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found among new entries, newest first."""

    rule: Rule
    ids: tuple[int, ...]


def all_rules(db: Database) -> list[Rule]:
    """Every rule in the order in which they act: as they were made."""
    return [_rule(row) for row in db.rows(f"SELECT {_ROW} FROM rule ORDER BY id")]


def find(db: Database, which: str) -> Rule:
    """By its name in either case, or its number. Raises `NoSuchRule`."""
    kept = all_rules(db)
    wanted = fold(which.strip())
    found = next((one for one in kept if wanted in (fold(one.name), str(one.id))), None)
    if found is None:
        raise NoSuchRule(f"There is no rule {which}: “telex rules” lists those there are.")
    return found


def add(
    db: Database, name: str, query: str, acts: Sequence[str], *, active: bool = False, now: int | None = None
) -> Act:
    """A new rule, switched off unless `active`. Raises `NoSuchRule` and `QueryError`."""
    now = db.now() if now is None else now
    row = _row(db, name, query, acts, now, active=active)
    with db.write(act=True):
        _refuse_double(db, row["name"])
        before = {"rule": _next(db), "row": None}
        return journal.note(
            db, "add-rule", f"Added the rule “{row['name']}”", before, {**before, "row": row}, now
        )


def change(
    db: Database,
    rule: Rule,
    *,
    name: str | None = None,
    query: str | None = None,
    acts: Sequence[str] | None = None,
    now: int | None = None,
) -> Act:
    """Another name, query or other acts. Raises `NoSuchRule` and `QueryError`."""
    now = db.now() if now is None else now
    row = _row(
        db,
        name or rule.name,
        query or rule.query,
        rule.acts if acts is None else acts,
        now,
        active=rule.active,
    )
    row |= {"mute": int(rule.mute), "until": rule.until}
    with db.write(act=True):
        if row["name"] != rule.name:
            _refuse_double(db, row["name"])
        before = states.row_of(db, "rule", rule.id)
        return journal.note(
            db, "change-rule", f"Changed the rule “{rule.name}”", before, {"rule": rule.id, "row": row}, now
        )


def switch(db: Database, rule: Rule, active: bool, now: int | None = None) -> Act:
    """Let it act on what comes, or not. One that had ended goes on without an end."""
    now = db.now() if now is None else now
    before = states.row_of(db, "rule", rule.id)
    until = None if active and not replace(rule, active=True).stands(now) else rule.until
    row = {**before["row"], "active": int(active), "until": until}
    text = f"Switched the rule “{rule.name}” {'on' if active else 'off'}"
    return journal.note(db, "switch-rule", text, before, {"rule": rule.id, "row": row}, now)


def remove(db: Database, rule: Rule, now: int | None = None) -> Act:
    """Forget it; what it did stays done."""
    now = db.now() if now is None else now
    before = states.row_of(db, "rule", rule.id)
    return journal.note(
        db, "remove-rule", f"Removed the rule “{rule.name}”", before, {"rule": rule.id, "row": None}, now
    )


def run(db: Database, rule: Rule, now: int | None = None) -> Act:
    """Do it to everything that is stored but entries of important sources, as one act of the person."""
    now = db.now() if now is None else now
    with db.write(act=True, rows=AT_ONCE + 9_000):
        return _do(db, rule, chosen_in_bulk(db, _matching(db, rule.query, now)), "rule-run", now)


def mute(db: Database, query: str, until: int | None = None, *, now: int | None = None) -> Act:
    """Hide what `query` finds now and what it will find, up to `until`. One act. Raises `QueryError`."""
    now = db.now() if now is None else now
    row = _row(db, f"Mute {query}", query, ("hide",), now, active=True)
    row |= {"mute": 1, "until": until}
    with db.write(act=True, rows=AT_ONCE + 9_000):
        known = db.row("SELECT id, query FROM rule WHERE name = ?", (row["name"],))
        if known is not None and known[1] != query:
            row["name"] = f"{row['name'][: MAX_NAME - 8]} {_next(db)}"
            known = None
        before = states.row_of(db, "rule", _next(db) if known is None else int(known[0]))
        after = {**before, "row": row}
        found = _matching(db, query, now)
        journal_id = journal.begin(db, "mute", now, columns=markstate.bits(("hidden_at",)))
        count = markstate.record(db, journal_id, *_members(found), "hidden_at IS NULL")
        markstate.assign(db, journal_id, {"hidden_at": True}, now)
        states.bring_back(db, after, journal_id, now)
        text = (
            f"Muted {query}: {count:,} entry is hidden"
            if count == 1
            else f"Muted {query}: {count:,} entries are hidden"
        )
        return journal.finish(db, journal_id, text, count, [before], [after])


def apply(db: Database, now: int, among: Sequence[int] | None = None) -> list[Hit]:
    """Let the rules act on new entries whose text can be searched by now (those of `among`); what each rule found."""
    hits: list[Hit] = []
    while unruled.ready(db, 1, among):
        with db.write():
            ready = unruled.ready(db, AT_ONCE, among)
            hits += [
                hit for rule in all_rules(db) if rule.stands(now) for hit in _apply(db, rule, ready, now)
            ]
            unruled.forget(db, ready)
    return hits


_IDS = "SELECT value FROM json_each(:ids)"


def _apply(db: Database, rule: Rule, ready: list[int], now: int) -> list[Hit]:
    try:
        found = _matching(db, rule.query, now, ready)
    except (QueryError, SlowPattern) as error:
        log.warning("the rule “%s” was passed over: %s", rule.name, error)
        return []
    if not found:
        return []
    _do(db, rule, found, journal.BY_ITSELF, now)
    return [Hit(rule, tuple(found))]


def _matching(db: Database, query: str, now: int, among: list[int] | None = None) -> list[int]:
    """The entries in lists that `query` finds, newest first; only those of `among`."""
    plan = compile_query(parse(query), StoreLookup(db), now=now)
    if among is not None:
        plan = _narrowed(plan, among)
    found = Listed(db, plan)
    return found.ids(0, found.count)


def _narrowed(plan: Plan, among: list[int]) -> Plan:
    """`plan` for a few entries that lie together: the full-text index is asked for their stretch alone."""
    where = f"({plan.where}) AND l.entry_id IN (SELECT value FROM json_each(?))"
    params = (*plan.params, json.dumps(among))
    if plan.match:
        where += " AND search.rowid BETWEEN ? AND ?"
        params = (*params, min(among), max(among))
    return replace(plan, where=where, params=params, limit=None, order="", reverse=False)


def _do(db: Database, rule: Rule, ids: list[int], kind: str, now: int) -> Act:
    """The acts of `rule` on entries, as one act; only what they change is noted. Inside a write."""
    wishes = {_COLUMNS[act]: True for act in rule.acts if act in _COLUMNS}
    tags = [act.partition(":")[2] for act in rule.acts if act.startswith("tag:")]
    lacking = {tag: _lacking(db, tag, ids) for tag in tags}
    changes = " OR ".join(
        [f"{column} IS NULL" for column in wishes]
        + [f"entry_id IN (SELECT value FROM json_each(:lack{place}))" for place in range(len(tags))]
    )
    sql, params = _members(ids)
    params |= {f"lack{place}": json.dumps(lacking[tag]) for place, tag in enumerate(tags)}
    if not changes or not markstate.any_of(db, sql, params, changes):
        return Act(0, now, "none", "Nothing was changed", 0)
    journal_id = journal.begin(db, kind, now, columns=markstate.bits(wishes))
    count = markstate.record(db, journal_id, sql, params, changes)
    if wishes:
        markstate.assign(db, journal_id, wishes, now)
    after: list[states.State] = [{"tag": tag, "on": True, "ids": lacking[tag]} for tag in tags]
    for state in after:
        states.bring_back(db, state, journal_id, now)
    before = [{**state, "on": False} for state in after]
    return journal.finish(db, journal_id, f"Rule “{rule.name}” {_did(rule, count)}", count, before, after)


def _did(rule: Rule, count: int) -> str:
    parts = [_WORDS[act] for act in rule.acts if act in _WORDS]
    parts += [f"tagged with {act.partition(':')[2]}" for act in rule.acts if act.startswith("tag:")]
    return f"{' and '.join(parts)}: {count:,} {'entry' if count == 1 else 'entries'}"


def _lacking(db: Database, tag: str, ids: list[int]) -> list[int]:
    rows = db.rows(
        f"SELECT e.id FROM entry e WHERE e.id IN ({_IDS}) AND NOT EXISTS (SELECT 1 FROM mark_tag m "
        "JOIN tag t ON t.id = m.tag_id WHERE m.key = e.key AND t.name = :tag)",
        {"ids": json.dumps(ids), "tag": tag},
    )
    return [int(row[0]) for row in rows]


def _members(ids: list[int]) -> tuple[str, dict[str, Any]]:
    return _IDS, {"ids": json.dumps(ids)}


def _row(
    db: Database, name: str, query: str, acts: Sequence[str], now: int, *, active: bool
) -> dict[str, Any]:
    """A row of the table, checked."""
    name = " ".join(name.split())[:MAX_NAME]
    if not name:
        raise NoSuchRule("A rule needs a name.")
    tree = parse(query)
    if tree.root is None:
        raise NoSuchRule("A rule needs a query: without one it would find everything.")
    compile_query(tree, StoreLookup(db), now=now)
    if not acts:
        raise NoSuchRule(f"A rule does something: {', '.join(ACTS)} or tag:NAME.")
    wrong = [act for act in acts if act not in ACTS and not (act.startswith("tag:") and act[4:].strip())]
    if wrong:
        raise NoSuchRule(f"A rule cannot “{wrong[0]}”: it can {', '.join(ACTS)} and tag:NAME.")
    return {
        "name": name,
        "query": query,
        "acts": json.dumps(list(dict.fromkeys(acts)), ensure_ascii=False),
        "active": int(active),
        "mute": 0,
        "until": None,
    }


def _refuse_double(db: Database, name: str) -> None:
    if db.value("SELECT 1 FROM rule WHERE name = ?", (name,)) is not None:
        raise NoSuchRule(f"There is a rule “{name}” already.")


def _next(db: Database) -> int:
    return 1 + int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'rule'") or 0)


_ROW = "id, name, query, acts, active, mute, until"


def _rule(row: tuple[Any, ...]) -> Rule:
    try:
        acts = tuple(str(act) for act in json.loads(row[3]))
    except (ValueError, TypeError):
        acts = ()
    return Rule(int(row[0]), str(row[1]), str(row[2]), acts, bool(row[4]), bool(row[5]), row[6])
