"""A document as plain text, for the command line."""

from __future__ import annotations

from reader.text.clean import guard
from reader.typeset.document import Document


def to_text(document: Document) -> str:
    """All lines of `document`, guarded, without spaces at their ends; with `Options.numbered` the addresses below them.

    Nothing in it can act on a terminal. Ends with a newline unless it is empty.
    """
    lines = [guard(line.text).rstrip() for line in document.lines]
    if document.options.numbered:
        addresses = [f"[{link.number + 1}] {guard(link.href)}" for link in document.links if link.href]
        lines += ["", *addresses] if addresses else []
    return "\n".join(lines) + "\n" if lines else ""
