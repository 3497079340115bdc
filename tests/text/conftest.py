"""What the tests of text share: where the Unicode files lie."""

from __future__ import annotations

from pathlib import Path

import pytest

_UCD = Path("/usr/share/unicode")


@pytest.fixture(scope="session")
def ucd() -> Path:
    """The Unicode Character Database (Debian: package unicode-data, 15.0.0); skips where it is not installed."""
    if not (_UCD / "BidiTest.txt").exists():
        pytest.skip(
            "THE UNICODE TEST FILES ARE ABSENT: install the package unicode-data to run the conformance tests"
        )
    return _UCD
