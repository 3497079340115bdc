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
    html = _stored(newsroom, article)
    if not html:
        return article
    import msgspec

    from reader.parse.blocks import blocks_of

    blocks = blocks_of(html, title=article.title, base=article.link, language=article.language)
    return newsroom.images.veiled(msgspec.structs.replace(article, blocks=blocks))


def html_of(newsroom: Newsroom, article: Article) -> str:
    """The sanitised HTML that is stored for the view of the entry, without images that are hidden or blocked."""
    from reader.parse.unpictured import unpictured

    return unpictured(
        _stored(newsroom, article), article.link, lambda urls: newsroom.images.shown(article.id, urls)
    )


def _stored(newsroom: Newsroom, article: Article) -> str:
    from reader.store.articles import body

    found = body(newsroom.db, article.id)
    return (found.content or found.summary) if article.view == "feed" else found.best
