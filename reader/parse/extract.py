"""trafilatura, and nothing else of it than the elements, author and date that it finds. Imported only when called."""

from __future__ import annotations

import gc
import logging
from functools import cache
from typing import TYPE_CHECKING

from reader.parse.tree import LONGEST

if TYPE_CHECKING:
    from types import ModuleType

    from lxml.etree import _Element


def extract(html: str, url: str = "") -> _Element | None:
    """The text of the page `html` that belongs, in trafilatura's own elements; None where it finds none. Never raises."""
    try:
        document = _trafilatura().bare_extraction(
            html[:LONGEST], url=url or None, favor_precision=True, fast=False, include_comments=False
        )
    except Exception:  # whatever page it trips over, the own pass stands in
        return None
    body: _Element | None = getattr(document, "body", None)
    return body


def author_and_date(html: str, url: str = "") -> tuple[str, str]:
    """Who wrote the page and on which day, as trafilatura makes it out, "" for none. Never raises.

    Days are not looked for everywhere in its text: that takes longer than all the rest, and finds those of other things.
    """
    parameters = {"original_date": True, "extensive_search": False}
    try:
        found = _trafilatura().extract_metadata(
            html[:LONGEST], default_url=url or None, date_config=parameters
        )
    except Exception:  # as above
        return "", ""
    return found.author or "", found.date or ""


@cache
def _trafilatura() -> ModuleType:
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    gc.collect()
    gc.freeze()  # what it brings stays: looking through it for garbage is a tenth of the time of a page
    return trafilatura
