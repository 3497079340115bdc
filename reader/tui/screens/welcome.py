"""The first start: no sources yet, and four ways to some; starter packs by three questions, each with an answer already given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.config import write_first
from reader.tui.keymap import PRESETS, load_preset
from reader.tui.menu import Item
from reader.tui.screens.question import Question
from reader.words import N_, _

if TYPE_CHECKING:
    from reader.starters import Starter
    from reader.tui.app import TelexApp

_WAYS = (
    Item(N_("Starter packs"), "starter", N_("papers chosen by language and place"), "1"),
    Item(N_("Paste an address"), "add", N_("of a paper, a site or a feed"), "2"),
    Item(N_("Import a list"), "import", N_("OPML, or newsboat's urls"), "3"),
    Item(N_("Look at the demo"), "demo", N_("a made-up press, no network needed"), "4"),
)
LANGUAGES = {"fr": "Français", "ar": "العربية", "es": "Español", "en": "English"}
"""Those that there are starter packs in, by their own names."""

_PLACES = {"MA": "morocco", "DZ": "maghreb", "TN": "maghreb"}
_ONE = N_("Enter choose · Esc the empty reader · q quit")
_SEVERAL = N_("Space tick · Enter go on · Esc back")


def usual_languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The languages that are ticked at first: that of the locale, else English."""
    code = _locale(environment)[0]
    return (code,) if code in LANGUAGES else ("en",)


def usual_packs(languages: Sequence[str], environment: Mapping[str, str]) -> tuple[str, ...]:
    """The packs that are ticked at first: the world in each language, and the place of the locale."""
    country = _locale(environment)[1]
    place = _PLACES.get(country, "")
    local = (
        [place] if place == "maghreb" else [f"{place}-{language}" for language in languages] if place else []
    )
    return (*local, *(f"world-{language}" for language in languages))


def _locale(environment: Mapping[str, str]) -> tuple[str, str]:
    name = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    code, _, country = name.partition(".")[0].partition("_")
    return code, country


class Welcome:
    """Asks one question after the other; Esc goes back to the one before."""

    def __init__(self, app: TelexApp, environment: Mapping[str, str]) -> None:
        self._app = app
        self._environment = environment
        self._languages: tuple[str, ...] = usual_languages(environment)
        self._packs: tuple[str, ...] = ()

    def begin(self) -> None:
        """Where shall the news come from?"""
        words = _("Many papers, one place. Where shall the news come from?")
        ways = [replace(way, title=_(way.title), detail=_(way.detail)) for way in _WAYS]
        question = Question(
            "T E L E X", words, ways, keys=_(_ONE), linear=self._app.caret.on, rtl=self._app.handshake.mode
        )
        self._app.push_screen(question, self._chosen)

    def _chosen(self, answer: tuple[str, ...] | None) -> None:
        if answer == ("demo",):
            self._app.exit("demo")
        elif answer == ("starter",):
            self.ask_languages()
        elif answer:
            self._app.main.runner.run(answer[0])

    def ask_languages(self) -> None:
        """The first question."""
        items = [Item(name, code, "", str(n)) for n, (code, name) in enumerate(LANGUAGES.items(), 1)]
        self._ask(
            _("1 of 3"), _("Which languages do you read?"), items, self._languages, self._languages_chosen
        )

    def _languages_chosen(self, answer: tuple[str, ...] | None) -> None:
        if answer is None:
            self.begin()
        elif not answer:
            self.ask_languages()
        else:
            self._languages = answer
            self._packs = usual_packs(answer, self._environment)
            self.ask_packs()

    def ask_packs(self) -> None:
        """The second: those in a chosen language."""
        from reader.starters import NAMES, load

        packs = [pack for pack in map(load, NAMES) if _speaks(pack, self._languages)]
        items = [
            Item(pack.title, pack.name, ", ".join(feed.title for feed in pack.chosen), str(n))
            for n, pack in enumerate(packs, 1)
        ]
        words = _("Which papers to begin with? Nothing was fetched yet.")
        self._ask(_("2 of 3"), words, items, self._packs, self._packs_chosen)

    def _packs_chosen(self, answer: tuple[str, ...] | None) -> None:
        if answer is None:
            self.ask_languages()
        else:
            self._packs = answer
            self._ask_keys()

    def _ask_keys(self) -> None:
        items = [Item(_(load_preset(name).title), name, "", str(n)) for n, name in enumerate(PRESETS, 1)]
        question = Question(
            _("3 of 3"),
            _("Whose keys do your fingers know?"),
            items,
            keys=_("Enter choose · Esc back"),
            linear=self._app.caret.on,
            rtl=self._app.handshake.mode,
        )
        self._app.push_screen(question, self._keys_chosen)

    def _keys_chosen(self, answer: tuple[str, ...] | None) -> None:
        if answer is None:
            self.ask_packs()
            return
        app = self._app
        write_first(app.newsroom.paths.config, languages=self._languages, keymap=answer[0])
        app.own_files.read()
        app.use_keys(answer[0])
        app.main.feeds.import_starters(self._packs)

    def _ask(
        self,
        name: str,
        words: str,
        items: Sequence[Item],
        ticked: Sequence[str],
        then: Callable[[tuple[str, ...] | None], None],
    ) -> None:
        question = Question(
            name,
            words,
            items,
            ticked=ticked,
            keys=_(_SEVERAL),
            linear=self._app.caret.on,
            rtl=self._app.handshake.mode,
        )
        self._app.push_screen(question, then)


def _speaks(pack: Starter, languages: Sequence[str]) -> bool:
    return any(feed.language in languages for feed in pack.chosen)
