"""How a source is doing, in words."""

from __future__ import annotations

import msgspec
import pytest

from reader.model import Feed
from reader.store.health import NEVER, details, following, state

NOW = 1_767_614_400
HOUR = 3_600
WELL = Feed(1, "https://paper.example/feed", "La Gazette", status="ok", fetched_at=NOW - HOUR, succeeded_at=NOW - HOUR, next_at=NOW + 2 * HOUR, why="once an hour")  # fmt: skip


@pytest.mark.parametrize(
    ("feed", "said", "then"),
    [
        (WELL, "well, 1h ago", "next in 2h (once an hour)"),
        (msgspec.structs.replace(WELL, next_at=NOW - 5, why=""), "well, 1h ago", "next now"),
        (msgspec.structs.replace(WELL, next_at=NOW + 5), "well, 1h ago", "next in 1m (once an hour)"),
        (Feed(1, "u", "n", next_at=0), "not asked yet", "next now"),
        (
            msgspec.structs.replace(WELL, status="error", failures=3, succeeded_at=NOW - 48 * HOUR),
            "failed 3 times, well 2d ago",
            "next in 2h (once an hour)",
        ),
        (msgspec.structs.replace(WELL, status="error", failures=1, succeeded_at=None), "failed once, never well", None),
        (msgspec.structs.replace(WELL, status="held", error="A page stood in the way."), "waiting, 1h ago", None),
        (msgspec.structs.replace(WELL, status="gone", next_at=NEVER), "gone for good; its articles stay", "not asked by itself"),
        (msgspec.structs.replace(WELL, paused=True), "paused", "not asked by itself"),
    ],
)  # fmt: skip
def test_state_and_next_try(feed: Feed, said: str, then: str | None) -> None:
    assert state(feed, NOW) == said
    assert then is None or following(feed, NOW) == then


def test_all_that_is_known() -> None:
    feed = msgspec.structs.replace(
        WELL, error="Odd.", changed_at=NOW - 60, interval=6 * HOUR, hub="https://hub.example/"
    )
    assert details(feed, NOW) == [
        "La Gazette",
        "https://paper.example/feed",
        "well, 1h ago; next in 2h (once an hour)",
        "Odd.",
        "last news 1m ago",
        "asked no sooner than every 6h, as you wished",
        "announces its changes at https://hub.example/ (WebSub, which Telex does not ask)",
    ]
