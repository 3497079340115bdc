"""Take an HTTP answer in with limits: its head, its body in bounded steps, the beginning of a refusal's page."""

from __future__ import annotations

from collections.abc import Mapping

import httpcore

from reader.fetch.errors import BrokenAnswer, FetchError, TooLarge
from reader.fetch.room import Guest
from reader.fetch.unpack import MEBIBYTE, Body

HEAD_LIMIT = 64 * 1024
"""Bytes of all fields of a head together."""
_REFUSAL_LOOK = 64 * 1024
_VALIDATOR_LIMIT = 2_048


async def read(
    response: httpcore.Response, headers: Mapping[str, str], host: str, limit: int, guest: Guest
) -> bytes:
    """The body, unpacked; what is not a 200 is looked at only in its beginning. Raises `TooLarge`, `BrokenAnswer`."""
    if response.status in (204, 304):
        if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
            async for _ in response.aiter_stream():  # read to its end, so that the connection is used again
                pass
        return b""
    if response.status != 200:
        return await _start(response, headers, host)
    declared = headers.get("content-length", "")
    if declared.isdigit() and len(declared) < 20 and int(declared) > limit:
        raise TooLarge(f"{host} announces {int(declared) // MEBIBYTE} MiB, more than Telex takes.")
    body = Body(host, headers.get("content-encoding", ""), limit)
    async for piece in response.aiter_stream():
        body.add(piece)
        await guest.grow(body.size)
    return body.finish()


async def _start(response: httpcore.Response, headers: Mapping[str, str], host: str) -> bytes:
    """The beginning of a refusal's page: enough to tell a portal from an error."""
    try:
        body = Body(host, headers.get("content-encoding", ""), 2 * _REFUSAL_LOOK)
        received = 0
        async for piece in response.aiter_stream():
            body.add(piece)
            received += len(piece)
            if received > _REFUSAL_LOOK:
                return b""
        return body.finish()
    except (FetchError, httpcore.RemoteProtocolError, httpcore.NetworkError):
        return b""


def head(response: httpcore.Response, host: str) -> dict[str, str]:
    """The fields by their lower-case names, repeats joined by ", ". Raises `TooLarge`."""
    headers: dict[str, str] = {}
    size = 0
    for name, value in response.headers:
        size += len(name) + len(value) + 4
        if size > HEAD_LIMIT:
            raise TooLarge(f"{host} sent a head of more than {HEAD_LIMIT // 1024} KiB.")
        key = name.decode("latin-1").lower()
        text = _text(value)
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def validator(response: httpcore.Response, name: bytes) -> bytes | None:
    """The first field of that name, byte for byte (RFC 9110 section 8.8); None for none, or an absurdly long one."""
    for key, value in response.headers:
        if key.lower() == name and value and len(value) <= _VALIDATOR_LIMIT:
            return value
    return None


def media_type(field_value: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type field, both lower case, "" where not said."""
    kind, _, rest = field_value.partition(";")
    charset = ""
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower()[:40]
            break
    return kind.strip().lower()[:100], charset


def protocol_error(error: Exception, host: str) -> FetchError:
    """Telex's own error for what the HTTP library could not understand."""
    text = str(error)
    if "disconnected without sending" in text:
        return BrokenAnswer(f"{host} closed the connection without an answer.")
    if "without sending complete message" in text or "incomplete chunked" in text:
        return BrokenAnswer(f"{host} sent an answer that is cut short.")
    if "Receive buffer too long" in text:
        return TooLarge(f"{host} sent a head of more than {HEAD_LIMIT // 1024} KiB.")
    return BrokenAnswer(f"What {host} sent is not HTTP.")
