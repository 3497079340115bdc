"""The engine process: JSON lines on standard output, commands on standard input.

`python -m reader.engine --data-dir DIR [--config FILE]`. It ends when its input ends, on `{"do":"quit"}`, SIGTERM or
SIGINT. Where another process holds the lease it follows: it passes commands on through the store, tells of changes,
and takes over when the lease is free.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import logging.handlers
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from reader import __version__
from reader.config import ConfigError, Paths, Settings, find_paths, load_settings
from reader.engine.events import Changed, Command, Failed, Hello, Note, Quit, Stop, line
from reader.engine.lines import Ear, Mouth
from reader.engine.worker import step_back
from reader.store import requests
from reader.store.database import Database, StoreError, open_store
from reader.store.lease import Lease, acquire
from reader.store.restore import bring_back

FOLLOW = 0.5
"""Seconds between two looks of a follower at the store."""
TAKE_OVER = 2.0
"""Seconds between two tries of a follower to become the engine."""

AGAIN = 30.0
"""Seconds until work that the store refused (a full disk) is tried again."""
GRACE = 1.0
"""Seconds from the word to end until the process is gone, whatever still goes on in it: every write is whole or undone."""
CACHE_KB = 16_384
"""KiB of the store that the engine keeps at hand: the pages that the entries of many feeds come to lie in."""
FAULT = 3
"""Exit code of an engine that failed by a fault of its own and may be started again."""

PASSED_ON = "Another Telex does the fetching; it has been asked."

log = logging.getLogger("reader.engine")


class Engine:
    """One engine process: leader or follower, and back."""

    def __init__(
        self,
        db: Database,
        paths: Paths,
        settings: Settings,
        mouth: Mouth,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._db = db
        self._paths = paths
        self._settings = settings
        self._mouth = mouth
        self._clock = clock
        self._commands: list[Command] = []
        self._do: Callable[[Command], None] = self._commands.append
        self._leads: bool | None = None

    def heard(self, command: Command) -> None:
        """A command from standard input."""
        self._do(command)

    async def run(self) -> None:
        """Lead where possible, else follow; where the store refuses, try again after a while. Ends by cancelling."""
        while True:
            try:
                lease = acquire(self._paths, int(self._clock()), self._db)
                if lease is None:
                    await self._follow()
                else:
                    await self._lead_with(lease)
            except StoreError as error:
                self._mouth.say(Failed(str(error)))
                await asyncio.sleep(AGAIN)

    async def _lead_with(self, lease: Lease) -> None:
        from reader.engine import keeping
        from reader.engine.leader import Leader
        from reader.engine.pages import RULES_FILE

        rules = self._paths.config.parent / RULES_FILE
        leader = Leader(self._db, self._settings, lease, self._mouth.say, self._clock, rules)
        self._hello(True)
        self._do = leader.do
        waiting, self._commands[:] = list(self._commands), []
        for command in waiting:
            leader.do(command)
        try:
            await leader.run()
        finally:
            self._do = self._commands.append
            lease.resign()
            if leader.whole:
                try:
                    keeping.write_text(self._db, int(self._clock()))
                except StoreError as error:
                    log.warning("the text beside the store: %s", error)
            lease.release()

    async def _follow(self) -> None:
        """Pass on and watch, until it is time to try for the lease again."""
        self._hello(False)
        self._do = self._pass_on
        waiting, self._commands[:] = list(self._commands), []
        for command in waiting:
            self._pass_on(command)
        generation = self._db.generation()
        for _ in range(int(TAKE_OVER / FOLLOW)):
            await asyncio.sleep(FOLLOW)
            now = self._db.generation()
            if now != generation:
                generation = now
                self._mouth.say(Changed(now))

    def _pass_on(self, command: Command) -> None:
        if isinstance(command, Stop):
            return
        try:
            requests.ask(self._db, line(command).decode().strip(), int(self._clock()))
        except StoreError as error:
            self._mouth.say(Failed(str(error)))
        else:
            self._mouth.say(Note(PASSED_ON))

    def _hello(self, leads: bool) -> None:
        if self._leads is not leads:
            self._leads = leads
            self._mouth.say(Hello(leads, os.getpid(), __version__))


async def serve(db: Database, paths: Paths, settings: Settings, mouth: Mouth, commands: int) -> None:
    """Run an engine until its input ends or it is told to stop."""
    loop = asyncio.get_running_loop()
    end = asyncio.Event()
    engine = Engine(db, paths, settings, mouth)

    def told() -> None:
        if not end.is_set():
            threading.Thread(target=_gone_soon, name="leave", daemon=True).start()
            end.set()

    def heard(command: Command) -> None:
        if isinstance(command, Quit):
            told()
        else:
            engine.heard(command)

    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            with contextlib.suppress(NotImplementedError, RuntimeError):
                loop.add_signal_handler(getattr(signal, name), told)
    Ear(commands, loop, heard, told)
    work = asyncio.create_task(engine.run())
    ended = asyncio.create_task(end.wait())
    done, _ = await asyncio.wait({work, ended}, return_when=asyncio.FIRST_COMPLETED)
    for task in (work, ended):
        task.cancel()
    await asyncio.gather(work, ended, return_exceptions=True)
    if work in done and (error := work.exception()) is not None:
        raise error


def _gone_soon() -> None:
    """Whatever holds the end up, a thread or a query: the process goes, and its workers with it."""
    time.sleep(GRACE)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def main(arguments: list[str] | None = None) -> int:
    """The process; exits with 0 when it was told to end, 1 where it cannot work, `FAULT` else."""
    parser = argparse.ArgumentParser(prog="python -m reader.engine", description=__doc__)
    parser.add_argument("--data-dir")
    parser.add_argument("--config")
    options = parser.parse_args(arguments)
    commands, events = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    mouth = Mouth(events)
    step_back()
    code = 1
    try:
        paths = find_paths(options.data_dir, options.config)
        settings = load_settings(paths.config)
        bring_back(paths, int(time.time()))
        with open_store(paths.store, cache_kb=CACHE_KB) as db:
            _keep_log(paths)
            asyncio.run(serve(db, paths, settings, mouth, commands))
        code = 0
    except (ConfigError, StoreError) as error:
        mouth.say(Failed(str(error)))
    except Exception as error:
        log.exception("the engine failed")
        mouth.say(Failed(f"The engine ended by a fault of its own ({type(error).__name__})."))
        code = FAULT
    mouth.close()
    return code


def _keep_log(paths: Paths) -> None:
    """What goes wrong is written down beside the store, in two files of at most 512 KiB."""
    handler = logging.handlers.RotatingFileHandler(
        paths.log, maxBytes=512 * 1024, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("reader")
    root.addHandler(handler)
    root.setLevel(logging.WARNING)


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    sys.stderr.flush()
    os._exit(code)  # look-ups of names that never end must not hold the process
