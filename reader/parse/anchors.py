"""The links of a page, each with its words, its place among boxes, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.parse.furniture import is_furniture
from reader.parse.links import resolve
from reader.parse.passages import HEADINGS, NO_TEXT
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_STATES = re.compile(
    r"^(?:active|current|first|last|odd|even|selected|visible|hidden|cloned?|slick-\S+|swiper-slide-\S+|is-\S+|has-\S+|no-\S+|js-\S+)$"
)
_DIGITS = re.compile(r"[\d_\-]*\d[\d_\-]*")
_NAVIGATION = re.compile(
    r"(?:^|[\s_\-])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|footer|foot|pagination|pager|toolbar|login|account|legal|lang|languages"
    r"|social|share|sharing|newsletter|subscribe|cookie|consent|tags?|tagcloud|keywords|search|skip)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"(?:^|[\s_\-])(?:ads?|advert\w*|sponsor\w*|promo\w*|publi\w*|partner\w*|partenaires?|outbrain|taboola|affiliate|werbung|anzeige)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_TICKER = re.compile(
    r"(?:^|[\s_\-])(?:ticker|newsticker|marquee|breaking(?:-?news)?|flash(?:-?infos?)?|bandeau|urgent|last-?minute)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:^|[\s_\-])(?:title|titre|titulo|titular|headline|heading|hed)(?:$|[\s_\-])", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:^|[\s_\-])(?:kicker|label|category|categorie|categoria|section|rubrique|tag|badge|time|date|author|byline|meta|count|duration)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"\s*(?:[\[(]\s*(?:\.{3,}|…)\s*[\])]|\.{3,}|…)\s*$")
_TEASER = re.compile(r"[\[(]\s*(?:\.{3,}|…)\s*[\])]\s*$")
_DEEPEST = 300
_MOST = 6000
_SOME_WORDS = 10
_MOST_COLUMNS = 50


@dataclass(slots=True, eq=False)
class Anchor:
    """A link. `path` names the tags and classes above it; `titled` says that a heading or a title class marks its words."""

    place: int
    url: str
    title: str
    path: str
    node: LexborNode
    titled: bool
    teaser: bool
    navigation: bool
    paid: bool
    ticker: bool

    @property
    def key(self) -> str:
        """What two links to one page share: the address without scheme, "www.", fragment and tracking."""
        return address_key(self.url)


def address_key(url: str) -> str:
    """`url` without scheme, "www.", fragment, tracking and the last slash."""
    url = url.partition("#")[0].partition("://")[2].removeprefix("www.")
    path, mark, query = url.partition("?")
    kept = [
        part
        for part in query.split("&")
        if part and not re.match(r"(?:utm_|fbclid|gclid|xtor|ref=|source=|at_)", part)
    ]
    return path.rstrip("/") + (mark + "&".join(kept) if kept else "")


def anchors_of(body: LexborNode, base: str) -> list[Anchor]:
    """All links in `body` that have words, in document order."""
    found: list[Anchor] = []
    above: list[tuple[LexborNode, str, str]] = []
    node = body.first_child
    while True:
        if node is None:
            if not above:
                return found
            node = above.pop()[0].next
            continue
        tag = node.tag or ""
        if tag == "a":
            anchor = _anchor(node, base, above, len(found))
            if anchor is not None:
                found.append(anchor)
                if len(found) >= _MOST:
                    return found
        elif tag[:1] != "-" and tag not in NO_TEXT and len(above) < _DEEPEST:
            child = node.first_child
            if child is not None:
                attributes = node.attributes
                names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
                above.append(
                    (
                        node,
                        _step(tag, attributes.get("class")) + (_column(node) if tag in ("td", "th") else ""),
                        f"{tag} {names} {attributes.get('role') or ''}",
                    )
                )
                node = child
                continue
        node = node.next


def _column(cell: LexborNode) -> str:
    """The place of a cell in its row: what stands in one column is of one kind."""
    place = 1
    before = cell.prev
    while before is not None and place < _MOST_COLUMNS:
        place += before.tag in ("td", "th")
        before = before.prev
    return f":{place}"


def _step(tag: str, classes: str | None) -> str:
    if not classes:
        return tag
    names = sorted({_DIGITS.sub("", name) for name in classes.split()[:6] if not _STATES.match(name)} - {""})
    return f"{tag}.{'.'.join(names)}" if names else tag


def _anchor(
    node: LexborNode, base: str, above: list[tuple[LexborNode, str, str]], place: int
) -> Anchor | None:
    attributes = node.attributes
    url = resolve(attributes.get("href"), base)
    if not url or (attributes.get("href") or "").startswith("#"):
        return None
    title, titled = _words(node)
    hint = clean_line(attributes.get("title") or "")
    if not title:
        return None
    teaser = bool(_TEASER.search(title))
    short = _ELLIPSIS.sub("", title)
    if short != title and len(hint) > len(short) and hint.startswith(short[:30]):
        short = hint
    title = short
    if not title or is_furniture(title) or _in_sentence(node):
        return None
    around = [names for _, _, names in above]
    near = around[-4:]
    titled = titled or any(step.partition(".")[0] in HEADINGS for _, step, _ in above[-3:])
    titled = titled or any(_TITLE.search(names) for names in around[-2:])
    tags = {names.partition(" ")[0] for names in around}
    ticker = "marquee" in tags or any(_TICKER.search(names) for names in near)
    return Anchor(
        place=place,
        url=url,
        title=title,
        path="/".join([step for _, step, _ in above] + [_step("a", attributes.get("class"))]),
        node=node,
        titled=titled,
        teaser=teaser,
        navigation=bool(tags & {"nav", "footer", "menu"})
        or any(_NAVIGATION.search(names) for names in around),
        paid=any(_PAID.search(names) for names in around) or "sponsored" in (attributes.get("rel") or ""),
        ticker=ticker,
    )


def _in_sentence(node: LexborNode) -> bool:
    """Whether words of a paragraph stand before the link: it is part of a text, no headline."""
    here = node
    for _ in range(3):
        parent = here.parent
        before = here.prev
        while before is not None:
            if before.tag == "-text" and len((before.text_content or "").strip()) >= _SOME_WORDS:
                return parent is not None and parent.tag in ("p", "span", "em", "strong", "b", "i")
            before = before.prev
        if parent is None or parent.tag == "p":
            return False
        here = parent
    return False


def _words(node: LexborNode) -> tuple[str, bool]:
    """The headline in a link, and whether a heading or a title class marks it."""
    for inner in node.css("h1, h2, h3, h4, h5, h6"):
        if text := clean_line(inner.text(separator=" ", strip=True)):
            return _spaced(inner, text), True
    pieces: list[str] = []
    for inner in node.traverse():
        names = inner.attributes.get("class") or ""
        if (
            names
            and inner.mem_id != node.mem_id
            and _TITLE.search(names)
            and (text := clean_line(inner.text()))
        ):
            return text, True
    blocks = [inner for inner in node.iter() if inner.tag in ("p", "div")]
    if blocks:
        for inner in blocks:
            text = clean_line(inner.text())
            if len(text.split()) > 2 and not _LABEL.search(inner.attributes.get("class") or ""):
                return text, False
    own = node.attributes.get("class") or ""
    for child in node.iter(include_text=True):
        if child.tag in ("time", "style", "script", "svg", "button", "-comment"):
            continue
        if child.tag != "-text" and _LABEL.search(child.attributes.get("class") or ""):
            continue
        pieces.append(child.text() if child.tag != "-text" else child.text_content or "")
    return clean_line("".join(pieces)), bool(_TITLE.search(own))


def _spaced(node: LexborNode, text: str) -> str:
    """The text of `node` as it reads: without spaces that only part its elements, where there are none."""
    plain = clean_line(node.text())
    return plain if plain.replace(" ", "") == text.replace(" ", "") else text


def is_deep(url: str) -> bool:
    """Whether an address looks like an article's: a number, a long name, or several folders and a file."""
    parts = urlsplit(url)
    path = parts.path
    last = path.rstrip("/").rpartition("/")[2]
    if re.search(r"\d{3,}", path) or re.search(r"(?:^|&)(?:id|p|article|idarticle|news|n)=\d+", parts.query):
        return True
    if last.count("-") + last.count("_") + last.count("%D8%") // 4 >= 3 or len(last) > 60:
        return True
    return path.rstrip("/").count("/") >= 3 or (
        last.endswith((".html", ".htm", ".php", ".aspx")) and "-" in last
    )
