"""A person's rules for sites whose article text is not found by itself (R18): CSS selectors in one TOML file.

[[site]]
host = "gazette.example"        # and its subdomains; "gazette.example/blog" only below that path
text = ["div.story"]            # what holds the text; without it only `strip` and `next` act
strip = [".promo", "#more"]     # what goes
next = "a.next-page"            # the link to the next page of the article
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from reader.parse.links import resolve
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from reader.parse.passages import Layout

_MOST = 2000
_LONGEST = 1000


class RuleError(Exception):
    """A rule cannot be used. Its text is one sentence that names the site and the part."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to read one site's articles."""

    host: str
    text: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    next: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    site: tuple[Rule, ...] = ()


def read_rules(data: bytes) -> tuple[Rule, ...]:
    """The rules in a TOML file. Raises `RuleError` for the first that is wrong."""
    try:
        rules = msgspec.toml.decode(data, type=_File).site
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"The rules for sites cannot be read: {clean_line(str(error), 200)}.") from None
    if len(rules) > _MOST:
        raise RuleError(f"There are more than {_MOST} rules for sites.")
    for rule in rules:
        if not rule.host.partition("/")[0].strip("."):
            raise RuleError("A rule for a site names no host.")
        for selector in (*rule.text, *rule.strip, *((rule.next,) if rule.next else ())):
            check_selector(selector, f"the rule for {rule.host}")
    return rules


def check_selector(selector: str, place: str) -> None:
    """Raises `RuleError` where `selector`, which stands in `place`, is no CSS selector."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    if len(selector) <= _LONGEST:
        try:
            LexborHTMLParser("<p>").css(selector)
        except (SelectolaxError, ValueError):
            pass
        else:
            return
    raise RuleError(f"In {place}, “{clean_line(selector, 60)}” is no CSS selector.")


def rule_for(rules: Sequence[Rule], url: str) -> Rule | None:
    """The most particular rule for the page at `url`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    fitting = [rule for rule in rules if _fits(rule.host.lower(), host, parts.path)]
    return max(fitting, key=lambda rule: len(rule.host), default=None)


def _fits(wanted: str, host: str, path: str) -> bool:
    name, slash, below = wanted.partition("/")
    name = name.removeprefix("www.")
    return (host == name or host.endswith("." + name)) and (not slash or path.startswith("/" + below))


def inside(tree: LexborHTMLParser, selectors: Sequence[str]) -> frozenset[int]:
    """The elements (`mem_id`) that any of `selectors` names."""
    return frozenset(node.mem_id for selector in selectors for node in tree.css(selector))


def passages_inside(layout: Layout, elements: frozenset[int]) -> list[bool]:
    """For each passage, whether it stands inside one of `elements`."""
    known: dict[int, bool] = {}
    out = []
    for passage in layout.passages:
        climbed: list[int] = []
        node = passage.nodes[0].parent
        found = False
        while node is not None:
            name = node.mem_id
            if name in known:
                found = known[name]
                break
            climbed.append(name)
            if name in elements:
                found = True
                break
            node = node.parent
        known.update(dict.fromkeys(climbed, found))
        out.append(found)
    return out


def next_page(tree: LexborHTMLParser, selector: str, base: str) -> str:
    """The address of the link that `selector` names, or that stands in the element it names; "" where there is none."""
    node = tree.css_first(selector)
    if node is not None and node.tag != "a":
        node = node.css_first("a[href]")
    return resolve(node.attributes.get("href"), base) if node is not None else ""
