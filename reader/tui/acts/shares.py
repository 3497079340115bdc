"""What leaves Telex: copies, files, and what programs of the person's are given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.text.clean import guard, guard_text
from reader.text.tracking import untracked
from reader.tui.acts.base import Target
from reader.tui.opener import NotOpened, normal_form
from reader.words import _, retold

if TYPE_CHECKING:
    from reader.blocks import Article


class Shares(Target):
    """The commands of the group "share"."""

    def _address(self) -> str:
        try:
            return normal_form(self.screen.address, trusted=True)
        except NotOpened as error:
            self.screen.say(str(error), error=True)
            return ""

    def copy_address(self) -> None:
        """What is selected, else the address, to the clipboard; said as well, since some terminals refuse."""
        if self.screen.copy_selection():
            return
        address = self._address()
        if address:
            self.screen.copy(address)
            self.screen.say(_("Copied {address}").format(address=address))

    def copy_title(self) -> None:
        """Title and address to the clipboard: the title as it was written, whatever order it is drawn in."""
        held, address = self.screen.current, self._address()
        if held is not None:
            title = guard(held.title)
            self.screen.copy(f"{title}\n{address}" if address else title)
            self.screen.say(_("Copied title and address.") if address else _("Copied the title."))

    def link(self, url: str, purpose: str) -> None:
        """The address of a link: "copy" it, or "show" it whole."""
        try:
            address = normal_form(untracked(url), trusted=True)
        except NotOpened as error:
            self.screen.say(str(error), error=True)
            return
        if purpose == "copy":
            self.screen.copy(address)
            self.screen.say(_("Copied {address}").format(address=address))
        else:
            self.screen.show_text(address)

    def show_address(self) -> None:
        """The whole address on the screen, to be copied by hand."""
        address = self._address()
        if address:
            self.screen.show_text(address)

    def copy_text(self) -> None:
        """The article's text to the clipboard."""
        from reader.parse.plain import plain_text

        article = self._article()
        if article is not None:
            self.screen.copy(guard_text(f"{article.title}\n\n{plain_text(article.blocks)}"))
            self.screen.say(_("Copied the article."))

    def share(self) -> None:
        """Choose what leaves, and where to."""
        self.screen.menus.share()

    def save_markdown(self, file: str = "") -> None:
        """The article to a file, or into a folder under a name of its own. What is there is never written over."""
        from reader.typeset.markdown import markdown

        self._save(file, ".md", markdown)

    def save_html(self, file: str = "") -> None:
        """The same as a page."""
        from reader.typeset.page import page

        self._save(file, ".html", lambda article: page(article, self.newsroom.html_of(article)))

    def _save(self, file: str, suffix: str, form: Callable[[Article], str]) -> None:
        from reader.text.files import file_name, write_new

        article = self._article()
        if article is None:
            return
        name = str(Path(file_name(article.title, article.id, article.link)).with_suffix(suffix))
        if not file.strip():
            self.screen.dialogs.ask(
                _("Write to"),
                value=name,
                done=lambda text: self._save(text, suffix, form) if text.strip() else None,
            )
            return
        path = Path(file.strip()).expanduser()
        path = path / name if path.is_dir() else path
        try:
            write_new(path, guard_text(form(article)).encode("utf-8", "replace"))
        except OSError as error:
            self.screen.say(
                _("{path} cannot be written: {why}.").format(path=path, why=error.strerror),
                error=True,
            )
        else:
            self.screen.say(_("The article was written to {path}.").format(path=path))

    def copy_quote(self) -> None:
        """What is selected, else the article's first paragraph, as a quotation with its source."""
        from reader.parse.plain import plain_text
        from reader.tui.sending import quoted

        article = self._article()
        if article is None:
            return
        passage = self.screen.get_selected_text()
        if not passage:
            text = plain_text(article.blocks, captions=False)
            passage = text.partition("\n\n")[0] or article.title
        self.screen.clear_selection()
        self.screen.copy(quoted(article, passage))
        self.screen.say(_("Copied as a quotation with its source."))

    def pipe(self) -> None:
        """The article as Markdown to the person's program for it."""
        from reader.typeset.markdown import markdown

        self._send("pipe", lambda article: guard_text(markdown(article)).encode("utf-8", "replace"))

    def bookmark(self) -> None:
        """The headline's facts to the person's program for bookmarks."""
        from reader.tui.sending import bookmark

        self._send("bookmark", bookmark)

    def _send(self, name: str, form: Callable[[Article], bytes]) -> None:
        commands = self.newsroom.settings.commands
        program: tuple[str, ...] = getattr(commands, name)
        if commands.why_off or not program:
            self.screen.say(
                retold(commands.why_off)
                or _("No program is set for it: “{name}” under [commands] in the settings.").format(
                    name=name
                ),
                error=True,
            )
            return
        article = self._article()
        if article is not None:
            self.screen.run_worker(self._give(program, article, form(article)), group="send")

    async def _give(self, program: tuple[str, ...], article: Article, data: bytes) -> None:
        from reader.engine.programs import NotRun, give
        from reader.tui.sending import environment

        try:
            code = await give(program, data, self.newsroom.settings.commands.seconds, environment(article))
        except NotRun as error:
            self.screen.say(retold(f"{program[0]} {error}"), error=True)
            return
        if code:
            self.screen.say(
                _("{program} ended with {code}.").format(program=program[0], code=code), error=True
            )
        else:
            self.screen.say(_("Given to {program}.").format(program=program[0]))

    def _article(self) -> Article | None:
        shown = self.screen.article.article
        if shown is not None and self.screen.pane == "article":
            return shown
        held = self.screen.current
        return self.newsroom.article(held.id) if held is not None else None
