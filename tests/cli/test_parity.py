"""Every ability of the screen that is not about looks has a form on the command line, or a reason why it has none."""

from __future__ import annotations

from reader.cli.main import COMMANDS
from reader.tui.commands import TABLE

ON_THE_COMMAND_LINE = {
    "open": "show",
    "read-on": "show",
    "pack": "pack",
    "image-fetch": "pack",
    "image-hide": "images",
    "image-report": "images",
    "image-undo": "images",
    "images": "images",
    "image-list": "images",
    "offline-only": "list",
    "view-next": "show",
    "view-feed": "show",
    "view-full": "show",
    "view-raw": "show",
    "diff": "show",
    "read-toggle": "mark",
    "read-below": "mark",
    "read-above": "mark",
    "read-view": "mark",
    "star": "mark",
    "later": "mark",
    "tag": "mark",
    "untag": "mark",
    "mark": "mark",
    "hide": "mark",
    "undo": "undo",
    "steps": "undo",
    "mute": "rules",
    "rules": "rules",
    "rule-add": "rules",
    "go-saved": "saved",
    "save-query": "saved",
    "sort": "list",
    "river": "list",
    "query-help": "help",
    "important": "sources",
    "pause": "sources",
    "keep": "sources",
    "trim": "trim",
    "redo": "undo",
    "story-join": "mark",
    "story-split": "mark",
    "story-why": "show",
    "next-copy": "show",
    "prev-copy": "show",
    "hottest": "list",
    "front-page": "list",
    "search": "search",
    "all": "list",
    "filter": "list",
    "go-tag": "list",
    "go-date": "list",
    "show-read": "list",
    "sort-turn": "list",
    "renew": "list",
    "enclosure": "show",
    "links": "show",
    "doctor": "doctor",
    "save-html": "export",
    "unread": "list",
    "starred": "list",
    "go-later": "list",
    "go-feed": "list",
    "take-in": "list",
    "add": "add",
    "save-page": "add",
    "watch": "add",
    "remove": "sources",
    "rename": "sources",
    "move": "sources",
    "health": "sources",
    "sources": "sources",
    "settings": "sources",
    "repair": "sources",
    "fewer": "sources",
    "slower": "sources",
    "next-error": "sources",
    "refresh": "fetch",
    "refresh-all": "fetch",
    "import": "import",
    "export": "export",
    "starter": "add",
    "show-address": "show",
    "save-markdown": "export",
    "command": "list",
    "help": "help",
}
"""Command of the screen: the command that does it without one."""

ONLY_ON_THE_SCREEN = {
    "move": "the place of a cursor",
    "look": "how the screen looks",
    "ticker": "how the ticker runs; “telex ticker” prints it",
}
"""Groups, and why they have no other form."""

REASONS = {
    "open-outside": "“telex show” prints the address for any program to open",
    "open-outside-read": "as open-outside",
    "view-again": "the engine of the screen fetches pages",
    "follow": "the addresses stand below the text",
    "pack-stop": "Ctrl-C ends a command",
    "follow-behind": "as follow",
    "open-link": "as follow",
    "copy-link": "as follow",
    "share-link": "as follow",
    "share": "a menu of what has a form or a reason of its own",
    "search-last": "the shell's own history",
    "link-back": "as follow",
    "link-forward": "as follow",
    "zen": "how the screen looks",
    "back": "the place of a cursor",
    "story-fold": "how the list looks",
    "search-clear": "each command stands alone",
    "copy-address": "a pipe copies",
    "copy-title": "a pipe copies",
    "copy-text": "a pipe copies",
    "copy-quote": "a pipe copies",
    "pipe": "“telex show --as markdown” in a pipe",
    "bookmark": "“telex show --as json” in a pipe",
    "palette": "the shell completes",
    "settings-open": "the settings are a file, which “telex doctor” names",
    "reload": "each command reads the settings",
    "log": "each command says its own errors",
    "suspend": "the shell stops a command by Ctrl-Z",
    "quit": "each command ends by itself",
}


def test_each_command_of_the_screen_has_its_form_or_its_reason() -> None:
    missing = [
        command.name
        for command in TABLE
        if command.name not in ON_THE_COMMAND_LINE
        and command.group not in ONLY_ON_THE_SCREEN
        and command.name not in REASONS
    ]
    assert missing == []


def test_the_forms_exist() -> None:
    assert set(ON_THE_COMMAND_LINE.values()) <= set(COMMANDS)


def test_a_command_has_either_a_form_or_a_reason() -> None:
    assert not set(ON_THE_COMMAND_LINE) & set(REASONS)
