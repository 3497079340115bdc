"""What is said of an entry before the store sees it: every byte of it is stored, so none of it may ever change."""

from __future__ import annotations

import json
from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from reader.model import Enclosure, Entry, ParsedFeed
from reader.store import identity
from reader.store.incoming import Incoming, Words, incoming
from reader.text.fold import fold

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ENTRY = Entry(
    "quai-1",
    "La criée ouvre",
    "https://www.quai.example/ports/criee/",
    author="Zoé",
    summary="<p>Mardi, à l'aube.</p>",
    content="<p>Les <b>bateaux</b> rentrent.</p>",
    categories=("Ports",),
    enclosures=(Enclosure("https://quai.example/1.mp3", "audio/mpeg", 7),),
)


def _came(*entries: Entry) -> tuple[Incoming, ...]:
    return incoming(ParsedFeed(entries=entries)).items


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def test_an_entry_is_said_in_the_bytes_that_older_libraries_hold() -> None:
    (item,) = _came(ENTRY)
    assert item.digest.hex() == "4126f4625b58e05ac5a5a1669a521c77"
    assert item.address is not None
    assert item.address.hex() == "679505ce467e6145"
    assert item.words == Words("la criee ouvre", "zoe", "", " les bateaux rentrent. ")
    assert (
        item.extra == '{"enclosures":[["https://quai.example/1.mp3","audio/mpeg",7]],"categories":["Ports"]}'
    )
    assert item.summary == b"\x78\x01\x01\x18\x00\xe7\xff<p>Mardi, \xc3\xa0 l'aube.</p>h*\x08\x1e"
    assert identity.address("https://quai.example:8443/ports?id=7&utm_source=x#haut") == bytes.fromhex(
        "f8f235b6c24d5d6d"
    )
    key = identity.feed_key("https://quai.example/flux")
    assert key.hex() == "0cb5211a72c027e2e3d896fc86a5d8fd"
    assert identity.entry_key(key, "id", "quai-1").hex() == "0cb5211a72c0c0438a64ef5642f55071"


@given(WORDS, WORDS, WORDS)
def test_the_digest_is_that_of_title_summary_and_content(title: str, summary: str, content: str) -> None:
    (item,) = _came(Entry("1", title, "", summary=summary, content=content))
    head = _hash(b"text\x00" + f"{title}\x00{summary}".encode())
    assert item.digest == _hash(head + content.encode())


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=2), st.lists(WORDS, max_size=2)), max_size=6))
def test_entries_of_one_paper_keep_their_own_writers_sections_and_files(
    said: list[tuple[str, list[str], list[str]]],
) -> None:
    entries = [
        Entry(
            str(number),
            "",
            "",
            author=author,
            categories=tuple(names),
            enclosures=tuple(map(Enclosure, files)),
        )
        for number, (author, names, files) in enumerate(said)
    ]
    for one, (author, names, files) in zip(_came(*entries), said, strict=True):
        assert one.words.author == fold(author)
        kept = {"enclosures": [[file, "", None] for file in files], "categories": names}
        assert json.loads(one.extra) == {name: values for name, values in kept.items() if values}
