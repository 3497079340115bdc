"""Bytes into text: the order of evidence, wrong labels, broken bytes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parse.decode import decode, is_utf8, to_utf8

FRENCH = "Le port d'Orme rouvre ses quais à l'été, « enfin » — 3 € le café, l'œuvre d'un élève"
ARABIC = "افتتاح الميناء القديم في مدينة أورمة بعد أشغال دامت ثلاث سنوات"
RUSSIAN = "Старый порт снова открыт, поезда идут каждый час"
JAPANESE = "港の市場が三年ぶりに再開した"
KOREAN = "오래된 항구가 다시 문을 열었다"
CHINESE = "旧港口在三年之后重新开放"
GREEK = "Το παλιό λιμάνι άνοιξε ξανά μετά από τρία χρόνια"
POLISH = "Stary port znów otwarty, łódź żegluje co godzinę"

DECLARED = [
    ("utf-8", FRENCH, "utf-8"), ("iso-8859-1", FRENCH.replace("—", "-").replace("€", "e").replace("œ", "oe"), "latin-1"),
    ("iso-8859-1", FRENCH, "cp1252"), ("windows-1252", FRENCH, "cp1252"), ("us-ascii", FRENCH, "cp1252"),
    ("windows-1256", ARABIC, "cp1256"), ("iso-8859-6", ARABIC, "iso8859-6"), ("windows-1251", RUSSIAN, "cp1251"),
    ("koi8-r", RUSSIAN, "koi8-r"), ("iso-8859-5", RUSSIAN, "iso8859-5"), ("shift_jis", JAPANESE, "cp932"),
    ("euc-jp", JAPANESE, "euc-jp"), ("iso-2022-jp", JAPANESE, "iso2022-jp"), ("euc-kr", KOREAN, "cp949"),
    ("ks_c_5601-1987", KOREAN, "cp949"), ("gb2312", CHINESE, "gb18030"), ("gbk", CHINESE, "gbk"), ("big5", "舊港口在三年之後重新開放", "big5"),
    ("windows-1253", GREEK, "cp1253"), ("iso-8859-7", GREEK, "iso8859-7"), ("iso-8859-2", POLISH, "iso8859-2"),
    ("windows-1250", POLISH, "cp1250"), ("macintosh", "Caf\xe9 du port", "mac_roman"), ("windows-874", "ท่าเรือเก่าเปิดอีกครั้ง", "cp874"),
    ("utf-16", FRENCH, "utf-16"),
]  # fmt: skip


def _feed(title: str, charset: str, codec: str) -> bytes:
    declared = f'<?xml version="1.0" encoding="{charset}"?>' if charset else ""
    return f"{declared}<rss><channel><title>{title}</title></channel></rss>".encode(codec)


@pytest.mark.parametrize(("charset", "title", "codec"), DECLARED)
def test_a_declared_charset_is_read(charset: str, title: str, codec: str) -> None:
    assert title in decode(_feed(title, charset, codec))


@pytest.mark.parametrize(("charset", "title", "codec"), DECLARED)
def test_the_header_alone_is_enough(charset: str, title: str, codec: str) -> None:
    assert title in decode(_feed(title, "", codec), charset)


@pytest.mark.parametrize(
    "label",
    [
        "iso-8859-1",
        "windows-1251",
        "shift_jis",
        "utf-16",
        "us-ascii",
        "klingon",
        "idna",
        "rot13",
        "utf-7",
        "hex",
    ],
)
@pytest.mark.parametrize("title", [FRENCH, ARABIC, RUSSIAN])
def test_what_is_utf8_is_utf8_whatever_it_says(label: str, title: str) -> None:
    data = _feed(title, label, "utf-8")
    assert title in decode(data, label)
    assert to_utf8(data, label) is data


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_wide_characters_are_seen_without_a_label(codec: str, marked: bool) -> None:
    mark = "\ufeff" if marked else ""
    data = (mark + _feed(ARABIC, "utf-8", "utf-8").decode()).encode(codec)
    text = decode(data)
    assert ARABIC in text
    assert text.startswith("<?xml")


def test_windows_1256_is_taken_for_an_arabic_feed() -> None:
    data = _feed(ARABIC, "", "cp1256")
    assert ARABIC in decode(data, language="ar-MA")
    assert ARABIC in decode(data.replace(b"<title>", b"<language>ar</language><title>"))
    assert ARABIC in decode(data.replace(b"<rss>", b'<rss xml:lang="ar-eg">'))
    assert ARABIC not in decode(data)


def test_windows_1252_is_the_last_resort() -> None:
    assert FRENCH in decode(_feed(FRENCH, "", "cp1252"))
    assert decode(b"<a>\x81\x8d\xe9</a>") == "<a>\x81\x8d\xe9</a>"


def test_a_label_that_cannot_be_right_is_not_believed() -> None:
    assert RUSSIAN in decode(_feed(RUSSIAN, "windows-1251", "cp1251"), charset="utf-8")
    assert KOREAN in decode(_feed(KOREAN, "euc-kr", "cp949"), charset="utf-8")
    assert GREEK in decode(_feed(GREEK, "windows-1253", "cp1253"), charset="klingon")


def test_single_broken_bytes_in_utf8_are_read_as_windows_1252() -> None:
    data = _feed(FRENCH, "utf-8", "utf-8") + b"<!-- caf\xe9 \x92 -->"
    text = decode(data)
    assert FRENCH in text
    assert "café ’" in text


def test_a_letter_torn_at_the_end_is_dropped() -> None:
    data = "<a>été".encode()[:-1]
    assert decode(data) == "<a>ét"


def test_a_byte_order_mark_goes() -> None:
    assert decode(codecs.BOM_UTF8 + b"<a/>") == "<a/>"
    assert to_utf8(codecs.BOM_UTF8 + b"<a/>") == b"<a/>"
    assert decode(codecs.BOM_UTF8 + b"<a>\xe9</a>") == "<a>é</a>"


def test_ebcdic_is_read_by_its_own_declaration() -> None:
    assert "<title>port</title>" in decode(_feed("port", "cp037", "cp037"))


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "utf-8", "utf-16", "shift_jis", "cp1256", "big5", "x" * 50, "\0"]),
)
def test_no_bytes_are_refused(data: bytes, charset: str) -> None:
    text = decode(data, charset)
    assert to_utf8(data, charset).decode("utf-8") == text.encode("utf-8", "replace").decode()
    if is_utf8(data):
        assert text.encode() == data


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_utf16_with_a_mark_always_comes_back(text: str) -> None:
    text = "<" + text
    assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le")) == text
