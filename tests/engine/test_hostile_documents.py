"""Forty hostile documents through the pool: each is read or killed in six seconds of its worker, and the next one is read."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import pytest

from reader.engine import jobs
from reader.engine.process import Worker, cpu_seconds
from reader.engine.workers import WorkerPool, WorkError
from reader.parse.blocks import blocks_of
from reader.parse.plain import plain_text
from tests.engine.test_workers import needs_cpu_time
from tests.parse.test_feed_hostile import BOMBS
from tests.store.conftest import FULL

FEW = ("nested", "nested and closed", "attributes", "laughs", "json deep", "tables")
NAMES = [name for name in BOMBS if FULL or name in FEW]
ENTRIES: dict[str, Callable[[], str]] = {
    "open tags": lambda: "<b>" * 1_000_000,
    "tables": lambda: "<table><tr><td>" * 100_000,
    "attributes": lambda: "<p " + " ".join(f"a{n}=x" for n in range(1_000_000)) + ">mot</p>",
    "one word": lambda: f"<p>{'x' * 10_000_000}</p>",
    "lists": lambda: "<ul><li>" * 300_000,
}
"""What a finisher meets: the HTML of an entry."""
ENTRY_NAMES = [name for name in ENTRIES if FULL or name in ("open tags", "attributes")]
HARMLESS = b"<rss><channel><item><title>Le port rouvre</title></item></channel></rss>"


@needs_cpu_time
def test_each_has_an_end_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[tuple[str, float]] = []
    name = ""
    answer = Worker.answer

    async def counted(worker: Worker, time_box: float) -> jobs.Reply:
        before = cpu_seconds(worker.pid) or 0.0
        try:
            return await answer(worker, time_box)
        finally:
            spent.append((name, (cpu_seconds(worker.pid) or 0.0) - before))

    monkeypatch.setattr(Worker, "answer", counted)

    async def main() -> None:
        nonlocal name
        async with WorkerPool(1) as pool:
            for name in NAMES:
                with contextlib.suppress(WorkError):
                    await pool.feed(jobs.ParseFeed(BOMBS[name]()))
                assert (await pool.feed(jobs.ParseFeed(HARMLESS))).entries[0].title == "Le port rouvre"
            for name in ENTRY_NAMES:
                item = jobs.Raw(1, "Le port", "", "La Rade", "fr", ENTRIES[name](), "https://rade.example/1")
                with contextlib.suppress(WorkError):
                    (ready,) = await pool.finish(jobs.FinishEntries((item,)))
                    assert ready.entry_id == 1
                assert (await pool.feed(jobs.ParseFeed(HARMLESS))).entries[0].title == "Le port rouvre"

    asyncio.run(main())
    assert {name for name, _ in spent} == {*NAMES, *ENTRY_NAMES}
    assert [one for one in spent if one[1] > 6.0] == []


def test_a_walk_a_million_deep_ends_without_recursion() -> None:
    """The tree itself is cut at its depth, so that nothing behind it can be led deeper."""
    blocks = blocks_of("<div>" * 1_000_000 + "mot" + "</div>" * 1_000_000, title="", base="", language="fr")
    assert "mot" in plain_text(blocks)
