"""The demo press: made-up papers with made-up news in French, Arabic, Spanish and English, dated from a given moment.

Everything in it is invented: places, people, institutions, events. The same `now` always gives the same press.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from reader.demo.longread import long_read
from reader.demo.manuscript import Draft, read_manuscript

ORDER = (
    "courrier",
    "echo",
    "kiosque",
    "fanar",
    "riwaq",
    "faro",
    "grada",
    "ledger",
    "signal",
    "parish",
    "radio",
    "proofs",
)
"""The papers' slugs, in the order in which they are subscribed to. Each has a manuscript `papers/SLUG.txt`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One article. `published` is in Unix seconds, None where the paper gives no date.

    `html` is the whole text as the paper's page shows it, `lead` its first words as plain text. `teaser` says that the feed
    carries only the lead. `paper` names where an aggregator took it from. `sound` is a recording's length in seconds.
    """

    slug: str
    title: str
    published: int | None
    html: str
    lead: str
    author: str = ""
    sections: tuple[str, ...] = ()
    language: str = ""
    paper: str = ""
    picture: bool = False
    sound: int = 0
    teaser: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and its feed. `form` is rss, atom, json or rdf; `charset` is what the feed is written in."""

    slug: str
    title: str
    language: str
    folder: tuple[str, ...]
    form: str
    charset: str
    about: str
    pieces: tuple[Piece, ...]

    @property
    def feed_path(self) -> str:
        """The feed's path on the press's server."""
        return f"/{self.slug}/feed." + ("json" if self.form == "json" else "xml")


def press(now: float) -> list[Paper]:
    """All papers as they stand at `now` (Unix seconds)."""
    return [_paper(slug, int(now)) for slug in ORDER]


@lru_cache(maxsize=len(ORDER))
def _manuscript(slug: str) -> tuple[dict[str, str], tuple[Draft, ...]]:
    file = resources.files("reader.demo").joinpath("papers", f"{slug}.txt")
    return read_manuscript(file.read_text(encoding="utf-8"))


def _paper(slug: str, now: int) -> Paper:
    head, drafts = _manuscript(slug)
    return Paper(
        slug=slug,
        title=head["title"],
        language=head["language"],
        folder=tuple(head["folder"].split(" / ")),
        form=head["form"],
        charset=head.get("charset", "utf-8"),
        about=head["about"],
        pieces=tuple(_piece(draft, now) for draft in drafts),
    )


def _piece(draft: Draft, now: int) -> Piece:
    keys = draft.keys
    published = None if draft.age is None else now - draft.age * 60
    html = draft.html
    if "%long%" in html:
        html = html.replace("%long%", long_read())
    day = time.strftime("%d - %m - %Y", time.gmtime(now if published is None else published))
    html = html.replace("%date%", day)
    return Piece(
        slug=draft.slug,
        title=draft.title,
        published=published,
        html=html,
        lead=keys.get("lead") or _first_words(html),
        author=keys.get("by", ""),
        sections=tuple(part.strip() for part in keys.get("in", "").split(",") if part.strip()),
        language=keys.get("language", ""),
        paper=keys.get("from", ""),
        picture=keys.get("picture") == "yes",
        sound=int(keys.get("sound", "0")),
        teaser=keys.get("feed") == "lead",
    )


def _first_words(html: str) -> str:
    """The first paragraph without its tags."""
    found = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    return re.sub(r"<[^>]*>", "", found[1]).strip() if found else ""
