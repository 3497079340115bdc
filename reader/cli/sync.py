"""Keep marks in step with your other devices through a folder that you keep in step by other means.

FOLDER may be one of Syncthing or of a cloud, or on a USB stick. There each device writes a file of its own,
telex-DEVICE.jsonl, at its end only, and reads those of the others: read, starred, for later, hidden, and tags. The store
itself is never shared, and Telex uses no network for it. Where two devices marked the same entry, both marks are kept; where
they changed the same mark, the later change counts. Marks of entries that are not here wait for them. What came from a
device is one step that “telex undo” takes back.

FOLDER is remembered: “telex sync” alone syncs with it again. Nothing is synced by itself: let cron or a timer call it. The
devices know an entry by the address that its source was first subscribed under, so subscribe to the same ones (“telex
export opml”, “telex import”). --dry-run says what would be done. --off ends it; what was marked meanwhile is sent when it
is switched on again.

With --json, one object: folder, device, sent, brought, devices (how many others), passed_over (lines that could not be
read), notes (a list of sentences); with --off: off, unsent.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure, WrongUsage
from reader.cli.output import note, say, say_json

if TYPE_CHECKING:
    from reader.store.syncing import Synced


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", nargs="?", help="the folder of all your devices")
    parser.add_argument("--off", action="store_true", help="sync no more")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    from reader.store import syncing, syncwords

    if args.off and (args.folder or args.dry_run):
        raise WrongUsage("--off stands alone.")
    with context.newsroom() as newsroom:
        db, kept = newsroom.db, syncwords.folder(newsroom.db)
        if newsroom.readonly and not args.dry_run:
            raise Failure(newsroom.refusal or "This data folder cannot be written to: nothing can be synced.")
        if args.off:
            return _off(syncwords.switch_off(db) if kept else 0, args.json)
        if not args.folder and not kept:
            raise WrongUsage("Name the folder once: “telex sync FOLDER” syncs with it and remembers it.")
        folder = Path(args.folder).expanduser().absolute() if args.folder else Path(kept)
        do = syncing.preview if args.dry_run else syncing.sync
        done = do(db, folder, newsroom.now())
    for sentence in done.notes:
        note(sentence)
    if args.json:
        say_json(_json(done))
    else:
        say(_text(done, args.dry_run))
    return DONE


def _off(unsent: int, as_json: bool) -> int:
    if as_json:
        say_json({"off": True, "unsent": unsent})
    else:
        say(f"Nothing is synced any more; {unsent:,} changes were not sent.")
    return DONE


def _json(done: Synced) -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "device": done.device or None,
        "sent": done.sent,
        "brought": done.brought,
        "devices": done.devices,
        "passed_over": done.passed_over,
        "notes": done.notes,
    }


def _text(done: Synced, dry: bool) -> str:
    sent = f"{done.sent:,} {'change' if done.sent == 1 else 'changes'}"
    brought = f"{done.brought:,} {'mark' if done.brought == 1 else 'marks'}"
    others = f"{done.devices:,} other {'device' if done.devices == 1 else 'devices'}"
    if dry:
        return f"Would send {sent} and bring {brought} from {others}."
    return f"Sent {sent}, brought {brought} from {others}."
