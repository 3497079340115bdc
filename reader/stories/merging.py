"""The joins of one run as a forest: each new entry hangs on the member that it is most like, until a proposal rehangs it.

Stories that were kept before the run are never merged with each other, so that no open list changes: what hangs together
since this run may move to another story as a whole.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.stories.group import Grouper, Reason


class Forest:
    """`hang` what grouping found, `propose` what another language says, and take the `joins` in an order that can be stored."""

    def __init__(self, grouper: Grouper) -> None:
        self._grouper = grouper
        self._reasons: dict[str, Reason] = {}

    def hang(self, item: str, reason: Reason) -> None:
        """`item` joined by `reason`."""
        self._reasons[item] = reason

    def propose(self, item: str, reason: Reason, kept: Callable[[str], bool]) -> bool:
        """Make one story of those of `item` and of its near one, unless both were `kept` before or may not meet."""
        own, other = self._grouper.story_of(item), self._grouper.story_of(reason.near)
        if own is None or other is None or own == other or not self._grouper.may_merge(own, other):
            return False
        if not kept(own):
            self._rehang(item, reason)
            self._grouper.merge(own, other)
        elif not kept(other):
            self._rehang(reason.near, Reason(reason.kind, item, reason.score, reason.words))
            self._grouper.merge(other, own)
        else:
            return False
        return True

    def joins(self) -> list[tuple[str, Reason]]:
        """Each item with its reason, after the one that it hangs on."""
        depths: dict[str, int] = {}

        def depth(item: str) -> int:
            path = []
            while item not in depths and item in self._reasons:
                path.append(item)
                item = self._reasons[item].near
            below = depths.get(item, 0)
            for one in reversed(path):
                below += 1
                depths[one] = below
            return below

        return sorted(self._reasons.items(), key=lambda pair: depth(pair[0]))

    def _rehang(self, item: str, reason: Reason) -> None:
        """Let `item` hang by `reason`, and turn the way from it to its root round."""
        while True:
            before = self._reasons.get(item)
            self._reasons[item] = reason
            if before is None:
                return
            item, reason = before.near, Reason(before.kind, item, before.score, before.words)
