"""What waits to be stored: together where much comes at once, each document whole or not at all, in every mishap."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from reader.engine import intake
from reader.store import entries, packing, polls
from reader.store.database import Database
from reader.store.errors import StoreFull
from tests.engine.desk import Desk, at_desk


def commits(db: Database) -> list[str]:
    """The beginnings of the transactions from now on."""
    seen: list[str] = []

    def trace(cursor: object, sql: str, bindings: object) -> bool:
        if sql.startswith("BEGIN IMMEDIATE"):
            seen.append(sql)
        return True

    db.connection.exec_trace = trace
    return seen


def test_documents_that_come_together_are_stored_in_one_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PAUSE", 60.0)

    async def work(desk: Desk) -> None:
        desk.add(*(desk.server.url("delay", seconds=0.05, n=number) for number in range(40)))
        begun = commits(desk.db)
        done = await desk.refresh()
        assert (done.changed, done.new) == (40, 400)
        assert len(begun) < 8, "claims, documents, words: not one for each feed"
        assert desk.db.value("SELECT count(*) FROM feed WHERE etag IS NULL OR claimed_by IS NOT NULL") == 0

    at_desk(tmp_path, work)


def test_one_that_cannot_be_stored_costs_the_others_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = entries.store_feed

    def store(db: Database, feed_id: int, *rest: object, **more: object) -> entries.Stored:
        stored = real(db, feed_id, *rest, **more)  # type: ignore[arg-type]
        if feed_id == 3:
            raise ValueError("made up")
        return stored

    monkeypatch.setattr(entries, "store_feed", store)

    async def work(desk: Desk) -> None:
        ids = desk.add(*(desk.server.url("good", paper=number) for number in range(6)))
        done = await desk.refresh()
        assert (done.changed, done.failed, done.new) == (5, 1, 50)
        assert [desk.entries(feed) for feed in ids] == [10, 10, 0, 10, 10, 10]
        assert "ValueError" in desk.feed(ids[2]).error
        assert desk.validators(ids[2]) == (None, None)
        assert all(desk.validators(feed)[0] for feed in ids if feed != 3)

    at_desk(tmp_path, work)


def test_a_store_that_refuses_refuses_all_that_waited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*rest: object, **more: object) -> entries.Stored:
        raise StoreFull("made up")

    async def work(desk: Desk) -> None:
        desk.add(*(desk.server.url("good", paper=number) for number in range(6)))
        with monkeypatch.context() as patch:
            patch.setattr(entries, "store_feed", full)
            with pytest.raises(StoreFull):
                await desk.refresh()
        assert desk.entries() == 0
        assert polls.claimants(desk.db) == []

    at_desk(tmp_path, work)


def test_what_is_called_off_while_it_waits_is_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PAUSE", 60.0)

    async def work(desk: Desk) -> None:
        quick, slow = desk.add(desk.server.url("good"), desk.server.url("delay", seconds=30))
        task = asyncio.create_task(desk.refresh())
        while desk.pool.seconds == 0:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert desk.entries() == 0, "it waits for the other"
        task.cancel()
        await asyncio.wait([task])
        assert desk.validators(quick) == (None, None)
        assert desk.feed(slow).status == "new"

    at_desk(tmp_path, work)


@pytest.mark.parametrize("size", [0, 1, packing.SHORT - 1, packing.SHORT, packing.SHORT + 1, 70_000])
def test_short_texts_are_packed_as_they_are_and_read_alike(size: int) -> None:
    text = ("Le phare é " * size)[:size]
    packed = packing.pack(text)
    assert packing.unpack(packed) == text
    assert packing.made_of(packed, text.encode())
    assert not packing.made_of(packed, text.encode() + b".")
