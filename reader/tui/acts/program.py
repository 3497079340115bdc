"""The program itself: palette, command line, help, log, quit."""

from __future__ import annotations

import os

from reader.tui.acts.base import Target
from reader.words import _, retold

_OF_A_TERMINAL = ("terminal", "locale", "colours", "widths")
"""What “telex doctor” measures on its own output, which is none of the screen's."""


class Program(Target):
    """The commands of the group "program"."""

    def palette(self) -> None:
        """Everything that makes sense now, found by a few letters."""
        self.screen.menus.palette()

    def command(self) -> None:
        """A command typed with its arguments."""
        runner = self.screen.runner
        self.screen.dialogs.ask(
            ":", done=lambda line: line.strip() and runner.run(line), complete=runner.complete
        )

    def help(self) -> None:
        """Every command with the person's own keys."""
        self.screen.menus.help()

    def log(self) -> None:
        """What was said so far."""
        self.screen.menus.log()

    def doctor(self) -> None:
        """Whether terminal, settings, store and engine are well."""
        self.screen.show_busy(_("Examining…"))
        self.screen.run_worker(self._examine(), group="doctor")

    async def _examine(self) -> None:
        import json

        try:
            _, out, complaint = await self.newsroom.apart("doctor", "--json")
            rows = [json.loads(line) for line in out.splitlines()]
            found = [row for row in rows if row["part"] not in _OF_A_TERMINAL]
        except (OSError, ValueError) as error:
            complaint, found = str(error).encode(), []
        self.screen.show_busy("")
        if found:
            self.screen.menus.findings([(one["part"], one["ok"], one["text"]) for one in found])
        else:
            said = complaint.decode("utf-8", "replace").strip().removeprefix("telex: ")
            self.screen.say(retold(said) or _("Nothing was found."), error=True)

    def settings_open(self) -> None:
        """The settings file in the person's editor, which has the terminal until it is left."""
        from reader.tui.editor import NotEdited, edit

        files = self.screen.telex.own_files
        wrong = ""
        with self.screen.app.suspend():  # which does not come back by itself from an exception
            try:
                edit(files.settings_file)
            except NotEdited as error:
                wrong = str(error)
        if wrong:
            self.screen.say(wrong, error=True)
        elif files.read():
            self.screen.say(_("The settings were taken in."))

    def reload(self) -> None:
        """Settings, keys and colours as their files are now."""
        if self.screen.telex.own_files.read():
            self.screen.say(_("Settings and keys were taken in."))

    def suspend(self) -> None:
        """Stop as a shell stops a program, with the terminal given back; the shell's "fg" goes on."""
        if not hasattr(os, "getsid") or os.getsid(0) == os.getpid():
            self.screen.say(
                _("There is no shell to go back to: this terminal was opened for Telex."), error=True
            )
        else:
            self.screen.app.action_suspend_process()

    def quit(self) -> None:
        """Leave."""
        self.screen.app.exit()
