"""Looks: zen, colours, direction, keys, motion."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.tui.sizes import STEP
from reader.words import N_, _

RTL_MODES = ("app", "terminal", "off")
"""What one key goes round; "auto" asks the terminal."""


SAMPLE = "(مثال: الصفحة 12 من Telex)"
"""Reads from the right: the word for example, a colon, "page 12 of Telex", all in brackets."""

_WHO = {
    "app": N_("Right-to-left text: Telex orders it. {sample}"),
    "terminal": N_("Right-to-left text: the terminal orders it. {sample}"),
    "off": N_("Right-to-left text: as it is stored. {sample}"),
    "auto": N_("Right-to-left text: asking the terminal. {sample}"),
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
            self.screen.say(_("There is no article beside the list."))
        else:
            share = panes.sizes.widen(panes.layout.name, by)
            self.screen.say(
                _("The list has {share} %, the article {rest} %.").format(share=share, rest=100 - share)
            )

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
            self.screen.say(
                _("Right-to-left text is ordered by {modes}, or auto.").format(modes=", ".join(RTL_MODES)),
                error=True,
            )
            return
        self.screen.telex.use_rtl(mode)
        self.screen.say(_(_WHO[mode]).format(sample=SAMPLE))

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
            _("Two lines for each headline.") if headlines.deep == 2 else _("One line for each headline.")
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
        self.screen.say(_("Things move.") if motion else _("Nothing moves by itself."))
