"""Marks by word and reach: `mark read below`, `mark star all`, `mark unread feed:faro date:<2d`."""

from __future__ import annotations

from collections.abc import Sequence

from reader.tui.acts.base import Target
from reader.words import _

MARKS: dict[str, tuple[str, bool]] = {
    "read": ("read", True),
    "unread": ("read", False),
    "star": ("starred", True),
    "unstar": ("starred", False),
    "later": ("later", True),
    "unlater": ("later", False),
    "hide": ("hidden", True),
}
"""Each word with the mark that it sets, and whether it sets it or takes it away."""

TURN = "turn-later"
"""For later what was not, and no longer what was."""

PLACES = ("here", "above", "below", "all")


class Marking(Target):
    """The command "mark". Each is one step of the journal."""

    def mark(self, text: str) -> None:
        """The first word is the mark; then a place, here where there is none, or a query."""
        word, rest = text.strip().partition(" ")[::2]
        rest = rest.strip() or "here"
        kind, tag = word.partition(":")[::2]
        if word not in MARKS and word != TURN and not (kind in ("tag", "untag") and tag):
            self.screen.say(
                _("A mark is {names}, {turn}, tag:NAME or untag:NAME.").format(
                    names=", ".join(MARKS), turn=TURN
                ),
                error=True,
            )
            return
        if rest == "all" and word in MARKS:
            view = self.screen.headlines.view
            if view is not None:
                name, on = MARKS[word]
                self.screen.did(self.newsroom.mark_view(view, **{"read": None, name: on}))
                self._settle(word)
            return
        ids = self._ids(rest)
        if not ids:
            self.screen.say(_("There is nothing to mark here."))
            return
        bulk = len(ids) > 1
        if word == TURN:
            act = self.newsroom.turn_later(ids)
        elif kind == "tag":
            act = self.newsroom.tag(ids, tag, bulk=bulk)
        elif kind == "untag":
            act = self.newsroom.untag(ids, tag, bulk=bulk)
        else:
            name, on = MARKS[word]
            act = self.newsroom.mark(ids, **{name: on}, bulk=bulk)
        self.screen.did(act)
        self._settle(word)

    def _settle(self, word: str) -> None:
        if word == "hide":
            self.screen.headlines.renew()
            self.screen.lists.retitle()

    def _ids(self, where: str) -> Sequence[int]:
        headlines = self.screen.headlines
        if where == "here":
            held = self.screen.current
            return [held.id] if held is not None else []
        if where == "above":
            return headlines.ids_between(0, headlines.cursor + 1)
        headlines.reach(None)
        if where == "below":
            return headlines.ids_between(headlines.cursor, headlines.row_count)
        view = headlines.view if where == "all" else self.newsroom.view(where)
        return view.ids(0, view.count) if view is not None else []
