"""Moving in and out: sources from another reader's files, shown before anything is saved; and sources to a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.tui.menu import Item
from reader.words import _, ngettext, retold

_SHOWN = 200
_NEWSBOAT = "newsboat"


class Moving(Target):
    """The commands "import" and "export". Files of others are read in a process of its own."""

    def import_file(self, file: str = "") -> None:
        """Show what a file of another reader would bring in; then bring it in, if that is wished."""
        if not file.strip():
            self.screen.dialogs.ask(
                _("OPML, or a list of another reader (“newsboat” finds its own)"),
                done=lambda text: self.import_file(text) if text.strip() else None,
            )
            return
        path = Path(file.strip()).expanduser()
        known = file.strip() == _NEWSBOAT and not path.exists()
        arguments = ["--newsboat"] if known else ["--", str(path.absolute())]
        self.screen.show_busy(_("Reading…"))
        self.screen.run_worker(self._look(arguments), group="import")

    async def _look(self, arguments: list[str]) -> None:
        found = await self._run(["--dry-run", *arguments])
        if found is None:
            return
        new, left_out = int(found["new"]), list(found["left_out"])
        items = [
            Item(
                _("Bring {what} in").format(what=_counted(found)),
                "yes",
                _("one step, which can be taken back"),
            )
        ]
        items += [Item(_("Leave it"), "no"), Item("", head=True)]
        sources = found["sources"]
        items += [Item(_source(one), head=True) for one in sources[:_SHOWN]]
        if len(sources) > _SHOWN:
            items.append(Item(_("and {count} more").format(count=number(len(sources) - _SHOWN)), head=True))
        if left_out:
            items += [Item("", head=True), Item(_("Not taken"), head=True)]
            items += [Item(sentence, head=True) for sentence in map(retold, left_out[:_SHOWN])]
        total = int(found["found"])
        title = ngettext(
            "{count} of {total} source is new", "{count} of {total} sources are new", total
        ).format(count=number(new), total=number(total))
        self.screen.dialogs.choose(
            title,
            items,
            _("Nothing is saved or fetched yet"),
            lambda answer: self._bring(arguments) if answer == "yes" else None,
            tall=True,
        )

    def _bring(self, arguments: list[str]) -> None:
        self.screen.show_busy(_("Bringing in…"))
        self.screen.run_worker(self._brought(arguments), group="import")

    async def _brought(self, arguments: list[str]) -> None:
        done = await self._run(arguments)
        if done is None:
            return
        self.screen.say(_("{what} came in; undo takes them back.").format(what=_counted(done)))
        self.screen.sources_changed()
        self.screen.feeds.refresh_all()

    async def _run(self, arguments: list[str]) -> dict[str, Any] | None:
        """What `telex import --json` answers; None where it refused, which is said."""
        try:
            code, out, complaint = await self.newsroom.apart("import", "--json", *arguments)
        except OSError as error:
            code, out, complaint = (
                1,
                b"",
                _("No process can be started: {why}.").format(why=error.strerror).encode(),
            )
        self.screen.show_busy("")
        lines = complaint.decode("utf-8", "replace").strip().splitlines()
        if code or not out:
            text = retold(lines[-1].removeprefix("telex: ")) if lines else _("The file could not be read.")
            self.screen.say(text, error=True)
            return None
        found: dict[str, Any] = json.loads(out)
        return found

    def export_file(self, file: str = "") -> None:
        """All sources as OPML; a file that is there is never written over."""
        if not file.strip():
            self.screen.dialogs.ask(
                _("Write to"), value="telex.opml", done=lambda t: self.export_file(t) if t.strip() else None
            )
            return
        path = Path(file.strip()).expanduser()
        try:
            with path.open("xb") as out:
                out.write(self.newsroom.export_opml())
        except OSError as error:
            self.screen.say(
                _("{path} cannot be written: {why}.").format(path=path, why=error.strerror),
                error=True,
            )
        else:
            self.screen.say(_("The sources were written to {path}.").format(path=path))


def _counted(answer: dict[str, Any]) -> str:
    """What is new, in words: "3 sources, 40 entries"."""
    new, entries, searches = (int(answer[name]) for name in ("new", "entries", "searches"))
    parts = [ngettext("{count} source", "{count} sources", new).format(count=number(new))]
    if entries:
        parts.append(ngettext("{count} entry", "{count} entries", entries).format(count=number(entries)))
    if searches:
        parts.append(ngettext("{count} search", "{count} searches", searches).format(count=number(searches)))
    return _(", ").join(parts)


def _source(one: dict[str, Any]) -> str:
    name = " / ".join([*one["folder"], one["title"] or one["url"]])
    return _("{name} (known)").format(name=name) if one["known"] else name
