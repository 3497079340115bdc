"""What headlines are sorted by: their first letters as searching sees them, so that case and accents make no difference.

It stands in the store (`title_order`): where `reader.text.fold` folds in another way, a new version fills that anew.
"""

from __future__ import annotations

import apsw

LENGTH = 64
"""Characters; of headlines that begin with the same ones the newest stands first."""

TITLE = f"telex_sorting(CAST(substr({{0}}title, 1, {LENGTH}) AS BLOB))"
"""The SQL of it over `entry`, whose columns are named after what stands for "{0}"."""


def teach(connection: apsw.Connection) -> None:
    """Give `connection` the function that `TITLE` calls. What is not UTF-8 is sorted as U+FFFD."""
    connection.create_scalar_function("telex_sorting", _sorting, 1, deterministic=True)


def _sorting(*values: apsw.SQLiteValue) -> str:
    from reader.text.fold import fold

    (data,) = values
    return fold(data.decode("utf-8", "replace"))[:LENGTH] if isinstance(data, bytes) else ""
