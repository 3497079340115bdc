"""Faults of redirects: chains, circles, traps, and networks that send everybody to their log-in page."""

from __future__ import annotations

from tests.faults.server import Exchange, fault
from tests.faults.timing import good


async def _move(exchange: Exchange, to: str, code: str = "302 Found") -> None:
    await exchange.answer(b"elsewhere", status=code, headers=(("Location", to),))


@fault("chain")
async def chain(exchange: Exchange) -> None:
    """`n` redirects with `code`, then a feed."""
    left = int(exchange.number("n", 3))
    code = exchange.argument("code", "301")
    if left <= 0:
        await good(exchange)
        return
    await _move(exchange, f"/chain?n={left - 1}&code={code}", f"{code} Moved")


@fault("circle")
async def circle(exchange: Exchange) -> None:
    await _move(exchange, f"/circle?at={1 - int(exchange.number('at', 0))}", "301 Moved Permanently")


@fault("spiral")
async def spiral(exchange: Exchange) -> None:
    """A redirect to an address that was never asked for, for ever."""
    await _move(exchange, f"/spiral?at={int(exchange.number('at', 0)) + 1}")


@fault("move")
async def move(exchange: Exchange) -> None:
    """To `to`, whatever that is, with `code`."""
    await _move(exchange, exchange.argument("to"), exchange.argument("code", "302") + " Moved")


@fault("move-nowhere")
async def move_nowhere(exchange: Exchange) -> None:
    await exchange.answer(b"", status="302 Found")


@fault("move-mixed")
async def move_mixed(exchange: Exchange) -> None:
    """Permanent, then temporary, then a feed: in all temporary."""
    await _move(exchange, "/chain?n=1&code=302", "301 Moved Permanently")


@fault("hotel")
async def hotel(exchange: Exchange) -> None:
    """A hotel's network: everything moves permanently to its log-in page."""
    await _move(exchange, exchange.argument("to"), "301 Moved Permanently")
