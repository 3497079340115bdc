"""Made-up words, sentences and papers in four languages, drawn from one fixed number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from reader.text.fold import fold

LANGUAGES = ("fr", "ar", "es", "en")

_COMMON = {
    "fr": "le de la et les des en un une du pour que sur dans est qui au par plus avec ce à été selon après contre",
    "ar": "في من على إلى أن عن مع هذا التي الذي بعد قبل بين كان قال لا ما كل أكثر خلال أمس اليوم حول منذ ضد",
    "es": "el de la y los las en un una del para que sobre es con por más se al según tras contra como entre este",
    "en": "the of and to in a is for on that with as by it at from after over against said new more its has under",
}
_SYLLABLES = {
    "fr": "ba ré mi lon ta ver dou che li pré sou gan mé ri ton val cour né bru fê lai sar vi mon thé",
    "ar": "با ري مو سل حد كن طا نو فر جم شه قو لي زا عم خر ضي وس دا تع",
    "es": "ca ro min la do ñe ver sol tri ga jo pel que ran sa to bue cli mar ví no res tan cho lu",
    "en": "bar den wick ton mere shaw cal low pen dra fol sten hurst ley mar rin gate bro tham well cot sel",
}
_PAPERS = {
    "fr": ("Français", ("Le Courrier de", "La Gazette de", "L’Écho de", "Le Fanal de")),
    "ar": ("العربية", ("صحيفة", "أخبار", "منبر", "صدى")),
    "es": ("Español", ("El Faro de", "La Voz de", "El Correo de", "Diario de")),
    "en": ("English", ("The Harbour", "The Evening", "The Daily", "The Northern")),
}
_RARER_WORDS = 4_000
_SENTENCES = 4_000
_HEADLINES = 8_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """`folded` is what `reader.text.fold` makes of `shown`."""

    shown: str
    folded: str
    words: int


class Language:
    """A language's stock. The same call with dice in the same state gives the same text."""

    def __init__(self, code: str) -> None:
        dice = Random(code)  # noqa: S311 - the same store each time is the point
        self.name, self._titles = _PAPERS[code]
        common = _COMMON[code].split()
        syllables = _SYLLABLES[code].split()
        rarer = {"".join(dice.choices(syllables, k=dice.randint(2, 4))) for _ in range(_RARER_WORDS)}
        self._rarer = sorted(rarer)
        dice.shuffle(self._rarer)
        words = common + self._rarer
        weights = list(accumulate(1 / (place + 4) for place in range(len(words))))
        self._folded_papers: dict[int, str] = {}
        self._sentences = []
        for _ in range(_SENTENCES):
            chosen = dice.choices(words, cum_weights=weights, k=dice.randint(7, 20))
            self._sentences.append(_sentence(" ".join(chosen) + "."))
        self._headlines = [
            _sentence(" ".join(dice.choices(words, cum_weights=weights, k=dice.randint(4, 6))))
            for _ in range(_HEADLINES)
        ]

    def sentence(self, dice: Random) -> Sentence:
        return self._sentences[int(dice.random() * len(self._sentences))]

    def headline(self, dice: Random) -> tuple[str, str]:
        """A title as shown and as folded; ten million different ones."""
        first = self._headlines[int(dice.random() * len(self._headlines))]
        second = self._headlines[int(dice.random() * len(self._headlines))]
        return f"{first.shown}, {second.shown.lower()}", f"{first.folded}, {second.folded}"

    def paper(self, number: int) -> str:
        """The name of the paper with this number."""
        title = self._titles[number % len(self._titles)]
        return f"{title} {self._rarer[number % len(self._rarer)].capitalize()}"

    def folded_paper(self, number: int) -> str:
        """The same, folded."""
        if number not in self._folded_papers:
            self._folded_papers[number] = fold(self.paper(number))
        return self._folded_papers[number]


def _sentence(text: str) -> Sentence:
    shown = text[0].upper() + text[1:]
    return Sentence(shown, fold(shown), text.count(" ") + 1)


@cache
def languages() -> dict[str, Language]:
    """The four languages by code."""
    return {code: Language(code) for code in LANGUAGES}
