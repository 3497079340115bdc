"""Names, passwords and tokens: parted from addresses, looked up by a command or in the keyring, and sent to their server only."""

from __future__ import annotations

import asyncio
import base64
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import ConfigError, LoginCommand, load_settings
from reader.fetch import ring
from reader.fetch.client import Answer, Fetcher, Request
from reader.fetch.errors import NoLogin
from reader.fetch.logins import Login, encode, part
from reader.fetch.vault import Vault
from tests.faults.clock import run_jumping
from tests.faults.papers import rss
from tests.faults.ring import FileRing, LockedRing
from tests.faults.server import Exchange, FaultServer


@pytest.fixture(autouse=True)
def _own_ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEST_RING", str(tmp_path / "ring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileRing())
    FileRing.asked = 0
    yield
    keyring.set_keyring(before)


@pytest.mark.parametrize(
    ("typed", "url", "user", "secret"),
    [
        ("https://me:pw@paper.example/feed", "https://paper.example/feed", "me", "pw"),
        ("me:pw@paper.example/feed", "https://paper.example/feed", "me", "pw"),
        ("me:pw@192.168.1.7:8080/feed", "http://192.168.1.7:8080/feed", "me", "pw"),
        ("feed://me:pw@paper.example/", "http://paper.example/", "me", "pw"),
        ("feed:https://me:pw@paper.example/", "https://paper.example/", "me", "pw"),
        ("https://me%40home:p%3Aw%2F@paper.example/", "https://paper.example/", "me@home", "p:w/"),
        ("https://me:p@w@paper.example/", "https://paper.example/", "me", "p@w"),
        ("https://token@paper.example:8443/x?y#z", "https://paper.example:8443/x?y#z", "token", ""),
        ("HTTPS://:pw@paper.example", "HTTPS://paper.example", "", "pw"),
    ],
)
def test_user_info_leaves_the_address(typed: str, url: str, user: str, secret: str) -> None:
    parted = part(typed)
    assert parted.url == url
    assert parted.login == Login(user, secret)
    assert "pw" not in repr(parted)


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/@nadia/feed", "@nadia@paper.example", "nadia@paper.example", "https://paper.example/?at=a@b",
        "https://paper.example/?token=short", "https://paper.example/?monkeys=ninetynine", "https://paper.example/#token=0123456789",
        "https://@paper.example/", "", "not an address",
    ],
)  # fmt: skip
def test_what_holds_no_secret_stays_as_it_is(url: str) -> None:
    assert part(url).login is None
    assert not part(url).hidden
    assert part(url).url == url


@pytest.mark.parametrize(
    "name", ["token", "access_token", "private_token", "feed_token", "key", "api-key", "apikey", "auth", "X_Password", "sig", "secret"]
)  # fmt: skip
def test_a_token_in_the_query_leaves_the_address(name: str) -> None:
    parted = part(f"https://paper.example/feed?page=2&{name}=0123456789abcdef&x=1")
    ((account, secret),) = parted.hidden
    mark = account.rpartition("#")[2]
    assert secret == "0123456789abcdef"
    assert parted.url == f"https://paper.example/feed?page=2&{name}=***{mark}&x=1"
    assert part(parted.url).url == parted.url, "what is parted stays so"
    assert part(f"https://paper.example/?{name}=0123456789abcdef").hidden == parted.hidden
    assert part(f"https://other.example/?{name}=0123456789abcdef").hidden != parted.hidden


@given(st.text(max_size=80))
def test_any_text_is_parted_without_a_fault(text: str) -> None:
    for form in (text, f"https://{text}", f"https://a:{text}@b.example/", f"https://b.example/?token={text}"):
        part(form)


@pytest.mark.parametrize(
    ("login", "sent"),
    [
        (Login("me", "pä:ss"), (b"Authorization", b"Basic " + base64.b64encode("me:pä:ss".encode()))),
        (Login("", "abc.def"), (b"Authorization", b"Bearer abc.def")),
        (Login("", "abc", "X-Token"), (b"X-Token", b"abc")),
    ],
)
def test_the_request_field(login: Login, sent: tuple[bytes, bytes]) -> None:
    assert login.header("paper.example") == sent


@pytest.mark.parametrize("secret", ["", "a\r\nX: y", "a\0b", " a"])
def test_what_cannot_be_sent_is_a_sentence(secret: str) -> None:
    with pytest.raises(NoLogin) as caught:
        Login("", secret, "X-Token").header("paper.example")
    assert "paper.example" in str(caught.value)


Work = Callable[[FaultServer, Callable[..., Awaitable[Answer]]], Awaitable[None]]


def with_server(work: Work, vault: Callable[[FaultServer], Vault], *, jump: bool = False) -> None:
    """Give `work` a server whose /closed wants `Authorization: Bearer right` (or Basic me:right) and ?token=right1234."""

    async def closed(exchange: Exchange) -> None:
        said = exchange.seen.header("authorization")
        right = said in (b"Bearer right", b"Basic " + base64.b64encode(b"me:right"))
        right = right or exchange.argument("token") == "right1234"
        await exchange.answer(rss() if right else b"no", status="200 OK" if right else "401 Unauthorized")

    async def main() -> None:
        async with FaultServer() as server, Fetcher(vault=vault(server)) as fetcher:
            server.routes["/closed"] = closed
            await work(server, lambda url: fetcher.get(Request(url, typed=True)))

    run_jumping(main()) if jump else asyncio.run(main())


def origin(server: FaultServer) -> str:
    return f"http://127.0.0.1:{server.port}"


def say(text: str, *more: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys,time\n{text}", *more)


def test_a_command_gives_the_token_once() -> None:
    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        for _ in range(3):
            assert (await get(server.url("closed"))).status == 200

    with_server(
        work,
        lambda server: Vault(
            {f"{origin(server)}/": LoginCommand(say("print(sys.argv[1]); print('more')", "right"))}
        ),
    )


def test_the_longest_start_of_an_address_counts() -> None:
    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        assert (await get(server.url("closed"))).status == 200
        assert server.log[-1].header("authorization") == b"Bearer right"
        await get(server.url("good"))
        assert server.log[-1].header("x-key") == b"wrong"
        assert server.log[-1].header("authorization") is None

    with_server(
        work,
        lambda server: Vault(
            {
                f"{origin(server)}": LoginCommand(say("print('wrong')"), field="X-Key"),
                f"{origin(server)}/clo": LoginCommand(say("print('right')")),
            }
        ),
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sys.exit(3)", "ended with 3"),
        ("print()", "gave no password"),
        ("print('x' * 100000)", "more than a password"),
        ("time.sleep(1000)", "within 10 seconds"),
        ("print('right'); sys.exit(1)", "ended with 1"),
    ],
)
def test_a_command_that_fails_is_a_sentence_and_nothing_is_asked(code: str, words: str) -> None:
    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        for _ in range(2):
            with pytest.raises(NoLogin) as caught:
                await get(server.url("closed"))
            assert words in str(caught.value)
            assert "right" not in str(caught.value)
        assert server.log == []

    with_server(work, lambda server: Vault({origin(server): LoginCommand(say(code))}), jump="sleep" in code)


def test_a_command_that_is_not_there_is_a_sentence() -> None:
    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        with pytest.raises(NoLogin) as caught:
            await get(server.url("closed"))
        assert "“no-such”" in str(caught.value)

    with_server(work, lambda server: Vault({origin(server): LoginCommand(("/nowhere/no-such",))}))


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        await get(server.url("closed"))
        assert not (tmp_path / "made").exists()

    command = say("print(sys.argv[1])", f"$(touch {tmp_path}/made); `touch {tmp_path}/made` | right")
    with_server(work, lambda server: Vault({origin(server): LoginCommand(command)}))


def test_the_keyring_is_asked_once_until_the_server_refuses() -> None:
    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        ring.keep(origin(server), encode(Login("me", "old")))
        assert [(await get(server.url("closed"))).status for _ in range(2)] == [401, 401]
        ring.keep(origin(server), encode(Login("me", "right")))
        assert [(await get(server.url("closed"))).status for _ in range(5)] == [200] * 5
        assert FileRing.asked == 3

    with_server(work, lambda server: Vault({}, lambda: (origin(server),)))


def test_a_token_of_the_address_is_filled_in_and_hidden_again() -> None:
    """The server redirects with the token in the address, as such servers do: what comes back never holds it."""

    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        async def moving(exchange: Exchange) -> None:
            to = f"/closed?token={exchange.argument('token')}"
            await exchange.answer(b"", status="301 Moved", headers=(("Location", to),))

        server.routes["/moving"] = moving
        parted = part(server.url("moving", token="right1234"))
        assert "right1234" not in parted.url
        assert ring.put(parted) == parted.url
        answer = await get(parted.url)
        assert answer.status == 200
        assert answer.url == answer.permanent == parted.url.replace("/moving", "/closed")
        assert [seen.arguments["token"] for seen in server.log] == ["right1234"] * 2

    with_server(work, lambda server: Vault())


def test_a_keyring_without_it_or_locked_is_a_sentence() -> None:
    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        with pytest.raises(NoLogin) as caught:
            await get(server.url("closed"))
        assert "telex login http://127.0.0.1" in str(caught.value)
        with pytest.raises(NoLogin):
            await get(server.url("closed", token="***0123abcd"))
        keyring.set_keyring(LockedRing())
        await asyncio.sleep(100)
        with pytest.raises(NoLogin) as caught:
            await get(server.url("closed"))
        assert "cannot be used" in str(caught.value)
        assert server.log == []

    with_server(work, lambda server: Vault({}, lambda: (origin(server),)), jump=True)


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_no_login_follows_a_redirect_to_another_server(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the guard sees loopback as the open internet, so that the other server is reached at all."""
    monkeypatch.setattr("reader.fetch.network.check_ip", lambda *_, **__: "")

    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        ring.keep(origin(server), encode(Login("", "right")))
        async with FaultServer() as other:
            await get(server.url("move", to=other.url("good"), code=code))
            assert server.log[-1].header("authorization") == b"Bearer right"
            assert [seen.header("authorization") for seen in other.log] == [None]

    with_server(work, lambda server: Vault({}, lambda: (origin(server),)))


def test_without_a_keyring_a_name_is_refused_and_a_token_stays() -> None:
    keyring.set_keyring(LockedRing())
    with pytest.raises(ring.NoRing) as caught:
        ring.put(part("https://me:pw@paper.example/feed"))
    assert "pw" not in str(caught.value)
    assert "[login]" in str(caught.value)
    url = "https://paper.example/feed?token=0123456789"
    assert ring.put(part(url)) == url


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[login."paper.example"]\ncommand = ["pass"]', "start of an address"),
        ('[login."https://me@paper.example/"]\ncommand = ["pass"]', "start of an address"),
        ('[login."https://paper.example/"]\ncommand = []', "needs a command"),
        ('[login."https://paper.example/"]\ncommand = "pass show x"', "command"),
        ('[login."https://paper.example/"]\ncommand = ["pass"]\nfield = "A B"', "field"),
        ('[login."https://paper.example/"]\npassword = "pw"', "password"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path / "config.toml")
    assert words in str(caught.value)


def test_no_command_is_run_where_others_may_write_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[login."http://127.0.0.1/"]\ncommand = ["touch", "x"]\n')
    file.chmod(0o600)
    assert load_settings(file).login["http://127.0.0.1/"].command
    file.chmod(0o622)
    login = load_settings(file).login["http://127.0.0.1/"]
    assert not login.command

    async def work(server: FaultServer, get: Callable[..., Awaitable[Answer]]) -> None:
        with pytest.raises(NoLogin) as caught:
            await get(server.url("closed"))
        assert "0600" in str(caught.value)
        assert server.log == []

    with_server(work, lambda server: Vault({origin(server): login}))
