"""Sites whose feeds are known by the pattern of their addresses, so that no page is needed."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from reader.model import FeedLink

_ATOM = "application/atom+xml"
_RSS = "application/rss+xml"
_OTHER_HANDLES = frozenset(
    (
        "medium.com", "tiktok.com", "threads.net", "threads.com", "flipboard.com", "substack.com", "odysee.com",
        "npmjs.com", "youtube.com", "codepen.io", "dev.to", "telegram.me", "t.me", "kick.com", "linktr.ee",
    )
)  # fmt: skip
"""Hosts whose "/@name" addresses are no Mastodon profiles."""

_GITHUB_PAGES = frozenset(
    (
        "topics", "explore", "trending", "settings", "features", "about", "orgs", "search", "login", "marketplace",
        "sponsors", "pricing", "collections", "events", "notifications", "issues", "pulls", "stars", "site",
    )
)  # fmt: skip


def known_site(url: str) -> FeedLink | None:
    """The feed of an address on YouTube, GitHub, Reddit or a Mastodon server, known by its pattern alone."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    host = re.sub(r"^(?:www|m|old|new|np)\.", "", host)
    names = [name for name in parts.path.split("/") if name]
    query = parse_qs(parts.query)
    if host in ("youtube.com", "youtube-nocookie.com"):
        return _youtube(names, query)
    if host == "github.com":
        return _github(names)
    if host == "reddit.com":
        return _reddit(names)
    if (
        names
        and re.fullmatch(r"@\w[\w.\-]*", names[0])
        and len(names) == 1
        and host
        and host not in _OTHER_HANDLES
    ):
        return FeedLink(
            url=f"https://{parts.netloc}/{names[0]}.rss",
            title=f"{names[0]}@{host}",
            type=_RSS,
        )
    return None


def _youtube(names: list[str], query: dict[str, list[str]]) -> FeedLink | None:
    start = "https://www.youtube.com/feeds/videos.xml?"
    listed = query.get("list", [""])[0]
    if names[:1] == ["playlist"] and re.fullmatch(r"[\w\-]{10,}", listed):
        return FeedLink(url=f"{start}playlist_id={listed}", type=_ATOM)
    if len(names) >= 2 and names[0] == "channel" and re.fullmatch(r"UC[\w\-]{22}", names[1]):
        return FeedLink(url=f"{start}channel_id={names[1]}", type=_ATOM)
    if len(names) >= 2 and names[0] == "user" and re.fullmatch(r"[\w.\-]+", names[1]):
        return FeedLink(url=f"{start}user={names[1]}", title=names[1], type=_ATOM)
    return None


def _github(names: list[str]) -> FeedLink | None:
    if not names or not all(re.fullmatch(r"[\w.\-]+", name) for name in names[:2]):
        return None
    if names[0] in _GITHUB_PAGES:
        return None
    if len(names) == 1:
        return FeedLink(url=f"https://github.com/{names[0]}.atom", title=names[0], type=_ATOM)
    place = "/".join(names[:2])
    kind = names[2] if len(names) > 2 else ""
    if kind == "commits" and len(names) > 3:
        branch = "/".join(names[3:]).removesuffix(".atom")
        return FeedLink(
            url=f"https://github.com/{place}/commits/{branch}.atom",
            title=f"{place}: commits",
            type=_ATOM,
        )
    kind = kind if kind in ("releases", "commits", "tags") else "releases"
    return FeedLink(url=f"https://github.com/{place}/{kind}.atom", title=f"{place}: {kind}", type=_ATOM)


def _reddit(names: list[str]) -> FeedLink | None:
    if len(names) < 2 or names[0] not in ("r", "user", "u") or not re.fullmatch(r"[\w+\-]+", names[1]):
        return None
    kind = "user" if names[0] == "u" else names[0]
    place = f"{kind}/{names[1]}"
    if kind == "r" and len(names) >= 4 and names[2] == "comments":
        place = "/".join(names[:5])
    elif kind == "r" and len(names) == 3 and names[2] in ("new", "top", "hot", "rising"):
        place = f"{place}/{names[2]}"
    return FeedLink(url=f"https://www.reddit.com/{place}/.rss", title=f"{kind}/{names[1]}", type=_ATOM)
