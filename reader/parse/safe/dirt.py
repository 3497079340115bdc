"""A quick look for what text must be cleaned of, so that clean documents are not cleaned twice over.

A document is looked at once as bytes; only where something is found is each text looked at by itself. What counts is what
`reader.text.clean` would take out, and what it would compose.
"""

from __future__ import annotations

import re

from reader.text.clean import clean_text

_IN_BYTES = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xc2\xcc\xcd\xd9\xe1-\xe3\xed\xef\xf0-\xf4]"
    rb"(?:(?<=[\x00-\x1f\x7f\xcc\xcd\xed\xf3\xf4])|(?<=\xc2)[\x80-\x9f]|(?<=\xd9)[\x93-\x95]|(?<=\xe1)[\x85\xa0]"
    rb"|(?<=\xe2)(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0-\xaf])|(?<=\xe3)(?:\x85\xa4|\x82[\x99\x9a])"
    rb"|(?<=\xef)(?:[\xb7\xb8]|\xbb\xbf|\xbe\xa0|\xbf[\xb0-\xbc\xbe\xbf])"
    rb"|(?<=[\xf0-\xf2])(?:\x9b\xb2|\x9d\x85|.\xbf[\xbe\xbf]))"
)
_REFERENCES = re.compile(rb"&(?:amp;)?#([0-9]{1,8}|[xX][0-9a-fA-F]{1,7})")
_IN_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u0300-\u036f\u0653-\u0655\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3099\u309a\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
_PIECE = re.compile(r"[^<>\n]+")


def is_suspect(data: bytes) -> bool:
    """Whether UTF-8 `data`, or a character reference in it, may hold a character that text is cleaned of."""
    if _IN_BYTES.search(data):
        return True
    return b"&#" in data and any(map(_is_bad, set(_REFERENCES.findall(data))))


def cleaned(html: str) -> str:
    """`html` with its texts cleaned, piece by piece, its markup untouched."""
    if html.isascii() and html.isprintable():
        return html
    if not _IN_TEXT.search(html):
        return html
    return _PIECE.sub(_clean_piece, html)


def is_bad(number: int) -> bool:
    """Whether the character with this number is one that text is cleaned of."""
    return number > 0x10FFFF or bool(_IN_TEXT.match(chr(number)))


def _is_bad(reference: bytes) -> bool:
    return is_bad(int(reference[1:], 16) if reference[:1] in b"xX" else int(reference))


def _clean_piece(found: re.Match[str]) -> str:
    piece = found[0]
    return clean_text(piece) if _IN_TEXT.search(piece) else piece
