"""The catalogues as files: templates from the source, translations kept, compiled. `python -m tests.words` brings them up to date."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from reader.words import FOLDER, LANGUAGES
from tests.words.extract import Message, messages

OTHERS: tuple[str, ...] = tuple(code for code in LANGUAGES if code != "en")
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}


def po(language: str) -> Path:
    """The catalogue for translators."""
    return FOLDER / f"{language}.po"


def read(language: str) -> Catalog:
    """A catalogue as it stands; an empty one where there is none."""
    file = po(language)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def fresh(language: str, wanted: list[Message], before: Catalog) -> Catalog:
    """The catalogue of all that is said now, with the translations of `before` where it has them."""
    made = _Plain(locale=language, fuzzy=False, header_comment=_HEADER)
    for message in wanted:
        key = (message.text, message.many) if message.many else message.text
        kept = before.get(message.text, message.context or None)
        told = kept.string if kept is not None and bool(kept.pluralizable) is bool(message.many) else ""
        made.add(key, told or "", locations=[(message.where, 1)], context=message.context or None)
    return made


class _Plain(Catalog):
    """With a header that says what a reader of the file needs, and no moment, so that it can be made again."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        language = str(self.locale_identifier)
        return [
            ("Project-Id-Version", "Telex"),
            ("Language", language),
            ("Plural-Forms", PLURALS[language]),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


_HEADER = "# The words of Telex's screens. Under Telex's own licence (MIT)."


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The bytes of the .po and of the .mo file."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=110, include_lineno=False, sort_by_file=False, omit_header=False)
    write_mo(compiled, catalogue)
    return text.getvalue(), compiled.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """What has no translation, or only some of its plural forms."""
    out = []
    for entry in catalogue:
        told = entry.string if isinstance(entry.string, (list, tuple)) else (entry.string,)
        if entry.id and not all(told):
            out.append(entry.id if isinstance(entry.id, str) else entry.id[0])
    return out


def update() -> dict[str, list[str]]:
    """Write all catalogues anew; gives what each of them lacks."""
    wanted = messages()
    lacking = {}
    for language in OTHERS:
        made = fresh(language, wanted, read(language))
        text, compiled = written(made)
        po(language).write_bytes(text)
        po(language).with_suffix(".mo").write_bytes(compiled)
        lacking[language] = missing(made)
    return lacking
