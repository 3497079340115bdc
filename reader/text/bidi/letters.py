"""One letter for each Bidi_Class (UAX #9, table 4), so that a paragraph's classes are a string and rules are patterns."""

from __future__ import annotations

CLASS_LETTERS = {
    "L": "L",
    "R": "R",
    "AL": "A",
    "EN": "1",
    "AN": "2",
    "ES": "+",
    "ET": "$",
    "CS": ",",
    "NSM": "M",
    "BN": "b",
    "B": "B",
    "S": "S",
    "WS": "w",
    "ON": "o",
    "LRE": "e",
    "RLE": "E",
    "LRO": "v",
    "RLO": "V",
    "PDF": "p",
    "LRI": "i",
    "RLI": "I",
    "FSI": "f",
    "PDI": "P",
}
"""The short name of each class to its letter."""
