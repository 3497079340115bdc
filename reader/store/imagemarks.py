"""Images that the person hides or reports, and those that are blocked by themselves for it, all through the journal.

A report hides an image in one article. Reported in several articles it is blocked everywhere, as is one on enough of the
lists that the person subscribed to, and all of a host that was hidden. Same image: same content or same cleaned address.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any, Literal

import msgspec

from reader.blocks import JUST_NOW, Article, Picture, pictures, with_pictures
from reader.model import Act
from reader.store import journal, states
from reader.store.database import Database
from reader.store.errors import StoreError
from reader.store.imagenames import HASH, Known, host_of, known

REPORTS, LISTS = 2, 1
"""In how many articles an image is reported, or on how many lists it stands, until it is blocked by itself."""

Reach = Literal["report", "image", "host"]
"""Where an image is hidden: in this article alone, everywhere, or all of its host."""

_ROW = ("kind", "address", "hash", "host", "article", "url", "at")


class NoSuchImage(StoreError):
    """There is no such image, or nothing to do with it. Its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of `image_mark`."""

    id: int
    kind: str
    address: str
    hash: str
    host: str
    article: str
    url: str
    at: int

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.address, self.hash} - {""})


@dataclass(frozen=True, slots=True)
class Hidden:
    """One image, or a host, that is not shown: `state` is hidden (in so many `articles`, or everywhere) or blocked.

    `id` is the number of its first mark, by which it is named; `host` is "" for an image.
    """

    id: int
    state: str
    reason: str
    url: str
    hash: str
    host: str
    articles: int
    at: int


def article_key(db: Database, article_id: int) -> str:
    """The name under which an article is reported: the entry's key, or the number of a followed page (negative id)."""
    if article_id < 0:
        return f"page{-article_id}"
    key = db.value("SELECT key FROM entry WHERE id = ?", (article_id,))
    if not isinstance(key, bytes):
        raise NoSuchImage("This article is no longer in the store.")
    return key.hex()


def veiled(db: Database, article: Article, reports: int = REPORTS, lists: int = LISTS) -> Article:
    """`article` with what is known of its images: those that are not shown say why, those that are kept have their hash."""
    apart = [url for url in (article.image, *filter(_is_image, article.enclosures)) if url]
    urls = list(dict.fromkeys([*(image.url for image in pictures(article.blocks)), *apart]))
    if not urls:
        return article
    images = known(db, urls)
    why = _reasons(db, images, _key(db, article.id), reports, lists)
    kept = _kept(db, images)
    if not why and not kept:
        return article

    def change(image: Picture) -> Picture:
        if image.url in why:
            return Picture(image.url, gone=why[image.url])
        return msgspec.structs.replace(image, hash=kept.get(image.url, ""))

    return msgspec.structs.replace(
        article,
        blocks=with_pictures(article.blocks, change),
        image="" if article.image in why else article.image,
        enclosures=tuple(url for url in article.enclosures if url not in why),
    )


def _is_image(url: str) -> bool:
    """Whether an enclosure is an image by its name: all of a host hides no broadcasts."""
    return (guess_type(url.partition("?")[0])[0] or "").startswith("image/")


def _key(db: Database, article_id: int) -> str:
    """As `article_key`; "" for an article that is gone."""
    try:
        return article_key(db, article_id)
    except NoSuchImage:
        return ""


def shown(
    db: Database, urls: Sequence[str], article_id: int, reports: int = REPORTS, lists: int = LISTS
) -> list[str]:
    """Those of `urls` that nothing hides in this article."""
    why = _reasons(db, known(db, urls), _key(db, article_id), reports, lists)
    return [url for url in urls if url not in why]


def hide(
    db: Database, article_id: int, url: str, reach: Reach, *, reports: int = REPORTS, now: int | None = None
) -> Act:
    """Hide the image at `url`, which article `article_id` (0: none) shows, as far as `reach` says. One act."""
    now = db.now() if now is None else now
    with db.write(act=True):
        (image,) = known(db, [url])
        if not image.names or (reach == "host" and not image.host):
            raise NoSuchImage("This is no address or hash of an image.")
        key = article_key(db, article_id) if reach == "report" else ""
        marks = _marks(db, [image])
        before = [_state(mark) for mark in marks if mark.kind == "allow" and mark.names & image.names]
        told = {mark.article for mark in marks if mark.kind == "report" and mark.names & image.names}
        if any(_same(mark, image, reach, key) for mark in marks):
            return Act(0, now, "none", "Nothing was changed", 0)
        row: dict[str, Any] = {"kind": reach, "address": image.address, "hash": image.hash, "host": ""}
        if reach == "host":
            row |= {"address": "", "hash": "", "host": image.host}
        row |= {"article": key, "url": url, "at": now}
        place = {"image_mark": _next(db)}
        after = [{**one, "row": None} for one in before] + [{**place, "row": row}]
        blocked = reach == "report" and len(told | {key}) >= reports
        text = {
            "report": "Reported an image: it is blocked everywhere now"
            if blocked
            else "Hid an image in this article",
            "image": "Hid an image everywhere",
            "host": f"Hid all images of {image.host}",
        }[reach]
        return _act(
            db,
            "image-report" if reach == "report" else "image-hide",
            text,
            [*before, {**place, "row": None}],
            after,
            now,
        )


def release(
    db: Database, which: int | str, *, reports: int = REPORTS, lists: int = LISTS, now: int | None = None
) -> Act:
    """Show an image again: by the number of its mark, its address, its hash, or "host:NAME". One act.

    One that a list or its host hides all the same is allowed by name.
    """
    now = db.now() if now is None else now
    with db.write(act=True):
        host, image = _named(db, which)
        if image is None:
            own = [mark for mark in all_marks(db) if mark.kind == "host" and mark.host == host]
            text = f"Showed the images of {host} again"
        else:
            own = [
                mark
                for mark in _marks(db, [image])
                if mark.kind in ("report", "image") and mark.names & image.names
            ]
            text = "Showed an image again"
        before = [_state(mark) for mark in own]
        after: list[states.State] = [{**state, "row": None} for state in before]
        for state in after:
            states.bring_back(db, state, 0, now)
        if image is not None and _reasons(db, [image], "", reports, lists):
            place = {"image_mark": _next(db)}
            row = {"kind": "allow", "address": image.address, "hash": image.hash, "host": "", "article": ""}
            before.append({**place, "row": None})
            after.append({**place, "row": {**row, "url": image.url, "at": now}})
        if not before:
            raise NoSuchImage("This image is not hidden.")
        return _act(db, "image-undo", text, before, after, now)


def hidden(db: Database, reports: int = REPORTS) -> list[Hidden]:
    """What the person's own marks hide, newest first; what lists block is in the lists."""
    marks = all_marks(db)
    by_url = dict(zip((m.url for m in marks), known(db, [m.url for m in marks]), strict=True))
    groups: list[tuple[set[str], list[Mark]]] = []
    hosts = []
    for mark in marks:
        if mark.kind == "host":
            hosts.append(Hidden(mark.id, "blocked", "all of its host", "", "", mark.host, 0, mark.at))
        elif mark.kind in ("report", "image"):
            names = {*mark.names, *by_url[mark.url].names}
            joined = [group for group in groups if group[0] & names]
            groups = [group for group in groups if not group[0] & names]
            groups.append(
                (
                    names.union(*(one[0] for one in joined)),
                    [*(mark for one in joined for mark in one[1]), mark],
                )
            )
    found = [_hidden(group, by_url, reports) for _, group in groups]
    return sorted([*found, *hosts], key=lambda one: (-one.at, -one.id))


def _hidden(group: list[Mark], by_url: dict[str, Known], reports: int) -> Hidden:
    articles = len({mark.article for mark in group if mark.kind == "report"})
    everywhere = any(mark.kind == "image" for mark in group)
    state = "hidden" if everywhere or articles < reports else "blocked"
    reason = "hidden everywhere" if everywhere else _told(articles)
    first = min(group, key=lambda mark: mark.id)
    at = max(mark.at for mark in group)
    return Hidden(first.id, state, reason, first.url, by_url[first.url].hash, "", articles, at)


def _told(articles: int) -> str:
    return f"reported in {articles} article" if articles == 1 else f"reported in {articles} articles"


def all_marks(db: Database) -> list[Mark]:
    """Every mark, oldest first."""
    return [Mark(*row) for row in db.rows(f"SELECT id, {', '.join(_ROW)} FROM image_mark ORDER BY id")]


def exported(db: Database) -> str:
    """The person's own list for others: the images that they hid or reported, by hash where that is known, else by address."""
    lines = []
    for one in reversed(hidden(db)):
        if one.url or one.hash:
            lines.append(f"sha256:{one.hash}" if one.hash else one.url)
    return "".join(f"{line}\n" for line in ["# Images reported with Telex", *dict.fromkeys(lines)])


def _reasons(db: Database, images: Sequence[Known], article: str, reports: int, lists: int) -> dict[str, str]:
    """Why each of `images` is not shown in `article`, by its url; those that are shown are left out."""
    marks = _marks(db, images)
    listed: dict[str, set[str]] = defaultdict(set)
    for name, origin in db.rows(
        "SELECT d.name, l.origin FROM image_listed d JOIN image_list l ON l.id = d.list "
        "WHERE l.active = 1 AND d.name IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({name for image in images for name in image.names})),),
    ):
        listed[str(name)].add(str(origin))
    if not marks and not listed:
        return {}
    newest = _newest(db)
    found = {}
    for image in images:
        its = [mark for mark in marks if mark.names & image.names]
        if any(mark.kind == "allow" for mark in its):
            continue
        origins = sorted({origin for name in image.names for origin in listed.get(name, ())})
        told = {mark.article for mark in its if mark.kind == "report"}
        own = [
            mark
            for mark in its
            if mark.kind == "image" or (mark.kind == "report" and mark.article == article)
        ]
        own += [mark for mark in marks if mark.kind == "host" and mark.host == image.host]
        if any(mark.id in newest for mark in own):
            found[image.url] = JUST_NOW
        elif any(mark.kind == "image" for mark in own):
            found[image.url] = "everywhere"
        elif len(told) >= reports:
            found[image.url] = _told(len(told))
        elif any(mark.kind == "report" for mark in own):
            found[image.url] = "in this article"
        elif own:
            found[image.url] = f"all of {image.host}"
        elif len(origins) >= lists:
            found[image.url] = f"on the list {origins[0]}"
    return found


def _marks(db: Database, images: Sequence[Known]) -> list[Mark]:
    """The marks that have to do with `images`."""
    names = json.dumps(sorted({name for image in images for name in image.names}))
    hosts = json.dumps(sorted({image.host for image in images} - {""}))
    rows = db.rows(
        f"SELECT id, {', '.join(_ROW)} FROM image_mark WHERE address IN (SELECT value FROM json_each(:names)) "
        "OR hash IN (SELECT value FROM json_each(:names)) OR host IN (SELECT value FROM json_each(:hosts))",
        {"names": names, "hosts": hosts},
    )
    return [Mark(*row) for row in rows]


def _kept(db: Database, images: Sequence[Known]) -> dict[str, str]:
    """The hashes of those images whose bytes are here, by url."""
    have = {
        str(row[0])
        for row in db.rows(
            "SELECT hash FROM image WHERE hash IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted({image.hash for image in images} - {""})),),
        )
    }
    return {image.url: image.hash for image in images if image.hash in have}


def _same(mark: Mark, image: Known, reach: Reach, article: str) -> bool:
    """Whether `mark` says the same already."""
    if mark.kind != reach:
        return False
    return (
        mark.host == image.host
        if reach == "host"
        else bool(mark.names & image.names) and mark.article == article
    )


def _named(db: Database, which: int | str) -> tuple[str, Known | None]:
    """The host or the image that `which` names."""
    text = str(which).strip()
    if text.isascii() and text.isdecimal():
        row = db.row("SELECT kind, host, url FROM image_mark WHERE id = ?", (int(text) % (1 << 62),))
        if row is None:
            raise NoSuchImage(f"There is no hidden image {text}: “telex images” lists them.")
        text = f"host:{row[1]}" if row[0] == "host" else str(row[2])
    if text.startswith("host:"):
        return text[5:].lower().removeprefix("www."), None
    if not HASH.match(text) and not host_of(text):
        raise NoSuchImage(f"{text} is no number, address or hash of an image.")
    return "", known(db, [text])[0]


def _newest(db: Database) -> frozenset[int]:
    """The marks that the newest standing step made."""
    row = db.row(
        "SELECT kind, after FROM journal WHERE undone = 0 AND kind NOT IN ('undo', 'redo', 'with', 'rule') "
        "ORDER BY id DESC LIMIT 1"
    )
    if row is None or not str(row[0]).startswith("image-"):
        return frozenset()
    return frozenset(
        int(state["image_mark"]) for state in states.read(row[1]) if "image_mark" in state and state["row"]
    )


def _act(
    db: Database,
    kind: str,
    text: str,
    before: Sequence[states.State],
    after: Sequence[states.State],
    now: int,
) -> Act:
    journal_id = journal.begin(db, kind, now)
    for state in after:
        states.bring_back(db, state, journal_id, now)
    return journal.finish(db, journal_id, text, 1, before, after)


def _state(mark: Mark) -> states.State:
    return {"image_mark": mark.id, "row": {name: getattr(mark, name) for name in _ROW}}


def _next(db: Database) -> int:
    return 1 + int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'image_mark'") or 0)
