"""Moving in and out: sources from another reader's files, shown before anything is saved; and sources to a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.tui.menu import Item

_SHOWN = 200
_NEWSBOAT = "newsboat"


class Moving(Target):
    """The commands "import" and "export". Files of others are read in a process of its own."""

    def import_file(self, file: str = "") -> None:
        """Show what a file of another reader would bring in; then bring it in, if that is wished."""
        if not file.strip():
            self.screen.dialogs.ask(
                "OPML, or a list of another reader (“newsboat” finds its own)",
                done=lambda text: self.import_file(text) if text.strip() else None,
            )
            return
        path = Path(file.strip()).expanduser()
        known = file.strip() == _NEWSBOAT and not path.exists()
        arguments = ["--newsboat"] if known else ["--", str(path.absolute())]
        self.screen.show_busy("Reading…")
        self.screen.run_worker(self._look(arguments), group="import")

    async def _look(self, arguments: list[str]) -> None:
        found = await self._run(["--dry-run", *arguments])
        if found is None:
            return
        new, left_out = int(found["new"]), list(found["left_out"])
        items = [Item(f"Bring {_counted(found)} in", "yes", "one step, which can be taken back")]
        items += [Item("Leave it", "no"), Item("", head=True)]
        sources = found["sources"]
        items += [Item(_source(one), head=True) for one in sources[:_SHOWN]]
        if len(sources) > _SHOWN:
            items.append(Item(f"and {number(len(sources) - _SHOWN)} more", head=True))
        if left_out:
            items += [Item("", head=True), Item("Not taken", head=True)]
            items += [Item(sentence, head=True) for sentence in left_out[:_SHOWN]]
        title = f"{number(new)} of {number(int(found['found']))} sources are new"
        self.screen.dialogs.choose(
            title,
            items,
            "Nothing is saved or fetched yet",
            lambda answer: self._bring(arguments) if answer == "yes" else None,
            tall=True,
        )

    def _bring(self, arguments: list[str]) -> None:
        self.screen.show_busy("Bringing in…")
        self.screen.run_worker(self._brought(arguments), group="import")

    async def _brought(self, arguments: list[str]) -> None:
        done = await self._run(arguments)
        if done is None:
            return
        self.screen.say(f"{_counted(done)} came in; undo takes them back.")
        self.screen.sources_changed()
        self.screen.feeds.refresh_all()

    async def _run(self, arguments: list[str]) -> dict[str, Any] | None:
        """What `telex import --json` answers; None where it refused, which is said."""
        try:
            code, out, complaint = await self.newsroom.apart("import", "--json", *arguments)
        except OSError as error:
            code, out, complaint = 1, b"", f"No process can be started: {error.strerror}.".encode()
        self.screen.show_busy("")
        lines = complaint.decode("utf-8", "replace").strip().splitlines()
        if code or not out:
            text = lines[-1] if lines else "The file could not be read."
            self.screen.say(text.removeprefix("telex: "), error=True)
            return None
        found: dict[str, Any] = json.loads(out)
        return found

    def export_file(self, file: str = "") -> None:
        """All sources as OPML; a file that is there is never written over."""
        if not file.strip():
            self.screen.dialogs.ask(
                "Write to", value="telex.opml", done=lambda t: self.export_file(t) if t.strip() else None
            )
            return
        path = Path(file.strip()).expanduser()
        try:
            with path.open("xb") as out:
                out.write(self.newsroom.export_opml())
        except OSError as error:
            self.screen.say(f"{path} cannot be written: {error.strerror}.", error=True)
        else:
            self.screen.say(f"The sources were written to {path}.")


def _counted(answer: dict[str, Any]) -> str:
    """What is new, in words: "3 sources, 40 entries"."""
    counts = [
        (int(answer["new"]), "source"),
        (int(answer["entries"]), "entries"),
        (int(answer["searches"]), "search"),
    ]
    parts = []
    for count, name in counts:
        if count or name == "source":
            plural = {"source": "sources", "search": "searches"}.get(name, name)
            parts.append(f"{number(count)} {name if count == 1 and name != 'entries' else plural}")
    return ", ".join(parts)


def _source(one: dict[str, Any]) -> str:
    name = " / ".join([*one["folder"], one["title"] or one["url"]])
    return f"{name} (known)" if one["known"] else name
