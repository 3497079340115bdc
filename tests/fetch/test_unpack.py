"""Bounded unpacking: whatever the pieces, the whole comes out; whatever the bomb, little is made of it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetch.errors import BrokenAnswer, FetchError, TooLarge
from reader.fetch.unpack import MEBIBYTE, RATIO, Body


def unpack(body: bytes, codings: str, limit: int = 15 * MEBIBYTE, piece: int = 1_000) -> bytes:
    whole = Body("host", codings, limit)
    for start in range(0, len(body), piece):
        whole.add(body[start : start + piece])
    return whole.finish()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@given(
    st.binary(max_size=3_000),
    st.integers(1, 700),
    st.sampled_from(["gzip", "x-gzip", "deflate", "", "identity", "GZIP"]),
)
def test_pieces_of_any_size_give_the_whole(data: bytes, piece: int, coding: str) -> None:
    pack: dict[str, Callable[[bytes], bytes]] = {
        "gzip": lambda plain: gzip.compress(plain),
        "x-gzip": lambda plain: gzip.compress(plain),
        "deflate": lambda plain: zlib.compress(plain),
    }
    packed = pack.get(coding.lower(), bytes)(data)
    if data[:3] != b"\x1f\x8b\x08":
        assert unpack(packed, coding, piece=piece) == data


@given(st.binary(max_size=2_000), st.sampled_from(["gzip", "deflate", "gzip, gzip", "br", "deflate, gzip"]))
def test_any_bytes_end_in_an_answer_or_a_sentence(data: bytes, codings: str) -> None:
    try:
        assert isinstance(unpack(data, codings), bytes)
    except FetchError as error:
        assert str(error).endswith(".")


@given(st.binary(min_size=1, max_size=2_000), st.binary(min_size=1, max_size=2_000))
def test_members_follow_one_another(one: bytes, two: bytes) -> None:
    assert unpack(gzip.compress(b"<" + one) + gzip.compress(two), "gzip", piece=7) == b"<" + one + two


def test_raw_deflate_is_known_by_its_start() -> None:
    data = b"<rss>" * 500
    assert unpack(raw_deflate(data), "deflate") == data
    assert unpack(zlib.compress(data), "deflate") == data
    assert unpack(data, "deflate") == data


@pytest.mark.parametrize("cut", [3, 11, 50, -1, -9])
def test_a_cut_body_is_refused(cut: int) -> None:
    with pytest.raises(BrokenAnswer):
        unpack(gzip.compress(b"<rss>" + bytes(range(256)) * 40)[:cut], "gzip")


def test_the_limit_is_exact() -> None:
    data = bytes(range(256)) * 64
    assert unpack(gzip.compress(data), "gzip", limit=len(data)) == data
    with pytest.raises(TooLarge):
        unpack(gzip.compress(data), "gzip", limit=len(data) - 1)
    with pytest.raises(TooLarge):
        unpack(data, "", limit=len(data) - 1)


def test_the_ratio_counts_after_the_first_mebibyte() -> None:
    small = gzip.compress(bytes(MEBIBYTE), 9)
    assert len(small) * RATIO < MEBIBYTE
    assert unpack(small, "gzip") == bytes(MEBIBYTE)
    with pytest.raises(TooLarge) as caught:
        unpack(gzip.compress(bytes(3 * MEBIBYTE), 9), "gzip")
    assert "without end" in str(caught.value)
    chatty = b"".join(b"%d une ligne de texte comme une autre\n" % number for number in range(100_000))
    assert unpack(gzip.compress(chatty), "gzip") == chatty


def test_two_layers_and_no_more() -> None:
    data = b"<rss>" * 100
    twice = gzip.compress(gzip.compress(data))
    assert unpack(twice, "gzip") == unpack(twice, "gzip, gzip") == unpack(gzip.compress(data), "") == data
    thrice = gzip.compress(twice)
    assert unpack(thrice, "gzip") == gzip.compress(data), "the third layer is left as it is"
    with pytest.raises(BrokenAnswer):
        unpack(thrice, "gzip, gzip, gzip")
