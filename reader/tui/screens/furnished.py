"""The parts of the main screen that `furnish` brings in after the first paint: other panes, and the targets of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.screens.telling import Telling

if TYPE_CHECKING:
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
    from reader.tui.widgets.article import ArticlePane
    from reader.tui.widgets.sources import SourceList
    from reader.tui.widgets.ticker import TickerPane


class Furnished(Telling):
    """Before it is furnished none of these is there."""

    ticker: TickerPane
    lanes: Lanes
    sources: SourceList
    article: ArticlePane
    moves: Moves
    rounds: Rounds
    reads: Reads
    views: Views
    trail: Trail
    offline: Offline
    marks: Marks
    marking: Marking
    stories: Stories
    images: Images
    icons: SourceIcons
    finds: Finds
    searches: Searches
    steps: Steps
    ruling: Ruling
    feeds: Feeds
    moving: Moving
    caring: Caring
    adding: Adding
    tickers: Tickers
    shares: Shares
    looks: Looks
    program: Program
    dialogs: Dialogs
    menus: Menus
    live: Live
    runner: Runner
