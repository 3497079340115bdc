"""Programs of the person's: run with their arguments as they stand in the settings, never by a shell, for so long at most.

What news said goes to standard input or into the environment, never into an argument. What they print is thrown away.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from collections.abc import Mapping, Sequence

from reader.engine.children import end_at_once


class NotRun(Exception):
    """The program could not be run, or took too long. Its text goes on a sentence that names the program."""


async def give(
    arguments: Sequence[str], data: bytes, seconds: float, environment: Mapping[str, str] | None = None
) -> int:
    """Run a program with `data` on its standard input and wait for its exit code.

    `environment` is added to ours. After `seconds` it is ended, and so is what it started. Raises `NotRun`.
    """
    try:
        program = await asyncio.create_subprocess_exec(
            *arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is no program"
        raise NotRun(f"could not be run: {why}.") from None
    try:
        async with asyncio.timeout(seconds):
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                await program.communicate(data)
            return await program.wait()
    except TimeoutError:
        raise NotRun(f"took more than {seconds:g} seconds and was ended.") from None
    finally:
        if program.returncode is None:
            end_at_once(program.pid)
            await program.wait()
