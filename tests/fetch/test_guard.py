"""The guard: which addresses are taken, which numbers may be connected to, and that nothing slips by on the way."""

from __future__ import annotations

import asyncio
import socket
from urllib.parse import quote

import pytest

from reader.fetch import network
from reader.fetch.client import Fetcher, Request
from reader.fetch.errors import BadAddress, FetchError, Refused, UnknownHost
from reader.fetch.guard import check_ip, follow, is_literal, is_near, may_follow_home, parse_address
from tests.faults.clock import run_jumping
from tests.faults.server import FaultServer

PRIVATE = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.9.9",
    "192.168.0.1",
    "192.168.255.255",
    "169.254.0.1",
    "169.254.169.253",
    "100.64.0.1",
    "100.127.255.254",
    "192.0.0.8",
    "192.0.2.7",
    "198.18.0.1",
    "198.19.255.1",
    "198.51.100.3",
    "203.0.113.9",
    "240.0.0.1",
    "255.255.255.255",
    "224.0.0.1",
    "239.255.255.250",
    "::1",
    "::",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "ff0e::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "::8.8.8.8",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::10.0.0.1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2002:808:808::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2001:db8::1",
    "100::1",
    "::ffff:0:127.0.0.1",
    "fe80::1%eth0",
    "not-a-number",
]
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "2606:4700::1111",
    "2a00:1450:4001::200e",
]


@pytest.mark.parametrize("number", PRIVATE)
def test_outside_text_leads_to_no_private_number(number: str) -> None:
    assert check_ip(number, private_ok=False)
    assert check_ip(number, private_ok=False, literal=True)


@pytest.mark.parametrize("number", PUBLIC)
def test_public_numbers_are_open(number: str) -> None:
    assert check_ip(number, private_ok=False, literal=True) == ""


def test_a_name_behind_nat64_is_judged_by_the_number_inside() -> None:
    assert check_ip("64:ff9b::8.8.8.8", private_ok=False) == ""
    assert check_ip("64:ff9b::8.8.8.8", private_ok=False, literal=True)


@pytest.mark.parametrize(
    "number", ["127.0.0.1", "192.168.1.4", "::1", "fd00::7", "100.64.3.2", "::ffff:10.0.0.1"]
)
def test_the_person_may_type_private_numbers(number: str) -> None:
    assert check_ip(number, private_ok=True) == ""


@pytest.mark.parametrize(
    "number", ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "64:ff9b::169.254.169.254"]
)
def test_service_addresses_are_refused_even_when_typed(number: str) -> None:
    assert check_ip(number, private_ok=True)


def test_what_goes_out_is_what_was_given() -> None:
    address = parse_address("HTTP://Example.ORG.:8080/A%2fb/ü?q=1&r=%zz#part")
    assert (address.scheme, address.host, address.port) == ("http", "example.org", 8080)
    assert address.target == "/A%2fb/%C3%BC?q=1&r=%zz"
    assert address.authority == "example.org:8080"
    assert parse_address("https://example.org").target == "/"
    assert parse_address("https://bücher.example/").host == "xn--bcher-kva.example"
    assert parse_address("https://[2001:db8::1]:8443/").authority == "[2001:db8::1]:8443"


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "ftp://example.org/", "file:///etc/passwd", "http://", "http:///x", "http://me:pw@example.org/",
        "http://example.org:99999/", "http://exa mple.org/", "http://[::1/", "http://[fe80::1%25eth0]/", "http://a..b/",
        "http://%31%32%37.0.0.1/", "http://example.org\\@evil.example/", "javascript:alert(1)", "http://" + "a" * 300 + "/",
        "http://\u2100.example/", "http://ex\u0000ample/", "https://example.org/" + "x" * 5_000, "http://-/", "http://a:b/",
    ],
)  # fmt: skip
def test_no_other_address_is_taken(url: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse_address(url)
    assert str(caught.value).endswith(".")
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("port", [0, 1, 22, 25, 110, 143, 445, 1023])
def test_ports_of_other_services_are_closed(port: int) -> None:
    with pytest.raises(Refused):
        parse_address(f"http://example.org:{port}/")


def test_redirects_resolve_against_where_they_came_from() -> None:
    base = parse_address("https://a.example/x/y?z")
    assert str(follow(base, "../w")) == "https://a.example/w"
    assert str(follow(base, "//b.example/q")) == "https://b.example/q"
    assert str(follow(base, "?n=1")) == "https://a.example/x/y?n=1"


def test_only_the_same_server_stays_trusted() -> None:
    home = parse_address("http://nas.example/feed")
    assert may_follow_home(home, parse_address("http://nas.example/other"))
    assert may_follow_home(home, parse_address("https://nas.example/feed"))
    assert not may_follow_home(home, parse_address("http://nas.example:8080/feed"))
    assert not may_follow_home(home, parse_address("http://router.example/"))
    assert not may_follow_home(parse_address("https://nas.example/"), parse_address("http://nas.example/"))


def test_near_hosts() -> None:
    assert all(map(is_near, ("localhost", "127.0.0.9", "192.168.1.1", "::1", "fd00::1", "x.localhost")))
    assert not any(map(is_near, ("example.org", "8.8.8.8", "localhost.example.org")))


TRICKS = [
    "127.0.0.1", "127.0.0.1.", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
    "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "[64:ff9b::7f00:1]", "localhost", "LOCALHOST.", "１２７.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", TRICKS)
def test_no_spelling_of_this_computer_gets_a_connection(host: str) -> None:
    """Untyped addresses, and redirects to them five hops deep from a typed one, reach nothing."""

    async def main() -> None:
        async with FaultServer() as inner, FaultServer() as outer, Fetcher() as fetcher:
            target = f"http://{host}:{inner.port}/good"
            with pytest.raises((Refused, FetchError)):
                await fetcher.get(Request(target))
            url = outer.url("move", to=target)
            for _ in range(4):
                url = outer.url("move", to=url)
            with pytest.raises((Refused, FetchError)):
                await fetcher.get(Request(url, typed=True))
            assert inner.log == []
            assert len(outer.log) == 5

    asyncio.run(main())


def _targets() -> list[str]:
    """A hundred and twenty and more spellings of places that outside text must not reach."""
    spelled = [
        "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.1", "0177.0.0.1", "0177.1",
        "017700000001", "00000177.0.0.1", "0", "0.0.0.0", "0x0", "00", "127.000.000.001", "127.0.0.1%00", "127。0。0。1", "①②⑦.0.0.1",
        "１２７.0.0.1", "localhost", "LOCALHOST", "localhost.", "ip6-localhost", "ip6-loopback",
        "10.1", "167772161", "0xa000001", "012.0.0.1", "192.168.257", "3232235777", "0xc0a80101", "0300.0250.1.1", "172.16.1", "2886729729",
        "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "169.254.169.254.", "metadata", "router", "localhost4", "broadcasthost", "127.0.0.2", "127.255.255.254",
    ]  # fmt: skip
    numbers = [f"[{number}]" if ":" in number else number for number in PRIVATE if number != "not-a-number"]
    wrapped = [
        form.format(number)
        for number in ("7f00:1", "a00:1", "c0a8:101", "a9fe:a9fe", "6440:1")
        for form in (
            "[::ffff:{}]",
            "[::{}]",
            "[64:ff9b::{}]",
            "[64:ff9b:1::{}]",
            "[2002:{}::]",
            "[::ffff:0:{}]",
        )
    ]
    return list(dict.fromkeys(spelled + numbers + wrapped))


def test_of_a_hundred_and_twenty_targets_none_is_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each straight, behind a redirect five hops deep from a typed address, and as what a name leads to."""
    opened: list[str] = []
    real = network._open

    async def watching(number: str, port: int, host: str) -> network.Stream:
        opened.append(number)
        return await real(number, port, host)

    monkeypatch.setattr(network, "_open", watching)

    async def main() -> None:
        async with FaultServer() as outer, FaultServer() as inner:

            async def stub(host: str, port: int) -> list[str]:
                """What a name server in hostile hands says, and for odd spellings what a system's own resolver makes of them."""
                return [answers.get(host, "127.0.0.1")]

            answers: dict[str, str] = {}
            async with Fetcher(resolver=stub) as fetcher:
                home = f"http://127.0.0.1:{outer.port}"
                for number, target in enumerate(_targets()):
                    url = f"http://{target}:{inner.port}/good"
                    with pytest.raises(FetchError):
                        await fetcher.get(Request(url))
                    chain = url
                    for _ in range(5):
                        chain = f"{home}/move?to={quote(chain, safe='')}"
                    with pytest.raises(FetchError):
                        await fetcher.get(Request(chain, typed=True))
                    bare = target.strip("[]")
                    if is_literal(bare):
                        answers[f"evil{number}.example"] = bare
                        with pytest.raises(FetchError):
                            await fetcher.get(Request(f"http://evil{number}.example:{inner.port}/good"))
            assert inner.log == []
            assert len(outer.log) == 5 * len(_targets())

    run_jumping(main())
    assert len(_targets()) >= 120
    assert set(opened) == {"127.0.0.1"}, "the typed server alone"


def test_a_name_that_turns_private_is_not_connected() -> None:
    """DNS rebinding: the first look-up is public, the next leads home. What is connected is what was checked."""

    async def main() -> list[object]:
        looked: list[str] = []

        async def rebinding(host: str, port: int) -> list[str]:
            looked.append(host)
            return ["127.0.0.1"]

        async with FaultServer() as server, Fetcher(resolver=rebinding) as fetcher:
            with pytest.raises(Refused):
                await fetcher.get(Request(f"http://rebind.example:{server.port}/good"))
            assert looked == ["rebind.example"]
            typed = await fetcher.get(Request(f"http://own.example:{server.port}/good", typed=True))
            assert typed.status == 200
            return [seen.host for seen in server.log]

    (host,) = run_jumping(main())
    assert str(host).startswith("own.example:")


def test_a_name_with_mixed_numbers_uses_only_open_ones() -> None:
    async def main() -> int:
        async def mixed(host: str, port: int) -> list[str]:
            return ["169.254.169.254", "127.0.0.1"]

        async with FaultServer() as server, Fetcher(resolver=mixed) as fetcher:
            answer = await fetcher.get(Request(f"http://mixed.example:{server.port}/good", typed=True))
            return answer.status

    assert run_jumping(main()) == 200


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no"), "unknown-host"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "offline"),
        (None, "unknown-host"),
    ],
)
def test_names_that_lead_nowhere(error: OSError | None, kind: str) -> None:
    async def main() -> str:
        async def failing(host: str, port: int) -> list[str]:
            if error is not None:
                raise error
            return []

        async with Fetcher(resolver=failing) as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.get(Request("http://nowhere.example/"))
            return caught.value.kind

    assert run_jumping(main()) == kind
    assert issubclass(UnknownHost, FetchError)


def test_a_second_number_is_tried_when_the_first_is_dead() -> None:
    async def main() -> int:
        async def two(host: str, port: int) -> list[str]:
            return ["127.0.0.2", "127.0.0.1"]

        async with FaultServer() as server, Fetcher(resolver=two) as fetcher:
            return (await fetcher.get(Request(f"http://two.example:{server.port}/good", typed=True))).status

    assert run_jumping(main()) == 200
