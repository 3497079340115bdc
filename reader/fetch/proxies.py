"""Which proxy a request goes through, if any: the one of the settings, or those of the environment.

The environment is read as other programs do: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in small or large
letters (but no large HTTP_PROXY, which a web server sets from a request). This computer itself is never asked through one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import unquote, urlsplit

from reader.fetch.errors import BadAddress

SCHEMES = {"http": 8080, "https": 443, "socks5": 1080, "socks5h": 1080}
"""What a proxy may speak, and its usual port. Names are looked up by the proxy in each case."""
NONE = "none"


@dataclass(frozen=True, slots=True)
class Proxy:
    """`auth` is a name and password for the proxy itself."""

    scheme: str
    host: str
    port: int
    auth: tuple[str, str] | None = field(default=None, repr=False)


class Proxies:
    """`setting` is an address, "" for the environment's, or `NONE`. Nonsense there raises `BadAddress` when it is used."""

    def __init__(self, setting: str = "", environment: Mapping[str, str] | None = None) -> None:
        self._setting = setting
        self._environment = os.environ if environment is None else environment

    def way(self, scheme: str, host: str, port: int) -> Proxy | None:
        """The proxy to ask `host` through; None for straight on."""
        if self._setting == NONE or _is_here(host):
            return None
        if self._setting:
            return parse_proxy(self._setting)
        found = self._of(f"{scheme}_proxy") or self._of("all_proxy")
        return parse_proxy(found) if found and not self._spared(host, port) else None

    def _of(self, name: str) -> str:
        large = "" if name == "http_proxy" else self._environment.get(name.upper(), "")
        return (self._environment.get(name) or large).strip()

    def _spared(self, host: str, port: int) -> bool:
        for part in self._of("no_proxy").lower().split(","):
            name, _, only = part.strip().strip("[]").rpartition(":")
            if not only.isdigit() or ":" in name or not name:
                name, only = part.strip().strip("[]"), ""
            if name and (not only or int(only) == port) and _covers(name, host):
                return True
        return False


def parse_proxy(text: str) -> Proxy:
    """A proxy's address; without a scheme it speaks HTTP. Raises `BadAddress`, with no word of what was in it."""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or parts.scheme not in SCHEMES:
        raise BadAddress(
            "The proxy's address cannot be read: it is like http://host:3128 or socks5h://host:1080."
        )
    auth = None
    if parts.username is not None:
        auth = (unquote(parts.username), unquote(parts.password or ""))
    return Proxy(parts.scheme, host, port or SCHEMES[parts.scheme], auth)


def _is_here(host: str) -> bool:
    """Whether `host` is this computer, which a proxy elsewhere cannot reach."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _covers(pattern: str, host: str) -> bool:
    if pattern == "*":
        return True
    try:
        return ip_address(host) in ip_network(pattern, strict=False)
    except ValueError:
        name = pattern.lstrip("*").lstrip(".")
        return bool(name) and (host == name or host.endswith(f".{name}"))
