"""TLS is checked and never bypassed; what is wrong is said in plain words. IPv6 works like IPv4."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import ssl

import pytest

from reader.fetch.client import Fetcher, Request
from reader.fetch.errors import BrokenAnswer, FetchError, NoTrust
from reader.fetch.network import trust
from tests.faults.certificates import HAVE_OPENSSL, Authority
from tests.faults.papers import rss
from tests.faults.server import FaultServer

needs_openssl = pytest.mark.skipif(not HAVE_OPENSSL, reason="openssl is not here")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


async def certificate(port: int) -> bytes:
    """What the server on this port shows, in DER."""
    pem = await asyncio.to_thread(ssl.get_server_certificate, ("127.0.0.1", port))
    return ssl.PEM_cert_to_DER_cert(pem)


def ask(server_side: ssl.SSLContext, client_side: ssl.SSLContext, url: str = "") -> bytes:
    async def main() -> bytes:
        async with FaultServer(tls=server_side) as server, Fetcher(tls=client_side) as fetcher:
            for _ in range(2):
                answer = await fetcher.get(Request(url or server.url("good"), typed=True))
            return answer.body

    return asyncio.run(main())


@needs_openssl
def test_a_certificate_of_a_trusted_authority_is_taken(authority: Authority) -> None:
    assert ask(authority.server("127.0.0.1"), authority.trusted()) == rss()


@needs_openssl
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda its: its.server("127.0.0.1", end="20210101000000Z"), "clock says"),
        (lambda its: its.server("127.0.0.1", start="20900101000000Z"), "clock says"),
        (lambda its: its.server("other.example"), "is not one for 127.0.0.1"),
        (lambda its: its.self_signed("127.0.0.1"), "signed by nobody"),
    ],
    ids=["expired", "not yet", "another host", "self-signed"],
)
def test_what_cannot_be_trusted_is_refused_in_plain_words(
    authority: Authority, make: object, words: str
) -> None:
    assert callable(make)
    with pytest.raises(NoTrust) as caught:
        ask(make(authority), authority.trusted())
    assert words in str(caught.value)


@needs_openssl
def test_the_computers_own_trust_does_not_know_the_test_authority(authority: Authority) -> None:
    context = trust()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    with pytest.raises(NoTrust):
        ask(authority.server("127.0.0.1"), context)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "127.0.0.1 does not speak TLS there."),
        (b"\x15\x03\x01\x00\x02\x02\x46", "127.0.0.1 speaks only an old form of TLS that is not safe."),
        (b"\x15\x03\x03\x00\x02\x02\x28", "No safe connection to 127.0.0.1 could be made."),
        (b"", "127.0.0.1 broke the connection during the TLS handshake."),
    ],
    ids=["no TLS", "alert protocol_version", "alert handshake_failure", "end"],
)
def test_what_a_server_says_instead_of_tls_is_a_sentence(said: bytes, sentence: str) -> None:
    async def main() -> str:
        async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(4_096)
            writer.write(said)
            writer.close()

        server = await asyncio.start_server(shout, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher() as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.get(Request(f"https://127.0.0.1:{port}/", typed=True))
        return str(caught.value)

    assert asyncio.run(main()) == sentence


@needs_openssl
def test_a_tls_server_asked_without_tls_is_a_sentence(authority: Authority) -> None:
    async def main() -> None:
        async with FaultServer(tls=authority.server("127.0.0.1")) as server, Fetcher() as fetcher:
            await fetcher.get(Request(server.url("good").replace("https", "http"), typed=True))

    with pytest.raises((BrokenAnswer, FetchError)):
        asyncio.run(main())


def test_ipv6_works() -> None:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            pass
    except OSError:
        pytest.skip("this computer has no IPv6")

    async def main() -> bytes:
        async with FaultServer(host="::1") as server, Fetcher() as fetcher:
            url = f"http://[::1]:{server.port}/good"
            body = (await fetcher.get(Request(url, typed=True))).body
            assert server.log[0].header("host") == f"[::1]:{server.port}".encode()
            with pytest.raises(FetchError):
                await fetcher.get(Request(url))
            return body

    assert asyncio.run(main()) == rss()


def test_names_are_looked_up_by_the_system() -> None:
    async def main() -> int:
        async with FaultServer() as server, Fetcher() as fetcher:
            return (await fetcher.get(Request(f"http://localhost:{server.port}/good", typed=True))).status

    assert asyncio.run(main()) == 200


@needs_openssl
def test_the_one_certificate_that_a_person_trusts_is_taken_for_that_feed_alone(authority: Authority) -> None:
    """By its fingerprint, which no other certificate has; everybody else is checked as ever."""
    own, other = authority.self_signed("127.0.0.1"), authority.server("127.0.0.1")

    async def main() -> None:
        async with FaultServer(tls=own) as server, FaultServer(tls=other) as stranger, Fetcher() as fetcher:
            der = await certificate(server.port)
            pin = hashlib.sha256(der).hexdigest()
            url = server.url("good")
            assert (await fetcher.get(Request(url, typed=True, trust=pin))).status == 200
            for request in (
                Request(url, typed=True),
                Request(url, typed=True, trust="0" * 64),
                Request(stranger.url("good"), typed=True, trust=pin),
            ):
                with pytest.raises(NoTrust):
                    await fetcher.get(request)
            assert [len(server.log), len(stranger.log)] == [1, 0], (
                "nothing is sent before the certificate is known"
            )

    asyncio.run(main())
