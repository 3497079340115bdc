"""Asking for a line at the foot of the screen, and choosing from a menu over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import events

from reader.tui.menu import Item
from reader.words import _

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen
    from reader.tui.widgets.prompt import Keys, PromptLine

Bound = tuple[str, str, Callable[[str], object], bool]
Then = Callable[[], object]


class Dialogs:
    """One question at a time. What is asked for is brought in only when something is asked."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.typing = False
        self.early: list[events.Event] | None = None
        """What was typed while a line was on its way in or out; None while nothing is waited for."""
        self._coming = False
        self._prompt: PromptLine | None = None

    def ask(
        self,
        label: str,
        *,
        done: Callable[[str], object],
        value: str = "",
        changed: Callable[[str], object] | None = None,
        pause: float = 0.0,
        left: Then | None = None,
        complete: Callable[[str], Iterable[str]] | None = None,
        keys: Keys | None = None,
    ) -> None:
        """Ask for one line. `changed` hears each text that stood for `pause` seconds, `left` that there was no answer.

        `keys` are the line's own: what each does, and whether the line ends with it.
        """
        from reader.tui.widgets.prompt import PromptLine

        if self.typing:
            return
        guarded = self._screen.runner.guarded
        self.typing = True
        self._screen.lanes.pause("typing")
        self._screen.status.display = False
        prompt = self._prompt = PromptLine(
            label,
            value=value,
            done=lambda text: self._close(lambda: guarded(lambda: done(text))),
            changed=changed and (lambda text: guarded(lambda: changed(text))),
            pause=pause,
            left=lambda: self._close(left),
            complete=complete,
            ready=self._ready,
            rtl=self._screen.headlines.rtl,
            keys={key: self._bound(*one) for key, one in (keys or {}).items()},
            offers=not self._screen.telex.caret.on,
        )
        self._come()
        self._screen.mount(prompt)

    def _bound(self, shown: str, word: str, say: Callable[[str], object], ends: bool) -> Bound:
        guarded = self._screen.runner.guarded
        if ends:
            return shown, word, lambda text: self._close(lambda: guarded(lambda: say(text))), True
        return shown, word, lambda text: guarded(lambda: say(text)), False

    def show_mistake(self, column: int, sentence: str) -> None:
        """What is wrong with what is being typed, at a character of it; "" where nothing is."""
        if self.typing and self._prompt is not None:
            self._prompt.show_mistake(column, sentence)

    def show_note(self, text: str) -> None:
        """How it stands with what is being typed."""
        if self.typing and self._prompt is not None:
            self._prompt.note.say(text)

    def keep_focus(self) -> None:
        """Whatever else may have got the focus: keys are for the line."""
        if self.typing and self._prompt is not None:
            self._prompt.take_focus()

    def _come(self) -> None:
        self._coming = True
        self.hold()

    def hold(self) -> None:
        """What is typed from now on waits until the line is there, or gone."""
        self.early = self.early or []

    def let_go(self) -> list[events.Event]:
        """Nothing is waited for any more; gives what was typed."""
        held, self.early = self.early or [], None
        return held

    def _ready(self) -> None:
        """The line has the focus next: what was typed meanwhile comes behind that."""
        self._coming = False
        self._screen.app.call_later(self._screen.telex.type_early)
        self._screen.telex.caret.settle()

    def _close(self, then: Then | None) -> None:
        screen = self._screen
        self.typing = False
        screen.status.display = screen.panes.layout.status
        screen.panes.go(screen.panes.focus)
        screen.lanes.resume("typing")
        screen.call_next(self._closed, then)  # not in the line's own context, which ends with it

    def _closed(self, then: Then | None) -> None:
        try:
            if then is not None:
                then()
        finally:
            self._screen.telex.caret.settle()
            if not self._coming:
                self._screen.app.call_later(self._screen.telex.type_early)

    def doubt(self, sentence: str, host: str, do: Then) -> None:
        """Ask before an address is opened that may pretend to be another one; to leave it is the first choice."""
        items = [Item(_("Leave it"), "no"), Item(_("Open {host} all the same").format(host=host), "open")]
        self.choose(sentence, items, "", lambda value: do() if value == "open" else None)

    def choose(
        self,
        title: str,
        items: list[Item],
        hint: str,
        done: Callable[[str], object],
        *,
        tall: bool = False,
        start: str = "",
        preview: Callable[[str], None] | None = None,
        left: Then | None = None,
    ) -> None:
        """Open a menu; `done` gets what was chosen, `left` is called where nothing was."""
        from reader.tui.screens.chooser import Chooser

        def chosen(value: str | None) -> None:
            if value is not None:
                self._screen.runner.guarded(lambda: done(value))
            elif left is not None:
                left()
            self._screen.telex.caret.settle()

        menu = Chooser(
            title,
            items,
            hint=hint,
            tall=tall,
            start=start,
            preview=preview,
            rtl=self._screen.headlines.rtl,
            linear=self._screen.telex.caret.on,
            ready=self._ready,
        )
        self._come()
        self._screen.app.push_screen(menu, chosen)
