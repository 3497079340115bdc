"""Opens addresses in the person's browser: http and https unless more is wished, one argument, never a shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Collection
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from reader.text.tracking import untracked
from reader.words import _

_LONGEST = 4096
_SAFE = "%/:=&?~#+!$,;'@()*[]"
_SAFE_IN_USER = "%:~!$&'()*+,;="
_SAFE_IN_MAIL = "!$'*+"
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~][A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{0,63}")
_OPENERS = ("xdg-open", "wslview", "gio", "kde-open", "x-www-browser", "www-browser")

_started: list[subprocess.Popen[bytes]] = []


class NotOpened(Exception):
    """The address was refused, or nothing could open it. One sentence for people."""


class Doubtful(NotOpened):
    """The address may pretend to be another one: open it only when the person says so. `host` is where it leads."""

    def __init__(self, sentence: str, host: str) -> None:
        super().__init__(sentence)
        self.host = host


def normal_form(address: str, *, trusted: bool = False, also: Collection[str] = ()) -> str:
    """The address rebuilt from its parts, ASCII throughout (RFC 3986, RFC 3492). Raises `NotOpened`.

    Refused: other schemes than http, https and those of `also` ("gemini"; "mailto", of which only the addresses are left,
    no subject, text or file: RFC 6068), no host, control characters and blanks inside, and anything longer than
    4,096 characters. Hosts that mix scripts and addresses with user info are `Doubtful` unless they are `trusted`.
    """
    text = untracked(address.strip(" "))
    if not text or len(text) > _LONGEST:
        raise NotOpened(_("There is no usable address."))
    if any(c.isspace() or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn") or c == "\\" for c in text):
        raise NotOpened(_("The address holds characters that have no place in one."))
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotOpened(_("The address is not a proper one.")) from None
    if parts.scheme == "mailto" and "mailto" in also:
        return _mail(parts.path)
    if parts.scheme not in ("http", "https") and not (parts.scheme == "gemini" and "gemini" in also):
        raise NotOpened(_("Only http and https addresses are opened."))
    name = _ascii_host(host)
    user, at = parts.netloc.rpartition("@")[:2]
    if at and not trusted:
        raise Doubtful(_("The address carries a user name, but leads to {name}.").format(name=name), name)
    if _mixes_scripts(host) and not trusted:
        raise Doubtful(_("The host of this address mixes scripts: it is {name}.").format(name=name), name)
    netloc = quote(user, _SAFE_IN_USER) + at + name + (f":{port}" if port else "")
    return urlunsplit(
        (
            parts.scheme,
            netloc,
            quote(parts.path, _SAFE),
            quote(parts.query, _SAFE),
            quote(parts.fragment, _SAFE),
        )
    )


def _mail(addresses: str) -> str:
    found = []
    for one in unquote(addresses).split(","):
        name, host = one.rpartition("@")[::2]
        if not _MAILBOX.fullmatch(name):
            raise NotOpened(_("This is no address of a mailbox."))
        found.append(f"{quote(name, _SAFE_IN_MAIL)}@{_ascii_host(host)}")
    return f"mailto:{','.join(found)}"


def _ascii_host(host: str) -> str:
    if not host or host.startswith("-"):
        raise NotOpened(_("The address has no host."))
    if ":" in host:
        return f"[{host}]"
    name = _idna(host)
    if ".." in name or not all(c.isalnum() or c in "-._" for c in name):
        raise NotOpened(_("The host of this address is not a proper one."))
    return name


def _idna(host: str) -> str:
    if host.isascii():
        return host
    import idna

    try:
        return idna.encode(host, uts46=True).decode(
            "ascii"
        )  # as browsers do: the older way maps some to other hosts
    except UnicodeError:
        raise NotOpened(_("The host of this address is not a proper one.")) from None


def _mixes_scripts(host: str) -> bool:
    for label in host.split("."):
        scripts = {unicodedata.name(c, "?").split()[0] for c in label if c.isalpha()}
        if len(scripts - {"CJK", "HIRAGANA", "KATAKANA"}) > 1:
            return True
    return False


def command_for(address: str, *, trusted: bool = False, also: Collection[str] = ()) -> list[str]:
    """The argument list that opens `address`, whose normal form is its last argument. Raises `NotOpened`.

    `BROWSER` goes first where it is set (a command, split once; `%s` in it is where the address goes).
    """
    url = normal_form(address, trusted=trusted, also=also)
    chosen = os.environ.get("BROWSER", "").split(os.pathsep)[0]
    if chosen:
        try:
            arguments = shlex.split(chosen)
        except ValueError:
            raise NotOpened(_("BROWSER is set to something that is not a command.")) from None
        if arguments:
            return [part if part != "%s" else url for part in arguments] + (
                [] if "%s" in arguments else [url]
            )
    if sys.platform == "darwin":
        return ["/usr/bin/open", url]
    if sys.platform == "win32":
        return ["rundll32", "url.dll,FileProtocolHandler", url]
    for name in _OPENERS:
        path = shutil.which(name)
        if path:
            return [path, "open", url] if name == "gio" else [path, url]
    raise NotOpened(_("No browser was found here: set BROWSER to one."))


def open_outside(address: str, *, trusted: bool = False, also: Collection[str] = ()) -> str:
    """Start the browser on `address`, without waiting for it. Gives the normal form; raises `NotOpened`."""
    arguments = command_for(address, trusted=trusted, also=also)
    try:
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NotOpened(
            _("{program} could not be started: {why}.").format(program=arguments[0], why=error.strerror)
        ) from None
    _started[:] = [*running(), process]
    return normal_form(address, trusted=trusted, also=also)


def running() -> list[subprocess.Popen[bytes]]:
    """The browsers that were started from here and have not ended; those that have are let go of."""
    return [process for process in _started if process.poll() is None]
