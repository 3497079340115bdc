"""What words of different languages and scripts share: names by their consonants, numbers however they are written.

"مارلاك" and "Marlac" both sound "mrlk"; "quatre", "four", "cuatro" and "أربعة" are all 4.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from reader.stories.features import KICKER, STEM, split_kicker
from reader.stories.ordinals import ordinal
from reader.stories.stopwords import STOPWORDS
from reader.text.fold import fold, words

NUMBER = 1.3
NAME = 1.3
SOUND = 0.7
WORD = 0.8
"""Weights of what a headline says, in any language. An Arabic word may be a name or none: it weighs like a sound."""

_CONSONANTS = 3
_PRIOR = 400.0

_CARDINALS = """
2 deux two dos اثنان اثنين
3 trois three tres ثلاث ثلاثة
4 quatre four cuatro أربع أربعة
5 cinq five cinco خمس خمسة
6 six seis ست ستة
7 sept seven siete سبع سبعة
8 huit eight ocho ثماني ثمانية
9 neuf nine nueve تسع تسعة
10 dix ten diez عشر عشرة
11 onze eleven once
12 douze twelve doce
20 vingt twenty veinte عشرون عشرين
30 trente thirty treinta ثلاثون ثلاثين
40 quarante forty cuarenta أربعون أربعين
50 cinquante fifty cincuenta خمسون خمسين
100 cent hundred cien مائة
"""
_VALUES = {
    fold(word): line.split()[0] for line in _CARDINALS.strip().splitlines() for word in line.split()[1:]
}
_LATIN = str.maketrans("cqvpjz", "kkfbgs", "aeiouyhw'")
_ARABIC = str.maketrans(
    {
        "ب": "b",
        "پ": "b",
        "ت": "t",
        "ث": "t",
        "ط": "t",
        "ج": "g",
        "چ": "g",
        "غ": "g",
        "گ": "g",
        "ح": "k",
        "خ": "k",
    }
    | {
        "ك": "k",
        "ق": "k",
        "د": "d",
        "ذ": "d",
        "ض": "d",
        "ر": "r",
        "ز": "s",
        "س": "s",
        "ش": "s",
        "ص": "s",
        "ظ": "s",
    }
    | {"ف": "f", "ڤ": "f", "ل": "l", "م": "m", "ن": "n"}
    | dict.fromkeys("اويهعءؤئ", "")
)
_PREFIX = re.compile(r"(?:[وفبك]?ال|لل|[وبلك](?=\w{4}))(?=\w{3})")
_CAPITAL = re.compile(r"[^\W\d_]\w+")
_DOUBLED = re.compile(r"(.)\1+")
_SOFT = re.compile(r"c(?=[eiy])")


def sounds(word: str) -> set[str]:
    """The consonants of a folded Latin or Arabic word, as both scripts may write them; with and without an Arabic prefix."""
    if "\u0600" <= word[0] <= "\u06ff":
        heard = {one.translate(_ARABIC) for one in (word, _PREFIX.sub("", word, count=1))}
    else:
        plain = word.replace("ch", "s").replace("sh", "s").replace("ph", "f").replace("x", "ks")
        heard = {_SOFT.sub("s", plain).translate(_LATIN)}
    return {_DOUBLED.sub(r"\1", one) for one in heard}


def shared_features(title: str) -> dict[str, float]:
    """What `title` says that another language may say alike, with weights: "#4", "~mrlk", and stems of Latin script."""
    names = {fold(name) for name in _CAPITAL.findall(title) if name[:1].isupper()}
    kicker, headline = split_kicker(title)
    found: dict[str, float] = {}
    for part, share in ((kicker, KICKER), (headline, 1.0)):
        for word in words(part):
            for feature, weight in _features(word, word in names):
                found[feature] = max(found.get(feature, 0.0), share * weight)
    return found


def _features(word: str, name: bool) -> list[tuple[str, float]]:
    """What a folded word says; nothing for one that only binds."""
    word = ordinal(word) or _VALUES.get(word, word)
    if word in STOPWORDS:
        return []
    if word.isdigit():
        return [("#" + word, NUMBER)]
    arabic = "\u0600" <= word[0] <= "\u06ff"
    found = [] if arabic else [(word[:STEM], WORD)]
    weight = NAME if name and not arabic else SOUND
    return found + [("~" + heard, weight) for heard in sounds(word) if len(heard) >= _CONSONANTS]


@dataclass(frozen=True, slots=True)
class Said:
    """A headline's features with its norm at the time it came."""

    weights: dict[str, float]
    norm: float


class Frequencies:
    """Counts features as headlines come: the rarer one is, the more sharing it says."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._seen = 0

    def take(self, title: str) -> Said:
        """The features of `title`, counted."""
        weights = shared_features(title)
        self._counts.update(weights.keys())
        self._seen += 1
        return Said(weights, math.sqrt(sum((weight * self.idf(one)) ** 2 for one, weight in weights.items())))

    def idf(self, feature: str) -> float:
        return math.log((self._seen + _PRIOR) / (self._counts[feature] + 1.0))

    def likeness(self, one: Said, other: Said) -> float:
        """The IDF-weighted cosine of what two headlines say, 0 to 1."""
        shared = one.weights.keys() & other.weights.keys()
        dot = sum(one.weights[each] * other.weights[each] * self.idf(each) ** 2 for each in shared)
        return min(1.0, dot / (one.norm * other.norm)) if dot else 0.0

    def shared(self, title: str, one: Said, other: Said) -> tuple[tuple[str, float], ...]:
        """What both say, as `title`, the first one's, writes it, with weights, the heaviest first."""
        found: dict[str, float] = {}
        for word in words(title):
            for each in shared_features(word).keys() & one.weights.keys() & other.weights.keys():
                weight = round(min(one.weights[each], other.weights[each]) * self.idf(each), 1)
                found[word] = max(found.get(word, 0.0), weight)
        return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0]))[:6])
