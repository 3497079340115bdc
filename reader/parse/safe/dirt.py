"""A quick look for what text must be cleaned of, so that clean documents are not cleaned twice over.

A document is looked at once as bytes; only where something is found is each text looked at by itself. What counts is what
`reader.text.clean` never lets through. What it weighs by context (joiners, variation selectors, piles of marks) is left to
where text is made of the HTML.
"""

from __future__ import annotations

import re

from reader.text.clean import clean_text

_HARMLESS = b"\t\n\r" + bytes(range(0x20, 0x7F))
# Sequences of UTF-8 in what is left of a text once its harmless ASCII is gone: so the look costs what translate costs.
_IN_BYTES = re.compile(
    rb"[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xcd\x8f|\xe1(?:\x85[\x9f\xa0]|\xa0\x8e)"
    rb"|\xe2(?:\x80[\x8b\xa8-\xae]|\x81[\xa0-\xaf])|\xe3\x85\xa4"
    rb"|\xef(?:\xb7[\x90-\xaf]|\xbb\xbf|\xbe\xa0|\xbf[\xb0-\xbc\xbe\xbf])"
    rb"|[\xf0-\xf2](?:\x9b\xb2|\x9d\x85|.\xbf[\xbe\xbf])|[\xed\xf3\xf4]"
)
_REFERENCES = re.compile(rb"&(?:amp;)?#([0-9]{1,8}|[xX][0-9a-fA-F]{1,7})")
_C1 = re.compile(rb"\xc2[\x80\x82-\x8c\x8e\x91-\x97\x99\x9a\x9c]")
_C1_REFERENCE = re.compile(rb"&#(?:(1[2-5][0-9])|[xX]([89][0-9a-fA-F]));")
_IN_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
_BORDER = "<>\n"
_ENDING = re.compile(r"[<>\n]")


def is_suspect(data: bytes) -> bool:
    """Whether UTF-8 `data`, or a character reference in it, may hold a character that text is cleaned of."""
    if _IN_BYTES.search(data.translate(None, _HARMLESS)):
        return True
    return b"&#" in data and any(map(_is_bad, set(_REFERENCES.findall(data))))


def with_letters(data: bytes) -> bytes:
    """UTF-8 `data` with the letters that stand where Unicode has controls because someone took windows-1252 for it.

    References to 128 to 159 always mean those; bytes only where a letter is likelier than an escape sequence.
    """
    if b"\xc2" in data:
        data = _C1.sub(_letter, data)
    return _C1_REFERENCE.sub(_named_letter, data) if b"&#" in data else data


def cleaned(html: str) -> str:
    """`html` with its texts cleaned, piece by piece, its markup untouched."""
    if not _IN_BYTES.search(html.encode("utf-8", "surrogatepass").translate(None, _HARMLESS)):
        return html
    found = _IN_TEXT.search(html)
    out: list[str] = []
    done = 0
    while found is not None:
        start = done
        for border in _BORDER:
            start = max(start, html.rfind(border, done, found.start()) + 1)
        ending = _ENDING.search(html, found.end())
        end = ending.start() if ending is not None else len(html)
        out.append(html[done:start])
        out.append(clean_text(html[start:end]))
        done = end
        found = _IN_TEXT.search(html, done)
    out.append(html[done:])
    return "".join(out)


def is_bad(number: int) -> bool:
    """Whether the character with this number is one that text is cleaned of."""
    return number > 0x10FFFF or bool(_IN_TEXT.match(chr(number)))


def _letter(found: re.Match[bytes]) -> bytes:
    return found[0][1:].decode("cp1252").encode()


def _named_letter(found: re.Match[bytes]) -> bytes:
    number = int(found[1]) if found[1] else int(found[2], 16)
    return bytes((number,)).decode("cp1252", "ignore").encode() if 0x80 <= number <= 0x9F else found[0]


def _is_bad(reference: bytes) -> bool:
    return is_bad(int(reference[1:], 16) if reference[:1] in b"xX" else int(reference))
