"""The seam between httpx and httpcore: a pool for one host whose connections go through the guard."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator

import httpcore
import httpx

from reader.fetch.network import Network, Resolver


class GuardedTransport(httpx.AsyncBaseTransport):
    """One connection at a time, kept for a few seconds. The raw request target goes out as it was given."""

    def __init__(
        self, tls: ssl.SSLContext, *, private_ok: bool, resolver: Resolver, http2: bool = False
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=1,
            keepalive_expiry=5.0,
            http2=http2,
            network_backend=Network(private_ok=private_ok, resolver=resolver),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method.encode("ascii"),
                url=httpcore.URL(
                    scheme=url.raw_scheme,
                    host=url.raw_host,
                    port=url.port,
                    target=request.extensions.get("target", url.raw_path),
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Stream(response),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._response.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._response.aclose()
