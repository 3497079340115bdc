"""A headline as weighted words: what of it says which story it tells.

Folded, cut to light stems, kicker, years and round figures weighed down, numbers and names up, words that only bind left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.stories.ordinals import ordinal
from reader.stories.stopwords import ROUND, STOPWORDS
from reader.text.fold import words

STEM = 6
"""Letters of a word that count: "inondations" and "inondés" meet in "inonda" and "inonde"."""
KICKER = 0.5
ROUGH = 0.4
NUMBER = 1.3
NAME = 1.35
"""Weights, against 1 for a plain word of the headline. Years and round figures are rough."""

_KICKER_SIGNS = re.compile("[:.|–—]")
_KICKER = re.compile(r"\s?:\s|\.\s(?=\S)|\s[|–—]\s")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_NAME = re.compile(r"(?<=\s)(?:[\"'«“‘]\s?)?([^\W\d_]\w+)")
_ARABIC_PREFIX = re.compile(r"(?:[وفبك]?ال|لل|و(?=\w{4}))(?=\w{3})")
_KICKER_WORDS = 4
_MOST = 40_000  # words that are known at once


class Features(NamedTuple):
    """`weights` of stems, the kicker's included; `aside` those that the kicker alone has; `numbers` as written."""

    weights: dict[str, float]
    aside: frozenset[str]
    numbers: frozenset[str]
    folded: str


def split_kicker(title: str) -> tuple[str, str]:
    """`title` as (kicker, headline): "Rabat : the fair opens" has the kicker "Rabat". The kicker is "" where there is none."""
    mark = _KICKER.search(title) if _KICKER_SIGNS.search(title) else None
    if not mark:
        return "", title
    kicker, rest = title[: mark.start()].strip(), title[mark.end() :].strip()
    if not kicker or len(kicker.split()) > _KICKER_WORDS or len(rest.split()) < 3:
        return "", title
    return kicker, rest


def features_of(title: str) -> Features:
    """What `title` says of the story."""
    kicker, headline = split_kicker(title)
    names = _names(headline)
    weights: dict[str, float] = {}
    numbers: list[str] = []
    said = words(headline)
    for word in said:
        stem, weight, number = _known[word]
        if number:
            numbers.append(number)
        elif word in names and weight == 1.0:
            weight = NAME
        if weight > weights.get(stem, 0.0):
            weights[stem] = weight
    weights.pop("", None)
    aside = _NONE
    if kicker:
        before = words(kicker)
        aside = frozenset(stem for word in before if (stem := stem_of(word)) and stem not in weights)
        for word in before:
            weights.setdefault(stem_of(word), KICKER)
        weights.pop("", None)
        said = before + said
    return Features(weights, aside, frozenset(numbers) if numbers else _NONE, " ".join(said))


_NONE: frozenset[str] = frozenset()


def _names(headline: str) -> frozenset[str]:
    """The folded words with a capital, but the first; none of a headline that writes most words with one."""
    rest = headline[1:]
    if rest == rest.lower():
        return _NONE
    capitals = [name for name in _NAME.findall(headline) if name[:1].isupper()]
    names = frozenset(words(" ".join(capitals)))
    return names if len(names) * 2 <= len(headline.split()) else _NONE


class _Known(dict[str, tuple[str, float, str]]):
    """A folded word as its stem ("" of one that only binds), its weight, and the number that it is, no year."""

    def __missing__(self, word: str) -> tuple[str, float, str]:
        if len(self) >= _MOST:
            self.clear()
        found = self[word] = _read(word)
        return found


_known = _Known()


def _read(word: str) -> tuple[str, float, str]:
    word = ordinal(word) or word
    if word.isdigit():
        year = _YEAR.match(word) is not None
        return stem_of(word), ROUGH if year else NUMBER, "" if year else word
    return stem_of(word), ROUGH if word in ROUND else 1.0, ""


def stem_of(word: str) -> str:
    """What counts of a folded word: its first letters, without an Arabic prefix; "" of one that only binds."""
    if word in STOPWORDS or (len(word) < 2 and not word.isdigit() and word.isalpha() and word < "\u3000"):
        return ""
    if "\u0600" <= word[0] <= "\u06ff":
        bare = _ARABIC_PREFIX.sub("", word, count=1)
        word = "" if bare in STOPWORDS else bare
    return word[:STEM] if word.isalpha() else word
