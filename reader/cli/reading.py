"""An article for commands: with its blocks, also where the engine has not prepared them yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.blocks import Article
    from reader.newsroom import Newsroom


def read_article(newsroom: Newsroom, entry_id: int, view: str = "") -> Article | None:
    """The entry with its text, in one of its views ("" is the fullest); None where there is no such entry."""
    article = newsroom.article(entry_id, view)
    if article is None or article.blocks:
        return article
    html = newsroom.stored_html(article)
    if not html:
        return article
    import msgspec

    from reader.parse.blocks import blocks_of

    blocks = blocks_of(html, title=article.title, base=article.link, language=article.language)
    return newsroom.images.veiled(msgspec.structs.replace(article, blocks=blocks))
