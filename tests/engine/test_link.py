"""The engine as a process: one leads, others follow and take over, and none outlives its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from reader.config import Paths
from reader.engine import events
from reader.engine.link import AGAIN, EngineLink
from reader.store.database import open_store
from reader.store.lease import holder
from tests.engine.ear import Ear


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config.toml")


def with_link(paths: Paths, work: Callable[[EngineLink, Ear], Awaitable[None]]) -> None:
    async def main() -> None:
        ear = Ear()
        link = EngineLink(paths, ear)
        await link.start()
        try:
            await work(link, ear)
        finally:
            await link.stop()
        assert link.pid is None

    asyncio.run(main())


def leads(event: events.Event) -> bool:
    return isinstance(event, events.Hello) and event.leads


def test_it_leads_and_answers_and_ends(paths: Paths) -> None:
    async def work(link: EngineLink, ear: Ear) -> None:
        await ear.wait(leads)
        await link.send(events.Refresh())
        await ear.wait(lambda event: isinstance(event, events.Done))
        with open_store(paths.store) as db:
            held = holder(db)
            assert held is not None
            assert held.pid == link.pid

    with_link(paths, work)
    with open_store(paths.store) as db:
        assert holder(db) is None


def test_a_second_one_follows_passes_on_and_takes_over(paths: Paths) -> None:
    async def work(link: EngineLink, ear: Ear) -> None:
        await ear.wait(leads)

        async def second(other: EngineLink, other_ear: Ear) -> None:
            await other_ear.wait(lambda event: isinstance(event, events.Hello) and not event.leads)
            await other.send(events.Refresh(force=True))
            await ear.wait(lambda event: isinstance(event, events.Done))
            await other_ear.wait(lambda event: isinstance(event, events.Note))
            await link.stop()
            await other_ear.wait(leads)

        other_ear = Ear()
        other = EngineLink(paths, other_ear)
        await other.start()
        try:
            await second(other, other_ear)
        finally:
            await other.stop()

    with_link(paths, work)


def test_one_that_is_killed_comes_back(paths: Paths) -> None:
    async def work(link: EngineLink, ear: Ear) -> None:
        await ear.wait(leads)
        assert link.pid is not None
        os.kill(link.pid, signal.SIGKILL)
        await ear.wait(lambda event: event == events.Failed(AGAIN))
        ear.heard.clear()
        await link.send(events.Refresh())
        await ear.wait(leads)
        await ear.wait(lambda event: isinstance(event, events.Done))

    with_link(paths, work)


def test_wrong_settings_are_said_once_and_not_tried_again(paths: Paths) -> None:
    paths.config.write_text("nonsense = 1\n")

    async def work(link: EngineLink, ear: Ear) -> None:
        event = await ear.wait(lambda event: isinstance(event, events.Failed))
        assert isinstance(event, events.Failed)
        assert "nonsense" in event.text
        await asyncio.sleep(0.3)
        assert len(ear.heard) == 1

    with_link(paths, work)


def test_no_engine_outlives_its_parent(paths: Paths) -> None:
    code = """
import asyncio, os, sys
from pathlib import Path
from reader.config import Paths
from reader.engine.link import EngineLink
async def main():
    heard = asyncio.Event()
    link = EngineLink(Paths(Path(sys.argv[1]), Path(sys.argv[2])), lambda event: heard.set())
    await link.start()
    await heard.wait()
    print(link.pid, flush=True)
    os.kill(os.getpid(), 9)
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(paths.data), str(paths.config)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    try:
        engine = psutil.Process(int(done.stdout))
    except psutil.NoSuchProcess:
        return
    engine.wait(60)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(paths: Paths, name: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reader.engine", "--data-dir", str(paths.data), "--config", str(paths.config)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert isinstance(events.read_event(process.stdout.readline()), events.Hello)
        process.send_signal(name)
        assert process.wait(60) == 0
    with open_store(paths.store) as db:
        assert holder(db) is None


def test_one_that_is_still_starting_is_ended_at_once(paths: Paths) -> None:
    """It takes no lease and says nothing more; waiting for its start would hold up the end of a dropped screen."""

    async def main() -> Ear:
        ear = Ear()
        link = EngineLink(paths, ear)
        await link.start()
        await link.stop()
        assert link.pid is None
        return ear

    assert asyncio.run(main()).heard == []


HELD = """
import sys, time
from reader.engine import keeping, leader
leader.SOON = 0.0
keeping.look = lambda db, now: time.sleep(3_600)
from reader.engine.__main__ import main
main(sys.argv[1:])
time.sleep(3_600)
"""


def test_nothing_holds_up_the_end(paths: Paths) -> None:
    """A thread that never ends costs neither the lease nor the end; it and what the engine started go."""
    engine = subprocess.Popen(
        [sys.executable, "-c", HELD, "--data-dir", str(paths.data), "--config", str(paths.config)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert engine.stdin is not None
    assert engine.stdout is not None
    assert isinstance(events.read_event(engine.stdout.readline()), events.Hello)
    engine.stdin.close()
    assert engine.wait(60) == -signal.SIGKILL
    engine.stdout.close()
    with open_store(paths.store) as db:
        assert holder(db) is None
