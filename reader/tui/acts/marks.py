"""Marks: read, star, later, tags, hidden; and taking steps back."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.words import _, retold


class Marks(Target):
    """The commands of the group "mark". Every one of them is a step of the journal."""

    def read_toggle(self) -> None:
        """Read or unread; of a row that stands for many, all of them."""
        held, view = self.screen.row, self.screen.headlines.view
        if held is not None:
            ids = view.behind(held.id) if held.more and view is not None else [held.id]
            self.screen.did(self.newsroom.mark(ids, read=not held.read, bulk=held.more > 0))

    def star(self) -> None:
        """A star, or none."""
        held = self.screen.current
        if held is not None:
            self.screen.did(self.newsroom.mark([held.id], starred=not held.starred))

    def later(self) -> None:
        """For later, or not."""
        held = self.screen.current
        if held is not None:
            self.screen.did(self.newsroom.mark([held.id], later=not held.later))

    def hide(self) -> None:
        """Out of every list; the step back brings it again."""
        held = self.screen.current
        if held is not None:
            self.screen.did(self.newsroom.mark([held.id], hidden=True))
            self.screen.headlines.renew()

    def tag(self, name: str) -> None:
        """A tag on the headline."""
        held = self.screen.current
        if held is not None and name.strip():
            self.screen.did(self.newsroom.tag([held.id], name.strip()))

    def untag(self, name: str) -> None:
        """A tag off the headline."""
        held = self.screen.current
        if held is not None and name.strip():
            self.screen.did(self.newsroom.untag([held.id], name.strip()))

    def read_below(self) -> None:
        """The headline under the cursor and all below it."""
        headlines = self.screen.headlines
        self._read_rows(headlines.cursor, headlines.row_count)

    def read_above(self) -> None:
        """The headline under the cursor and all above it."""
        self._read_rows(0, self.screen.headlines.cursor + 1)

    def _read_rows(self, start: int, end: int) -> None:
        ids = self.screen.headlines.ids_between(start, end)
        if ids:
            self.screen.did(self.newsroom.mark(ids, read=True, bulk=len(ids) > 1))

    def read_view(self, query: str = "") -> None:
        """Exactly what the list holds, or what the query finds now, nothing that came meanwhile."""
        view = self.newsroom.view(query) if query.strip() else self.screen.headlines.view
        if view is not None:
            self.screen.did(self.newsroom.mark_view(view))

    def undo(self, count: int) -> None:
        """The last step, or the last `count`."""
        acts = [act for act in (self.newsroom.undo() for _ in range(max(1, count))) if act is not None]
        if acts:
            self.screen.did(acts[-1], said=_("Taken back: {what}").format(what=retold(acts[-1].text)))
            self.screen.renew_after_undo()
        else:
            self.screen.say(_("There is nothing to take back."))

    def redo(self) -> None:
        """What was last taken back."""
        act = self.newsroom.redo()
        if act is None:
            self.screen.say(_("There is nothing to do again."))
        else:
            self.screen.did(act, said=_("Done again: {what}").format(what=retold(act.text)))
            self.screen.renew_after_undo()
