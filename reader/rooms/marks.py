"""What a person does with entries, and the journal that takes any of it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.rooms.base import Room

if TYPE_CHECKING:
    from reader.model import Act
    from reader.store.windows import View


class Marks(Room):
    """What a person does with entries, and the journal that takes any of it back."""

    def mark(
        self,
        ids: Sequence[int],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        later: bool | None = None,
        hidden: bool | None = None,
        bulk: bool = False,
    ) -> Act:
        """Set marks; `bulk` leaves important sources alone; what is marked read is read with the other copies of its story, as the settings say."""
        from reader.store import marks

        return marks.mark(
            self._db,
            ids,
            read=read,
            starred=starred,
            later=later,
            hidden=hidden,
            now=self.now(),
            reach=self.settings.stories.read,
            bulk=bulk,
        )

    def mark_view(
        self,
        view: View,
        *,
        read: bool | None = True,
        starred: bool | None = None,
        later: bool | None = None,
        hidden: bool | None = None,
    ) -> Act:
        """Mark exactly the entries that `view` holds, not those that came since, and their copies as the settings say."""
        from reader.store import marks

        return marks.mark_view(
            self._db,
            view,
            read=read,
            starred=starred,
            later=later,
            hidden=hidden,
            now=self.now(),
            reach=self.settings.stories.read,
        )

    def turn_later(self, ids: Sequence[int]) -> Act:
        """Keep for later what was not kept, and no longer what was, in one step."""
        from reader.store import marks

        return marks.turn_later(self._db, ids, self.now())

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of entries in lists that bear it."""
        from reader.store import marks

        return marks.tags(self._db)

    def tag(self, ids: Sequence[int], name: str, *, bulk: bool = False) -> Act:
        from reader.store import marks

        return marks.tag(self._db, ids, name, now=self.now(), bulk=bulk)

    def untag(self, ids: Sequence[int], name: str, *, bulk: bool = False) -> Act:
        from reader.store import marks

        return marks.untag(self._db, ids, name, now=self.now(), bulk=bulk)

    def join(self, ids: Sequence[int]) -> Act:
        """Make one story of the stories of these entries, for good."""
        from reader.store import byhand

        return byhand.join(self._db, ids, self.now(), self.settings.languages)

    def split(self, entry_id: int) -> Act:
        """Take an entry out of its story, for good."""
        from reader.store import byhand

        return byhand.split(self._db, entry_id, self.now())

    def undo(self) -> Act | None:
        """Take back the newest act that stands."""
        from reader.store import journal

        return journal.undo(self._db, self.now())

    def redo(self) -> Act | None:
        from reader.store import journal

        return journal.redo(self._db, self.now())

    def undo_step(self, step: int) -> Act | None:
        """Take back just this step; None where later ones changed the same (`dependants`), or it does not stand."""
        from reader.store import journal

        return journal.undo_step(self._db, step, self.now())

    def undo_since(self, step: int) -> list[Act]:
        """Take back this step and all after it, newest first."""
        from reader.store import journal

        return journal.undo_since(self._db, step, self.now())

    def step(self, step: int) -> Act | None:
        """The step of this number."""
        from reader.store import journal

        return journal.step(self._db, step)

    def dependants(self, step: int) -> list[int]:
        """The steps that stand and were built on this one."""
        from reader.store import dependence

        return dependence.dependants(self._db, step)

    def later_steps(self, step: int) -> list[int]:
        """All steps after this one that stand."""
        from reader.store import dependence

        return dependence.later(self._db, step)

    def steps(self, limit: int = 100) -> list[Act]:
        from reader.store import journal

        return journal.steps(self._db, limit)
