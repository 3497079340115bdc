"""Names of authors out of what feeds put into their author elements."""

from __future__ import annotations

import re
from functools import lru_cache

from reader.parse.safe.dirt import with_letters
from reader.text.clean import clean_line

_MAIL = r"[^\s<>()\"',;]+@[^\s<>()\"',;]+"
_MAIL_THEN_NAME = re.compile(rf"(?:mailto:)?{_MAIL}\s*\(\s*(.+?)\s*\)", re.IGNORECASE)
_NAME_THEN_MAIL = re.compile(rf"\"?(.+?)\"?\s*[<(\[]\s*(?:mailto:)?{_MAIL}\s*[>)\]]", re.IGNORECASE)
_ONLY_MAIL = re.compile(rf"<?(?:mailto:)?({_MAIL})>?", re.IGNORECASE)
_NOBODY = frozenset(("noreply", "no-reply", "nobody", "unknown", "none", "null", "n/a", "admin", "author"))
_LONGEST = 300


def person(text: str, mail: str = "") -> str:
    """The name in an author element's text ("mail (name)", "name <mail>", a name); the mail address where that is all.

    `mail` is put behind a name, where both are wanted.
    """
    return (_known if len(text) <= _LONGEST and not mail else _person)(text, mail)


def _person(text: str, mail: str) -> str:
    if not (text.isascii() and text.isprintable()) or len(text) > _LONGEST or "  " in text:
        text = clean_line(with_letters(text), _LONGEST)
    text = text.strip()
    if "@" in text:
        found = (
            _MAIL_THEN_NAME.fullmatch(text) or _NAME_THEN_MAIL.fullmatch(text) or _ONLY_MAIL.fullmatch(text)
        )
        if found is not None:
            text = found[1]
        if text.partition("@")[0].lower() in _NOBODY and "@" in text:
            return ""
    if text.lower() in _NOBODY:
        return ""
    return (
        f"{text} ({clean_line(mail, _LONGEST)})" if mail.strip() and text and text != mail.strip() else text
    )


_known = lru_cache(maxsize=1024)(_person)
"""Few people write most of a paper."""


def byline(names: list[str]) -> str:
    """Several names as one line, each once."""
    if len(names) == 1:
        return names[0]
    return clean_line(", ".join(dict.fromkeys(name for name in names if name)), _LONGEST)
