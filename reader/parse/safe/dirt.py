"""A quick look for what text must be cleaned of, so that what is clean costs no more than that look.

What counts is what `reader.text.clean` never lets through. What it weighs by context (joiners, variation selectors, piles
of marks) is left to where text is made of the HTML.
"""

from __future__ import annotations

import re

from reader.text.clean import clean_text

_HARMLESS = b"\t\n\r" + bytes(range(0x20, 0x7F))
_HARMLESS_1 = _HARMLESS + bytes(range(0xA0, 0x100))
# What no sequence below begins with, and what goes on after it: letters of most scripts hold nothing else.
_INNOCENT = bytes((*range(0x80, 0xC2), *range(0xC3, 0xCD), *range(0xCE, 0xE1), *range(0xE4, 0xED), 0xEE))
# What is dirt of the sequences of UTF-8 that begin with a byte; all is, where that byte does not stand here.
_IN_BYTES = {
    sequence[0]: re.compile(sequence)
    for sequence in (
        b"\xc2[\x80-\x9f]",
        b"\xcd\x8f",
        b"\xe1(?:\x85[\x9f\xa0]|\xa0\x8e)",
        b"\xe2(?:\x80[\x8b\xa8-\xae]|\x81[\xa0-\xaf])",
        b"\xe3\x85\xa4",
        b"\xed[\xa0-\xbf]",
        b"\xef(?:\xb7[\x90-\xaf]|\xbb\xbf|\xbe\xa0|\xbf[\xb0-\xbc\xbe\xbf])",
        *(bytes((first,)) + b"(?:\x9b\xb2|\x9d\x85|.\xbf[\xbe\xbf])" for first in (0xF0, 0xF1, 0xF2)),
    )
}
_IN_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
# Characters that are nothing to see and mean nothing beyond themselves: these are gone without a closer look.
_NOTHING = frozenset(
    "\x7f\u034f\u115f\u1160\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0\ufffc"
)
_BORDER = "<>\n"
_ENDING = re.compile(r"[<>\n]")
_REFERENCE = re.compile(r"&#([0-9]{1,8}|[xX][0-9a-fA-F]{1,7});?")
# All but those that nearly every text is full of.
_UNUSUAL = re.compile(
    r"&#(?!(?:82(?:1[1-8]|2[0-6]|30|4[23])|0?3[489]|6[02]|1[6-9]\d|2[0-5]\d|[xX](?:2[0-9A-Fa-f]|20(?:1[3-9]|26)));)"
)
# Letters of windows-1252 that someone took for Unicode. What else stands there is likelier an escape sequence (ECMA-48).
_LETTERS = {
    number: bytes((number,)).decode("cp1252")
    for number in (0x80, *range(0x82, 0x8D), 0x8E, *range(0x91, 0x98), 0x99, 0x9A, 0x9C)
}
_NO_LETTERS = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""What windows-1252 leaves free: controls to HTML too."""
_MISTAKEN = re.compile(f"[{''.join(map(chr, _LETTERS))}]")


def with_letters(text: str) -> str:
    """`text` with the letters of windows-1252 that stand where Unicode has controls."""
    if text.isascii() or text.isprintable() or not _MISTAKEN.search(text):
        return text
    return text.translate(_LETTERS)


def cleaned(html: str) -> str:
    """`html` with its texts cleaned, piece by piece, its markup untouched."""
    try:
        if not html.encode("latin-1").translate(None, _HARMLESS_1):
            return html
    except UnicodeEncodeError:
        pass
    rest = html.encode("utf-8", "surrogatepass").translate(None, _HARMLESS)
    suspects = rest.translate(None, _INNOCENT)
    if not suspects or not any(_is_dirt(first, rest) for first in set(suspects)):
        return html
    html = with_letters(html)
    dirt = set(_IN_TEXT.findall(rest.decode("utf-8", "surrogatepass")))
    if dirt <= _NOTHING:
        for char in dirt:
            html = html.replace(char, "")
        return html
    out: list[str] = []
    done = 0
    while (found := _IN_TEXT.search(html, done)) is not None:
        start = done
        for border in _BORDER:
            start = max(start, html.rfind(border, done, found.start()) + 1)
        ending = _ENDING.search(html, found.end())
        end = ending.start() if ending is not None else len(html)
        out += (html[done:start], clean_text(html[start:end]))
        done = end
    out.append(html[done:])
    return "".join(out)


def _is_dirt(first: int, rest: bytes) -> bool:
    """Whether a sequence in `rest` that begins with the byte `first` is dirt."""
    sequences = _IN_BYTES.get(first)
    return sequences is None or sequences.search(rest) is not None


def with_bad_references_read(html: str) -> str:
    """`html` with numeric references to controls and the like replaced by what they name, so that `cleaned` sees it."""
    if not _UNUSUAL.search(html) or all(_bad(number) is None for number in set(_REFERENCE.findall(html))):
        return html
    return _REFERENCE.sub(_read, html)


def _read(found: re.Match[str]) -> str:
    char = _bad(found[1])
    return found[0] if char is None else char


def _bad(reference: str) -> str | None:
    """The character that `reference` names if text is cleaned of it, else `None`."""
    number = int(reference[1:], 16) if reference[0] in "xX" else int(reference)
    if 0x80 <= number <= 0x9F and number not in _NO_LETTERS:
        return None  # HTML reads those as windows-1252
    if number == 0x0D:
        return "\n"
    if number > 0x10FFFF:
        return ""
    return chr(number) if _IN_TEXT.match(chr(number)) else None
