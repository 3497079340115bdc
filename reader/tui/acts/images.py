"""Images of the article: hidden here, everywhere or by their host, shown again, and the list of all that is not shown."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from reader.blocks import JUST_NOW, pictures
from reader.store.imagenames import host_of
from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.tui.failures import refusals, sentence
from reader.tui.menu import Item
from reader.tui.terminal import cell_pixels
from reader.typeset.options import Words
from reader.words import N_, _, in_words, ngettext, pgettext, retold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.blocks import Article, Picture
    from reader.engine.events import ImagesDone, ImagesDrawn
    from reader.model import Act, Drawing, Form, Ink
    from reader.store.imagemarks import Reach
    from reader.tui.screens.main import MainScreen

_KEPT = "images_draw"
_INDENT = 4
"""Cells that quotes and lists take from a line: sixels are as wide as they are, and are to stand inside those too."""
_CELL = (10, 20)
"""Pixels of a cell where the terminal does not say."""
_NO_IMAGE = N_("This article names no image.")


class Images(Target):
    """The commands for images. What hides or shows one is a step of the journal."""

    def __init__(self, screen: MainScreen) -> None:
        super().__init__(screen)
        self._asked: frozenset[tuple[str, int]] = frozenset()
        self._missing: tuple[list[str], int, int] | None = None

    def hide(self) -> None:
        """Choose an image of the article, then how far it is hidden; one that is hidden is shown again."""
        self._choose(_("Which image?"), [*self._images()], self._how)

    def report(self) -> None:
        """Hide an image in this article; reported in several articles it is blocked by itself."""
        found = [image for image in self._images() if not image.gone]
        self._choose(_("Report which image?"), found, lambda image: self._hide(image.url, "report"))

    def words(self) -> Words:
        """What stands in the place of an image that is not shown, with the keys that bring it back."""
        keymap = self.screen.runner.keymap
        undo, again = (
            next(iter(keymap.keys_of(name, "article")), f":{name}") for name in ("undo", "image-hide")
        )
        return replace(
            Words(**in_words(Words)),
            image_hidden=_("hidden image - press {key} to undo").format(key=undo),
            image_gone=_("hidden image: {why} - press {key} to show it again").replace("{key}", again),
        )

    def fetch(self) -> None:
        """Fetch the images of this article that are not here."""
        screen, shown = self.screen, self.screen.article.article
        if shown is None or not self._images():
            screen.say(_(_NO_IMAGE))
        elif shown.id < 0:
            screen.say(_("Images of pages that a link led to are not kept."))
        elif not screen.telex.with_engine:
            screen.say(_("Images cannot be fetched here: there is no engine."), error=True)
        else:
            screen.show_busy(_("Fetching images"))
            screen.run_worker(self.newsroom.fetch_images(shown.id), group="page")

    def done(self, done: ImagesDone) -> None:
        """The engine has fetched images."""
        screen = self.screen
        screen.show_busy("")
        told = ngettext(
            "{count} of {total} image is here.", "{count} of {total} images are here.", done.shown
        )
        said = told.format(count=number(done.here), total=number(done.shown))
        screen.say(f"{said} {retold(done.why)}".strip(), error=done.here < done.shown)
        screen.headlines.reload()
        self.renew()

    def draw(self) -> None:
        """Draw the images of articles, or describe them only; kept for the next time."""
        wish = not self.drawing
        if wish and (why := self.why_not()):
            self.screen.say(why, error=True)
            return
        self.newsroom.set_setting(_KEPT, "on" if wish else "off")
        self._asked = frozenset()
        self.screen.article.draw_again()
        self.screen.say(
            _("Images are drawn where they are here; {key} fetches them.").format(
                key=self.screen.runner.key_of("image-fetch")
            )
            if wish
            else _("Images are described.")
        )

    @property
    def drawing(self) -> bool:
        """Whether images are drawn: as the person chose last, else as the settings say; never without colours."""
        way = self.newsroom.settings.images.draw
        kept = self.newsroom.setting(_KEPT) or ("off" if way == "off" else "on")
        return kept == "on" and not self.why_not()

    def why_not(self) -> str:
        """Why nothing can be drawn here, "" where it can."""
        if self.newsroom.settings.linear or self.screen.app.no_color:
            return _("Images are not drawn here: there are no colours.")
        if find_spec("PIL") is None:
            return _("Drawing images needs the extra telex[images]: install that.")
        return ""

    def drawn(self, article: Article, width: int) -> Mapping[str, Drawing | Ink]:
        """What is to be drawn of an article in so many cells; what is not drawn yet is asked for."""
        contents = list(dict.fromkeys(one.hash for one in pictures(article.blocks) if one.hash))
        self._missing = None
        if not contents or not self.drawing:
            return {}
        graphics = self.screen.telex.graphics
        graphics.measured(*cell_pixels())
        if not graphics.settled:
            self.screen.telex.ask_graphics()
            if not graphics.settled:  # the text is set again when the answer is there
                return {}
        if self.form == "sixel":
            width = max(1, width - _INDENT)
        found, missing = self._kept(contents, width)
        self._missing = (contents, width, len(found)) if missing else None
        wanted = frozenset((content, width) for content in contents)
        if missing and not wanted <= self._asked and self.screen.telex.with_engine:
            self._asked = wanted
            self.screen.run_worker(
                self.newsroom.draw_images(contents, width, self.form, self.cell), group="images"
            )
        return found

    def _kept(self, contents: list[str], width: int) -> tuple[Mapping[str, Drawing | Ink], bool]:
        """What is drawn of these by now, and whether something is missing."""
        if self.form == "blocks":
            return self.newsroom.images.drawings(contents, width)
        return self.newsroom.images.inks(contents, width, self.form, self.cell)

    @property
    def form(self) -> Form:
        """As the terminal can; kitty's numbers are colours, which all have to arrive."""
        form = self.screen.telex.graphics.form
        return "blocks" if form == "kitty" and self.screen.app.console.color_system != "truecolor" else form

    @property
    def cell(self) -> tuple[int, int]:
        wide, high = self.screen.telex.graphics.cell
        return (wide, high) if min(wide, high) > 0 else _CELL

    def form_known(self) -> None:
        """The terminal said how it draws images, or said nothing in time."""
        if self.screen.furnished and self.drawing:
            self._asked = frozenset()
            self.screen.article.draw_again()

    def look(self) -> None:
        """The store changed: another process may have drawn what is waited for."""
        if self._missing is not None and not self.screen.article.takes_keys:
            contents, width, before = self._missing
            if len(self._kept(contents, width)[0]) > before:
                self.screen.article.draw_again()

    def came(self, done: ImagesDrawn) -> None:
        """The engine has drawn images."""
        if done.why:
            self.screen.say(retold(done.why), error=True)
        self.screen.article.draw_again()

    def undo(self) -> None:
        """Show an image of this article again."""
        found = [image for image in self._images() if image.gone]
        if not found and self._images():
            self.screen.say(_("No image of this article is hidden."))
            return
        self._choose(_("Show which image again?"), found, lambda image: self._release(image.url))

    def hidden(self) -> None:
        """All that is hidden or blocked, and why; choosing one shows it again. Lists can be subscribed to and left."""
        desk = self.newsroom.images
        items = [
            Item(_("Subscribe to a list…"), "subscribe", _("a file or an address")),
            Item(_("Write my list to a file…"), "export", _("for others to subscribe to")),
        ]
        hidden, lists = desk.hidden(), desk.lists()
        items += [Item("", head=True)] if hidden or lists else []
        items += [
            Item(
                one.url or _("All images of {host}").format(host=one.host),
                f"release {one.id}",
                f"{pgettext('image', one.state)}: {retold(one.reason)}",
            )
            for one in hidden
        ]
        items += [
            Item(
                one.origin,
                f"list {one.id}",
                _("blocked: on this list"),
                ngettext("{count} image", "{count} images", one.lines).format(count=number(one.lines)),
            )
            for one in lists
        ]
        self.screen.dialogs.choose(
            _("Hidden and blocked images"), items, _("Enter shows it again"), self._chosen, tall=True
        )

    def _chosen(self, value: str) -> None:
        what, which = value.partition(" ")[::2]
        if what == "subscribe":
            self.subscribe()
        elif what == "export":
            self.screen.dialogs.ask(_("Write to"), value="images.txt", done=self.export)
        elif what == "list":
            self._list(int(which))
        elif what in ("release", "leave"):
            self._release(which if what == "release" else f"list:{which}")

    def _list(self, list_id: int) -> None:
        """What a list names: choosing one shows it again, the first row leaves the list."""
        desk = self.newsroom.images
        one = next((one for one in desk.lists() if one.id == list_id), None)
        if one is None:  # it was left meanwhile, in another screen
            self.hidden()
            return
        items = [
            Item(
                _("Leave this list"),
                f"leave {list_id}",
                _("shows all {count} again").format(count=number(one.lines)),
            )
        ]
        items += [Item(line, f"release {line}") for line in desk.lines(list_id)]
        self.screen.dialogs.choose(one.origin, items, _("Enter shows it again"), self._chosen, tall=True)

    def subscribe(self, origin: str = "") -> None:
        """Block what a list names."""
        origin = origin.strip()
        screen = self.screen
        if not origin:
            screen.dialogs.ask(
                _("List of images"), done=lambda text: self.subscribe(text) if text.strip() else None
            )
            return
        if origin.startswith(("http://", "https://")):
            if not screen.telex.with_engine:
                screen.say(_("Nothing can be fetched here: there is no engine."), error=True)
                return
            screen.run_worker(self.newsroom.take_list(origin), group="images")
            return
        from reader.engine.reportlists import read_list

        path = Path(origin).expanduser().resolve()
        self._do(lambda: self.newsroom.images.subscribe(str(path), read_list(path)))

    def export(self, file: str) -> None:
        """The person's own list into a file; one that is there is never written over."""
        from reader.text.files import write_new

        if not file.strip():
            return
        path = Path(file.strip()).expanduser()
        try:
            write_new(path, self.newsroom.images.export().encode("utf-8", "replace"))
        except OSError as error:
            self.screen.say(
                _("{path} cannot be written: {why}.").format(path=path, why=error.strerror),
                error=True,
            )
        else:
            self.screen.say(_("Your list was written to {path}.").format(path=path))

    def renew(self) -> None:
        """Show the article again as it is to be shown now."""
        shown = self.screen.article.article
        if shown is not None and any(True for _ in pictures(shown.blocks)):
            found = (
                self.newsroom.followed(-shown.id)
                if shown.id < 0
                else self.newsroom.article(shown.id, shown.view)
            )
            if found is not None and found.blocks != shown.blocks:
                self.screen.article.show(found)

    def settle(self) -> None:
        """Another step is the newest: undo no longer brings the image back that was just hidden."""
        if any(image.gone == JUST_NOW for image in self._images()):
            self.renew()

    def _images(self) -> list[Picture]:
        shown = self.screen.article.article
        return list({one.url: one for one in pictures(shown.blocks)}.values()) if shown is not None else []

    def _choose(self, title: str, found: list[Picture], done: Callable[[Picture], object]) -> None:
        """Let one of `found` be chosen, where there are several."""
        if not found:
            self.screen.say(_(_NO_IMAGE))
        elif len(found) == 1:
            done(found[0])
        else:
            items = [
                Item(
                    f"{place}. {image.alt or image.url}",
                    str(place - 1),
                    _("hidden: {why}").format(why=retold(image.gone)) if image.gone else host_of(image.url),
                )
                for place, image in enumerate(found, 1)
            ]
            self.screen.dialogs.choose(title, items, "", lambda value: done(found[int(value)]))

    def _how(self, image: Picture) -> None:
        if image.gone:
            self._release(image.url)
            return
        host = host_of(image.url)
        items = [
            Item(_("This image, in this article"), "report", _("reported in several articles it is blocked")),
            Item(_("This image, everywhere"), "image"),
            *([Item(_("All images of {host}").format(host=host), "host")] if host else []),
        ]

        def chosen(value: str) -> None:
            self._hide(image.url, "host" if value == "host" else "image" if value == "image" else "report")

        self.screen.dialogs.choose(
            _("Hide {image}").format(image=image.alt or image.url), items, _("How far?"), chosen
        )

    def _hide(self, url: str, reach: Reach) -> None:
        shown = self.screen.article.article
        if shown is not None:
            self._do(lambda: self.newsroom.images.hide(shown.id, url, reach))

    def _release(self, which: str) -> None:
        self._do(lambda: self.newsroom.images.release(which))

    def _do(self, act: Callable[[], Act]) -> None:
        try:
            done = act()
        except refusals() as error:
            self.screen.say(sentence(error), error=True)
            return
        self.screen.did(done)
        self.renew()
