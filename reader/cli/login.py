"""Keep a name and password, or a token, for the feeds of a server in the computer's keyring.

ADDRESS is the server's, such as https://paper.example, or that of any feed there. With --user NAME a password is asked for
(Basic), else a token (Bearer); where stdin is no terminal, its first line is taken. With --field NAME the token goes into
that field of the request. It is sent to this scheme, host and port alone, never along a redirect elsewhere. --forget takes
it out of the keyring. Without ADDRESS the servers that have a login there are listed. This needs telex[keyring]; a command
that gives the password is named under [login] in the settings instead.

With --json, one object for each server: server.
"""

from __future__ import annotations

import argparse
import sys

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, Failure, WrongUsage
from reader.cli.output import complain, say, say_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", nargs="?", metavar="ADDRESS", help="the server, or a feed there")
    parser.add_argument("--user", default="", metavar="NAME", help="the name that goes with the password")
    parser.add_argument(
        "--field", default="Authorization", metavar="NAME", help="the request field that takes a token"
    )
    parser.add_argument("--forget", action="store_true", help="take it out of the keyring")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    if not args.address:
        with context.newsroom() as newsroom:
            servers = newsroom.logins()
        return _tell(servers, args.json)
    return _forget(args, context) if args.forget else _keep(args, context)


def _keep(args: argparse.Namespace, context: Context) -> int:
    from reader.fetch.logins import Login, encode
    from reader.fetch.ring import keep

    host, server = _server(args.address)
    login = Login(args.user, _secret(args.user, host), args.field)
    login.header(host)
    with context.newsroom(make=True) as newsroom:
        keep(server, encode(login))
        newsroom.note_login(server)
    if not args.json:
        say(f"The keyring holds {'the password' if args.user else 'the token'} for {server}.")
        return DONE
    return _tell((server,), True)


def _forget(args: argparse.Namespace, context: Context) -> int:
    from reader.fetch.ring import forget

    _, server = _server(args.address)
    with context.newsroom() as newsroom:
        known = forget(server)
        if server in newsroom.logins():
            newsroom.note_login(server, False)
    if not known:
        complain(f"The keyring holds nothing for {server}.")
        return FAILED
    if not args.json:
        say(f"The keyring holds nothing for {server} any more.")
        return DONE
    return _tell((server,), True)


def _server(text: str) -> tuple[str, str]:
    from reader.fetch.guard import parse_address
    from reader.fetch.logins import account, part

    parted = part(text)
    if parted.login is not None:
        raise WrongUsage(
            "Give the address without name and password: what is typed there, other programs can see."
        )
    address = parse_address(parted.url if "://" in parted.url else f"https://{parted.url}")
    return address.host, account(address)


def _secret(user: str, host: str) -> str:
    if sys.stdin.isatty():
        import getpass

        secret = getpass.getpass(f"{f'Password of {user}' if user else 'Token'} at {host}: ")
    else:
        secret = sys.stdin.readline(8_192).rstrip("\r\n")
    if not secret:
        raise Failure("Nothing was given, so nothing was kept.")
    return secret


def _tell(servers: tuple[str, ...], as_json: bool) -> int:
    for server in servers:
        if as_json:
            say_json({"server": server})
        else:
            say(server)
    return DONE
