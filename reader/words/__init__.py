"""Telex's own words in the person's language: gettext catalogues (`fr.po`, compiled to `fr.mo`), none of them for English.

`_`, `ngettext` and `pgettext` are those of gettext, for whole sentences with named places (`{count}`); `N_` marks a sentence
that is looked up later. Where a language is written from right to left, each place is an isolate (UAX #9, FSI and PDI), so
that what is put in keeps its own order; `reader.tui.shown` takes them out of what reaches the terminal.

The language belongs to the process: the reader's screen sets it once at its start, everything else speaks English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reader.words.catalogue import Catalogue

LANGUAGES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""The languages of the screen by their codes (ISO 639-1), and their own names."""

RIGHT_TO_LEFT = frozenset({"ar"})
FOLDER = Path(__file__).parent
_APART = re.compile("[\u2068\u2069]")


class _Spoken:
    """What is spoken now; no catalogue for English."""

    language = "en"
    catalogue: Catalogue | None = None


def choose(setting: str, environment: Mapping[str, str], unicode: bool = True) -> str:
    """The language for the setting `language`: that one, or for "auto" the one that the environment names.

    As gettext does it: LC_ALL, LC_MESSAGES or LANG, the first that is set; where it names a language, LANGUAGE may name
    better ones, best first. A terminal that cannot show Unicode gets no Arabic.
    """
    if setting != "auto":
        return setting
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "C")
    if _code(locale) in ("c", "posix"):
        return "en"
    wished = [*environment.get("LANGUAGE", "").split(":"), locale]
    found = next((code for code in map(_code, wished) if code in LANGUAGES), "en")
    return found if unicode or found not in RIGHT_TO_LEFT else "en"


def _code(locale: str) -> str:
    return locale.partition(".")[0].partition("@")[0].replace("-", "_").partition("_")[0].lower()


def speak(language: str) -> None:
    """Speak this one of `LANGUAGES` from now on, in this process."""
    if language == _Spoken.language:
        return
    catalogue = None
    if language != "en":
        from reader.words.catalogue import Catalogue

        catalogue = Catalogue(FOLDER / f"{language}.mo", isolates=language in RIGHT_TO_LEFT)
    _Spoken.language, _Spoken.catalogue = language, catalogue


def language() -> str:
    """The code of the language that is spoken now."""
    return _Spoken.language


def direction() -> Literal["ltr", "rtl"]:
    """The direction of that language, and of the screen."""
    return "rtl" if _Spoken.language in RIGHT_TO_LEFT else "ltr"


def _(text: str) -> str:
    """`text`, which stands in the catalogues, in the language that is spoken."""
    return text if _Spoken.catalogue is None else _Spoken.catalogue.text(text)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """`text` itself: it is looked up with `_` where it is shown."""
    return text


def ngettext(one: str, many: str, n: int) -> str:
    """The sentence for `n` things: `one` or `many` in English, as many forms as the language has in others."""
    if _Spoken.catalogue is None:
        return one if n == 1 else many
    return _Spoken.catalogue.plural(one, many, n)


def pgettext(context: str, text: str) -> str:
    """`text` in the language that is spoken, where it means several things: as what `context` says."""
    return text if _Spoken.catalogue is None else _Spoken.catalogue.text(text, context)


def in_words(kind: type) -> dict[str, str]:
    """The defaults of a dataclass that holds words, each in the language that is spoken, its places not set apart."""
    return {field.name: _APART.sub("", _(str(field.default))) for field in fields(kind)}


def retold(sentence: str) -> str:
    """A whole sentence that was made in English where nobody looks at a screen (in the store, in another process), said
    again in the language that is spoken; as it is where no catalogue knows it."""
    return sentence if _Spoken.catalogue is None else _Spoken.catalogue.again(sentence)
