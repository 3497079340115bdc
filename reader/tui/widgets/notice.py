"""One short line, for screens too small to read on."""

from __future__ import annotations

from typing import ClassVar

from reader.tui.layout import SMALLEST
from reader.tui.shown import Run
from reader.tui.widgets.bar import Bar
from reader.words import _


class Notice(Bar):
    """Says how large a screen Telex needs."""

    PREFIX = "notice"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"notice--text"}

    def make_runs(self, width: int) -> list[Run]:
        """As much of the sentence as fits."""
        columns, rows = SMALLEST
        text = (
            _("{columns}x{rows} needed") if width < 24 else _("Telex needs {columns} columns and {rows} rows")
        )
        return [(self.shown(text.format(columns=columns, rows=rows), width), "text", width)]
