"""One item of RSS, one entry of Atom: its elements into a `Draft`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.parse.feeds.construct import html_of, kind_of, text_of, title_in, unpacked
from reader.parse.feeds.draft import MOST_CATEGORIES, MOST_ENCLOSURES, Draft
from reader.parse.feeds.persons import person
from reader.parse.feeds.vocabulary import field_of

if TYPE_CHECKING:
    from lxml import etree

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_MOST_AUTHORS = 20
_PAGES = ("", "text/html", "application/xhtml+xml")


class Reader:
    """Reads the items of one document. `url` is its address, `own` and `kind` the namespace and local name of its root.

    `based` says that xml:base stands in it, `mails` that authors' mail addresses are wanted with their names.
    """

    def __init__(self, own: str, url: str, *, kind: str, based: bool, mails: bool = False) -> None:
        self.own = own
        self.url = url
        self.based = based
        self.mails = mails
        self.unsaid = "text" if kind == "feed" else ""
        self.cdf = kind == "channel"
        self._fields: dict[str, str] = {}

    def field(self, element: etree._Element) -> str:
        """Which field `element` fills, "" for none."""
        tag: object = element.tag
        if not isinstance(tag, str):
            return ""
        found = self._fields.get(tag)
        if found is None:
            found = field_of(tag, element.prefix, self.own)
            if len(self._fields) < 2000:
                self._fields[tag] = found
        return found

    def base(self, element: etree._Element) -> str:
        """What addresses in `element` are relative to."""
        return (element.base or self.url) if self.based else self.url

    def draft(self, item: etree._Element, language: str) -> Draft:
        """What `item` says; `language` is what the elements around it say."""
        draft = Draft(base=self.base(item), language=language)
        if item.keys():
            draft.language = item.get(_LANG) or language
            draft.id = item.get(_ABOUT, "")
        seen: set[str] = set()
        fields = self._fields
        for child in item:
            field = fields.get(child.tag)
            if field is None:
                field = self.field(child)
            read = _READERS.get(field)
            if read is not None:
                read(self, draft, child, seen, field)
        if self.cdf:
            self._from_attributes(draft, item)
        return draft

    def _line(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        """A field that is a line of text: under its own name the last one counts, under another it only fills a gap."""
        text = text_of(child).strip()
        name = _LINES[field]
        if text and (field == name or not getattr(draft, name)):
            setattr(draft, name, text)

    def _text(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        name = "summary" if field == "description" else field
        attributes = child.keys()
        kind = kind_of(child, self.unsaid) if attributes else self.unsaid
        if kind == "other":
            return
        again = name in seen and bool(getattr(draft, name))
        if again and (name != "summary" or draft.content):
            return
        text = unpacked(text_of(child)) if kind == "base64" else html_of(child, kind, self.based)
        if not text or text.isspace():
            return
        if again:
            if len(text) > len(draft.summary):
                draft.content = text
            return
        seen.add(name)
        setattr(draft, name, text)
        if self.based and not draft.text_base:
            draft.text_base = self.base(child)
        if attributes and child.get(_LANG):
            draft.language = child.get(_LANG, "")

    def _title(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        if "title" in seen:
            return
        text, kind = title_in(child, self.unsaid)
        if text.strip():
            seen.add("title")
            draft.title, draft.title_kind = text, kind

    def _other_title(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        if "title" not in seen and not draft.title:
            draft.title = text_of(child)

    def _link(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        address = child.get("href")
        if address is None:
            text = text_of(child).strip() or child.get(_RESOURCE, "")
            if text and "link" not in seen:
                seen.add("link")
                draft.link = self._absolute(text, child)
            return
        relation = (child.get("rel") or "alternate").strip().lower()
        kind = child.get("type", "").strip().lower()
        if relation.endswith("alternate"):
            if kind in _PAGES and "link" not in seen:
                seen.add("link")
                draft.link = self._absolute(address, child)
            elif not draft.link:
                draft.link = self._absolute(address, child)
        elif relation == "enclosure" and len(draft.enclosures) < MOST_ENCLOSURES:
            draft.enclosures.append((self._absolute(address, child), kind, child.get("length", "")))

    def _absolute(self, address: str, child: etree._Element) -> str:
        if not self.based:
            return address
        from reader.parse.links import resolve

        return resolve(address, self.base(child))

    def _guid(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        text = text_of(child).strip()
        if text and "guid" not in seen:
            seen.add("guid")
            draft.id = text
            draft.permalink = child.get("isPermaLink", "true").strip().lower() != "false"

    def _identifier(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        if not draft.id:
            draft.id = text_of(child).strip()

    def _author(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        name = self.person(child)
        if name and "creator" in seen and "author" not in seen:
            draft.authors.clear()  # the feed's own author element outranks a module's
        if name and len(draft.authors) < _MOST_AUTHORS:
            seen.add("author")
            draft.authors.append(name)

    def _creator(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        name = person(text_of(child))
        if name and len(draft.authors) < _MOST_AUTHORS and not draft.authors:
            draft.authors.append(name)
            seen.add("creator")
        elif (
            name and name not in draft.authors and child.prefix in ("dc", "dcterms") and "author" not in seen
        ):
            draft.authors.append(name)

    def person(self, element: etree._Element) -> str:
        """The name in an author element, whether it is text or has a name, a mail address and a page."""
        if not len(element):
            return person(text_of(element))
        parts = {
            str(part.tag).rpartition("}")[2].lower(): text_of(part) for part in element.iterdescendants()
        }
        name = parts.get("name") or parts.get("email") or parts.get("uri") or text_of(element)
        return person(name, parts.get("email", "") if self.mails else "")

    def _category(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        named = child.get("label") or child.get("term") if child.keys() else None
        name = named or text_of(child)
        if name.strip() and len(draft.categories) < MOST_CATEGORIES:
            draft.categories.append(name)

    def _enclosure(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        address = child.get("url") or child.get(_RESOURCE) or child.get("href") or ""
        kind = child.get("type", "")
        if address and len(draft.enclosures) < MOST_ENCLOSURES:
            draft.enclosures.append((self._absolute(address, child), kind, child.get("length", "")))
        if kind.startswith("image/") and not draft.image:
            draft.image = self._absolute(address, child)

    def _source(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        if len(child):
            titles = (text_of(part) for part in child if self.field(part) == "title")
            draft.source = draft.source or next(titles, "")
        elif child.get("url"):
            draft.source = draft.source or text_of(child)

    def _image(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        address = child.get("href") or child.get("url") or child.get(_RESOURCE) or ""
        if not address and len(child):
            inner = (
                text_of(part) for part in child if str(part.tag).rpartition("}")[2].lower() in ("url", "link")
            )
            address = next(inner, "")
        address = (address or (text_of(child) if not len(child) else "")).strip()
        if address and not draft.image:
            draft.image = self._absolute(address, child)

    def _media(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        address, kind = child.get("url", ""), child.get("type", "")
        if child.get("medium") == "image" or kind.startswith("image/"):
            if address and not draft.image:
                draft.image = self._absolute(address, child)
        elif address and len(draft.enclosures) < MOST_ENCLOSURES:
            draft.enclosures.append((self._absolute(address, child), kind, child.get("fileSize", "")))
        self._group(draft, child, seen, field)

    def _group(self, draft: Draft, child: etree._Element, seen: set[str], field: str) -> None:
        for part in child:
            inner = self.field(part)
            if inner == "lead" and not draft.lead:
                draft.lead = html_of(part, "text" if part.get("type", "plain") == "plain" else "html", False)
            elif inner in ("dc_title", "thumbnail") or (inner == "media" and field == "group"):
                _READERS[inner](self, draft, part, seen, inner)

    def _from_attributes(self, draft: Draft, item: etree._Element) -> None:
        """The Channel Definition Format keeps link and date in the item's attributes."""
        for key, value in item.attrib.items():
            name = str(key).lower()
            if name == "href" and not draft.link:
                draft.link = self._absolute(str(value), item)
            elif name == "lastmod" and not draft.updated:
                draft.updated = str(value)


_LINES = {
    "published": "published",
    "updated": "updated",
    "modified": "updated",
    "date": "date",
    "created": "date",
    "language": "language",
}
_READERS = {
    **dict.fromkeys(_LINES, Reader._line),
    **dict.fromkeys(("description", "content", "lead"), Reader._text),
    "title": Reader._title,
    "dc_title": Reader._other_title,
    "link": Reader._link,
    "guid": Reader._guid,
    "identifier": Reader._identifier,
    "author": Reader._author,
    "creator": Reader._creator,
    "category": Reader._category,
    "enclosure": Reader._enclosure,
    "source": Reader._source,
    "image": Reader._image,
    "thumbnail": Reader._image,
    "media": Reader._media,
    "group": Reader._group,
}
