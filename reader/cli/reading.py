"""An article for commands: with its blocks, also where the engine has not prepared them yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.blocks import Article
    from reader.newsroom import Newsroom


def read_article(newsroom: Newsroom, entry_id: int) -> Article | None:
    """The entry with its text; None where there is no such entry."""
    article = newsroom.article(entry_id)
    if article is None or article.blocks:
        return article
    html = best_html(newsroom, entry_id)
    if not html:
        return article
    import msgspec

    from reader.parse.blocks import blocks_of

    blocks = blocks_of(html, title=article.title, base=article.link, language=article.language)
    return msgspec.structs.replace(article, blocks=blocks)


def best_html(newsroom: Newsroom, entry_id: int) -> str:
    """The fullest sanitised HTML that is stored for the entry."""
    from reader.store.articles import body

    return body(newsroom.db, entry_id).best
