"""The gates: one at a time for a host, gaps, hosts at once, and slow hosts that cost the others nothing."""

from __future__ import annotations

import asyncio
import itertools
import random

import pytest

from reader.fetch.gates import MOST, Gates
from tests.faults.clock import run_jumping


class Trace:
    """Who is inside, and when."""

    def __init__(self) -> None:
        self.inside: dict[str, int] = {}
        self.most_a_host = 0
        self.most = 0
        self.spans: list[tuple[str, float, float]] = []

    async def stay(self, gates: Gates, host: str, gap: float, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        async with gates.turn(host, gap):
            start = loop.time()
            self.inside[host] = self.inside.get(host, 0) + 1
            self.most_a_host = max(self.most_a_host, self.inside[host])
            self.most = max(self.most, sum(self.inside.values()))
            await asyncio.sleep(seconds)
            self.inside[host] -= 1
            self.spans.append((host, start, loop.time()))


@pytest.mark.parametrize("hosts", [1, 8, 32, 256])
def test_five_hundred_feeds_on_a_hundred_hosts(hosts: int) -> None:
    async def main() -> Trace:
        gates, trace = Gates(hosts), Trace()
        await asyncio.gather(*(trace.stay(gates, f"h{n % 100}", 0, 0.05) for n in range(500)))
        assert gates.running == 0
        return trace

    trace = run_jumping(main())
    assert trace.most_a_host == 1
    assert trace.most <= hosts
    assert len(trace.spans) == 500


def test_the_gap_is_kept_after_the_answer() -> None:
    async def main() -> Trace:
        gates, trace = Gates(), Trace()
        await asyncio.gather(
            *(trace.stay(gates, "slow.example", 1.0, random.Random(n).random()) for n in range(20))
        )
        return trace

    spans = sorted(run_jumping(main()).spans, key=lambda span: span[1])
    assert all(later[1] - earlier[2] >= 0.999 for earlier, later in itertools.pairwise(spans))


def test_waiting_for_a_gap_takes_no_place_from_others() -> None:
    async def main() -> float:
        gates, trace = Gates(1), Trace()
        await trace.stay(gates, "a.example", 0, 0.01)
        start = asyncio.get_running_loop().time()
        waiting = asyncio.create_task(trace.stay(gates, "a.example", 60.0, 0.01))
        await asyncio.sleep(0)
        await trace.stay(gates, "b.example", 0, 0.01)
        spent = asyncio.get_running_loop().time() - start
        await waiting
        return spent

    assert run_jumping(main()) < 1


def test_slow_hosts_lend_their_place() -> None:
    """A hundred hosts that hang before two hundred good ones: the good are done within 1.5 times what 32 places take for them."""

    async def main(slow: int) -> float:
        gates, trace = Gates(32), Trace()
        start = asyncio.get_running_loop().time()
        hanging = [asyncio.create_task(trace.stay(gates, f"slow{n}", 0, 60)) for n in range(slow)]
        await asyncio.sleep(0)
        await asyncio.gather(*(trace.stay(gates, f"good{n}", 0, 0.5) for n in range(200)))
        spent = asyncio.get_running_loop().time() - start
        assert trace.most <= min(MOST, 32 + 4 * 32)
        await asyncio.gather(*hanging)
        return spent

    alone = 0.5 * 200 / 32
    assert run_jumping(main(0)) <= 1.2 * alone
    assert run_jumping(main(100)) <= 1.5 * alone


def test_a_turn_that_is_called_off_leaves_the_gate_open() -> None:
    async def main() -> None:
        gates, trace = Gates(1), Trace()
        holding = asyncio.create_task(trace.stay(gates, "a.example", 0, 50))
        await asyncio.sleep(0.1)
        waiting = [asyncio.create_task(trace.stay(gates, name, 0, 1)) for name in ("a.example", "b.example")]
        await asyncio.sleep(0.1)
        for task in (*waiting, holding):
            task.cancel()
        await asyncio.gather(*waiting, holding, return_exceptions=True)
        await asyncio.wait_for(trace.stay(gates, "a.example", 0, 0.1), 5)
        await asyncio.wait_for(trace.stay(gates, "b.example", 0, 0.1), 5)
        assert gates.running == 0

    run_jumping(main())
