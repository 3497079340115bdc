"""trafilatura, and nothing else of it than the elements and the day that it finds. Imported only when called."""

from __future__ import annotations

import gc
import logging
from functools import cache
from typing import TYPE_CHECKING

from reader.parse.tree import LONGEST

if TYPE_CHECKING:
    from types import ModuleType

    from lxml.etree import _Element
    from trafilatura.settings import Extractor


def extract(html: str, quickly: bool = False) -> _Element | None:
    """The text of the page `html` that belongs, in trafilatura's own elements; None where it finds none. Never raises.

    `quickly`: by its own rules alone, without the two other methods that it compares them with. Those change one page in
    fifteen, where the rules found (nearly) nothing, and take as long again.
    """
    from reader.parse.paring import pared

    try:
        tree = pared(html[:LONGEST], closely=quickly)
        document = _trafilatura().bare_extraction(tree, options=_options(quickly))
    except Exception:  # whatever page it trips over, the own pass stands in
        return None
    body: _Element | None = getattr(document, "body", None)
    return body


@cache
def _options(quickly: bool) -> Extractor:
    from trafilatura.settings import Extractor

    # "xml" is as "python", without writing all text out once more
    return Extractor(output_format="xml", fast=quickly, precision=True, comments=False)


def day_of(html: str, url: str = "") -> str:
    """The day of the page `html` as "2024-05-31", as htmldate makes it out from its markup and its address, "" for none. Never raises.

    Days are not looked for everywhere in its text: that takes longer than all the rest, and finds those of other things.
    """
    from reader.parse.paring import tree_of

    _trafilatura()
    from htmldate import find_date

    try:
        return (
            find_date(tree_of(html[:LONGEST]), url=url or None, original_date=True, extensive_search=False)
            or ""
        )
    except Exception:  # as above
        return ""


@cache
def _trafilatura() -> ModuleType:
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    gc.collect()
    gc.freeze()  # what it brings stays: looking through it for garbage is a tenth of the time of a page
    return trafilatura
