"""Rules, mutes, and how much is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.rooms.base import Room

if TYPE_CHECKING:
    from reader.model import Act
    from reader.store.rules import Rule


class Rules(Room):
    """Rules, mutes, and how much is kept."""

    def rules(self) -> list[Rule]:
        from reader.store import rules

        return rules.all_rules(self._db)

    def rule(self, which: str) -> Rule:
        """By name or number. Raises `reader.store.rules.NoSuchRule`."""
        from reader.store import rules

        return rules.find(self._db, which)

    def add_rule(self, name: str, query: str, acts: Sequence[str], *, active: bool = False) -> Act:
        """Raises `NoSuchRule` and `QueryError`."""
        from reader.store import rules

        return rules.add(self._db, name, query, acts, active=active, now=self.now())

    def change_rule(
        self,
        rule: Rule,
        *,
        name: str | None = None,
        query: str | None = None,
        acts: Sequence[str] | None = None,
    ) -> Act:
        from reader.store import rules

        return rules.change(self._db, rule, name=name, query=query, acts=acts, now=self.now())

    def switch_rule(self, rule: Rule, active: bool) -> Act:
        from reader.store import rules

        return rules.switch(self._db, rule, active, self.now())

    def remove_rule(self, rule: Rule) -> Act:
        from reader.store import rules

        return rules.remove(self._db, rule, self.now())

    def run_rule(self, rule: Rule) -> Act:
        """Do it to everything that is stored, as one step."""
        from reader.store import rules

        return rules.run(self._db, rule, self.now())

    def mute(self, query: str, seconds: int | None = None) -> Act:
        """Hide what `query` finds, now and for so long; None is for ever."""
        from reader.store import rules

        now = self.now()
        return rules.mute(self._db, query, None if seconds is None else now + seconds, now=now)

    def limit_warning(self) -> str:
        """What will go within a day by a limit, in a sentence to show; "" where nothing will."""
        from reader.store import retention

        return retention.warning(self._db, self.now())

    def beyond_limits(self) -> tuple[list[int], str]:
        """The entries that are beyond a limit now, and why. Costs more than a moment in a large store."""
        from reader.store import retention

        return retention.expired(self._db, self.settings.keep.limits, self.now())

    def let_go(self, ids: Sequence[int]) -> int:
        """Let entries go for good, but for what the person kept. Cannot be taken back."""
        from reader.store import retention

        return retention.prune(self._db, list(ids))

    def compact(self) -> int:
        """Give free space back to the disk; how many bytes."""
        from reader.store import retention

        return retention.compact(self._db, self.now(), asked=True)
