"""For the plane: pack what a list shows, end that, and see only what can be read without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.limits import WrongLimits, read_limits, shown_size
from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.tui.scope import Scope
from reader.words import N_, _, ngettext, retold

if TYPE_CHECKING:
    from reader.engine.events import PackProgress

SIZE = "300MB"


class Offline(Target):
    """The commands of the group "offline"."""

    def pack(self, size: str = "") -> None:
        """Make everything in this list ready for offline, by rank, until `size` is reached."""
        screen = self.screen
        try:
            most = read_limits(size or SIZE).size
        except WrongLimits as error:
            screen.say(retold(str(error)), error=True)
            return
        if not most:
            screen.say(_("A size is needed, as 300MB."), error=True)
        elif not screen.telex.with_engine:
            screen.say(_("Pages cannot be fetched here: there is no engine."), error=True)
        else:
            query = screen.lists.scope.query
            screen.say(
                _("Packing what this list shows, {size} at most.").format(size=shown_size(most)),
                tail=self._way_out(),
            )
            screen.run_worker(self.newsroom.pack(query, most), group="pack")

    def stop(self) -> None:
        """Begin no more pages; what is packed stays."""
        self.screen.run_worker(self.newsroom.stop_pack(), group="pack")
        self.screen.say(_("Packing ends with what is under way."))

    def only(self) -> None:
        """What can be read without a network."""
        self.screen.lists.open(Scope("is:offline", N_("Offline")))

    def _way_out(self) -> str:
        return _("{key} ends it").format(key=self.screen.runner.key_of("pack-stop"))

    def packed(self, far: PackProgress) -> None:
        """The engine says how far it is."""
        screen = self.screen
        if not far.over:
            screen.show_busy(
                _("Packing {done} of {total} · {size}").format(
                    done=number(far.done), total=number(far.total), size=shown_size(far.bytes)
                )
            )
            return
        screen.show_busy("")
        parts = [
            _("{count} of {total} are ready for offline, {size}").format(
                count=number(far.ready), total=number(far.total), size=shown_size(far.bytes)
            )
        ]
        if far.failed:
            parts.append(
                ngettext(
                    "{count} has only what its feed gave",
                    "{count} have only what their feeds gave",
                    far.failed,
                ).format(count=number(far.failed))
            )
        if far.left:
            parts.append(
                ngettext("{count} was left", "{count} were left", far.left).format(count=number(far.left))
            )
        screen.say(" · ".join(parts))
