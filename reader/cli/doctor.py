"""Look whether all is well: terminal, locale, settings, SQLite, the store, the engine, sizes.

Each finding is one line; one that begins with "!" needs looking after, and then the exit code is 1. Nothing is changed
and nothing is fetched, but for two options: --feeds asks each feed of one starter pack (or, without a name, each of your
sources) once over the network and says what answers today; --restore puts the newest whole backup in the place of a
damaged store, which is moved aside, brings along all that can still be read in it, and names what cannot.

With --json, one object for each finding: part, ok, text (with --schema: sql; with --timings: name, ms; with --feeds: url,
ok, text).
"""

from __future__ import annotations

import argparse
import locale
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, Failure
from reader.cli.output import say, say_json

if TYPE_CHECKING:
    from reader.newsroom import Newsroom
    from reader.text.graphics import Wish

OLDEST_SQLITE = (3, 51, 3)
"""Before it, SQLite had a fault in resetting its log that could damage a store."""

RESTORE = " “telex doctor --restore” takes the newest backup and what can still be read."

Finding = tuple[str, bool, str]
"""A part of Telex, whether it is well, and one line about it."""


def arguments(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--schema", action="store_true", help="print the store's schema")
    way.add_argument("--timings", action="store_true", help="measure the usual steps on your store")
    way.add_argument(
        "--feeds", nargs="?", const="", metavar="STARTER", help="ask each feed, over the network"
    )
    way.add_argument(
        "--restore", action="store_true", help="put the newest backup in a damaged store's place"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    if args.schema:
        return _schema(args.json)
    if args.timings:
        from reader.cli.timings import run_timings

        return run_timings(context, args.json)
    if args.feeds is not None:
        from reader.cli.checkup import run_checkup

        return run_checkup(context, args.feeds, args.json)
    if args.restore:
        return _restore(context, args.json)
    from reader.cli.righttoleft import RightToLeft

    order = RightToLeft(context)
    well = True
    for part, ok, text in findings(context, order.text):
        well = well and ok
        if args.json:
            say_json({"part": part, "ok": ok, "text": text})
        else:
            say(f"{' ' if ok else '!'} {part:<10} {text}")
    if not args.json:
        order.draw()
    return DONE if well else FAILED


def findings(context: Context, order: str) -> Iterator[Finding]:
    """Everything that can be known without the network, one line each. `order` says who orders right-to-left text."""
    yield from _program()
    from reader.cli.abilities import abilities

    yield from _terminal()
    yield from abilities(os.environ, _draw(context))
    yield "rtl", True, order
    yield from _settings(context)
    yield _sqlite()
    yield from _store(context)


def _draw(context: Context) -> Wish:
    """How images are to be drawn, as the settings say."""
    from reader.config import ConfigError

    try:
        return context.settings.images.draw
    except ConfigError:
        return "off"


def _program() -> Iterator[Finding]:
    from reader import __version__

    yield (
        "telex",
        True,
        f"{__version__}, Python {platform.python_version()} on {platform.system()} {platform.release()}",
    )


def _terminal() -> Iterator[Finding]:
    env = os.environ
    size = shutil.get_terminal_size((0, 0))
    here = (
        f"{size.columns} x {size.lines} cells" if sys.stdout.isatty() else "none (stdout is a file or pipe)"
    )
    names = [
        f"{name}={env[name]}"
        for name in ("TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "NO_COLOR")
        if env.get(name)
    ]
    yield "terminal", env.get("TERM") != "dumb", f"{here}; {', '.join(names) or 'no TERM'}"
    encoding = (sys.stdout.encoding or "?").lower()
    utf8 = encoding.replace("-", "") == "utf8"
    language = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or locale.getlocale()[0] or "none"
    yield (
        "locale",
        utf8,
        f"{language}, stdout writes {encoding}" + ("" if utf8 else ": set LANG to one with UTF-8"),
    )


def _settings(context: Context) -> Iterator[Finding]:
    from reader.config import ConfigError

    file = context.paths.config
    try:
        _ = context.settings
    except ConfigError as error:
        yield "settings", False, str(error)
        return
    where = str(file) if file.exists() else f"none at {file}: the defaults hold"
    yield "settings", True, where


def _sqlite() -> Finding:
    import apsw

    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    fts = bool(apsw.compile_options and "ENABLE_FTS5" in apsw.compile_options)
    good = version >= OLDEST_SQLITE and fts
    return (
        "sqlite",
        good,
        f"{apsw.sqlite_lib_version()} (apsw {apsw.apsw_version()}), full-text search {'in' if fts else 'missing'}",
    )


def _store(context: Context) -> Iterator[Finding]:
    from reader.store.errors import StoreDamaged, StoreError, StoreMissing

    try:
        newsroom = context.newsroom()
    except StoreMissing:
        yield "store", True, f"none yet at {context.paths.store}"
        return
    except StoreError as error:
        yield "store", False, f"{error}{RESTORE if isinstance(error, StoreDamaged) else ''}"
        return
    with newsroom:
        try:
            yield from _opened(newsroom, context)
        except StoreError as error:
            yield "store", False, f"{error}{RESTORE if isinstance(error, StoreDamaged) else ''}"


def _opened(newsroom: Newsroom, context: Context) -> Iterator[Finding]:
    from reader.store import check, lease, pending

    db, paths = newsroom.db, context.paths
    sizes = {name: _size(str(paths.store) + name) for name in ("", "-wal")}
    counts = newsroom.counts()
    version = int(db.value("PRAGMA user_version"))
    yield (
        "store",
        True,
        f"{paths.store}, {_bytes(sizes[''])} and {_bytes(sizes['-wal'])} of log, schema {version}"
        + (", read-only" if newsroom.readonly else ""),
    )
    problems = check.problems(db, full=True)
    text = f"{'; '.join(problems[:5])}{RESTORE}" if problems else "every page is whole"
    yield "integrity", not problems, text
    yield (
        "entries",
        True,
        f"{counts.total:,}, {counts.unread:,} unread, {counts.starred:,} starred; {pending.unsearchable(db):,} not searchable yet",
    )
    yield from _sources(newsroom)
    held = lease.holder(db)
    if held is None:
        yield "engine", True, "none is running"
    else:
        state = "is running" if held.alive else "left without a word; the next one takes over"
        yield "engine", held.alive, f"process {held.pid} on {held.host} {state}"
    yield from _space(newsroom)
    kept = sorted(paths.backups.glob("*.db")) if paths.backups.is_dir() else []
    yield "backups", True, f"{len(kept)}, the newest {kept[-1].name}" if kept else "none yet"


_TROUBLE = ("suspect", "dead", "failing", "frozen", "stale")


def _sources(newsroom: Newsroom) -> Iterator[Finding]:
    """How many sources are how, and the names of those in trouble."""
    from reader.store.vital import WORDS

    vitals, names = newsroom.vitals(), {feed.id: feed.name for feed in newsroom.feeds()}
    states = [one.state for one in vitals.values()]
    counts = [
        f"{states.count(name):,} {name}" for name in dict.fromkeys((*_TROUBLE, *WORDS)) if name in states
    ]
    text = f"{len(states):,}" + (f": {', '.join(counts)}" if counts else "")
    worst = [names[one] for name in _TROUBLE[:2] for one, vital in vitals.items() if vital.state == name]
    if worst:
        text += f" ({', '.join(worst[:5])}{'…' if len(worst) > 5 else ''})"
    trouble = any(name in _TROUBLE for name in states)
    yield "sources", not worst, text + (": “telex sources” tells more" if trouble else "")


def _space(newsroom: Newsroom) -> Iterator[Finding]:
    """What takes the space, how much may be taken, and what will go."""
    from reader.limits import shown_size
    from reader.store import retention

    db, limits = newsroom.db, newsroom.settings.keep.limits
    parts = ", ".join(f"{name} {_bytes(size)}" for name, size in retention.space(db) if size >= 50_000)
    most = ", ".join(f"{name} {_bytes(size)}" for name, size in retention.largest(db) if size >= 50_000)
    yield "space", True, (parts or "next to nothing") + (f"; most text: {most}" if most else "")
    kept = shown_size(retention.used(db))
    warning = newsroom.limit_warning()
    yield (
        "keep",
        not warning,
        f"{kept} of {limits}. {warning}".rstrip() if warning else f"{kept}, limits: {limits}",
    )


def _schema(as_json: bool) -> int:
    from reader.store.schema import CURRENT, MIGRATIONS

    for number, sql in enumerate(MIGRATIONS, 1):
        if as_json:
            say_json({"part": "schema", "version": number, "sql": sql.strip()})
            continue
        say(f"-- version {number} of {CURRENT}")
        for line in sql.strip().split("\n"):
            say(line)
    return DONE


def _restore(context: Context, as_json: bool) -> int:
    import time

    from reader.store.restore import restore, wanted

    if not wanted(context.paths) and not _is_damaged(context):
        raise Failure("The store is whole: nothing was changed.")
    done = restore(context.paths, int(time.time()))
    _tell_restored("restore", True, f"The store was put back {done.told()}.", as_json)
    if done.aside is not None:
        text = f"{done.entries:,} entries came from the damaged store, which lies in {done.aside} now."
        _tell_restored("restore", True, text, as_json)
    for line in done.lost:
        _tell_restored("lost", False, line, as_json)
    return DONE


def _is_damaged(context: Context) -> bool:
    """Whether the store is there, is Telex's own and not of a newer one, and is not whole. Other trouble is raised."""
    from reader.store import check
    from reader.store.errors import StoreDamaged

    try:
        with context.newsroom() as newsroom:
            return bool(check.problems(newsroom.db, full=True))
    except StoreDamaged:
        return True


def _tell_restored(part: str, ok: bool, text: str, as_json: bool) -> None:
    if as_json:
        say_json({"part": part, "ok": ok, "text": text})
    else:
        say(text if ok else f"! lost       {text}")


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _bytes(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB"
