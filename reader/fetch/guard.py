"""The guard against requests to places that outside text must not reach (server-side request forgery).

An address that the person typed may be private: an own server on the home network. One that is derived from
outside (a redirect, a link, a page's feeds) may not. What counts is the address that is connected to, so the
network asks here after the name was looked up and before anything is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

from reader.fetch.errors import BadAddress, Refused

LONGEST_ADDRESS = 4_096
_ALWAYS_REFUSED = frozenset({ip_address("169.254.169.254"), ip_address("fd00:ec2::254")})
_SPECIAL = IPv4Network("192.0.0.0/24")
_NAT64 = IPv6Network("64:ff9b::/96")
_V4_AT_THE_END = tuple(
    IPv6Network(net)
    for net in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48")
)
_SAFE = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~"
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\Z")


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address, ready to be asked. `host` is ASCII, lower case, without brackets or a last dot.

    `target` is the request target, byte for byte what the address said (non-ASCII letters and spaces escaped).
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials and a person's trust hang on (RFC 6454)."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """The value of the Host field."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _default_port(self.scheme) else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


@lru_cache(maxsize=2_048)
def parse_address(url: str) -> Address:
    """Split `url` strictly. Raises `BadAddress` for anything but http and https, `Refused` for a closed port.

    Names and passwords in addresses are not taken: they would end in logs and exports.
    """
    url = url.strip()
    if len(url) > LONGEST_ADDRESS:
        raise BadAddress("The address is too long to be asked for.")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise BadAddress("The address cannot be read.") from None
    if parts.scheme not in ("http", "https"):
        raise BadAddress("Only addresses that start with http:// or https:// can be asked for.")
    if "@" in parts.netloc:
        raise BadAddress("The address holds a name or password, which do not belong in addresses.")
    host = _ascii_host(host)
    port = _default_port(parts.scheme) if port is None else port
    if port not in (80, 443) and port < 1024:
        raise Refused(f"Port {port} is not one that Telex asks: only 80, 443 and those from 1024 up.")
    target = parts.path or "/"
    if parts.query or url.partition("#")[0].endswith("?"):
        target += "?" + parts.query
    return Address(parts.scheme, host, port, quote(target, safe=_SAFE, errors="replace"))


def follow(base: Address, location: str) -> Address:
    """The address that a redirect names, resolved against the one that answered."""
    try:
        joined = urljoin(str(base), location)
    except ValueError:
        raise BadAddress(f"{base.host} points to an address that cannot be read.") from None
    return parse_address(joined)


def may_follow_home(trusted: Address, target: Address) -> bool:
    """Whether a redirect stays on the server that the person typed, so that its private address is still theirs."""
    if trusted.origin == target.origin:
        return True
    upgraded = (trusted.scheme, trusted.port, target.scheme, target.port) == ("http", 80, "https", 443)
    return upgraded and trusted.host == target.host


def trusts(home: str, url: str) -> bool:
    """Whether `url` is on the very server that the person typed (`home`), and so may be private as that one may."""
    try:
        return may_follow_home(parse_address(home), parse_address(url))
    except (BadAddress, Refused):
        return False


def check_ip(text: str, *, private_ok: bool, literal: bool = False) -> str:
    """Why the address `text` may not be connected to, or "" where it may. `private_ok`: the person typed it.

    `literal` says that outside text gave the number itself; then no form of IPv4 inside IPv6 passes. A name on a
    network with NAT64 (RFC 6052) rightly leads to such a form: there the inner address decides.
    """
    try:
        ip = ip_address(text.partition("%")[0])
    except ValueError:
        return "it is no address at all"
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    if ip in _ALWAYS_REFUSED or inner in _ALWAYS_REFUSED:
        return "it is a machine's own service address"
    if ip.is_multicast or ip == IPv4Address("255.255.255.255"):
        return "it is no single machine"
    if private_ok:
        return ""
    if ip.is_loopback or ip.is_unspecified:
        return "it is this computer"
    if inner is not None:
        if literal or ip not in _NAT64:
            return "it hides one address inside another"
        return check_ip(str(inner), private_ok=False)
    if ip.is_link_local or ip.is_private or ip.is_reserved or not ip.is_global:
        return "it is on a private network"
    if ip.is_site_local if isinstance(ip, IPv6Address) else ip in _SPECIAL:
        return "it is on a private network"
    return ""


def check_name(host: str, *, private_ok: bool) -> str:
    """Why `host` may not be asked through a proxy, or "": the proxy looks names up, so that only the name itself can tell."""
    if is_literal(host):
        return check_ip(host, private_ok=private_ok, literal=True)
    if private_ok or ("." in host and not host.endswith(_LOCAL_NAMES)):
        return ""
    return "it is a name of a private network"


def is_literal(host: str) -> bool:
    """Whether `host` is a number rather than a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_near(host: str) -> bool:
    """Whether `host` is a loopback or private number, or a name for this computer: no gap is kept there."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip = ip_address(host)
    except ValueError:
        return False
    return ip.is_loopback or ip.is_private or ip.is_link_local


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that `ip` carries, where it is of a kind that carries one."""
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if any(ip in net for net in _V4_AT_THE_END):
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return None


def _ascii_host(host: str) -> str:
    host = host.rstrip(".")
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except idna.IDNAError:
            raise BadAddress("The host's name in the address cannot be read.") from None
    host = host.lower()
    if ":" in host:
        if "%" in host or not is_literal(host):
            raise BadAddress("The host's number in the address cannot be read.")
        return host
    if len(host) > 253 or not _HOST.match(host) or ".." in host:
        raise BadAddress("The address names no host.")
    return host


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80
