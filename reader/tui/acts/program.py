"""The program itself: palette, command line, help, log, quit."""

from __future__ import annotations

from reader.tui.acts.base import Target


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

    def quit(self) -> None:
        """Leave."""
        self.screen.app.exit()
