"""Brings the catalogues of words up to date with the source, and says what is still to be translated: `python -m tests.words`."""

from __future__ import annotations

import sys

from tests.words.catalogues import update

if __name__ == "__main__":
    lacking = update()
    for language, texts in lacking.items():
        for text in texts:
            print(f"{language}: {text}")
    sys.exit(any(lacking.values()))
