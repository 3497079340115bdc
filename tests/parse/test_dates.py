"""Dates: 200 ways to write one, each exact to the second or null."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.parse.dates import moment, parse_date, read_date

A = "2022-01-17T18:30:00"
B = "2022-01-17T00:00:00"

# What stands in the feed, and the moment in UTC ("" where it says none).
WRITTEN = [
    # RFC 822 and its abuses
    ("Mon, 17 Jan 2022 18:30:00 GMT", A), ("Mon, 17 Jan 2022 18:30:00 +0000", A), ("Mon, 17 Jan 2022 19:30:00 +0100", A),
    ("Mon, 17 Jan 2022 18:30:00 -0000", A), ("Mon, 17 Jan 2022 13:30:00 EST", A), ("Mon, 17 Jan 2022 10:30:00 PST", A),
    ("Mon, 17 Jan 2022 18:30:00 Z", A), ("Mon, 17 Jan 2022 18:30:00 UT", A), ("Mon, 17 Jan 2022 18:30 GMT", A),
    ("17 Jan 2022 18:30:00 GMT", A), ("17 Jan 22 18:30:00 GMT", A), ("17 Jan 2022 18:30", A), ("17 Jan 2022", B),
    ("Mon,17 Jan 2022 18:30:00 GMT", A), ("Mon , 17 Jan 2022 18:30:00 GMT", A), ("Monday, 17 January 2022 18:30:00 GMT", A),
    ("Tue, 17 Jan 2022 18:30:00 GMT", A), ("Mon, 17 January 2022 18:30:00 +00:00", A), ("mon, 17 jan 2022 18:30:00 gmt", A),
    ("MON, 17 JAN 2022 18:30:00 GMT", A), ("Mon, 17-Jan-2022 18:30:00 GMT", A), ("Monday, 17-Jan-22 18:30:00 GMT", A),
    ("17-Jan-2022", B), ("17/Jan/2022 18:30:00", A), ("Mon, Jan 17 2022 18:30:00 GMT", A), ("Mon Jan 17 18:30:00 2022", A),
    ("Mon Jan 17 18:30:00 UTC 2022", A), ("Mon Jan 17 13:30:00 EST 2022", A), ("Mon, 17 Jan 2022 18:30:00 GMT+0000", A),
    ("Mon, 17 Jan 2022 19:30:00 GMT+1", A), ("Mon, 17 Jan 2022 19:30:00 UTC+01:00", A), ("Mon, 17 Jan 2022 19:30:00 CET", A),
    ("Mon, 17 Jan 2022 19:30:00 +1", A), ("Mon, 17 Jan 2022 19:30:00 +01", A), ("Mon, 17 Jan 2022 19:30:00 + 0100", A),
    ("Mon, 17 Jan 2022 18:30:00 (UTC)", A), ("Mon, 17 Jan 2022 19:30:00 +0100 (CET)", A), ("Mon, 17 Jan 2022 18:30:00.250 GMT", A),
    ("Mon Jan 17 2022 19:30:00 GMT+0100 (Central European Standard Time)", A), ("  Mon, 17 Jan 2022 18:30:00 GMT\n", A),
    ("Mon, 17 Jan 2022 24:00:00 GMT", "2022-01-18T00:00:00"), ("Fri, 31 Dec 2021 24:00 GMT", "2022-01-01T00:00:00"),
    ("Mon, 17 Jan 2022 6:30 PM GMT", A), ("Mon, 17 Jan 2022 06:30:00 PM", A), ("Mon, 17 Jan 2022 12:00 AM", B),
    ("Mon, 17 Jan 2022 12:00 PM", "2022-01-17T12:00:00"), ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00"),
    ("Wed, 01 Jan 1969 00:00:00 GMT", "1969-01-01T00:00:00"), ("Sat, 17 Jan 69 18:30:00 GMT", "1969-01-17T18:30:00"),
    ("Sun, 17 Jan 49 18:30:00 GMT", "2049-01-17T18:30:00"), ("Tue, 29 Feb 2022 10:00:00 GMT", ""), ("Sat, 29 Feb 2020 10:00:00 GMT", "2020-02-29T10:00:00"),
    ("Mon, 32 Jan 2022 18:30:00 GMT", ""), ("Mon, 17 Jan 2022 25:30:00 GMT", ""), ("Mon, 17 Jan 2022 18:61:00 GMT", ""),
    ("Mon, 17 Jan 2022 24:30:00 GMT", ""), ("Mon, 17 Jan 2022 18:30:00 +9900", ""), ("Mon, 17 Foo 2022 18:30:00 GMT", ""),
    ("Mon, 00 Jan 2022 18:30:00 GMT", ""), ("Mon, 17 Jan 18:30:00 GMT", ""), ("Jan 2022", ""),
    # RFC 3339, W3CDTF, ISO 8601
    ("2022-01-17T18:30:00Z", A), ("2022-01-17T18:30:00+00:00", A), ("2022-01-17T19:30:00+01:00", A), ("2022-01-17T19:30:00+0100", A),
    ("2022-01-17T18:30:00.123456Z", A), ("2022-01-17T18:30:00,5Z", A), ("2022-01-17T18:30Z", A), ("2022-01-17T18:30", A),
    ("2022-01-17t18:30:00z", A), ("2022-01-17 18:30:00", A), ("2022-01-17 18:30:00 UTC", A), ("2022-01-17 18:30:00 +0000 UTC", A),
    ("2022-01-17 19:30:00 +0100 CET", A), ("2022-01-17 18:30:00.0", A), ("2022-01-17", B), ("2022-01", "2022-01-01T00:00:00"),
    ("2022", "2022-01-01T00:00:00"), ("20220117", B), ("20220117T183000Z", A), ("20220117T183000", A), ("20220117183000", A),
    ("2022-01-17T183000Z", A), ("2022-017", B), ("2022-W03-1", B), ("2022-W03", B), ("2022-01-17T24:00:00Z", "2022-01-18T00:00:00"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00"), ("2022-1-7", "2022-01-07T00:00:00"), ("2022-01-17T12:30:00-06:00", A),
    ("2022-13-17T18:30:00Z", ""), ("2022-02-30T18:30:00Z", ""), ("2022-01-17T25:00:00Z", ""), ("2022-01-17T18:60:00Z", ""),
    ("2022-366", ""), ("2022-W54-1", ""), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00"), ("0000-00-00T00:00:00Z", ""), ("0000-00-00 00:00:00", ""),
    ("2022/01/17 18:30", A), ("2022/1/17", B), ("2022.01.17", B), ("2022-01-17_18:30:00", A), ("2022-01-17T18:30:00Z[UTC]", ""),
    ("1642444200", A), ("1642444200000", A),
    # French
    ("lundi 17 janvier 2022 18:30", A), ("lundi 17 janvier 2022 à 18h30", A), ("Lundi, 17 Janvier 2022 18:30:00 +0000", A),
    ("lun., 17 janv. 2022 18:30:00 +0000", A), ("lun, 17 jan 2022 18:30:00 GMT", A), ("17 janvier 2022", B), ("17 janv. 2022, 18 h 30", A),
    ("Publié le 17 janvier 2022 à 18h30", A), ("Le 17/01/2022 à 18:30", A), ("1er février 2022", "2022-02-01T00:00:00"),
    ("17 févr. 2022", "2022-02-17T00:00:00"), ("17 fevrier 2022", "2022-02-17T00:00:00"), ("mer. 17 août 2022 8h", "2022-08-17T08:00:00"),
    ("17 AOÛT 2022", "2022-08-17T00:00:00"), ("17 décembre 2022 - 18:30", "2022-12-17T18:30:00"), ("mar. 17 mai 2022 18:30", "2022-05-17T18:30:00"),
    ("mar. 1 mars 2022", "2022-03-01T00:00:00"), ("17 juil. 2022", "2022-07-17T00:00:00"), ("17 juin 22", "2022-06-17T00:00:00"),
    ("Mis à jour le 17.01.2022 à 18h30", A), ("17 brumaire 2022", ""), ("hier à 18h30", ""), ("il y a 3 heures", ""),
    # dd - mm - yyyy and other numbers
    ("17 - 01 - 2022", B), ("17 - 01 - 2022 18:30", A), ("Publié dans La Rade le 17 - 01 - 2022", B), ("17-01-2022", B), ("17/01/2022", B),
    ("17/01/2022 18:30:00", A), ("17.01.2022", B), ("17.01.2022 18.30", A), ("17.01.22", B), ("17/01/22", B), ("17/1/2022", B),
    ("01/17/2022", B), ("1/17/2022 6:30:00 PM", A), ("01/17/2022 18:30", A), ("03/04/2022", "2022-04-03T00:00:00"),
    ("3/4/2022 6:30:00 PM", "2022-03-04T18:30:00"), ("40/01/2022", ""), ("17/13/2022", ""), ("17-01", ""), ("17012022", ""),
    ("31 - 02 - 2022", ""),
    # Spanish
    ("lunes, 17 de enero de 2022 18:30", A), ("lun, 17 ene 2022 18:30:00 +0000", A), ("17 de enero de 2022", B), ("17 ene. 2022", B),
    ("Lunes 17 enero 2022, 18:30 h", A), ("mié, 17 ago 2022", "2022-08-17T00:00:00"), ("sáb, 17 sep 2022", "2022-09-17T00:00:00"),
    ("17 de setiembre de 2022", "2022-09-17T00:00:00"), ("mar, 17 may 2022 18:30:00 GMT", "2022-05-17T18:30:00"),
    ("17 dic 2022 18:30", "2022-12-17T18:30:00"), ("mar, 15 mar 2022", "2022-03-15T00:00:00"), ("17 de brumario de 2022", ""),
    # Arabic, with the names of Egypt, the Maghreb and the Levant
    ("الإثنين 17 يناير 2022 - 18:30", A), ("الاثنين، 17 يناير 2022 18:30:00 +0000", A), ("17 يناير 2022", B), ("١٧ يناير ٢٠٢٢", B),
    ("١٧ كانون الثاني ٢٠٢٢ ٦:٣٠ مساءً", A), ("17 كانون الثاني 2022", B), ("17 جانفي 2022", B), ("17 فيفري 2022", "2022-02-17T00:00:00"),
    ("17 شباط 2022", "2022-02-17T00:00:00"), ("17 غشت 2022", "2022-08-17T00:00:00"), ("17 أغسطس 2022", "2022-08-17T00:00:00"),
    ("17 آب 2022", "2022-08-17T00:00:00"), ("17 شتنبر 2022", "2022-09-17T00:00:00"), ("17 أيلول 2022", "2022-09-17T00:00:00"),
    ("17 تشرين الأول 2022", "2022-10-17T00:00:00"), ("17 تشرين الثاني 2022", "2022-11-17T00:00:00"), ("17 نونبر 2022", "2022-11-17T00:00:00"),
    ("17 دجنبر 2022", "2022-12-17T00:00:00"), ("17 كانون الأول 2022", "2022-12-17T00:00:00"), ("17 يوليوز 2022", "2022-07-17T00:00:00"),
    ("17 جويلية 2022 08:15 ص", "2022-07-17T08:15:00"), ("نشر في 17 - 01 - 2022", B), ("17/01/2022 ٠٦:٣٠ م", A), ("17 رمضان 1443", ""),
    # English prose and other languages
    ("January 17, 2022", B), ("Jan 17, 2022 6:30 pm", A), ("January 17th, 2022 at 6:30 p.m. EST", "2022-01-17T23:30:00"), ("17th of January 2022", B),
    ("Monday, January 17, 2022 - 18:30", A), ("17. Januar 2022, 18:30 Uhr", A), ("17. März 2022", "2022-03-17T00:00:00"), ("17 gennaio 2022", B),
    ("17 de janeiro de 2022", B), ("17 maart 2022", "2022-03-17T00:00:00"), ("17 января 2022 18:30", A), ("17 Ιανουαρίου 2022", B),
    ("2022年1月17日 18:30", A), ("2022년 1월 17일 오후 6:30", A), ("2022年1月17日 午後6:30", A),
    # Not dates
    ("", ""), ("   ", ""), ("now", ""), ("today", ""), ("yesterday 18:30", ""), ("soon", ""), ("18:30", ""), ("n/a", ""), ("-", ""),
    ("Invalid Date", ""), ("NaN-NaN-NaN", ""), ("x" * 500, ""), ("<pubDate>", ""), ("12", ""), ("99999999999999999999", ""),
    ("17 Jan 2022 and 18 Jan 2022", ""), ("Mon, 17 Jan 99999 18:30:00 GMT", ""),
]  # fmt: skip


def test_there_are_two_hundred() -> None:
    assert len(WRITTEN) >= 200


@pytest.mark.parametrize(("text", "said"), WRITTEN)
def test_a_written_date(text: str, said: str) -> None:
    wanted = int(datetime.fromisoformat(f"{said}+00:00").timestamp()) if said else None
    assert parse_date(text) == wanted


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("03/04/2022", "en-US", "2022-03-04"), ("03/04/2022", "en", "2022-03-04"), ("03/04/2022", "en-GB", "2022-04-03"),
        ("03/04/2022", "fr", "2022-04-03"), ("03/04/2022", "ar", "2022-04-03"), ("17/01/2022", "en-US", "2022-01-17"),
    ],
)  # fmt: skip
def test_whose_day_comes_first(text: str, language: str, said: str) -> None:
    assert parse_date(text, language=language) == int(
        datetime.fromisoformat(f"{said}T00:00:00+00:00").timestamp()
    )


def test_the_given_zone_stands_in_only_where_none_is_named() -> None:
    assert parse_date("17 Jan 2022 19:30", zone=3600) == parse_date("17 Jan 2022 18:30 GMT", zone=3600)
    found = read_date("17 Jan 2022 19:30")
    assert found is not None
    assert found[1] is None
    assert moment(found, 3600) == moment(found) - 3600


@given(st.datetimes(datetime(1, 1, 1), datetime(2200, 12, 31)).map(lambda at: at.replace(microsecond=0)))
def test_what_computers_write_comes_back(at: datetime) -> None:
    seconds = int((at.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    assert parse_date(at.isoformat() + "Z") == seconds
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[at.month - 1]
    if at.year >= 1000:
        assert parse_date(f"{at.day:02} {month} {at.year} {at:%H:%M:%S} +0000") == seconds


@given(st.text(max_size=60) | st.from_regex(r"[0-9 :/.T+-]{1,40}", fullmatch=True))
@example("7300000000")
@example("7289654400123")
def test_no_text_breaks_it(text: str) -> None:
    found = parse_date(text)
    assert found is None or -62_200_000_000 < found < 7_300_000_000
