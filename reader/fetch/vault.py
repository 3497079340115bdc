"""Looks up the password or token of a server while a request is made: from a command of the settings, or the keyring.

What was found is kept in memory until the server refuses it. It goes into the request alone: errors, logs and answers
never hold it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from reader.config import LoginCommand
from reader.fetch import ring
from reader.fetch.errors import FetchError, NoLogin
from reader.fetch.guard import Address, parse_address
from reader.fetch.logins import MARK, Login, account, decode

PATIENCE = 10.0
"""Seconds for a command or the keyring to answer."""
_LONGEST = 8_192  # bytes of a password or token
_STAYS = 60.0  # seconds for which a failed look-up is not tried again


@dataclass(frozen=True, slots=True)
class Opened:
    """An address with its secrets in it, and the request fields of its server."""

    url: str = field(repr=False)
    headers: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)
    hidden: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def hide(self, text: str) -> str:
        """`text` with the marks in the place of the secrets again."""
        for mark, secret in self.hidden:
            for form in {secret, unquote(secret), quote(secret, safe=""), quote(unquote(secret), safe="")}:
                text = text.replace(form, mark)
        return text


class Vault:
    """One for each fetcher. `commands` are the settings' [login]; `kept` gives the servers that the keyring knows."""

    def __init__(
        self,
        commands: Mapping[str, LoginCommand] | None = None,
        kept: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._commands = [(parse_address(key), one) for key, one in (commands or {}).items()]
        self._commands.sort(key=lambda pair: -len(pair[0].target))
        self._kept = kept
        self._found: dict[str, Login | str] = {}
        self._failed: dict[str, tuple[float, str]] = {}

    async def open(self, url: str) -> Opened | None:
        """What a request for `url` needs, or None where it needs nothing. Raises `NoLogin`, `BadAddress`, `Refused`."""
        kept = self._kept()
        if not self._commands and not kept and "***" not in url:
            return None
        address = parse_address(url)
        server = account(address)
        hidden = []
        for found in MARK.finditer(url):
            hidden.append((found[0], str(await self._look(f"{server}#{found[1]}", address, self._hidden))))
        headers: tuple[tuple[bytes, bytes], ...] = ()
        command = self._command(address)
        if command is not None or server in kept:
            make = self._asked if command is not None else self._login
            login = await self._look(server if command is None else f"{server} {command[0]}", address, make)
            assert isinstance(login, Login)
            headers = (login.header(address.host),)
        elif not hidden:
            return None
        full = url
        for mark, secret in hidden:
            full = full.replace(mark, secret)
        return Opened(full, headers, tuple(hidden))

    def refused(self, url: str) -> None:
        """The server did not take what it got: ask for it anew the next time."""
        server = account(parse_address(url))
        for name in [name for name in self._found if name.split(" ")[0].split("#")[0] == server]:
            del self._found[name]

    def _command(self, address: Address) -> tuple[str, LoginCommand] | None:
        for place, command in self._commands:
            if place.origin == address.origin and address.target.startswith(place.target):
                return place.target, command
        return None

    async def _look(self, name: str, address: Address, make: Callable[[str, Address], object]) -> Login | str:
        if name in self._found:
            return self._found[name]
        now = asyncio.get_running_loop().time()
        at, sentence = self._failed.get(name, (float("-inf"), ""))
        if now < at + _STAYS:
            raise NoLogin(sentence)
        try:
            async with asyncio.timeout(PATIENCE):
                found = await make(name, address)  # type: ignore[misc]
        except TimeoutError:
            sentence = f"The password for {address.host} did not come within {PATIENCE:.0f} seconds."
        except NoLogin as error:
            sentence = str(error)
        else:
            self._found[name] = found
            return found  # type: ignore[no-any-return]
        self._failed[name] = (now, sentence)
        raise NoLogin(sentence)

    async def _hidden(self, name: str, address: Address) -> str:
        found = await _from_ring(name)
        if not found:
            raise NoLogin(
                f"The token in the address at {address.host} is not in the keyring: subscribe to it anew."
            )
        return found

    async def _login(self, name: str, address: Address) -> Login:
        found = decode(await _from_ring(name) or "")
        if found is None:
            raise NoLogin(
                f"The password for {address.host} is not in the keyring: “telex login {name}” puts it there."
            )
        return found

    async def _asked(self, name: str, address: Address) -> Login:
        found = self._command(address)
        assert found is not None
        _, command = found
        if not command.command:
            raise NoLogin(
                f"No command is run for the password of {address.host}: others may write to the settings file, "
                "whose mode should be 0600."
            )
        return Login(command.user, await _ask(command.command, address.host), command.field)


async def _ask(command: tuple[str, ...], host: str) -> str:
    """The first line that `command` prints; never through a shell. It and its children are ended with the wait."""
    name = os.path.basename(command[0])
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST,
            start_new_session=True,
        )
    except (OSError, ValueError):
        raise NoLogin(f"The command “{name}” for the password of {host} cannot be run.") from None
    assert process.stdout is not None
    try:
        said = await process.stdout.read(_LONGEST)
        while len(said) < _LONGEST and (more := await process.stdout.read(_LONGEST - len(said))):
            said += more
        if len(said) >= _LONGEST:
            raise NoLogin(f"The command “{name}” for {host} prints more than a password.")
        code = await process.wait()
    finally:
        if process.returncode is None:
            _end(process)
            await process.communicate()
    secret = said.partition(b"\n")[0].rstrip(b"\r").decode("utf-8", "replace")
    if code or not secret:
        raise NoLogin(f"The command “{name}” gave no password for {host} (it ended with {code}).")
    return secret


def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


async def _from_ring(name: str) -> str | None:
    """What the keyring holds under `name`. A thread of its own waits, and nothing waits for that thread at the end."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str | None] = loop.create_future()

    def tell(found: str | None, error: FetchError | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def ask() -> None:
        found, failure = None, None
        try:
            found = ring.look(name)
        except ring.NoRing as error:
            failure = NoLogin(str(error))
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(tell, found, failure)

    threading.Thread(target=ask, name="keyring", daemon=True).start()
    return await answer
