"""Books of articles: whole, strict XHTML, every link inside leads somewhere, and what epubcheck says where it is there."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.blocks import Article, Figure, Paragraph, Picture, Quote, Span
from reader.cli.epub import epub
from reader.newsroom import Newsroom
from reader.typeset.xhtml import Writer, book_address
from tests.cli.helpers import NOW, Telex
from tests.typeset.samples import ALL, article

XHTML = "{http://www.w3.org/1999/xhtml}"
NASTY = "a\x1b[2J\x00 <b>&amp; ]]> \ufffe \u202e \ud800"


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
        + chunk(b"IEND", b"")
    )


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        first = pack.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert pack.testzip() is None
        return {name: pack.read(name) for name in pack.namelist()}


def check(data: bytes) -> dict[str, ElementTree.Element]:
    """Its documents, after a look that every one is XML, ids stand once and links inside lead somewhere."""
    files = opened(data)
    assert files["mimetype"] == b"application/epub+zip"
    trees = {
        name: ElementTree.fromstring(text)
        for name, text in files.items()
        if name.endswith((".xhtml", ".opf", ".xml"))
    }
    for name, tree in trees.items():
        ids = [node.get("id") for node in tree.iter() if node.get("id")]
        assert len(ids) == len(set(ids)), name
        for node in tree.iter():
            target = node.get("href") or node.get("src") or ""
            if target.startswith("#"):
                assert target[1:] in ids, (name, target)
            elif target and not target.startswith(("http://", "https://", "mailto:")):
                assert f"{name.rpartition('/')[0]}/{target}" in files, (name, target)
    return trees


def words(tree: ElementTree.Element) -> str:
    return " ".join("".join(tree.itertext()).split())


def test_every_kind_of_block_in_four_languages() -> None:
    trees = check(epub(ALL, NOW, title="Pour l’avion"))
    chapters = [tree for name, tree in sorted(trees.items()) if name.startswith("book/a")]
    assert [tree.get("dir") for tree in chapters] == ["ltr", "rtl", "ltr", "ltr"]
    assert [tree.get("lang") for tree in chapters] == ["fr", "ar", "es", "en"]
    for one, tree in zip(ALL, chapters, strict=True):
        said = words(tree)
        assert one.title in said
        assert one.author in said
    used = {node.tag.removeprefix(XHTML) for tree in chapters for node in tree.iter()}
    assert used >= {"p", "h2", "blockquote", "table", "pre", "aside", "ul", "ol", "figure", "dl", "hr"}
    contents = trees["book/nav.xhtml"]
    assert "Le Courrier des Îles" in words(contents)
    package = ElementTree.tostring(trees["book/package.opf"], "unicode")
    assert "Pour l’avion" in package
    assert 'page-progression-direction="ltr"' in package


def test_a_book_in_arabic_turns_its_pages_that_way() -> None:
    package = ElementTree.tostring(check(epub(ALL[1:2], NOW))["book/package.opf"], "unicode")
    assert 'page-progression-direction="rtl"' in package


def test_papers_stand_together() -> None:
    trees = check(epub([ALL[0], ALL[3], ALL[0]], NOW))
    papers = [node.text for node in trees["book/nav.xhtml"].iter(f"{XHTML}span")]
    assert papers == [ALL[0].source, ALL[3].source]


def test_pictures_that_are_stored_are_in_it_once_and_others_are_linked() -> None:
    here, gone = Picture("https://a.example/1.png", "Le phare"), Picture("https://a.example/2.png", "La mer")
    one = article(Figure(images=(here, gone), caption=(Span("Vellane"),)), Figure(images=(here,)))
    data = epub([one], NOW, picture=lambda url: (png(), "image/png") if url == here.url else None)
    trees = check(data)
    images = list(trees["book/a00001.xhtml"].iter(f"{XHTML}img"))
    assert [(node.get("src"), node.get("alt")) for node in images] == [("p00001.png", "Le phare")] * 2
    assert opened(data)["book/p00001.png"] == png()
    assert "[La mer]" in words(trees["book/a00001.xhtml"])


def test_hostile_text_is_text() -> None:
    one = article(
        Paragraph(text=(Span(NASTY, "b", href="javascript:alert(1)"), Span("x", note="no-such-note"))),
        Quote(blocks=(Paragraph(text=(Span("y", href='https://a.example/ö?q=<>"&\x1b'),)),)),
        title=NASTY,
    )
    tree = check(epub([one], NOW))["book/a00001.xhtml"]
    said = ElementTree.tostring(tree, "unicode")
    assert "javascript" not in said
    assert "<b>" in words(tree)
    assert "\x1b" not in said


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.sampled_from(["", "b", "ibcsum^_", "xyz"]))
def test_any_text_is_well_formed(words: str, address: str, marks: str) -> None:
    block = Paragraph(text=(Span(words, marks, href=f"https://a.example/{address}"),))
    ElementTree.fromstring(f'<r xmlns:epub="e">{Writer().document([block])}</r>')
    assert book_address(f"https://a.example/{address}").isascii()


def test_the_command_writes_a_book_and_never_over_another(
    newsroom: Newsroom, telex: Telex, tmp_path: Path
) -> None:
    target = tmp_path / "news.epub"
    assert telex("export", "epub", "--to", str(target), "limit:20", "--title", "On the plane").code == 0
    trees = check(target.read_bytes())
    assert len([name for name in trees if name.startswith("book/a")]) == 20
    before = target.read_bytes()
    assert telex("export", "epub", "--to", str(target)).code == 1
    assert target.read_bytes() == before
    nothing = telex("export", "epub", "title:nosuchwordanywhere")
    assert (nothing.code, nothing.out) == (1, "")
    assert "nothing to make a book of" in nothing.err


def epubcheck() -> list[str]:
    place = shutil.which("epubcheck")
    return ["java", "-jar", place] if place and shutil.which("java") else []


@pytest.mark.skipif(not epubcheck(), reason="epubcheck (a Debian package) is not here")
def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    books: list[tuple[str, list[Article]]] = [("all", list(ALL)), ("arabic", [ALL[1]])]
    for name, articles in books:
        file = tmp_path / f"{name}.epub"
        file.write_bytes(epub(articles, NOW, picture=lambda _: (png(), "image/png")))
        done = subprocess.run(
            [*epubcheck(), str(file)], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
