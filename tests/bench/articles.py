"""Hold article extraction against the outside set of pages: `python -m tests.bench.articles [--misses]`.

Prints F1 by language of the thorough and the quick choice, then of trafilatura alone with the same settings; metadata that is
right, and milliseconds of processor time a page. The set lies
beside the repository; its README says how it is scored: snippets that must be in the text, snippets that must not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from reader.model import Page
from reader.parse.article import ParsedArticle, article_of, preview_of
from reader.parse.decode import decode

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "articles"

Gold = dict[str, Any]


def pages() -> Iterator[tuple[Gold, str]]:
    """Each page of the set: what is known of it, and its HTML."""
    for gold in json.loads((CORPUS / "gold.json").read_text()):
        yield gold, decode(gzip.decompress((CORPUS / gold["file"]).read_bytes()), language=gold["language"])


@dataclass
class Score:
    """Counts by language ("" is all): snippets found, wrongly found, missed; metadata given and right; times in ms."""

    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def f1(self, language: str = "") -> float:
        """2PR / (P + R) over all snippets."""
        found = self.found[language]
        return 2 * found / (2 * found + self.wrong[language] + self.missed[language])


def score(choose: Callable[[str, str], ParsedArticle]) -> Score:
    """`choose` (`article_of` or `preview_of`) against the whole set."""
    out = Score()
    for gold, html in pages():
        start = time.process_time()
        article = choose(html, gold["url"])
        out.times.append(1000 * (time.process_time() - start))
        text = _flat(article.text)
        for language in ("", gold["language"]):
            out.found[language] += sum(_flat(snippet) in text for snippet in gold["with"])
            out.missed[language] += sum(_flat(snippet) not in text for snippet in gold["with"])
            out.wrong[language] += sum(_flat(snippet) in text for snippet in gold["without"])
        out.misses += [
            f"- {gold['file']}: {snippet}" for snippet in gold["with"] if _flat(snippet) not in text
        ]
        out.misses += [
            f"+ {gold['file']}: {snippet}" for snippet in gold["without"] if _flat(snippet) in text
        ]
        _metadata(out, gold, article)
    return out


def trafilatura_of(html: str, url: str) -> ParsedArticle:
    """The text that trafilatura itself gives, with the settings that `article_of` uses."""
    import trafilatura

    text = trafilatura.extract(html, url=url, favor_precision=True, fast=False, include_comments=False)
    return ParsedArticle(Page(), text=text or "")


def _metadata(out: Score, gold: Gold, article: ParsedArticle) -> None:
    moment = article.page.published
    day = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d") if moment is not None else ""
    for name, value in (("title", article.page.title), ("author", article.page.author), ("date", day)):
        wanted = gold.get(name)
        if isinstance(wanted, list):
            wanted = wanted[0]
        if wanted:
            out.given[name] += 1
            out.right[name] += _flat(value) == _flat(wanted)
    out.given["image"] += 1
    out.right["image"] += bool(article.page.image)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--misses", action="store_true", help="list each snippet that is missing (-) or wrong (+)"
    )
    args = parser.parse_args()
    for name, choose in (("article", article_of), ("preview", preview_of), ("trafilatura", trafilatura_of)):
        result = score(choose)
        languages = " ".join(f"{code} {result.f1(code):.4f}" for code in sorted(result.found) if code)
        print(f"{name}: F1 {result.f1():.4f} ({languages})")
        if choose is not trafilatura_of:
            print(
                "  " + ", ".join(f"{key} {result.right[key]} of {result.given[key]}" for key in result.given)
            )
        print(
            f"  {median(result.times):.1f} ms at the median, {max(result.times):.0f} at most: "
            f"{1000 * len(result.times) / sum(result.times):.0f} pages a second"
        )
        if args.misses:
            print("\n".join(result.misses))


if __name__ == "__main__":
    main()
