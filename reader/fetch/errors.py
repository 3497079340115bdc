"""Why a request gave nothing: one tree of errors, each with one sentence for people.

    FetchError
    ├── BadAddress            not an address that Telex can ask
    ├── NoLogin               the password or token for a server could not be had
    ├── AskedToWait           the host asked to be left alone for a while, so it was not asked
    ├── Refused               the guard said no: a private address or a closed port
    ├── Offline               this computer has no network: a state, not the feed's fault
    ├── Unreachable           nobody answers there
    │   ├── UnknownHost       the name does not exist
    │   └── NoTrust           TLS could not be trusted; never bypassed
    ├── TooSlow               a time limit passed
    ├── TooLarge              a size limit passed: head, body or unpacked body
    ├── BrokenAnswer          what came is not HTTP, is cut short, or cannot be unpacked
    └── TooManyRedirects      more than ten hops, or a loop

`str(error)` names the host, never the whole address: addresses may hold secrets.
"""

from __future__ import annotations

from http import HTTPStatus


class FetchError(Exception):
    """The request gave nothing to read. `kind` is one stable word for logs and JSON.

    `toward` is where a redirect led to another host before it failed, "" where none did.
    """

    kind = "fetch"
    toward = ""


class BadAddress(FetchError):
    """Not an http or https address, or one without a usable host."""

    kind = "address"


class NoLogin(FetchError):
    """A command, or the keyring, did not give the password or token that the request needs."""

    kind = "login"


class AskedToWait(FetchError):
    """The host asked for fewer requests lately; nothing was sent to it before `until`, in Unix seconds."""

    kind = "wait"

    def __init__(self, sentence: str, until: int) -> None:
        super().__init__(sentence)
        self.until = until


class Refused(FetchError):
    """The guard refused the address or the port before anything was sent."""

    kind = "refused"


class Offline(FetchError):
    """There is no way out of this computer, or names cannot be looked up at the moment."""

    kind = "offline"


class Unreachable(FetchError):
    """No connection, or it broke before the answer was whole."""

    kind = "unreachable"


class UnknownHost(Unreachable):
    """The name service knows no such name."""

    kind = "unknown-host"


class NoTrust(Unreachable):
    """The TLS handshake failed: certificate, name, date or protocol version."""

    kind = "tls"


class TooSlow(FetchError):
    """Connecting, a pause between two reads, or the whole answer took too long."""

    kind = "slow"


class TooLarge(FetchError):
    """The head, the body or the unpacked body passed its limit."""

    kind = "large"


class BrokenAnswer(FetchError):
    """Not HTTP, cut short, or packed in a way that cannot be unpacked."""

    kind = "broken"


class TooManyRedirects(FetchError):
    """A chain of more than ten hops, or one that comes back to where it was."""

    kind = "redirects"


_SENTENCES = {
    400: "{host} could not make sense of the request (400).",
    401: "{host} asks for a name and password (401).",
    402: "{host} asks for payment (402).",
    403: "{host} refuses to give this feed to Telex (403).",
    407: "The proxy asks for a name and password (407).",
    404: "{host} has nothing at this address (404).",
    410: "{host} says that this feed is gone for good (410).",
    429: "{host} asks for fewer requests (429).",
    451: "{host} may not give this out for legal reasons (451).",
    500: "{host} has an error of its own (500).",
    502: "{host} cannot reach its own server (502).",
    503: "{host} is not available at the moment (503).",
    504: "{host} got no answer from its own server in time (504).",
    511: "The network asks for a log-in before it lets anything through (511).",
}


def status_sentence(status: int, host: str) -> str:
    """One sentence for an answer that is neither news nor "unchanged"."""
    if status in _SENTENCES:
        return _SENTENCES[status].format(host=host)
    return f"{host} answered {phrase_of(status)}, which is no feed."


def phrase_of(status: int) -> str:
    """ "404 Not Found"; the number alone where it has no phrase (RFC 9110 section 15)."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
