"""The one place where a fetcher is made from the settings and the store: who asks, through which proxy, with which logins."""

from __future__ import annotations

from reader.config import Settings
from reader.fetch.client import Fetcher
from reader.fetch.proxies import Proxies
from reader.fetch.vault import Vault
from reader.store import logins
from reader.store.database import Database


def fetcher(settings: Settings, db: Database | None = None, servers: tuple[str, ...] = ()) -> Fetcher:
    """A fetcher for the feeds of `db`, in whose thread it runs. Without one, `servers` have a login in the keyring."""
    return Fetcher(
        contact=settings.fetch.contact,
        vault=Vault(settings.login, lambda: servers if db is None else logins.servers(db)),
        proxies=Proxies(settings.fetch.proxy),
        http2=settings.fetch.http2,
    )
