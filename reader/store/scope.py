"""The lists that have an index of their own: which rows of `listing` they hold, as SQL in their order.

Statements name the index they walk, so that the planner cannot choose a sort instead. Every SELECT here yields
(at, entry_id), newest first, or oldest first where it walks backwards.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

MERGED = 96
"""Up to this many feeds are merged from their own indexes; with more, the index of everything is filtered."""

SPELLED = 8
"""Up to this many feeds stand in a statement by their ids wherever it needs them; more are looked up in temp.chosen."""

Key = tuple[int, int]

_STATES = {
    "": "{0}hidden_at IS NULL",
    "unread": "{0}read_at IS NULL AND {0}hidden_at IS NULL",
    "starred": "{0}starred_at IS NOT NULL AND {0}hidden_at IS NULL",
    "later": "{0}later_at IS NOT NULL AND {0}hidden_at IS NULL",
}
_WIDE = {"": "listing_at", "unread": "listing_unread", "starred": "listing_starred", "later": "listing_later"}
_NARROW = {"": "listing_feed", "unread": "listing_feed_unread"}

_ELSEWHERE = {"tag", "untag", "rename", "move"}
_APART = {
    "": {"read", "unread", "star", "unstar", "later", "not-later"} | _ELSEWHERE,
    "unread": {"star", "unstar", "later", "not-later"} | _ELSEWHERE,
    "starred": {"read", "unread", "later", "not-later"} | _ELSEWHERE,
    "later": {"read", "unread", "star", "unstar"} | _ELSEWHERE,
}
"""Acts that move no row into or out of a state."""


class Scope(Struct, frozen=True):
    """`state` is "", "unread", "starred" or "later"; `feeds` None is all of them; `reverse` is oldest first.

    `folded`: of a story's copies that are held only the best one is a row.
    """

    state: str = ""
    feeds: tuple[int, ...] | None = None
    reverse: bool = False
    folded: bool = False

    def holds(self, alias: str = "") -> str:
        """The condition on the marks of a row; `alias` ends in "."."""
        return _STATES[self.state].format(alias)

    def held(self, alias: str, *, kept: bool, barred: bool) -> str:
        """The same as it was when view :view opened."""
        held = self.holds(alias)
        if barred:
            held += (
                " AND NOT EXISTS (SELECT 1 FROM temp.barred b WHERE b.view = :view "
                f"AND b.entry_id = {alias}entry_id)"
            )
        if kept:
            held = (
                f"({held} OR EXISTS (SELECT 1 FROM temp.kept k WHERE k.view = :view "
                f"AND k.at = {alias}at AND k.entry_id = {alias}entry_id))"
            )
        return held

    @property
    def many(self) -> bool:
        """Whether the feeds are so many that they are looked up in temp.chosen, under :view."""
        return self.feeds is not None and len(self.feeds) > (SPELLED if self.folded else MERGED)

    def among(self, alias: str = "") -> str:
        """The condition on the feed of a row."""
        if self.feeds is None:
            return "1"
        if self.many:
            return f"EXISTS (SELECT 1 FROM temp.chosen c WHERE c.view = :view AND c.feed_id = {alias or 'listing.'}feed_id)"
        return f"{alias}feed_id IN ({','.join(map(str, self.feeds))})"

    def touches(self, kind: str) -> bool:
        """Whether an act of `kind` may change which rows are held."""
        return kind not in _APART[self.state]

    def select(
        self,
        *,
        after: bool = False,
        since: bool = False,
        back: bool = False,
        kept: bool = False,
        barred: bool = False,
        under: str = "",
        single: bool = False,
        each: bool = False,
    ) -> str:
        """The rows up to :max, without LIMIT. Those that meet `under` (see there) are left out.

        `after`: only those from :at, :id on, itself included; `since`: only those before :to_at, :to_id.
        `back` walks the other way. `kept` adds the rows that view :view holds on to, `barred` leaves out those that
        came into the state since it opened. `single`: only those of the feed :feed. `each`: by the
        indexes of the feeds that stand in temp.chosen, as `Stretches` needs it.
        """
        down = self.reverse == back
        bounds = ""
        if after:
            bounds += f" AND (at, entry_id) {'<=' if down else '>='} (:at, :id)"
        if since:
            bounds += f" AND (at, entry_id) {'>' if down else '<'} (:to_at, :to_id)"
        out = " AND NOT EXISTS (SELECT 1 FROM temp.barred b WHERE b.view = :view AND b.entry_id = listing.entry_id)"
        if each:
            walks = [(f"{_NARROW[self.state]} ON listing.feed_id = c.feed_id", "c.view = :view")]
        elif single:
            walks = [(_NARROW[self.state], "feed_id = :feed")]
        else:
            walks = self._walks()
        arms = [
            f"SELECT at, entry_id FROM {'temp.chosen c CROSS JOIN ' if each else ''}listing INDEXED BY {index} WHERE {self.holds()} AND {feeds} "
            f"AND entry_id <= :max{bounds}{out if barred else ''}{under and f' AND NOT ({under})'}"
            for index, feeds in walks
        ]
        if kept:
            own = "EXISTS (SELECT 1 FROM listing WHERE listing.entry_id = kept.entry_id AND feed_id = :feed)"
            arms.append(
                f"SELECT at, entry_id FROM temp.kept WHERE view = :view{bounds}{_not_kept_under(under)}"
                f"{f' AND {own}' if single else ''}"
            )
        way = "DESC" if down else "ASC"
        return " UNION ALL ".join(arms) + f" ORDER BY 1 {way}, 2 {way}"

    def head(self, *, down: bool, kept: bool = False) -> str:
        """The SQL of when the first row from :at, :id on stands, or one before it that came since, by the feeds in temp.chosen."""
        way, beyond, first = ("DESC", "<=", "max") if down else ("ASC", ">=", "min")
        bounds = f"(at, entry_id) {beyond} (:at, :id)"
        newest = (
            f"SELECT (SELECT at FROM listing INDEXED BY {_NARROW[self.state]} WHERE listing.feed_id = c.feed_id "
            f"AND {self.holds()} AND {bounds} ORDER BY at {way}, entry_id {way} LIMIT 1) AS at FROM temp.chosen c WHERE c.view = :view"
        )
        if kept:
            newest += f" UNION ALL SELECT {first}(at) FROM temp.kept WHERE view = :view AND {bounds}"
        return f"SELECT {first}(at) FROM ({newest})"

    def under(self, *, kept: bool = False, barred: bool = False, apart: str = "0") -> str:
        """The condition on a row of `listing` that a better copy of its story is held too, by what was known at :stamp.

        `apart` is the condition on rows that are shown beside their story's all the same.
        """
        held = self.held("m.", kept=kept, barred=barred)
        return (
            f"listing.story <> 0 AND listing.stamp <= :stamp AND NOT ({apart}) AND EXISTS ("
            "SELECT 1 FROM listing m INDEXED BY listing_story WHERE m.story = listing.story AND m.story <> 0 "
            "AND m.place >= listing.place AND (m.place > listing.place OR m.entry_id < listing.entry_id) "
            f"AND m.stamp <= :stamp AND m.entry_id <= :max AND {self.among('m.')} AND {held})"
        )

    def doubled(self, *, kept: bool = False, barred: bool = False) -> str:
        """The SQL of how many rows folding leaves out, of the stories from :first to :last."""
        return (
            "SELECT count(*) - count(DISTINCT story) FROM listing INDEXED BY listing_story "
            "WHERE story <> 0 AND story BETWEEN :first AND :last AND stamp <= :stamp AND entry_id <= :max "
            f"AND {self.held('listing.', kept=kept, barred=barred)} AND {self.among()}"
        )

    def indexed(self) -> str:
        """`listing` by the index that holds the rows of the state, whatever their feeds."""
        return f"listing INDEXED BY {_WIDE[self.state]}"

    def counted(self) -> str | None:
        """The SQL of the kept count of this scope, or None where it must be counted."""
        if self.state not in ("", "unread"):
            return None
        column = "unread" if self.state else "total"
        if self.feeds is None:
            return f"SELECT value FROM counter WHERE name = '{column}'"
        chosen = ",".join(map(str, self.feeds))
        if self.many:
            chosen = "SELECT feed_id FROM temp.chosen WHERE view = :view"
        return f"SELECT coalesce(sum({column}), 0) FROM feed INDEXED BY feed_counted WHERE removed_at IS NULL AND id IN ({chosen})"

    def _walks(self) -> list[tuple[str, str]]:
        if self.feeds is not None and self.state in _NARROW and len(self.feeds) <= MERGED:
            return [(_NARROW[self.state], f"feed_id = {feed}") for feed in self.feeds]
        return [(_WIDE[self.state], self.among())]


def _not_kept_under(under: str) -> str:
    """The same for a row that is kept, whatever its marks are now."""
    if not under:
        return ""
    return f" AND NOT EXISTS (SELECT 1 FROM listing WHERE listing.entry_id = kept.entry_id AND {under})"


def bound(at: Key | None = None, to: Key | None = None, **more: Any) -> dict[str, Any]:
    """Parameters for `Scope.select`."""
    params = dict(more)
    if at is not None:
        params["at"], params["id"] = at
    if to is not None:
        params["to_at"], params["to_id"] = to
    return params
