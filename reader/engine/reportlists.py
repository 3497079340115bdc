"""Report lists behind addresses: fetched when the person subscribes, and once a day from then on; files are read again too."""

from __future__ import annotations

import logging
from pathlib import Path

from reader.engine.permitted import Permitted
from reader.fetch.client import Request
from reader.fetch.errors import AskedToWait, FetchError, Offline, phrase_of
from reader.store import imagelists
from reader.store.database import Database
from reader.store.imagelists import MOST_BYTES, WrongList

EVERY = 86_400
"""Seconds between two looks at a list."""

log = logging.getLogger(__name__)


async def fetch_list(permitted: Permitted, url: str) -> bytes:
    """The list at `url`, an address that the person typed. Raises `FetchError` and `WrongList`."""
    answer = await permitted.once(Request(url, typed=True, kind="list"))
    if answer.status != 200:
        raise WrongList(f"{answer.host} answered {phrase_of(answer.status)}: no list came.")
    return answer.body


def read_list(path: Path) -> bytes:
    """What is in a file, and no more than makes plain that it is too much. Raises `WrongList`."""
    try:
        if not path.is_file():
            raise WrongList(f"{path} is no file: nothing was taken.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WrongList(f"{path} cannot be read: {error.strerror}.") from None


async def get_list(permitted: Permitted, origin: str) -> bytes:
    """The list of an origin, which is an address or a file. Raises `FetchError` and `WrongList`."""
    if origin.startswith(("http://", "https://")):
        return await fetch_list(permitted, origin)
    return read_list(Path(origin))


async def renew(db: Database, permitted: Permitted, now: int) -> bool:
    """Take in again the lists that were taken in a day ago; true where one names other images now.

    One that cannot be had stays as it was. Raises `StoreError`.
    """
    changed = False
    for one in imagelists.all_lists(db):
        if not one.at <= now < one.at + EVERY:
            try:
                changed |= imagelists.renew(db, one.origin, await get_list(permitted, one.origin), now)
            except (AskedToWait, Offline) as error:
                log.info("the list %s: %s", one.origin, error)
            except (FetchError, WrongList) as error:
                log.warning("the list %s: %s", one.origin, error)
                imagelists.looked_at(db, one, now)
    return changed
