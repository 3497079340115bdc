"""Names, passwords and tokens of feeds: parted from addresses, and made into a field of a request.

An address is stored and shown without them: its user info is left out, and a parameter that names a secret keeps a
mark in its place (`***` and eight digits that say which secret).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

import msgspec

from reader.fetch.errors import FetchError, NoLogin
from reader.fetch.guard import Address, is_near, parse_address

MARK = re.compile(r"\*\*\*([0-9a-f]{8})")
_SHORTEST = 8  # characters; "key=news" is no secret
_AUTHORITY = re.compile(
    r"(?P<scheme>(?:feed:)?(?:[a-z]+://)?)(?P<user>[^/?#\s]*)@(?P<rest>[^/?#@\s]+.*)", re.I | re.S
)
_PARAMETER = re.compile(
    r"(?<=[?&])(?P<name>[^=&#]*(?:token|secret|password|passwd)|(?:[^=&#]*[_.-])?(?:pwd|pass|api-?key|key|auth|sig|signature))"
    r"=(?P<value>[^&#]+)",
    re.I,
)
_FIELD = re.compile(rb"[\x21-\x7e](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?\Z")


class Login(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a server wants to see. With a `user`: Basic (RFC 7617); without: a bearer token (RFC 6750).

    `field` names the request field where it is another one than Authorization; that one carries the bare secret.
    """

    user: str = ""
    secret: str = ""
    field: str = "Authorization"

    def __repr__(self) -> str:
        return "Login(…)"

    def header(self, host: str) -> tuple[bytes, bytes]:
        """The request field. Raises `NoLogin` where it cannot be sent."""
        if self.field.lower() != "authorization":
            value = self.secret.encode()
        elif self.user:
            value = b"Basic " + base64.b64encode(f"{self.user}:{self.secret}".encode())
        else:
            value = b"Bearer " + self.secret.encode()
        if not _FIELD.match(value):
            raise NoLogin(f"The password or token for {host} holds characters that cannot be sent.")
        return self.field.encode("ascii", "replace"), value


@dataclass(frozen=True, slots=True)
class Parted:
    """An address without secrets, and the secrets: `login` of its server, `hidden` parts by their account.

    `bare` is without user info only.
    """

    url: str
    bare: str = field(default="", repr=False)
    server: str = ""
    login: Login | None = field(default=None, repr=False)
    hidden: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def secret(self) -> bool:
        """Whether there was anything to hide."""
        return self.login is not None or bool(self.hidden)


def part(text: str) -> Parted:
    """Part what was typed, or stood in a list, into an address and its secrets. What is no address comes back whole."""
    url, login = _without_user(text.strip())
    try:
        address = parse_address(url)
    except FetchError:
        return Parted(url, url, "", login) if login is not None else Parted(text, text)
    server = account(address)
    hidden: list[tuple[str, str]] = []

    def hide(found: re.Match[str]) -> str:
        value = found["value"]
        if len(value) < _SHORTEST or MARK.fullmatch(value):
            return found[0]
        mark = hashlib.blake2b(value.encode(), key=server.encode()[:64], digest_size=4).hexdigest()
        hidden.append((f"{server}#{mark}", value))
        return f"{found['name']}=***{mark}"

    safe = _PARAMETER.sub(hide, url)
    if login is None and not hidden:
        return Parted(text, text)
    return Parted(safe, url, server, login, tuple(hidden))


def encode(login: Login) -> str:
    """`login` as the keyring keeps it, JSON; `decode` is the inverse."""
    return msgspec.json.encode(login).decode()


def decode(text: str) -> Login | None:
    """The login that `text` holds; None where it holds none."""
    try:
        return msgspec.json.decode(text, type=Login)
    except msgspec.DecodeError:
        return None


def account(address: Address) -> str:
    """The name of a server among the logins: its scheme, host and port (RFC 6454)."""
    return f"{address.scheme}://{address.authority}"


def _without_user(text: str) -> tuple[str, Login | None]:
    found = _AUTHORITY.match(text)
    if found is None or (not found["scheme"] and ":" not in found["user"]):
        return text, None
    user, _, secret = found["user"].partition(":")
    scheme = found["scheme"]
    if scheme.lower().startswith("feed:") and "://" in scheme:
        scheme = "http://" if scheme.lower() == "feed://" else scheme[5:]
    if "://" not in scheme:
        host = re.split(r"[/?#]", found["rest"], maxsplit=1)[0].rpartition(":")[0] or found["rest"]
        scheme = "http://" if is_near(host) else "https://"
    return scheme + found["rest"], Login(unquote(user), unquote(secret)) if found["user"] else None
