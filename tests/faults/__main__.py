"""Serve every fault by itself, for other readers to be pointed at: `python -m tests.faults`.

Prints one address a line, then serves until its input ends or an hour has passed, and prints what was asked as JSON
lines meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import os

from tests.faults.server import FAULTS, FaultServer

LONGEST = 3_600.0


async def main() -> None:
    async with FaultServer() as server:
        for name in sorted(FAULTS):
            print(server.url(name), flush=True)
        ended = asyncio.get_running_loop().run_in_executor(None, os.read, 0, 1)
        told = 0
        try:
            async with asyncio.timeout(LONGEST):
                while not ended.done():
                    await asyncio.wait([ended], timeout=0.5)
                    for seen in server.log[told:]:
                        print(json.dumps({"at": round(seen.at, 3), "target": seen.target}), flush=True)
                    told = len(server.log)
        except TimeoutError:
            return


if __name__ == "__main__":
    asyncio.run(main())
