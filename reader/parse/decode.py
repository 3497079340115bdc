"""Bytes into text, whatever their label says.

The order: byte order mark; the byte pattern of UTF-16 and UTF-32; strict UTF-8; the charset of the HTTP header; the XML
declaration or the `meta` of a page; windows-1256 where the language is Arabic; else windows-1252. Labels mean what they
mean to browsers (WHATWG Encoding Standard): `iso-8859-1` is windows-1252, `gb2312` is GB 18030.
"""

from __future__ import annotations

import codecs
import re

from reader.text.patterns import lazy

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<" or "{" looks before anything else, with white space allowed in front.
_PATTERNS = (
    (lazy(rb"(?:[\t\n\r ]\0\0\0)*[<{]\0\0\0"), "utf-32-le"),
    (lazy(rb"(?:\0\0\0[\t\n\r ])*\0\0\0[<{]"), "utf-32-be"),
    (lazy(rb"(?:[\t\n\r ]\0)*[<{]\0[^\0]\0"), "utf-16-le"),
    (lazy(rb"(?:\0[\t\n\r ])*\0[<{]\0[^\0]"), "utf-16-be"),
)
_DECLARED = lazy(rb"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.IGNORECASE)
_META = lazy(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.IGNORECASE)
_EBCDIC_DECLARED = lazy(r"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]+)")
_SHIFT = b"\x1b$"
_EBCDIC_START = b"\x4c\x6f\xa7\x94"
_LANGUAGE = lazy(
    rb"(?:<(?:dc:)?language>\s*|\blang\s*=\s*[\"'])([A-Za-z]{2,3})\b|\"language\"\s*:\s*\"([A-Za-z]{2,3})\b"
)
_HEAD = 4096
_LONG_HEAD = 64 * 1024

# Labels whose everyday meaning is wider than Python's codec of that name.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "johab": "cp949",
}
_ALIASES = {
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "x-big5": "big5hkscs",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "x-mac-roman": "mac_roman",
    "csmacintosh": "mac_roman",
    "mac": "mac_roman",
    "ms-cyrl": "cp1251",
    "ms-arab": "cp1256",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "unicode-1-1-utf-8": "utf-8",
    "x-user-defined": "cp1252",
}
# Codecs that are no charset of a document, or that turn plain text into something else.
_NEVER = frozenset(
    "idna punycode unicode_escape raw_unicode_escape undefined utf-7 mbcs oem palmos utf-16 utf-32".split()
)
_WRONG_SHARE = 0.05
_UTF8_RUN = lazy(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = lazy(rb"[\x80-\xff]")
_C1 = {0x81: "\x81", 0x8D: "\x8d", 0x8F: "\x8f", 0x90: "\x90", 0x9D: "\x9d"}


def decode(data: bytes, charset: str = "", language: str = "") -> str:
    """The text of `data`. Never raises; bytes that mean nothing become U+FFFD.

    `charset` is the HTTP header's, `language` a BCP 47 tag that feed or site is known to have. The result holds no byte
    order mark at its start; it may hold control characters and NUL.
    """
    return data.decode("utf-8") if is_utf8(data) else _decode(data, charset, language)


def to_utf8(data: bytes, charset: str = "", language: str = "") -> bytes:
    """`data` as UTF-8 without a byte order mark; the same object where it is that already."""
    if is_utf8(data):
        return data
    return _decode(data, charset, language).encode("utf-8", "replace")


def is_utf8(data: bytes) -> bool:
    """Whether `data` is whole UTF-8 without a byte order mark (and not UTF-16 or UTF-32 of ASCII letters)."""
    if data[:1] in (b"\xef", b"\0") or b"\0" in data[:_HEAD] or _SHIFT in data:
        return False
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode(data: bytes, charset: str, language: str) -> str:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _utf8_repaired(data[3:]) if codec == "utf-8" else _wide(data[len(mark) :], codec)
    head = data[:_HEAD]
    for pattern, codec in _PATTERNS:
        if pattern.match(head):
            return _wide(data, codec)
    labels = [charset, _declared(head)]
    if _SHIFT in data:
        for codec in filter(_shifts, map(_codec, labels)):
            return data.decode(codec, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) and "unexpected end" in error.reason:
            return data[: error.start].decode("utf-8")
    for label in labels:
        codec = _codec(label)
        if codec == "utf-8":
            if _mostly_utf8(data):
                return _utf8_repaired(data)
        elif codec:
            text = _tolerant(data, codec)
            if text is not None:
                return text
    if _mostly_utf8(data):
        return _utf8_repaired(data)
    if (language or _language(data)).lower().startswith("ar"):
        return data.decode("cp1256", "replace")
    return _windows_1252(data)


def _shifts(codec: str) -> bool:
    """Whether `codec` writes other letters in ASCII between escape sequences (ISO 2022)."""
    return codec.startswith("iso2022")


def _wide(data: bytes, codec: str) -> str:
    """UTF-16 or UTF-32 with a broken end or lone surrogates."""
    text = data.decode(codec, "replace")
    return text.removeprefix("\ufeff")


def _declared(head: bytes) -> str:
    if head.startswith(_EBCDIC_START):
        found_text = _EBCDIC_DECLARED.search(head.decode("cp037", "replace"))
        return found_text[1] if found_text else "cp037"
    found = _DECLARED.search(head) or _META.search(head)
    return found[1].decode("ascii") if found else ""


def _codec(label: str) -> str:
    """Python's codec for `label`, "" where there is none that a document may name."""
    label = label.strip().strip("\"'").lower()
    if not label or len(label) > 40 or "\0" in label:
        return ""
    try:
        found = codecs.lookup(_ALIASES.get(label, label))
    except (LookupError, ValueError):
        return ""
    name = found.name
    if name in _NEVER or name.startswith(("utf-16", "utf-32")):
        return ""
    if not getattr(found, "_is_text_encoding", True):
        return ""
    if name.startswith("utf-8"):
        return "utf-8"
    return _WIDER.get(name, name)


def _tolerant(data: bytes, codec: str) -> str | None:
    """`data` in `codec` unless more than one in twenty of its letters beyond ASCII would be lost."""
    if codec == "cp1252":
        return _windows_1252(data)
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode(codec, "replace")
    except (UnicodeDecodeError, ValueError):
        return None
    lost = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text if lost <= beyond * _WRONG_SHARE else None


def _mostly_utf8(data: bytes) -> bool:
    """Whether the letters beyond ASCII are mainly UTF-8, with single bytes of another kind between them."""
    high = len(_HIGH.findall(data))
    good = sum(map(len, _UTF8_RUN.findall(data)))
    return good * 2 > high


def _utf8_repaired(data: bytes) -> str:
    """UTF-8 in which stray bytes are read as windows-1252, which is what they nearly always are."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "telex-1252")


def _windows_1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("cp1252", "telex-c1")


def _language(data: bytes) -> str:
    """The language that the document itself names, as far as ASCII can tell."""
    found = _LANGUAGE.search(data[:_LONG_HEAD])
    return (found[1] or found[2]).decode("ascii") if found else ""


def _as_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


def _as_c1(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(_C1.get(byte, "\ufffd") for byte in wrong), error.end


codecs.register_error("telex-1252", _as_1252)
codecs.register_error("telex-c1", _as_c1)
