"""Everything of the main screen that can come after the first paint: ticker, sources, article, keys and commands.

Their modules are imported here and nowhere earlier, which is most of the difference to an empty Textual app's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.acts.adding import Adding
from reader.tui.acts.caring import Caring
from reader.tui.acts.feeds import Feeds
from reader.tui.acts.finds import Finds
from reader.tui.acts.images import Images
from reader.tui.acts.looks import Looks
from reader.tui.acts.marking import Marking
from reader.tui.acts.marks import Marks
from reader.tui.acts.moves import Moves
from reader.tui.acts.moving import Moving
from reader.tui.acts.offline import Offline
from reader.tui.acts.program import Program
from reader.tui.acts.reads import Reads
from reader.tui.acts.rounds import Rounds
from reader.tui.acts.ruling import Ruling
from reader.tui.acts.searches import Searches
from reader.tui.acts.shares import Shares
from reader.tui.acts.steps import Steps
from reader.tui.acts.stories import Stories
from reader.tui.acts.tickers import Tickers
from reader.tui.acts.trail import Trail
from reader.tui.acts.views import Views
from reader.tui.dialogs import Dialogs
from reader.tui.icons import SourceIcons
from reader.tui.lanes import Lanes
from reader.tui.live import Live
from reader.tui.menus import Menus
from reader.tui.runner import Runner
from reader.tui.styles import sheet
from reader.tui.widgets.article import ArticlePane
from reader.tui.widgets.sources import SourceList
from reader.typeset.options import QUIET, UNICODE, Options
from reader.words import _, language

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen

_SHEETS = ("toast", "menu", "sources", "ticker", "article", "prompt")


async def furnish(screen: MainScreen) -> None:
    """Put the targets of the commands and the other panes in their places."""
    screen.moves, screen.reads, screen.rounds = Moves(screen), Reads(screen), Rounds(screen)
    screen.marks, screen.marking, screen.finds = Marks(screen), Marking(screen), Finds(screen)
    screen.searches, screen.steps, screen.ruling = Searches(screen), Steps(screen), Ruling(screen)
    screen.feeds, screen.tickers, screen.shares = Feeds(screen), Tickers(screen), Shares(screen)
    screen.views, screen.trail, screen.offline = Views(screen), Trail(screen), Offline(screen)
    screen.moving, screen.caring, screen.adding = Moving(screen), Caring(screen), Adding(screen)
    screen.stories = Stories(screen)
    screen.images, screen.icons = Images(screen), SourceIcons(screen)
    screen.looks, screen.program = Looks(screen), Program(screen)
    screen.dialogs, screen.menus = Dialogs(screen), Menus(screen)
    screen.live, screen.runner = Live(screen), Runner(screen)
    screen.telex.use_first_keys()
    for name in _SHEETS:
        path = sheet(name)
        screen.app.stylesheet.add_source(path.read_text(encoding="utf-8"), (str(path), ""))
    _make_panes(screen)
    await screen.lanes.mount()
    await screen.panes.boxes["sources"].mount(screen.sources)
    await screen.panes.boxes["article"].mount(screen.article)


def _make_panes(screen: MainScreen) -> None:
    newsroom = screen.newsroom
    look = newsroom.settings.look
    shaping, rtl = newsroom.settings.shaping, screen.headlines.rtl
    screen.lanes = Lanes(screen)
    screen.sources = SourceList(write=screen.telex.send, id="sources")
    screen.sources.rtl, screen.sources.letters = rtl, screen.headlines.letters
    screen.sources.linear = screen.headlines.linear
    options = Options(
        measure=look.measure,
        dates=look.dates,
        locale=language(),
        rtl=rtl,
        shaping=shaping,
        harakat=look.harakat,
        now=newsroom.now(),
        words=screen.images.words(),
        glyphs=QUIET if newsroom.settings.linear else UNICODE,
    )
    screen.article = ArticlePane(
        options=options,
        empty=(_("Nothing is open"), _("Enter opens the headline under the cursor.")),
        now=newsroom.now,
        draw=screen.images.drawn,
        write=screen.telex.send,
        id="article",
    )
