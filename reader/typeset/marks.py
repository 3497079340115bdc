"""Where the words that were searched for stand in a text."""

from __future__ import annotations

import re

from reader.text.fold import fold

_WORD = re.compile(r"\w+")


def found(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """The places of `terms` in `text`, as (start, end), in order.

    A term matches a word whose folded form begins with it; one in a script without spaces matches anywhere.
    """
    wanted = tuple(word for term in terms for word in _WORD.findall(fold(term)))
    if not wanted:
        return []
    within = tuple(
        word for word in wanted if "\u3040" <= word[0] <= "\u9fff" or "\u0e00" <= word[0] <= "\u0eff"
    )
    whole = tuple(word for word in wanted if word not in within)
    spots = [
        (match.start(), match.end())
        for match in _WORD.finditer(text)
        if whole and fold(match[0]).startswith(whole)
    ]
    for word in within:
        spots += [(match.start(), match.end()) for match in re.finditer(re.escape(word), text)]
    return sorted(spots)
