"""What a page says of itself: title, author, dates, language, image, paper, feeds.

JSON-LD comes first, then OpenGraph and the other meta names, then Dublin Core, then marked-up elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.model import Page
from reader.parse.dates import parse_date
from reader.parse.discover import feed_links
from reader.parse.jsonld import Thing, address_in, names_in, text_in, things, types_of
from reader.parse.links import resolve
from reader.parse.meta import Head, head_of, language_tag
from reader.parse.people import clean_author, join_authors
from reader.parse.shown import author_shown, is_of_others
from reader.parse.titling import is_site, title_of
from reader.parse.tree import parse
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

ARTICLES = frozenset(
    (
        "Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle", "OpinionNewsArticle",
        "AnalysisNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle",
        "LiveBlogPosting", "TechArticle", "ScholarlyArticle", "SocialMediaPosting", "DiscussionForumPosting",
        "Review", "Recipe", "Blog_Posting", "MedicalScholarlyArticle", "AdvertiserContentArticle", "PodcastEpisode",
    )
)  # fmt: skip
_PAGES = frozenset(("WebPage", "ItemPage", "AboutPage", "VideoObject"))
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "datepublished", "date_published", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "article_date_original",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dc.date.created", "dcterms.date",
    "citation_publication_date", "citation_date", "originalpublicationdate", "published_time_telegram", "vr:published_time",
    "bt:pubdate", "iso-8601-publish-date", "date", "datecreated", "created",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "article:author:name", "og:article:author", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "dc.creator.name", "citation_author", "byl", "cxenseparse:author", "authors",
    "twitter:data1", "article.author", "creator", "og:author", "post_author", "news_author", "shareaholic:article_author_name",
)  # fmt: skip
_IMAGES = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "image",
    "thumbnail",
)
_NAMES = (
    "og:site_name",
    "application-name",
    "publisher",
    "dc.publisher",
    "apple-mobile-web-app-title",
    "al:android:app_name",
)


@dataclass(slots=True)
class Facts:
    """A page under reading: its tree, its head, its JSON-LD and the object in it that is the article."""

    tree: LexborHTMLParser
    url: str
    head: Head
    things: list[Thing]
    main: Thing | None


def page_of(html: str, url: str = "") -> Page:
    """What the page `html`, got from `url`, says of itself. Never raises; what is not said is empty."""
    return page_from(facts_of(parse(html), url))


def facts_of(tree: LexborHTMLParser, url: str = "") -> Facts:
    """The looked-up parts of a page that metadata, text and headlines share."""
    head = head_of(tree, url)
    found = things(tree)
    return Facts(tree, url, head, found, _main(found, url, head))


def page_from(facts: Facts) -> Page:
    """As `page_of`, on parts that are there already."""
    head, main = facts.head, facts.main
    by_id = {thing["@id"]: thing for thing in facts.things if isinstance(thing.get("@id"), str)}
    site = _site_name(facts, by_id)
    canonical = head.links.get("canonical", [])
    named, declared = feed_links(facts.tree, head)
    return Page(
        title=title_of(facts.tree, head, _headline(main), site, facts.url),
        author=_author(facts, by_id, site),
        published=_published(facts),
        updated=_first_date(
            head.language,
            [text_in(main.get("dateModified"))] if main else [],
            *(head.metas.get(n, []) for n in _UPDATED),
        ),
        language=head.language or (language_tag(text_in(main.get("inLanguage"))) if main else ""),
        image=_image(facts, by_id),
        site_name=site,
        canonical=next((url for link in canonical if (url := resolve(link["href"], head.base))), "")
        or resolve(head.first("og:url"), head.base),
        feeds=named,
        declared=declared,
    )


def _main(found: list[Thing], url: str, head: Head) -> Thing | None:
    """The object that is the article: by type, then by address, then the first."""
    articles = [thing for thing in found if types_of(thing) & ARTICLES]
    own = {_bare(url), _bare(head.first("og:url"))} - {""}
    for thing in articles:
        if own & {_bare(address_in(thing.get("url"))), _bare(address_in(thing.get("mainEntityOfPage")))}:
            return thing
    headed = [thing for thing in articles if text_in(thing.get("headline")) or text_in(thing.get("name"))]
    if headed:
        return headed[0]
    pages = [thing for thing in found if types_of(thing) & _PAGES]
    return articles[0] if articles else pages[0] if pages else None


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").partition("?")[0].partition("#")[0].rstrip("/")


def _headline(main: Thing | None) -> str:
    return clean_line(text_in(main.get("headline"))) if main and types_of(main) & ARTICLES else ""


def _author(facts: Facts, by_id: dict[str, Thing], site: str) -> str:
    """A person named in the metadata, else in the page, else the paper where it calls itself the author."""
    paper = ""
    for said in _authors_said(facts, by_id, site):
        if not is_site(said, site, facts.url):
            return said
        paper = paper or said
    return ("" if paper else _author_marked(facts, site)) or author_shown(facts.tree, site) or paper


def _authors_said(facts: Facts, by_id: dict[str, Thing], site: str) -> Iterator[str]:
    """Authors by JSON-LD, then by each of the meta names that give one."""
    main = facts.main
    if main is not None:
        names = names_in(main.get("author") or main.get("creator"), by_id)
        if joined := join_authors([clean_author(name, site) for name in names]):
            yield joined
    for name in _AUTHORS:
        if name == "twitter:data1" and not _says_author(facts.head.first("twitter:label1")):
            continue
        values = [clean_author(value, site) for value in facts.head.metas.get(name, [])]
        if joined := join_authors(values):
            yield joined


def _author_marked(facts: Facts, site: str) -> str:
    """Who stands in an element that says it holds the author, and none of a comment or another story."""
    for selector in ('[itemprop~="author"] [itemprop="name"]', '[itemprop~="author"]', 'a[rel~="author"]'):
        values = [
            clean_author(node.attributes.get("content") or node.text(separator=" ", strip=True), site)
            for node in facts.tree.css(selector)[:6]
            if not is_of_others(node)
        ]
        if joined := join_authors(values):
            return joined
    return ""


def _says_author(label: str) -> bool:
    return label.casefold().rstrip(":. ") in (
        "written by", "author", "by", "écrit par", "auteur", "par", "escrito por", "autor", "por", "كتب بواسطة", "الكاتب",
        "verfasst von", "geschrieben von", "von",
    )  # fmt: skip


def _published(facts: Facts) -> int | None:
    head, main = facts.head, facts.main
    said = []
    if main is not None:
        said = [text_in(main.get(name)) for name in ("datePublished", "dateCreated", "uploadDate")]
    found = _first_date(head.language, said, *(head.metas.get(name, []) for name in _PUBLISHED))
    if found is not None:
        return found
    for selector in (
        '[itemprop~="datePublished"]',
        "time[pubdate]",
        "article header time[datetime], header time[datetime], article time[datetime]",
        "time.published, time.entry-date, abbr.published, .date-published",
        "time[datetime]",
    ):
        for node in facts.tree.css(selector)[:3]:
            attributes = node.attributes
            given = (
                attributes.get("datetime")
                or attributes.get("content")
                or attributes.get("title")
                or node.text()
            )
            moment = parse_date(clean_line(given), language=head.language)
            if moment is not None:
                return moment
    modified = [text_in(main.get("dateModified"))] if main else []
    return _first_date(head.language, modified)


def _first_date(language: str, *groups: list[str]) -> int | None:
    for group in groups:
        for value in group:
            if value and (moment := parse_date(value, language=language)) is not None and moment > 0:
                return moment
    return None


def _image(facts: Facts, by_id: dict[str, Thing]) -> str:
    head, main = facts.head, facts.main
    for name in _IMAGES:
        for value in head.metas.get(name, []):
            if url := resolve(value, head.base):
                return url
    if main is not None:
        for place in (main.get("image"), main.get("thumbnailUrl")):
            if isinstance(place, dict) and "url" not in place and isinstance(place.get("@id"), str):
                place = by_id.get(place["@id"], place)
            if url := resolve(address_in(place), head.base):
                return url
    for link in head.links.get("image_src", []):
        if url := resolve(link["href"], head.base):
            return url
    return ""


def _site_name(facts: Facts, by_id: dict[str, Thing]) -> str:
    head, main = facts.head, facts.main
    if name := head.first("og:site_name"):
        return name
    if main is not None:
        names = names_in(main.get("publisher"), by_id)
        if names:
            return clean_line(names[0])
    for thing in facts.things:
        if types_of(thing) & {"WebSite", "NewsMediaOrganization"} and (
            name := clean_line(text_in(thing.get("name")))
        ):
            return name
    return head.first(*_NAMES)


def is_paper(author: str, page: Page) -> bool:
    """Whether `author` is only the name of the paper that `page` comes from."""
    return is_site(author, page.site_name, page.canonical)
