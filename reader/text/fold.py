"""Folds text for searching and grouping: what a person takes for the same word becomes the same letters.

NFKC, case folded, accents stripped; alef forms to bare alef, alef maqsura to ya, ta marbuta to ha, harakat and tatweel gone,
Persian ya and kaf to the Arabic ones; digits of all scripts to ASCII; quotes, dashes and spaces plain; what is invisible gone;
runs of Chinese, Japanese, Thai, Lao, Khmer and Burmese as pairs of neighbouring characters, parted by spaces. `fold` is
idempotent, so that a query folded twice still meets the text folded once.

Most text is Latin or Arabic: those letters go through byte tables (an eighth of the time of `str.translate`).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache, cached_property
from itertools import pairwise

from reader.text.patterns import lazy

_QUOTES = (
    dict.fromkeys("«»“”„‟〝〞〟「」『』＂‹›‶″", '"') | dict.fromkeys("‘’‚‛′‵´ʹʻʼʽˈ＇׳", "'") | {"״": '"'}
)
_DASHES = dict.fromkeys("‐‑‒–—―⁃−﹘﹣－־", "-")
_ARABIC = {
    **dict.fromkeys("أإآٱٲٳٵ", "ا"),
    **dict.fromkeys("ىیېۍ", "ي"),
    **dict.fromkeys("ةہەۀۂۃ", "ه"),
    **dict.fromkeys("کڪ", "ك"),
    "ـ": "",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "۔": ".",
}
_LATIN = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ĸ": "k", "ı": "i", "ȷ": "j", "ə": "e", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɣ": "g", "ɛ": "e", "ɔ": "o",
}  # fmt: skip
_PLAIN = _QUOTES | _DASHES | _ARABIC | _LATIN | {"⁄": "/", "∕": "/", "․": ".", "。": ".", "、": ","}
# Marks that are accents; vowel signs of Indic scripts and the voicing of kana are letters and stay.
_ACCENTS = lazy(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000e0100-\U000e01ef]"
)
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u3099\u309a"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_UNSPACED_RUN = lazy(f"[{_UNSPACED}]+")
_UNIT = lazy(
    f"[{_UNSPACED}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u3099\u309a]*"
)
_HAMZA_CARRIERS = frozenset("ؤئ")
_PLAIN_WORDS = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256)
)
# Letters, digits and the marks that belong to words in scripts where marks are not accents.
_WORD = lazy(
    "(?:[^\\W_]+|[\u0900-\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0a81-\u0acd\u0b01-\u0b57\u0b82-\u0bcd\u0c00-\u0c56"
    "\u0c81-\u0cd6\u0d00-\u0d57\u0d81-\u0ddf\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e"
    "\u17b4-\u17d3\u3099\u309a]+)+"
)


def fold(s: str) -> str:
    """`s` as searching and grouping see it. Not for showing."""
    if s.isascii():
        return s.lower()
    try:
        data = s.encode("latin-1")
    except UnicodeEncodeError:
        pass
    else:
        return _fold_latin_1(data)
    for table in _tables():
        folded = table.fold(s)
        if folded is not None:
            return folded
    s = unicodedata.normalize("NFC", s).translate(_folds)
    s = unicodedata.normalize("NFC", s)
    return _UNSPACED_RUN.sub(_pairs, s)


def words(s: str) -> list[str]:
    """The folded words of `s`, in order."""
    if s.isascii():
        return s.encode().translate(_PLAIN_WORDS).decode().split()
    for table in _tables():
        parted = table.part(s)
        if parted is not None:
            return parted.split()
    return _WORD.findall(fold(s))


def _fold_letter(char: str) -> str:
    """The folded form of one character, "" where nothing of it is left."""
    if char in _PLAIN:
        return _PLAIN[char]
    out: list[str] = []
    for folded in unicodedata.normalize("NFKC", char).casefold():
        parts = folded if folded in _HAMZA_CARRIERS else unicodedata.normalize("NFKD", folded)
        out.extend(map(_plain_part, parts))
    return unicodedata.normalize("NFC", "".join(out))


def _plain_part(part: str) -> str:
    if part in _PLAIN:
        return _PLAIN[part]
    if _ACCENTS.match(part):
        return ""
    kind = unicodedata.category(part)
    if kind == "Nd":
        return str(unicodedata.decimal(part))
    if kind == "Zs" or (kind == "Cc" and not part.isascii()):
        return " "
    if kind in ("Zl", "Zp"):
        return "\n"
    return "" if kind == "Cf" else part


def _pairs(run: re.Match[str]) -> str:
    units = _UNIT.findall(run[0])
    if len(units) < 2:
        return run[0]
    return " ".join(first + second for first, second in pairwise(units))


def _fold_latin_1(data: bytes) -> str:
    """Text of nothing but the 256 letters of Latin-1 folded: a third of the time that a table of chosen letters takes."""
    table, others = _latin_1()
    folded = data.translate(table).decode("latin-1")
    if not folded.isascii():
        for letter, parts in others:
            if letter in folded:
                folded = folded.replace(letter, parts)
    return folded


@cache
def _latin_1() -> tuple[bytes, list[tuple[str, str]]]:
    """What each letter of Latin-1 becomes where that is one of them too, and the others with what they become."""
    folds = {letter: _fold_letter(letter) for letter in map(chr, range(256))}
    single = {letter: folded for letter, folded in folds.items() if len(folded) == 1 and folded in folds}
    table = bytes(ord(single.get(letter, letter)) for letter in folds)
    return table, [(letter, folded) for letter, folded in folds.items() if letter not in single]


class _Folds(dict[int, str]):
    """Code point to folded text for `str.translate`, filled as letters come by; few texts need more than some hundred."""

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        if len(self) < 20_000:
            self[code] = folded
        return folded


class _ByteTable:
    """Folds text of at most 230 different letters: a byte for each, one table, then the few that become several."""

    def __init__(self, letters: str) -> None:
        free = [slot for slot in range(256) if slot > 127 or (slot < 32 and chr(slot) not in "\0\t\n")]
        slots = ["\ufffe" if slot in free else chr(slot) for slot in range(256)]
        for slot, letter in zip(free, dict.fromkeys(letters), strict=False):
            slots[slot] = letter
        self._encoding = codecs.charmap_build("".join(slots))
        place = {letter: slot for slot, letter in enumerate(slots)}
        table = bytearray(range(256))
        dropped = bytearray()
        self._long: list[tuple[str, str]] = []
        for slot, letter in enumerate(slots):
            folded = _fold_letter(letter)
            if not folded:
                dropped.append(slot)
            elif len(folded) > 1:
                self._long.append((letter, folded))
            elif folded in place:
                table[slot] = place[folded]
            else:
                slots[slot] = folded
        self._table = bytes(table)
        self._dropped = bytes(dropped)
        self._decoding = "".join(slots)

    def fold(self, s: str) -> str | None:
        """`s` folded, or None where it has a letter that this table does not know."""
        return self._read(s, self._table, self._long)

    def part(self, s: str) -> str | None:
        """The same with spaces for all that is no part of a word."""
        table, long = self._parting
        return self._read(s, table, long)

    @cached_property
    def _parting(self) -> tuple[bytes, list[tuple[str, str]]]:
        long = [(letter, "".join(map(_bare, folded))) for letter, folded in self._long]
        kept = {letter for letter, _ in long}
        bare = (
            slot if letter in kept or _WORD.match(letter) else ord(" ")
            for slot, letter in enumerate(self._decoding)
        )
        return self._table.translate(bytes(bare)), long

    def _read(self, s: str, table: bytes, long: list[tuple[str, str]]) -> str | None:
        try:
            data = codecs.charmap_encode(s, "strict", self._encoding)[0]
        except UnicodeEncodeError:
            return None
        folded = codecs.charmap_decode(data.translate(table, self._dropped), "strict", self._decoding)[0]
        if folded.isascii():
            return folded
        for letter, several in long:
            if letter in folded:
                folded = folded.replace(letter, several)
        return folded


def _bare(char: str) -> str:
    return char if _WORD.match(char) else " "


_folds = _Folds()


@cache
def _tables() -> tuple[_ByteTable, _ByteTable]:
    """Latin as French and its neighbours write it, and Arabic with Persian, each with the signs found in such text."""
    signs = "’‘“”„«»‹›–—‑…•€\xa0\u202f\u2009\u200e\u200f\xad"
    latin = "".join(map(chr, range(0xA1, 0x100)))
    letters = (*range(0x0621, 0x063B), *range(0x0640, 0x0653), *range(0x0660, 0x066E), 0x0670, 0x0671)
    arabic = "".join(map(chr, letters)) + "،؛؟پچژڤگکیہھۀەٹڈڑںے۔۰۱۲۳۴۵۶۷۸۹\u200c\u200d\u061c"
    return _ByteTable(signs + latin + "œŒŸ™"), _ByteTable(signs + arabic + "éèêàçôîûùïëáíóúñü°")
