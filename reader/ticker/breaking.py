"""What is breaking: by a feed's own mark, or because several papers tell it at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.model import Headline
from reader.text.fold import words

PAPERS = 3
SPAN = 30 * 60
AGE = 2 * 3600
"""So many papers within the span (seconds), the last of them no older than the age; a feed's own mark wears off then too."""

_FILED = frozenset(
    (
        *("breaking news", "breaking", "news flash", "newsflash", "just in", "urgent", "flash info", "flash"),
        *(
            "alerte info",
            "alerte",
            "derniere minute",
            "derniere heure",
            "ultima hora",
            "ultimo minuto",
            "urgente",
        ),
        *("عاجل", "خبر عاجل", "اخبار عاجله"),
    )
)
"""As `words` gives them."""

_LONGEST = 24
_DASHES = "-–—"
_STOPS = ":|!…])»" + _DASHES


def kicker(title: str) -> int:
    """How many characters of `title` are a feed's mark for breaking news: "Urgent :", "[BREAKING]", "عاجل |"; mostly 0."""
    for place, char in enumerate(title[:_LONGEST]):
        if char in _STOPS and (char not in _DASHES or title[place + 1 : place + 2].isspace()):
            rest = title[place:].lstrip(_STOPS + " \u00a0\u202f")
            return len(title) - len(rest) if rest and _is_mark(title[:place]) else 0
    return 0


def _is_mark(text: str) -> bool:
    return " ".join(words(text)) in _FILED


def filed(categories: Iterable[str]) -> bool:
    """Whether a feed filed an entry under breaking news."""
    return any(_is_mark(one) for one in categories)


def told_at_once(members: Sequence[Headline], now: int) -> bool:
    """Whether enough papers told one story within a short time, just now (`now` in Unix seconds)."""
    recent = sorted(
        (member.at, member.source or str(member.feed_id)) for member in members if member.at > now - AGE
    )
    return any(
        len({paper for at, paper in recent[place:] if at - start <= SPAN}) >= PAPERS
        for place, (start, _) in enumerate(recent)
    )
