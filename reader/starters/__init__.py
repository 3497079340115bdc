"""Starter packs: feeds to begin with, one OPML file for each language and place. Nothing is fetched until a person chooses.

Each outline says in Telex's own namespace how well it is known: `tier` 1 was reported fresh (September 2026) by people who fetched it,
2 is named alike by many lists, 3 is disputed or said to refuse, and is therefore off. `telex doctor --feeds NAME` says
what answers today.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from xml.etree import ElementTree

NAMES = (
    "morocco-fr",
    "morocco-ar",
    "morocco-en",
    "maghreb",
    "world-fr",
    "world-ar",
    "world-es",
    "world-en",
    "technology",
)
"""Every pack, in the order in which they are offered."""

NAMESPACE = "urn:telex:opml"


@dataclass(frozen=True, slots=True)
class StarterFeed:
    """`written` is when the claim was written down (year and month); `off` says that it is not subscribed to unasked."""

    url: str
    title: str
    tier: int
    language: str
    place: str
    written: str
    remark: str = ""
    off: bool = False


@dataclass(frozen=True, slots=True)
class Starter:
    """A pack. `title` is in the pack's own language."""

    name: str
    title: str
    feeds: tuple[StarterFeed, ...]

    @property
    def chosen(self) -> tuple[StarterFeed, ...]:
        """The feeds that are on."""
        return tuple(feed for feed in self.feeds if not feed.off)


def load(name: str) -> Starter:
    """The pack called `name`. Raises `KeyError` where there is none."""
    if name not in NAMES:
        raise KeyError(name)
    data = resources.files(__name__).joinpath(f"{name}.opml").read_bytes()
    root = ElementTree.fromstring(data)  # noqa: S314  # our own file, not an outside one
    title = root.findtext("head/title") or name
    return Starter(name, title, tuple(_feed(outline) for outline in root.iter("outline")))


def _feed(outline: ElementTree.Element) -> StarterFeed:
    def own(key: str) -> str:
        return outline.get(f"{{{NAMESPACE}}}{key}", "")

    return StarterFeed(
        url=outline.get("xmlUrl", ""),
        title=outline.get("text", ""),
        tier=int(own("tier")),
        language=own("language"),
        place=own("place"),
        written=own("written"),
        remark=own("remark"),
        off=own("off") == "true",
    )


def search(words: str) -> list[tuple[Starter, StarterFeed]]:
    """The feeds in whose title, address, language, place or remark, or in whose pack's title, each of `words` stands.

    Those with a word in the title come first, in the order of the packs.
    """
    from reader.text.fold import fold

    wanted = fold(words).split()
    found = []
    for place, pack in enumerate(map(load, NAMES)):
        for feed in pack.feeds:
            title = fold(feed.title)
            text = fold(
                f"{feed.title} {feed.url} {feed.language} {feed.place} {feed.remark} {pack.title} {pack.name}"
            )
            if wanted and all(word in text for word in wanted):
                found.append((not any(word in title for word in wanted), feed.off, place, pack, feed))
    return [(pack, feed) for *_, pack, feed in sorted(found, key=lambda one: one[:3])]
