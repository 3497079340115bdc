"""Made-up headlines of made-up papers, in four languages."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model import Headline
from reader.ticker.pool import Pool

NOW = 1_771_236_000

_TITLES = (
    (
        "Le Courrier des Îles",
        "fr",
        "Le tramway de Valmeraude roulera dès l’été, huit ans après le premier coup de pioche",
    ),
    ("صدى الضفاف", "ar", "مدينة الزهراء تفتتح أكبر مكتبة عامة على ضفة النهر"),
    ("Diario del Llano", "es", "Los embalses de la sierra recuperan la mitad de su agua"),
    ("The Harrowgate Ledger", "en", "How a village weather station found a bug in everyone’s rain"),
    ("La Gazette du Causse", "fr", "« Nous n’avons plus de blé ! » : les moulins du plateau s’arrêtent"),
    ("Nordlys Weekly", "en", "Ferry crews vote to strike over winter timetables"),
    ("منارة الساحل", "ar", "ارتفاع أسعار السمك بعد أسبوع من الرياح القوية"),
    ("El Faro de Punta Gris", "es", "La feria del libro abre con trescientas editoriales"),
    ("Le Courrier des Îles", "fr", "Marée noire évitée de justesse au large des Sternes"),
    ("The Harrowgate Ledger", "en", "Council finds lost map of 1780 behind a radiator"),
)


def headline(id: int, title: str, feed: int = 1, **fields: object) -> Headline:
    """A headline with only what a test is about."""
    given: dict[str, object] = {"source": f"Paper {feed}", "at": NOW - 60 * id, **fields}
    return Headline(id=id, feed_id=feed, title=title, **given)  # type: ignore[arg-type]


def pool(headlines: Iterable[Headline], as_of: int = 0, urgent: Iterable[int] = ()) -> Pool:
    """What a lane chooses from."""
    return Pool(tuple(headlines), as_of, frozenset(urgent))


def mixed() -> list[Headline]:
    """Ten headlines of eight papers, newest first, of both directions."""
    papers = list(dict.fromkeys(source for source, _, _ in _TITLES))
    return [
        headline(
            place + 1,
            title,
            papers.index(source) + 1,
            source=source,
            language=language,
            at=NOW - 900 * place,
            copies=3 if place in (0, 5) else 1,
            story=place + 1,
        )
        for place, (source, language, title) in enumerate(_TITLES)
    ]
