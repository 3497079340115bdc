"""Looks: zen, colours, direction, keys, motion."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.tui.sizes import STEP

RTL_MODES = ("app", "terminal", "off")
"""What one key goes round; "auto" asks the terminal."""


SAMPLE = "(مثال: الصفحة 12 من Telex)"
"""Reads from the right: the word for example, a colon, "page 12 of Telex", all in brackets."""

_WHO = {
    "app": "Telex orders it.",
    "terminal": "the terminal orders it.",
    "off": "as it is stored.",
    "auto": "asking the terminal.",
}


class Looks(Target):
    """The commands of the group "look"."""

    def zen(self) -> None:
        """The article alone, or everything again."""
        screen = self.screen
        if not screen.panes.wish.zen and not screen.article_id:
            screen.open_article()
        screen.panes.set_zen(not screen.panes.wish.zen)

    def layout(self, shape: str = "") -> None:
        """How panes stand on the screen, kept for the next time; without a name to be chosen."""
        if shape:
            self.screen.panes.take_shape(shape)
        else:
            self.screen.menus.shapes(self.layout)

    def widen_list(self) -> None:
        """A wider list beside the article."""
        self._share(STEP)

    def narrow_list(self) -> None:
        """A wider article beside the list."""
        self._share(-STEP)

    def _share(self, by: int) -> None:
        panes = self.screen.panes
        if not panes.article_beside or panes.layout.name == "stacked":
            self.screen.say("There is no article beside the list.")
        else:
            share = panes.sizes.widen(panes.layout.name, by)
            self.screen.say(f"The list has {share} %, the article {100 - share} %.")

    def theme(self, name: str = "") -> None:
        """Take a theme by its name, or choose with a preview."""
        if name:
            self.screen.telex.use_theme(name.strip())
        else:
            self.screen.menus.themes()

    def rtl(self, mode: str = "") -> None:
        """Who orders right-to-left text; without a name the next of the three."""
        if not mode:
            now = self.screen.headlines.rtl
            mode = RTL_MODES[(RTL_MODES.index(now) + 1) % len(RTL_MODES)]
        if mode not in (*RTL_MODES, "auto"):
            self.screen.say(f"Right-to-left text is ordered by {', '.join(RTL_MODES)}, or auto.", error=True)
            return
        self.screen.telex.use_rtl(mode)
        self.screen.say(f"Right-to-left text: {_WHO[mode]} {SAMPLE}")

    def keys(self, name: str = "") -> None:
        """Take a set of keys by its name, or choose one."""
        if not name:
            self.screen.menus.keys()
        else:
            self.screen.telex.use_keys(name.strip())

    def density(self) -> None:
        """Compact or comfortable rows, kept for the next time."""
        headlines = self.screen.headlines
        if headlines.linear:
            return
        headlines.set_deep(3 - headlines.deep)
        self.newsroom.set_setting("density", "comfortable" if headlines.deep == 2 else "compact")
        self.screen.say(
            "Two lines for each headline." if headlines.deep == 2 else "One line for each headline."
        )

    def wrap(self) -> None:
        """Code as long lines, or wrapped."""
        self.screen.article.toggle_code_wrap()

    def pan_right(self) -> None:
        """Long lines of code, further right."""
        self.screen.article.pan(8)

    def pan_left(self) -> None:
        """Long lines of code, back."""
        self.screen.article.pan(-8)

    def motion(self) -> None:
        """Let the ticker crawl, or step only."""
        motion = self.newsroom.setting("motion", "on") == "off"
        self.newsroom.set_setting("motion", "on" if motion else "off")
        for pane in self.screen.lanes:
            pane.set_motion(motion)
        self.screen.say("Things move." if motion else "Nothing moves by itself.")
