"""Icons of sites: every kind becomes one small square that reads on any ground; which address a feed names for its own."""

from __future__ import annotations

import io
import json
import struct

import pytest

from reader.parse.feed import parse_feed
from reader.parse.icon import SIDE, icon_of
from reader.parse.imagehead import ImageError, head_of
from reader.parse.watch import watched
from tests.parse.feeds import atom, item, rss

Image = pytest.importorskip("PIL.Image", reason="the extra telex[images] is not installed")
URL = "https://rade.example/feed"


def drawn(size: tuple[int, int], colour: tuple[int, ...], kind: str = "PNG", mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, colour).convert(mode).save(out, kind)
    return out.getvalue()


def seen(png: bytes) -> list[tuple[int, int, int]]:
    """The colours of the icon's corner and of its middle."""
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.size, image.mode) == ("PNG", (SIDE, SIDE), "RGB")
        return [image.getpixel(place) for place in ((0, 0), (SIDE // 2, SIDE // 2))]


@pytest.mark.parametrize("size", [(16, 16), (32, 32), (180, 180), (600, 600)])
@pytest.mark.parametrize("kind", ["ICO", "PNG", "JPEG", "GIF", "WEBP"])
def test_every_kind_and_size_becomes_a_small_square(kind: str, size: tuple[int, int]) -> None:
    png = icon_of(drawn(size, (200, 30, 40, 255), kind, "RGBA" if kind == "ICO" else "RGB"))
    for red, green, blue in seen(png):
        assert red > 150
        assert max(green, blue) < 80
    assert len(png) < 8_000
    assert head_of(png).type == "image/png"


@pytest.mark.parametrize(("ink", "is_light"), [((10, 10, 30, 255), True), ((250, 250, 240, 255), False)])
def test_behind_a_dark_icon_it_is_light_and_behind_a_light_one_dark(
    ink: tuple[int, ...], is_light: bool
) -> None:
    image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    image.paste(ink, (8, 8, 24, 24))
    out = io.BytesIO()
    image.save(out, "PNG")
    corner, middle = seen(icon_of(out.getvalue()))
    assert (min(corner) > 200) == is_light
    assert (max(corner) < 60) == (not is_light)
    assert middle == ink[:3]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html>no icon here</html>", "no PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"", "no PNG"),
        (b"\0\0\1\0", "broken"),
        (b"\0\0\1\0\1\0" + bytes(16), "broken"),
        (b"\0\0\1\0\1\0" + struct.pack("<4B2H2I", 16, 16, 0, 0, 1, 32, 900, 1 << 30), "broken"),
        (b"\0\0\1\0\xff\xff" + b"\x40" * 600, "broken"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 60_000, 60_000) + bytes(50), "million pixels"),
    ],
)
def test_what_is_none_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(ImageError, match=why):
        icon_of(data)


def test_banners_and_empty_icons_are_refused() -> None:
    with pytest.raises(ImageError, match="banner"):
        icon_of(drawn((300, 40), (200, 30, 40, 255)))
    with pytest.raises(ImageError, match="empty"):
        icon_of(drawn((32, 32), (200, 30, 40, 0)))


def test_a_bomb_inside_an_icon_file_is_refused() -> None:
    """A directory that says 16 by 16, and a PNG in it that unfolds to 900 million pixels."""
    wide = (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 30_000, 30_000) + b"\x08\x06\0\0\0" + bytes(40)
    )
    head = b"\0\0\1\0\1\0" + struct.pack("<4B2H2I", 16, 16, 0, 0, 1, 32, len(wide), 22)
    with pytest.raises(ImageError):
        icon_of(head + wide)


SQUARE = "<image><url>/i.png</url><width>32</width><height>32</height></image>"


@pytest.mark.parametrize(
    ("data", "icon"),
    [
        (atom("", "<title>T</title><icon>/i.png</icon><logo>/wide.png</logo>"), "https://rade.example/i.png"),
        (rss(item(1), f"<title>T</title>{SQUARE}"), "https://rade.example/i.png"),
        (rss(item(1), f"<title>T</title>{SQUARE}".replace("32</h", "90</h")), ""),
        (rss(item(1), "<title>T</title><image><url>/logo.png</url></image>"), ""),
        (rss(item(1), "<title>T</title><itunes:image href='/cover.jpg'/>"), ""),
        (rss(item(1)), ""),
        (json.dumps({"favicon": "/f.png", "icon": "/large.png", "items": []}).encode(), "https://rade.example/f.png"),
        (json.dumps({"icon": "javascript:x()", "items": []}).encode(), ""),
    ],
    ids=["atom", "square", "high", "unsaid", "cover", "none", "json", "no address"],
)  # fmt: skip
def test_a_feed_names_its_icon(data: bytes, icon: str) -> None:
    assert parse_feed(data, url=URL).icon == icon


def test_a_watched_page_names_its_icon() -> None:
    links = '<link rel="icon" type="image/svg+xml" href="/i.svg"><link rel="shortcut icon" href="img/i.png">'
    page = (
        f"<html><head><title>T</title>{links}</head><body><a href='/1'>Le port rouvre lundi</a></body></html>"
    )
    assert watched(page, "https://rade.example/une/", {}).icon == "https://rade.example/une/img/i.png"
