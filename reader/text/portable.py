"""Emoji whose width terminals do not agree on, as something that they do agree on: for list rows and the ticker.

A row of a list stands or falls with its columns. Sequences (UTS #51) become their first sign, flags the two letters of their
region, keycaps their digit, and a sign that is narrow by itself loses the selector that widens it.
"""

from __future__ import annotations

from reader.text.patterns import lazy

_SEQUENCE = lazy("[\ufe0f\u200d\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG = lazy("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff]?)")
_TAGS = lazy("[\U000e0020-\U000e007f]+")
_KEYCAP = lazy("([#*0-9])\ufe0f?\u20e3")
# What follows the first sign of a sequence: selectors, skin tones and everything joined on.
_SIGN = "[\xa9\xae\u203c-\u3299\U0001f000-\U0001faff]"
_REST = lazy(f"({_SIGN})(?:[\ufe0f\U0001f3fb-\U0001f3ff]|\u200d{_SIGN})+")
_FIRST_LETTER = 0x1F1E6 - ord("A")


def portable(s: str) -> str:
    """`s` with emoji that every terminal gives the same width. Not for keeping: "🇫🇷" becomes "FR"."""
    if s.isascii() or not _SEQUENCE.search(s):
        return s
    s = _KEYCAP.sub(r"\1", _TAGS.sub("", s))
    s = _FLAG.sub(lambda found: "".join(chr(ord(letter) - _FIRST_LETTER) for letter in found[0]), s)
    return _REST.sub(r"\1", s).replace("\ufe0f", "")
