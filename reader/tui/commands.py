"""The one table of commands: keys, footer, help screen, palette, command line and README are made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

GROUPS = (
    *("move", "read", "mark", "story", "find", "sources"),
    *("offline", "ticker", "share", "look", "program"),
)
"""In the order in which help and palette show them."""

PANES = ("sources", "headlines", "article", "ticker")
"""Where the focus can be; each may have keys of its own."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for.

    `target` names the object (an attribute of the main screen) and `method` what is called on it: with a whole number
    where `counts` is true, with one string where `argument` says what it is, else with nothing. `when` lists what must
    be so for the command to make sense ("entry", "row", "article", "search", "list", "feed"); `short` is its word in the
    footer, "" keeps it out of there.
    """

    name: str
    target: str
    method: str
    description: str
    group: str
    when: tuple[str, ...] = ()
    short: str = ""
    counts: bool = False
    argument: str = ""

    def valid(self, state: frozenset[str]) -> bool:
        """Whether everything that it needs is so now."""
        return state.issuperset(self.when)


_ENTRY = ("entry",)

TABLE: tuple[Command, ...] = (
    Command("next", "moves", "next", "Go down one row or line", "move", counts=True, short="down"),
    Command("prev", "moves", "prev", "Go up one row or line", "move", counts=True, short="up"),
    Command(
        "first", "moves", "first", "Go to the first row, or the one with this number", "move", counts=True
    ),
    Command("last", "moves", "last", "Go to the last row, or the one with this number", "move", counts=True),
    Command("page-down", "moves", "page_down", "Go down a page", "move", counts=True),
    Command("page-up", "moves", "page_up", "Go up a page", "move", counts=True),
    Command("half-down", "moves", "half_down", "Go down half a page", "move", counts=True),
    Command("half-up", "moves", "half_up", "Go up half a page", "move", counts=True),
    Command(
        "next-unread",
        "moves",
        "next_unread",
        "Go to the next unread headline",
        "move",
        ("list",),
        "next unread",
    ),
    Command("prev-unread", "moves", "prev_unread", "Go to the previous unread headline", "move", ("list",)),
    Command(
        "next-story", "moves", "next_story", "Open the next article", "move", ("list",), "next article", True
    ),
    Command("prev-story", "moves", "prev_story", "Open the previous article", "move", ("list",), counts=True),
    Command(
        "next-heading", "moves", "next_heading", "Go to the next heading in the article", "move", ("article",)
    ),
    Command("next-link", "moves", "next_link", "Point at the next link", "move", ("article",)),
    Command("prev-link", "moves", "prev_link", "Point at the link before", "move", ("article",)),
    Command(
        "prev-heading",
        "moves",
        "prev_heading",
        "Go to the heading before in the article",
        "move",
        ("article",),
    ),
    Command("pane-left", "moves", "pane_left", "Fold the story, or go one pane to the left", "move"),
    Command("pane-right", "moves", "pane_right", "Unfold the story, or go one pane to the right", "move"),
    Command("pane-next", "moves", "pane_next", "Go round the panes", "move"),
    Command("pane-prev", "moves", "pane_prev", "Go round the panes, backwards", "move"),
    Command("focus-sources", "moves", "focus_sources", "Show the sources, or hide them again", "move"),
    Command("focus-headlines", "moves", "focus_headlines", "Go to the headlines", "move"),
    Command("focus-article", "moves", "focus_article", "Go to the article", "move", ("article",)),
    Command(
        "focus-ticker", "moves", "focus_ticker", "Go to the ticker and hold it; again lets it go", "move"
    ),
    Command("next-source", "rounds", "next_source", "Show the next source", "move", counts=True),
    Command("prev-source", "rounds", "prev_source", "Show the source before", "move", counts=True),
    Command(
        "next-unread-source",
        "rounds",
        "next_unread_source",
        "Show the next source with something unread",
        "move",
    ),
    Command(
        "prev-unread-source",
        "rounds",
        "prev_unread_source",
        "Show the source before with something unread",
        "move",
    ),
    Command(
        "random-unread", "rounds", "random_unread", "Open any unread headline of this list", "move", ("list",)
    ),
    Command(
        "go-number",
        "rounds",
        "number",
        "Go to the row, or open the link, of this number",
        "move",
        argument="number",
    ),
    Command("open", "reads", "open", "Open what is under the cursor", "read", short="open"),
    Command("read-on", "reads", "read_on", "A page further, then the next unread", "read", short="read on"),
    Command("open-outside", "reads", "open_outside", "Open in the web browser", "read", _ENTRY, "browser"),
    Command(
        "open-outside-read",
        "reads",
        "open_outside_read",
        "Open in the web browser and mark read",
        "read",
        _ENTRY,
    ),
    Command(
        "view-next",
        "views",
        "next",
        "As the feed gave it, the whole text, the source",
        "read",
        ("article",),
        "whole text",
    ),
    Command("view-feed", "views", "feed", "Show the article as the feed gave it", "read", ("article",)),
    Command("view-full", "views", "full", "Show the whole text of the article's page", "read", ("article",)),
    Command("view-raw", "views", "raw", "Show the source of the article", "read", ("article",)),
    Command("diff", "views", "diff", "What the paper changed in this text", "read", ("article",)),
    Command("view-again", "views", "again", "Fetch the article's page once more", "read", ("article",)),
    Command("follow", "reads", "follow", "Follow a link by its letters", "read", ("article",), "links"),
    Command(
        "follow-behind", "reads", "follow_behind", "Fetch the page of a link for later", "read", ("article",)
    ),
    Command(
        "links", "rounds", "links", "The links of this article, with their numbers", "read", ("article",)
    ),
    Command("open-link", "rounds", "link", "Open the link of this number", "read", ("article",), counts=True),
    Command("enclosure", "reads", "enclosure", "Open what is enclosed: sound, film, a file", "read", _ENTRY),
    Command("link-back", "trail", "back", "Back to the page before the link", "read", ("article",)),
    Command(
        "link-forward", "trail", "forward", "Forward again to the page of the link", "read", ("article",)
    ),
    Command(
        "image-fetch", "images", "fetch", "Fetch the images of this article", "read", ("article",), "images"
    ),
    Command("image-draw", "images", "draw", "Draw images, or describe them only", "look", ("article",)),
    Command("image-hide", "images", "hide", "Hide an image, or show it again", "read", ("article",)),
    Command("image-report", "images", "report", "Report an image: hide it here", "read", ("article",)),
    Command("image-undo", "images", "undo", "Show an image again", "read", ("article",)),
    Command("images", "images", "hidden", "Images that are hidden or blocked, and why", "read"),
    Command(
        "image-list", "images", "subscribe", "Block the images that a list names", "read", argument="list?"
    ),
    Command("zen", "looks", "zen", "The article alone, and back", "read", _ENTRY),
    Command("back", "reads", "back", "One step back; at the end quit", "read", short="back"),
    Command("read-toggle", "marks", "read_toggle", "Mark read or unread", "mark", ("row",), "read"),
    Command("read-below", "marks", "read_below", "Mark this and everything below read", "mark", ("row",)),
    Command("read-above", "marks", "read_above", "Mark this and everything above read", "mark", ("row",)),
    Command(
        "read-view",
        "marks",
        "read_view",
        "Mark everything in this list read, or what a query finds",
        "mark",
        argument="query?",
    ),
    Command("star", "marks", "star", "Star, or take the star away", "mark", _ENTRY, "star"),
    Command("later", "marks", "later", "Keep for later, or no longer", "mark", _ENTRY, "later"),
    Command("tag", "marks", "tag", "Put a tag on this headline", "mark", _ENTRY, argument="tag"),
    Command("untag", "marks", "untag", "Take a tag off this headline", "mark", _ENTRY, argument="tag"),
    Command(
        "mark",
        "marking",
        "mark",
        "Set a mark here, above, below, on all or on what a query finds",
        "mark",
        argument="mark",
    ),
    Command("hide", "marks", "hide", "Hide this headline from every list", "mark", _ENTRY),
    Command(
        "mute", "ruling", "mute", "Hide what matches, for a while or for ever", "mark", argument="query?"
    ),
    Command("steps", "steps", "steps", "What was done, to take single steps back", "mark"),
    Command("undo", "marks", "undo", "Take the last step back", "mark", counts=True, short="undo"),
    Command("redo", "marks", "redo", "Do again what was taken back", "mark"),
    Command(
        "story-join",
        "stories",
        "join",
        "Pick this headline; on another one, make one story of both",
        "story",
        _ENTRY,
    ),
    Command("story-split", "stories", "split", "Take this headline out of its story", "story", _ENTRY),
    Command(
        "story-why",
        "stories",
        "why",
        "Who told this story when, and why they stand together",
        "story",
        _ENTRY,
        "story",
    ),
    Command("next-copy", "stories", "next_copy", "The same story in the next paper", "story", _ENTRY),
    Command("prev-copy", "stories", "prev_copy", "The same story in the paper before", "story", _ENTRY),
    Command("story-fold", "stories", "fold", "Show each story once, or every copy", "story"),
    Command("hottest", "stories", "hottest", "Two days, what most papers tell first", "story"),
    Command("front-page", "stories", "front", "The day's stories, section by section", "story"),
    Command(
        "search",
        "searches",
        "search",
        "Search, with results as you type",
        "find",
        short="search",
        argument="query?",
    ),
    Command("search-clear", "finds", "clear", "Leave the search", "find", ("search",)),
    Command(
        "filter", "searches", "filter", "Only what matches too, within this list", "find", argument="query?"
    ),
    Command("search-last", "searches", "again", "Show what was searched for last", "find"),
    Command("all", "finds", "all", "Show everything", "find"),
    Command("unread", "finds", "unread", "Show what is unread", "find"),
    Command("starred", "finds", "starred", "Show what is starred", "find"),
    Command("go-later", "finds", "later", "Show what is kept for later", "find"),
    Command("go-saved", "searches", "saved", "Show a saved search", "find", argument="saved"),
    Command(
        "save-query", "searches", "save", "Save this search as a feed of its own", "find", argument="name?"
    ),
    Command(
        "sort", "searches", "sort", "Best hits first, or newest; or another order", "find", argument="order?"
    ),
    Command("query-help", "searches", "query_help", "What a search can say", "find"),
    Command("rules", "ruling", "rules", "Rules for what comes", "find"),
    Command("rule-add", "ruling", "add", "Make a rule from this search", "find", argument="query?"),
    Command("go-feed", "finds", "feed", "Show one source", "find", argument="feed"),
    Command("go-tag", "finds", "tag", "Show what bears a tag", "find", argument="tag?"),
    Command(
        "go-date",
        "finds",
        "date",
        "Show what was published on a day or within a time",
        "find",
        argument="date?",
    ),
    Command(
        "show-read", "finds", "show_read", "Unread headlines of this list alone, or the others too", "find"
    ),
    Command("sort-turn", "searches", "turn_round", "Turn the order of this list round", "find"),
    Command("renew", "finds", "renew", "Read this list anew: what no longer belongs to it goes", "find"),
    Command("take-in", "finds", "take_in", "Take in the new headlines", "find", ("fresh",), "take in new"),
    Command(
        "add",
        "adding",
        "add",
        "Add a source by its address or a word",
        "sources",
        short="add",
        argument="address?",
    ),
    Command("save-page", "adding", "save_page", "Keep the article of a page", "sources", argument="address?"),
    Command(
        "watch",
        "feeds",
        "watch",
        "Watch a page without a feed for headlines",
        "sources",
        argument="address?",
    ),
    Command(
        "river", "searches", "river", "The fair river: sources take turns, none floods the others", "find"
    ),
    Command("remove", "feeds", "remove", "Remove this source or saved search", "sources", ("named",)),
    Command("rename", "feeds", "rename", "Give it another name", "sources", ("named",), argument="name?"),
    Command(
        "move",
        "feeds",
        "move",
        "Put a source into a folder, a saved search to a place",
        "sources",
        ("named",),
        argument="folder?",
    ),
    Command("important", "feeds", "important", "Call this source important, or not", "sources", ("feed",)),
    Command("pause", "feeds", "pause", "Fetch this source no more, or go on", "sources", ("feed",)),
    Command(
        "health",
        "feeds",
        "health",
        "How this source is doing, and when it is asked next",
        "sources",
        ("feed",),
    ),
    Command(
        "keep", "feeds", "keep", "How much of this source is kept", "sources", ("feed",), argument="limits?"
    ),
    Command("trim", "feeds", "trim", "Let go what is beyond a limit, for good", "sources"),
    Command("sources", "caring", "sources", "How every source is doing", "sources"),
    Command(
        "settings", "caring", "settings", "What can be set and done for this source or section", "sources"
    ),
    Command("repair", "caring", "repair", "Look for the feed of this source again", "sources", ("feed",)),
    Command("fewer", "caring", "fewer", "Fewer rows a day of this source in the river", "sources", ("feed",)),
    Command("slower", "caring", "slower", "Fetch this source less often", "sources", ("feed",)),
    Command(
        "doctor", "program", "doctor", "Whether terminal, settings, store and engine are well", "sources"
    ),
    Command("next-error", "caring", "next_error", "Go to the next source in trouble", "sources"),
    Command("refresh", "feeds", "refresh", "Fetch this source now", "sources", ("feed",), "fetch"),
    Command("refresh-all", "feeds", "refresh_all", "Fetch all sources now", "sources", short="fetch all"),
    Command(
        "import",
        "moving",
        "import_file",
        "Import sources from OPML or another reader",
        "sources",
        argument="file?",
    ),
    Command(
        "export", "moving", "export_file", "Write the sources to an OPML file", "sources", argument="file?"
    ),
    Command("starter", "feeds", "starter", "Choose from the starter packs", "sources"),
    Command(
        "pack",
        "offline",
        "pack",
        "Make what this list shows ready for offline",
        "offline",
        ("list",),
        argument="size?",
    ),
    Command("pack-stop", "offline", "stop", "End the packing", "offline"),
    Command("offline-only", "offline", "only", "Show what can be read without a network", "offline"),
    Command("ticker-pause", "tickers", "pause", "Hold the ticker, or let it run", "ticker"),
    Command("ticker-mode", "tickers", "mode", "Ticker: crawl, step or off", "ticker", argument="mode?"),
    Command("ticker-faster", "tickers", "faster", "Run the ticker faster", "ticker"),
    Command("ticker-slower", "tickers", "slower", "Run the ticker slower", "ticker"),
    Command(
        "ticker-stride",
        "tickers",
        "stride",
        "Move the ticker by 1 or 5 cells at once",
        "ticker",
        argument="cells?",
    ),
    Command(
        "ticker-lane", "tickers", "lane", "Let the ticker show a saved query", "ticker", argument="lane?"
    ),
    Command(
        "ticker-row",
        "tickers",
        "row",
        "Give a saved query a row of the ticker, or take it",
        "ticker",
        argument="lane?",
    ),
    Command(
        "ticker-hide", "tickers", "hide", "Hide the ticker's story from every list", "ticker", short="hide"
    ),
    Command(
        "copy-address",
        "shares",
        "copy_address",
        "Copy what is selected, else the address",
        "share",
        _ENTRY,
        "copy",
    ),
    Command("copy-title", "shares", "copy_title", "Copy title and address", "share", _ENTRY),
    Command("show-address", "shares", "show_address", "Show the whole address", "share", _ENTRY),
    Command("copy-text", "shares", "copy_text", "Copy the whole article as text", "share", _ENTRY),
    Command(
        "copy-quote",
        "shares",
        "copy_quote",
        "Copy a passage as a quotation with its source",
        "share",
        _ENTRY,
    ),
    Command("pipe", "shares", "pipe", "Give the article to a program of yours", "share", _ENTRY),
    Command("bookmark", "shares", "bookmark", "Give the address to a program of yours", "share", _ENTRY),
    Command(
        "save-markdown",
        "shares",
        "save_markdown",
        "Write the article to a file, as Markdown",
        "share",
        _ENTRY,
        argument="file?",
    ),
    Command(
        "save-html",
        "shares",
        "save_html",
        "Write the article to a file, as a page",
        "share",
        _ENTRY,
        argument="file?",
    ),
    Command(
        "copy-link", "reads", "copy_link", "Copy the address of a link by its letters", "share", ("article",)
    ),
    Command("share-link", "reads", "share_link", "Show the whole address of a link", "share", ("article",)),
    Command("share", "shares", "share", "Copy, write or send this article", "share", _ENTRY, "share"),
    Command("theme", "looks", "theme", "Choose the colours", "look", argument="theme?"),
    Command(
        "rtl",
        "looks",
        "rtl",
        "Who orders right-to-left text: app, terminal, off, auto",
        "look",
        argument="rtl?",
    ),
    Command("layout", "looks", "layout", "How panes stand on the screen", "look", argument="layout?"),
    Command("density", "looks", "density", "One line for each headline, or two", "look"),
    Command("keys", "looks", "keys", "Choose the set of keys", "look", argument="keys?"),
    Command("wrap", "looks", "wrap", "Wrap long lines of code, or cut them", "look", ("article",)),
    Command(
        "pan-right",
        "looks",
        "pan_right",
        "Show more of long lines of code to the right",
        "look",
        ("article",),
    ),
    Command(
        "pan-left", "looks", "pan_left", "Show more of long lines of code to the left", "look", ("article",)
    ),
    Command("list-wider", "looks", "widen_list", "Give the list more room beside the article", "look"),
    Command("list-narrower", "looks", "narrow_list", "Give the article more room beside the list", "look"),
    Command("motion", "looks", "motion", "Let things move, or not", "look"),
    Command("palette", "program", "palette", "Find any command by its name", "program"),
    Command("command", "program", "command", "Type a command", "program", short="command"),
    Command("help", "program", "help", "What each key does", "program", short="help"),
    Command("log", "program", "log", "What happened: messages and errors", "program"),
    Command(
        "settings-open", "program", "settings_open", "Change the settings file in your editor", "program"
    ),
    Command("reload", "program", "reload", "Take in settings and keys again", "program"),
    Command(
        "suspend", "program", "suspend", "Back to the shell for a while; “fg” comes back here", "program"
    ),
    Command("quit", "program", "quit", "Leave Telex", "program", short="quit"),
)

COMMANDS: Mapping[str, Command] = MappingProxyType({command.name: command for command in TABLE})


ALSO: Mapping[str, str] = MappingProxyType(
    {"forward": "link-forward", "filter-clear": "search-clear", "heal": "repair"}
)
"""Other names that people know commands by."""


def named(name: str) -> Command | None:
    """The command of this name, or None."""
    return COMMANDS.get(ALSO.get(name, name))


def by_group() -> Iterator[tuple[str, list[Command]]]:
    """The table in the order of the help screen: each group once, with its commands."""
    for group in GROUPS:
        yield group, [command for command in TABLE if command.group == group]


def nearest(name: str) -> str:
    """The name most like `name`, for "did you mean"; "" where nothing is near."""
    import difflib

    found = difflib.get_close_matches(name, [*COMMANDS, *ALSO], n=1, cutoff=0.5)
    return found[0] if found else ""
