"""A page under reading: what both choices of article text share, from the parsed page to the finished article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from reader.blocks import Block
from reader.model import Page
from reader.parse.around import Around, around
from reader.parse.blocks import render, source_of
from reader.parse.jsonld import text_in
from reader.parse.keeping import keep
from reader.parse.markup import html_of
from reader.parse.page import Facts, facts_of, is_paper, page_from
from reader.parse.passages import Layout, layout_of
from reader.parse.plain import plain_text
from reader.parse.preview import choose
from reader.parse.rules import Rule, inside, next_page, passages_inside, rule_for
from reader.parse.tidy import Tidied, tidy
from reader.parse.tree import parse


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """What a page tells: `page` its metadata, `blocks` its text, `html` the same as sanitised HTML, `text` as plain text.

    `text` is the article's own words, without what stands under images. Where no text was found all three are empty.
    `rule` names the person's rule that acted, `next` is the address of the article's next page, by that rule.
    """

    page: Page
    html: str = ""
    blocks: tuple[Block, ...] = ()
    text: str = ""
    rule: str = ""
    next: str = ""


@dataclass(slots=True)
class Reading:
    """The parsed page, its metadata, its boxes and passages, and the person's rule for its site."""

    facts: Facts
    page: Page
    layout: Layout
    rule: Rule | None

    @classmethod
    def of(cls, html: str, url: str, rules: Sequence[Rule]) -> Reading:
        """Parses `html`; never raises."""
        facts = facts_of(parse(html), url)
        body = facts.tree.body
        return cls(
            facts, page_from(facts), layout_of(body) if body is not None else Layout(), rule_for(rules, url)
        )

    def by_rule(self) -> list[bool] | None:
        """The passages that the person's rule names; None where there is no rule, or it names nothing here."""
        if self.rule is None or not self.rule.text:
            return None
        chosen = passages_inside(self.layout, inside(self.facts.tree, self.rule.text))
        return chosen if any(chosen) else None

    def quick(self) -> list[bool]:
        """The passages that the own pass chooses."""
        main = self.facts.main
        return choose(self.layout, text_in(main.get("articleBody")) if main else "")

    def length(self, chosen: list[bool]) -> int:
        """Letters in the `chosen` passages."""
        return sum(
            passage.length for passage, wanted in zip(self.layout.passages, chosen, strict=True) if wanted
        )

    def article(self, chosen: list[bool]) -> ParsedArticle:
        """The article made of the `chosen` passages, rendered from the page itself."""
        stripped: frozenset[int] = frozenset()
        acted, further = "", ""
        if self.rule is not None:
            stripped = inside(self.facts.tree, self.rule.strip)
            away = passages_inside(self.layout, stripped) if stripped else [False] * len(chosen)
            chosen = [wanted and not gone for wanted, gone in zip(chosen, away, strict=True)]
            further = (
                next_page(self.facts.tree, self.rule.next, self.facts.head.base) if self.rule.next else ""
            )
            acted = self.rule.host if stripped or further or self.by_rule() is not None else ""
        beside = around(self.layout, chosen)
        kept = keep(self.layout, chosen, self.page, self.facts.head.base)
        if kept is None:
            return ParsedArticle(self._completed(Tidied(()), beside), rule=acted, next=further)
        page = self.page
        source = source_of(kept.root, kept.root.html or "", base=self.facts.head.base, language=page.language)
        source.dropped = kept.dropped | stripped
        source.figures = kept.figures
        source.captions = kept.captions
        tidied = tidy(render(kept.root, source, page.title), author=page.author)
        return ParsedArticle(
            self._completed(tidied, beside),
            html_of(tidied.blocks),
            tidied.blocks,
            plain_text(tidied.blocks, captions=False),
            acted,
            further,
        )

    def _completed(self, tidied: Tidied, beside: Around) -> Page:
        """The metadata with what only the text says: byline, paper, day."""
        page = self.page
        author = page.author
        if not author or is_paper(author, page):
            author = tidied.byline or beside.byline or author
        times = (page.published, tidied.published, beside.published)
        return structs.replace(
            page,
            author=author,
            published=next((moment for moment in times if moment is not None), None),
            site_name=tidied.paper or beside.paper or page.site_name,
        )
