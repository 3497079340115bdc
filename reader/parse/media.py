"""Players and frames of other sites, as links to what they show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from msgspec.structs import replace

from reader.blocks import Media
from reader.parse.links import host_of, resolve
from reader.parse.pictures import SMALL, pixels
from reader.parse.walk import SKIP, Leave, Walk
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def enter_media(walk: Walk, node: LexborNode) -> Leave | None:
    """A frame or player as a link to what it shows."""
    media = media_of(node, walk.source.base)
    if media is not None:
        if walk.flat:
            walk.run.put(media.title)
        else:
            walk.beside(replace(media, dir=walk.dir, lang=walk.lang))
    return SKIP


def linked_media(node: LexborNode, base: str) -> Media | None:
    """The player that a paragraph stands for, as `markup` and the sanitiser write one: nothing but a link."""
    link = node.first_child
    if link is None or link.tag != "a" or link.next is not None or node.attributes.get("class") != "media":
        return None
    url = resolve(link.attributes.get("href"), base)
    host = host_of(url)
    return Media(title=clean_line(link.text()) or host, host=host, url=url) if url else None


def media_of(node: LexborNode, base: str) -> Media | None:
    """What an `iframe`, `video`, `audio`, `embed` or `object` shows; None for counters and empty ones."""
    attributes = node.attributes
    if any(
        0 < pixels(attributes.get(side)) <= SMALL or attributes.get(side) == "0"
        for side in ("width", "height")
    ):
        return None
    candidates = [attributes.get(name) for name in ("src", "data-src", "data", "data-lazy-src")]
    for inner in node.css("source, embed, a[href]"):
        more = inner.attributes
        candidates.append(more.get("src") or more.get("href"))
    url = next((found for value in candidates if (found := resolve(value, base))), "")
    if not url:
        return None
    url = _watchable(url)
    title = clean_line(attributes.get("title") or attributes.get("aria-label") or "")
    host = host_of(url)
    return Media(title=title or host, host=host, url=url)


def _watchable(url: str) -> str:
    """The page that a person can open for a player's address."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host in ("youtube.com", "youtube-nocookie.com", "m.youtube.com") and parts.path.startswith("/embed/"):
        name = parts.path.split("/")[2]
        listed = parse_qs(parts.query).get("list", [""])[0]
        if name == "videoseries" and re.fullmatch(r"[\w\-]+", listed):
            return f"https://www.youtube.com/playlist?list={listed}"
        if re.fullmatch(r"[\w\-]{6,}", name):
            return f"https://www.youtube.com/watch?v={name}"
    if host == "player.vimeo.com" and (found := re.match(r"/video/(\d+)", parts.path)):
        return f"https://vimeo.com/{found[1]}"
    if host in ("dailymotion.com", "geo.dailymotion.com") and (
        found := re.match(r"/embed/video/(\w+)", parts.path)
    ):
        return f"https://www.dailymotion.com/video/{found[1]}"
    return url
