"""Moving in from another reader: what its files would bring is planned first, and brought in as one act that can be undone.

Files are recognised by what stands in them: OPML, newsboat's urls and cache.db, newsraft's feeds, nom's config, the
databases of eilmeldung and lazyfeed. Of all of them only addresses, titles, folders, tags, queries and marks are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.engine.caches import Cache, NoCache, open_cache
from reader.fetch.logins import part
from reader.fetch.ring import NoRing, put
from reader.parse.newsboat import Urls, read_urls
from reader.parse.opml import Listing, OpmlError, Outline, read_listing
from reader.parse.otherlists import Listed, is_newsraft, is_nom, read_newsraft, read_nom
from reader.store import feedsettings, sections
from reader.store.brought import Brought, Kept, bring
from reader.store.database import Database
from reader.store.feeds import NewFeed

LIMIT = 5 * 1024 * 1024
"""Bytes of a list that are read at most; databases may be larger."""
_SQLITE = b"SQLite format 3\0"


class NoList(Exception):
    """A file is no list of sources that Telex knows. Its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would come in. `entries` counts those of newsboat's caches at `caches`."""

    feeds: tuple[NewFeed, ...] = ()
    searches: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    caches: tuple[Path, ...] = ()
    entries: int = 0
    sections: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = ()
    """What is set for sections, by their paths."""


def usual_places(home: Path, environment: Mapping[str, str]) -> list[Path]:
    """newsboat's urls and cache where they usually are, those that there are."""
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "newsboat"
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / "newsboat"
    old = home / ".newsboat"
    found = [config / "urls", data / "cache.db"] if (config / "urls").exists() else []
    found = found or [old / "urls", old / "cache.db"]
    return [path for path in found if path.is_file()]


def plan_files(paths: Sequence[Path]) -> Plan:
    """What these files would bring together; a folder stands for the urls and the cache.db in it.

    Raises `NoList`, `NoCache`, `OpmlError` or `OSError`.
    """
    whole: list[Path] = []
    for path in paths:
        inside = [path / name for name in ("urls", "cache.db") if (path / name).is_file()]
        if path.is_dir() and not inside:
            raise NoList(f"There is neither a urls file nor a cache.db in {path}.")
        whole += inside if path.is_dir() else [path]
    databases = [path for path in whole if _head(path) == _SQLITE]
    plan = Plan()
    for path in whole:
        if path not in databases:
            plan = _joined(plan, plan_list(_read(path), path.name))
    return _with_databases(plan, databases)


def plan_list(data: bytes, name: str) -> Plan:
    """What one list of sources would bring. Raises `NoList` or `OpmlError`."""
    if len(data) > LIMIT:
        raise NoList(f"{name} is larger than 5 MiB: that is no list of sources.")
    if data.startswith(_SQLITE):
        raise NoList(f"{name} is a database: name it as a file.")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _of_opml(read_listing(data))
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    if is_nom(text):
        plan = _of_names(read_nom(text))
    elif name == "feeds" or is_newsraft(text):
        plan = _of_names(read_newsraft(text))
    else:
        plan = _of_urls(read_urls(data))
    if not plan.feeds and not plan.searches:
        raise NoList(
            f"{name} is neither OPML nor a list of newsboat, newsraft or nom with an address in it: nothing was imported."
        )
    return plan


def carry_out(db: Database, plan: Plan, now: int | None = None) -> tuple[Brought, tuple[str, ...]]:
    """Bring in what `plan` says, as one act; what was brought, and sentences on what was left out.

    Secrets in addresses go to the keyring, or their sources are left out. Raises `NoCache` or `StoreError`.
    """
    left_out = list(plan.left_out)
    wanted: list[NewFeed] = []
    original: dict[str, str] = {}
    for one in plan.feeds:
        try:
            url = _put_away(db, one.url)
        except NoRing as error:
            left_out.append(str(error))
            continue
        original[url] = one.url
        wanted.append(one if url == one.url else replace(one, url=url))
    with ExitStack() as open_now:
        caches = [open_now.enter_context(open_cache(path)) for path in plan.caches]
        kept = list(_kept(caches, original)) if caches else []
        done = bring(db, wanted, kept, plan.searches, now, sections=plan.sections)
    return done, tuple(left_out)


def new_feed(one: Outline) -> NewFeed:
    """The source of an outline, with those of Telex's own settings that can be."""
    given = dict(one.settings)
    settings: dict[str, Any] = {}
    for name, text in given.items():
        if name in feedsettings.SETTINGS and name not in (*feedsettings.PERSONAL, "sections"):
            try:
                settings[name] = feedsettings.read(name, text)
            except feedsettings.WrongSetting:
                continue
    if one.sections:
        settings["sections"] = list(one.sections)
    named = "title" in given
    return NewFeed(
        url=one.url,
        title=given.get("title", "") if named else one.title,
        name=one.title if named else "",
        folder=one.folder,
        language=one.language,
        link=one.link,
        paused=given.get("paused") == "on",
        settings={name: value for name, value in settings.items() if value is not None},
    )


def _put_away(db: Database, url: str) -> str:
    """`url` without its name, password or token, which go to the keyring. Raises `NoRing`."""
    if "@" not in url and "=" not in url:
        return url
    from reader.store import logins

    parted = part(url)
    safe = put(parted)
    if parted.login is not None and parted.server:
        logins.note(db, parted.server, True)
    return safe


def _kept(caches: Iterable[Cache], original: Mapping[str, str]) -> Iterator[tuple[str, Iterator[Kept]]]:
    for cache in caches:
        for url, address in original.items():
            yield url, cache.kept(address)


def _of_opml(listing: Listing) -> Plan:
    return Plan(
        tuple(new_feed(one) for one in listing.outlines),
        listing.searches,
        (*listing.left_out, *_not_chosen(listing)),
        sections=tuple((path, _of_section(given)) for path, given in listing.folders),
    )


def _not_chosen(listing: Listing) -> Iterator[str]:
    """What a server is told is for the person alone to choose: a name that a file brings is told of, and left out."""
    for one in listing.outlines:
        agent = dict(one.settings).get("agent")
        if agent:
            yield (
                f"{one.title or one.url} was told another name, “{agent[:200]}”: "
                "if that is to be so here, set its agent (“telex sources --set”)."
            )


def _of_section(given: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Those of a section's settings that can be."""
    found: dict[str, Any] = {}
    for name, text in given:
        with suppress(feedsettings.WrongSetting):
            found[name] = sections.read(name, text)
    return {name: value for name, value in found.items() if value is not None}


def _of_urls(urls: Urls) -> Plan:
    feeds = []
    for one in urls.feeds:
        settings: dict[str, Any] = {"sections": list(one.tags[1:])} if len(one.tags) > 1 else {}
        if one.hidden:
            settings["hidden"] = True
        feeds.append(NewFeed(one.url, name=one.title, folder=_path(one.tags[:1]), settings=settings))
    return Plan(tuple(feeds), urls.searches, urls.left_out)


def _of_names(listed: Listed) -> Plan:
    feeds = tuple(NewFeed(one.url, name=one.title, folder=_path((one.folder,))) for one in listed.feeds)
    return Plan(feeds, (), listed.left_out)


def _path(names: Sequence[str]) -> tuple[str, ...]:
    """newsboat writes nested folders with "/" between them."""
    return tuple(part.strip() for name in names[:1] for part in name.split("/") if part.strip())


def _with_databases(plan: Plan, paths: Sequence[Path]) -> Plan:
    listed = {one.url for one in plan.feeds}
    only = bool(listed)
    for path in paths:
        with open_cache(path) as cache:
            named = {one.url: one for one in cache.feeds}
            more = tuple(
                NewFeed(one.url, title=one.title, folder=_path((one.folder,)))
                for one in cache.feeds
                if one.url not in listed and not only
            )
            known = tuple(
                replace(one, title=named[one.url].title) if one.url in named and not one.title else one
                for one in plan.feeds
            )
            left = tuple(
                f"{one.url} stands in {path.name}, but in no list: it was left out."
                for one in cache.feeds
                if only and one.url not in listed
            )
            entries = sum(cache.count(one.url) for one in (*known, *more)) if cache.is_newsboat else 0
            plan = Plan(
                (*known, *more),
                plan.searches,
                (*plan.left_out, *left),
                (*plan.caches, path) if cache.is_newsboat else plan.caches,
                plan.entries + entries,
                plan.sections,
            )
    return plan


def _joined(one: Plan, other: Plan) -> Plan:
    known = {feed.url for feed in one.feeds}
    return Plan(
        (*one.feeds, *(feed for feed in other.feeds if feed.url not in known)),
        (*one.searches, *other.searches),
        (*one.left_out, *other.left_out),
        sections=(*one.sections, *other.sections),
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_SQLITE))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


__all__ = [
    "NoCache",
    "NoList",
    "OpmlError",
    "Plan",
    "carry_out",
    "new_feed",
    "plan_files",
    "plan_list",
    "usual_places",
]
