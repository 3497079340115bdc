"""The steps that were taken, and taking any of them back."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.words import _, ngettext, retold


class Steps(Target):
    """Undo goes from the newest back; here a single step can be chosen."""

    def steps(self) -> None:
        """List them, newest first."""
        self.screen.menus.steps()

    def choose(self, value: str) -> None:
        """One step was chosen: take it back, alone where that is safe, else say what goes with it."""
        newsroom, screen = self.newsroom, self.screen
        act = newsroom.step(int(value))
        if act is None or act.undone:
            screen.say(_("This step is taken back already."))
            return
        later = newsroom.later_steps(act.id)
        built = newsroom.dependants(act.id)
        if not later:
            self._alone(act.id)
        else:
            screen.menus.take_back(act, len(later), len(built))

    def take_back(self, value: str) -> None:
        """`value` is "alone ID" or "since ID"."""
        how, step = value.partition(" ")[::2]
        if how == "alone":
            self._alone(int(step))
            return
        taken = self.newsroom.undo_since(int(step))
        if taken:
            what = retold(taken[-1].text)
            if len(taken) > 1:
                down = ngettext("{count} step, down to: {what}", "{count} steps, down to: {what}", len(taken))
                what = down.format(count=number(len(taken)), what=what)
            self.screen.did(taken[-1], said=_("Taken back: {what}").format(what=what))
            self.screen.renew_after_undo()

    def _alone(self, step: int) -> None:
        act = self.newsroom.undo_step(step)
        if act is None:
            self.screen.say(_("This step cannot go alone any more: a later one changed the same."))
            return
        self.screen.did(act, said=_("Taken back: {what}").format(what=retold(act.text)))
        self.screen.renew_after_undo()
