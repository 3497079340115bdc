"""By what an image is known: its cleaned address, the hash of its bytes where they are here, all its other addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from reader.store.database import Database
from reader.store.identity import address

HASH = re.compile(r"(?:sha256:)?([0-9a-fA-F]{64})\Z")


@dataclass(frozen=True, slots=True)
class Known:
    """`names` are the cleaned addresses (hexadecimal) that lead to the same bytes, and their hash where it is known."""

    url: str
    address: str
    hash: str
    host: str
    names: frozenset[str]


def address_of(url: str) -> str:
    """The name of a cleaned address, 16 hexadecimal digits; "" for none."""
    found = address(url)
    return "" if found is None else found.hex()


def host_of(url: str) -> str:
    """The host of an address in lower case, without "www."; "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return ""


def known(db: Database, urls: Iterable[str]) -> list[Known]:
    """What is known of the image at each address, in that order. A bare hash stands for the image that has it."""
    wanted = list(urls)
    bare = {url: match[1].lower() for url in wanted if (match := HASH.match(url))}
    addresses = {url: "" if url in bare else address_of(url) for url in wanted}
    hashes = {
        str(name): str(found)
        for name, found in db.rows(
            "SELECT address, hash FROM image_source WHERE hash <> '' AND address IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted({*addresses.values()} - {""})),),
        )
    }
    others: dict[str, set[str]] = {}
    for found, name in db.rows(
        "SELECT hash, address FROM image_source WHERE hash <> '' AND hash IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({*hashes.values(), *bare.values()})),),
    ):
        others.setdefault(str(found), set()).add(str(name))
    out = []
    for url in wanted:
        found = bare.get(url) or hashes.get(addresses[url], "")
        names = {addresses[url], found, *others.get(found, ())} - {""}
        out.append(Known(url, addresses[url], found, host_of(url), frozenset(names)))
    return out
