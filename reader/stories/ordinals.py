"""Numbers written as words that tell one edition, round or term from another, folded, in the reader's first languages."""

from __future__ import annotations

import re

from reader.text.fold import fold

_WORDS = """
2 deuxième second seconde segundo segunda الثاني الثانية
3 troisième third tercer tercera tercero الثالث الثالثة
4 quatrième fourth cuarto cuarta الرابع الرابعة
5 cinquième fifth quinto quinta الخامس الخامسة
6 sixième sixth sexto sexta السادس السادسة
7 septième seventh séptimo séptima السابع السابعة
8 huitième eighth octavo octava الثامن الثامنة
9 neuvième ninth noveno novena التاسع التاسعة
10 dixième tenth décimo décima العاشر العاشرة
11 onzième eleventh undécimo undécima
12 douzième twelfth duodécimo duodécima
20 vingtième twentieth vigésimo vigésima العشرون العشرين
"""
_ROMAN = "ii iii iv vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi"
_FIGURE = re.compile(r"(\d{1,4})(?:e|er|re|eme|th|st|nd|rd|o|a)\Z")
_VALUES = {fold(word): line.split()[0] for line in _WORDS.strip().splitlines() for word in line.split()[1:]}
_VALUES |= dict(zip(_ROMAN.split(), "2 3 4 7 8 9 11 12 13 14 15 16 17 18 19 20 21".split(), strict=True))


def ordinal(word: str) -> str:
    """The figure that a folded word stands for ("septieme", "7th": "7"), or ""."""
    figure = _FIGURE.match(word) if word < ":" else None
    return figure[1] if figure else _VALUES.get(word, "")
