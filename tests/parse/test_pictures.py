"""Images, figures, captions, players: found in many markups, counters left out."""

from __future__ import annotations

import pytest

from reader.blocks import Block, Figure, Media, Paragraph, Span, plain
from reader.parse.blocks import blocks_of
from reader.parse.sanitize import sanitize

BASE = "https://gazette.example/2024/05/port.html"


def only(html: str) -> Block:
    blocks = blocks_of(html, base=BASE)
    assert len(blocks) == 1, blocks
    return blocks[0]


def test_figures_have_caption_and_credit() -> None:
    block = only(
        '<figure><img src="/port.jpg" alt="Le quai" width="640" height="480">'
        '<figcaption>Le port <b>neuf</b>. <span class="credit">Photo Lina Sabir</span></figcaption></figure>'
    )
    assert isinstance(block, Figure)
    assert block.images[0].url == "https://gazette.example/port.jpg"
    assert (block.images[0].alt, block.images[0].width, block.images[0].height) == ("Le quai", 640, 480)
    assert plain(block.caption) == "Le port neuf."
    assert plain(block.credit) == "Photo Lina Sabir"


@pytest.mark.parametrize(
    "html",
    [
        '<figure><img src="/p.jpg"><p>Légende.</p></figure>',
        '<div class="wp-caption"><img src="/p.jpg"><p>Légende.</p></div>',
        '<div><img src="/p.jpg"><p class="wp-caption-text">Légende.</p></div>',
        '<img src="/p.jpg"><div class="image-caption">Légende.</div>',
        '<figure><a href="/p"><picture><source srcset="/p.webp 2x"><img src="/p.jpg"></picture></a>'
        "<figcaption><p>Légende.</p></figcaption></figure>",
    ],
)
def test_captions_in_many_markups(html: str) -> None:
    block = only(html)
    assert isinstance(block, Figure)
    assert plain(block.caption) == "Légende."


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "a.jpg"),
        ('<img src="/img/blank.gif" data-lazy-src="/a.jpg">', "a.jpg"),
        ('<img src="/water.svg" data-td-src-property="/a.jpg">', "a.jpg"),
        ('<img class="lazy" src="/logo.png" data-src="/a.jpg">', "a.jpg"),
        ('<img class="lazy" src="/a.jpg">', "a.jpg"),
        ('<img srcset="/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w">', "l.jpg"),
        ('<picture><source data-srcset="/w.webp 1x, /x.webp 2x"><img alt="x"></picture>', "x.webp"),
    ],
)
def test_images_that_wait_for_scripts(image: str, name: str) -> None:
    block = only(image)
    assert isinstance(block, Figure)
    assert block.images[0].url == f"https://gazette.example/{name}"


def test_an_image_and_its_copy_without_scripts_are_one() -> None:
    assert len(blocks_of('<img src="/a.jpg"><noscript><img src="/a.jpg"></noscript>', base=BASE)) == 1


def test_counters_and_empty_images_are_nothing() -> None:
    assert (
        blocks_of('<img src="https://c.example/p.gif" width="1" height="1"><img><img src="javascript:x">')
        == ()
    )


@pytest.mark.parametrize(
    "image", ['<img class="wp-smiley" alt="🎉" src="/1.png">', '<img alt="🎉" src="/1.png">']
)
def test_emoji_images_are_text(image: str) -> None:
    assert only(f"<p>Bravo {image}</p>") == Paragraph(text=(Span("Bravo 🎉"),))


def test_an_image_inside_a_paragraph_stands_after_it() -> None:
    blocks = blocks_of('<p>Avant <img src="/a.jpg"> après.</p>', base=BASE)
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Figure"]


@pytest.mark.parametrize(
    ("html", "media"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/abcdefghijk?x=1" title="Le port"></iframe>',
            Media(title="Le port", host="youtube.com", url="https://www.youtube.com/watch?v=abcdefghijk"),
        ),
        (
            '<iframe src="//player.vimeo.com/video/123456"></iframe>',
            Media(title="vimeo.com", host="vimeo.com", url="https://vimeo.com/123456"),
        ),
        (
            '<video title="Marée"><source src="/m.mp4">Votre navigateur est vieux.</video>',
            Media(title="Marée", host="gazette.example", url="https://gazette.example/m.mp4"),
        ),
        (
            '<audio src="https://son.example/a.mp3"></audio>',
            Media(title="son.example", host="son.example", url="https://son.example/a.mp3"),
        ),
    ],
)
def test_players_are_links(html: str, media: Media) -> None:
    assert only(html) == media


def test_frames_that_only_count_are_nothing() -> None:
    assert blocks_of('<iframe src="https://c.example/" width="0" height="0"></iframe><iframe></iframe>') == ()


def test_a_player_that_was_sanitised_is_a_player_again() -> None:
    html = sanitize('<p>Voir :</p><iframe src="https://son.example/a"></iframe>', BASE)
    assert blocks_of(html)[-1] == Media(title="son.example", host="son.example", url="https://son.example/a")
