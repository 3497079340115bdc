"""The computer's keyring, where passwords and tokens of feeds are kept. Its library is loaded when it is first needed.

Every call may wait for the keyring to be unlocked: it is called from threads, or where the person is waiting anyway.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from reader.fetch.logins import Parted, encode

SERVICE = "telex"


class NoRing(Exception):
    """The keyring could not be used. Its text is one sentence for people, without any secret."""


def keep(account: str, secret: str) -> None:
    """Keep `secret` under `account`, in the place of what was there. Raises `NoRing`."""
    _call("set_password", account, secret)


def look(account: str) -> str | None:
    """What is kept under `account`, or None. Raises `NoRing`."""
    found = _call("get_password", account)
    return None if found is None else str(found)


def forget(account: str) -> bool:
    """Drop what is kept under `account`; whether there was anything. Raises `NoRing`."""
    if look(account) is None:
        return False
    _call("delete_password", account)
    return True


def put(parted: Parted) -> str:
    """Put the secrets of an address away; answers the address without them.

    Without a keyring a token stays in its address, where the publisher put it; a name and password are refused (`NoRing`).
    """
    if parted.login is not None and parted.server:
        try:
            keep(parted.server, encode(parted.login))
        except NoRing as error:
            host = urlsplit(parted.server).netloc
            raise NoRing(
                f"The address at {host} holds a name or password, which belongs in the keyring. {error} "
                f"Or name a command for {parted.server} under [login] in the settings."
            ) from None
    try:
        for account, secret in parted.hidden:
            keep(account, secret)
    except NoRing:
        return parted.bare
    return parted.url


def _call(name: str, *arguments: str) -> Any:
    try:
        import keyring
    except ImportError:
        raise NoRing("The keyring cannot be used: install telex[keyring].") from None
    try:
        return getattr(keyring, name)(SERVICE, *arguments)
    except Exception as error:  # each backend has errors of its own
        raise NoRing(f"The keyring of this computer cannot be used ({type(error).__name__}).") from None
