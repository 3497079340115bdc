"""Whether the rows of a query can be found from the first on, and how many there may be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.store.database import Database
from reader.store.orders import ORDERS
from reader.store.query.compile import EVER, IN_SEARCH
from reader.store.scope import MERGED, Scope

if TYPE_CHECKING:
    from reader.store.query import Plan

SORTED = ("feed", "story", *ORDERS)
"""Orders that dates have little to do with."""

_FEEDS = 100
"""So many sources are asked at once how much they have."""


def walkable(plan: Plan) -> bool:
    """Whether rows of `plan` can be found from the first on: none hidden, each condition known of an entry at once, and in an
    order that something is walked in.
    """
    costly = "telex_regex" in plan.where or (IN_SEARCH in plan.where and _begins_words(plan))
    if plan.limit is not None or plan.hidden or costly:
        return False
    match plan.order:
        case "river":
            return not plan.reverse
        case "seen":
            wide = plan.feeds is None or len(plan.feeds) > MERGED
            return wide and plan.tags is None and plan.state in ("", "unread")
        case order:
            return order in ("", "date", *SORTED)


def begun(plan: Plan) -> bool:
    """Whether the rows of `plan`, which says how many, are sooner found by walking than by sorting all."""
    in_order = plan.order in (*SORTED, "river")
    return plan.limit is not None and in_order and walkable(replace(plan, limit=None))


def size_of(db: Database, plan: Plan, most: int) -> int:
    """How many entries are where `plan` looks, going by each of its conditions that an index is for; `most` for more."""
    scope = Scope(plan.state)
    places = []
    if plan.tags is not None:
        places.append(f"tagged WHERE tag_id IN ({','.join(map(str, plan.tags))})")
    if plan.span != EVER:
        low, high = plan.span
        places.append(f"{Scope().indexed()} WHERE {Scope().holds()} AND at >= {low} AND at < {high}")
    if plan.state or not places:
        places.append(f"{scope.indexed()} WHERE {scope.holds()}")
    least = min(int(db.value(f"SELECT count(*) FROM (SELECT 1 FROM {one} LIMIT {most})")) for one in places)
    if plan.feeds is None:
        return least
    found = 0
    for start in range(0, len(plan.feeds), _FEEDS):
        some = ",".join(map(str, plan.feeds[start : start + _FEEDS]))
        sql = "SELECT coalesce(sum(total), 0) FROM feed INDEXED BY feed_counted WHERE removed_at IS NULL AND id IN"
        found += int(db.value(f"{sql} ({some})"))
        if found >= least:
            break
    return min(found, least)


def _begins_words(plan: Plan) -> bool:
    return any(isinstance(one, str) and "*" in one for one in plan.params)
