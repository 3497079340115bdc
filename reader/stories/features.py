"""A headline as weighted words: what of it says which story it tells.

Folded, cut to light stems, kicker, years and round figures weighed down, numbers and names up, words that only bind left out.
"""

from __future__ import annotations

import re

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
_NAME = re.compile(r"[\"'«“‘]?([^\W\d_]\w+)")
_ARABIC_PREFIX = re.compile(r"(?:[وفبك]?ال|لل|و(?=\w{4}))(?=\w{3})")
_KICKER_WORDS = 4
_MOST = 40_000  # words that are known at once


def split_kicker(title: str) -> tuple[str, str]:
    """`title` as (kicker, headline): "Rabat : the fair opens" has the kicker "Rabat". The kicker is "" where there is none."""
    mark = _KICKER.search(title) if _KICKER_SIGNS.search(title) else None
    if not mark:
        return "", title
    kicker, rest = title[: mark.start()].strip(), title[mark.end() :].strip()
    if not kicker or len(kicker.split()) > _KICKER_WORDS or len(rest.split()) < 3:
        return "", title
    return kicker, rest


def weights_of(title: str) -> dict[str, float]:
    """What `title` says of the story: the weights of its stems, the kicker's included."""
    kicker, headline = split_kicker(title)
    said = words(headline)
    weights = dict(filter(None, map(_known.__getitem__, said)))
    if ROUGH in weights.values():
        for stem, weight in filter(None, map(_known.__getitem__, said)):
            weights[stem] = max(weight, weights[stem])
    for name in _names(headline):
        known = _known[name]
        if known and weights.get(known[0]) == 1.0:
            weights[known[0]] = NAME
    if kicker:
        for stem, _ in filter(None, map(_known.__getitem__, words(kicker))):
            weights.setdefault(stem, KICKER)
    return weights


def aside(weights: dict[str, float]) -> set[str]:
    """The stems that the kicker alone has."""
    return {stem for stem, weight in weights.items() if weight == KICKER}


def numbers(weights: dict[str, float]) -> set[str]:
    """The numbers, years left out."""
    return {stem for stem, weight in weights.items() if weight == NUMBER}


def _names(headline: str) -> set[str]:
    """The folded words with a capital, but the first; none of a headline that writes most words with one."""
    rest = headline[1:]
    if rest == rest.lower():
        return set()
    parts = headline.split()
    names = {name for part in parts[1:] if not part.islower() for name in _named[part]}
    return names if len(names) * 2 <= len(parts) else set()


class _Named(dict[str, list[str]]):
    """A part of a headline between two spaces as the folded words of the name that it begins with."""

    def __missing__(self, part: str) -> list[str]:
        if len(self) >= _MOST:
            self.clear()
        begins = _NAME.match(part)
        found = self[part] = words(begins[1]) if begins and begins[1][0].isupper() else []
        return found


class _Known(dict[str, tuple[str, float] | None]):
    """A folded word as its stem and its weight, None of one that only binds."""

    def __missing__(self, word: str) -> tuple[str, float] | None:
        if len(self) >= _MOST:
            self.clear()
        found = self[word] = _read(word)
        return found


_named = _Named()
_known = _Known()


def _read(word: str) -> tuple[str, float] | None:
    word = ordinal(word) or word
    if word.isdigit():
        return stem_of(word), ROUGH if _YEAR.match(word) else NUMBER
    stem = stem_of(word)
    return (stem, ROUGH if word in ROUND else 1.0) if stem else None


def stem_of(word: str) -> str:
    """What counts of a folded word: its first letters, without an Arabic prefix; "" of one that only binds."""
    if word in STOPWORDS or (len(word) < 2 and not word.isdigit() and word.isalpha() and word < "\u3000"):
        return ""
    if "\u0600" <= word[0] <= "\u06ff":
        bare = _ARABIC_PREFIX.sub("", word, count=1)
        word = "" if bare in STOPWORDS else bare
    return word[:STEM] if word.isalpha() else word
