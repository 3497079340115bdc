"""trafilatura, and nothing else of it than the elements, author and date that it finds. Imported only when called."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.parse.tree import LONGEST

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Extracted:
    """`body` holds the text that belongs, in trafilatura's own elements; None where it found none."""

    body: _Element | None = None
    author: str = ""
    date: str = ""


def extract(html: str, url: str = "", *, metadata: bool = False) -> Extracted:
    """trafilatura's choice for the page `html`; author and date only with `metadata`. Never raises."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(
            html[:LONGEST],
            url=url or None,
            favor_precision=True,
            fast=False,
            include_comments=False,
            with_metadata=metadata,
        )
    except Exception:  # whatever page it trips over, the own pass stands in
        return Extracted()
    if document is None or isinstance(document, dict):
        return Extracted()
    return Extracted(document.body, document.author or "", document.date or "")
