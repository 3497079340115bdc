"""inspect: one JSON line a file in the order given, from files, folders, stdin and gzip; bad files are lines too."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from reader.cli import inspecting
from reader.demo.server import Serving, serve
from tests.cli.helpers import ROOT, Telex

CORPUS = ROOT.parent / "shared" / "corpus"
FEED_FIELDS = ["path", "title", "link", "language", "entries"]
ENTRY_FIELDS = [
    *(
        "id",
        "title",
        "link",
        "author",
        "published",
        "updated",
        "language",
        "summary",
        "content",
        "categories",
        "enclosures",
    ),
]
PAGE_FIELDS = ["path", "title", "author", "published", "language", "image", "site_name", "feeds"]


@pytest.fixture(scope="module")
def press() -> Iterator[Serving]:
    with serve(1_790_000_000) as running:
        yield running


@pytest.fixture(scope="module")
def files(press: Serving, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo press's feeds, one of them packed, and a folder within."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "z").mkdir()
    for paper, feed in zip(press.papers, press.feeds, strict=True):
        with urlopen(feed.url) as answer:
            body = answer.read()
        name = folder / f"{paper.slug}.{paper.form}"
        if paper.slug == "faro":
            (folder / "faro.xml.gz").write_bytes(gzip.compress(body[:500]) + gzip.compress(body[500:]))
        elif paper.slug == "signal":
            (folder / "z" / "signal.json").write_bytes(body)
        else:
            name.write_bytes(body)
    return folder


def page(press: Serving, path: str) -> bytes:
    with urlopen(press.base + path) as answer:
        body: bytes = answer.read()
    return body


def test_a_folder_is_read_in_order_and_whole(telex: Telex, files: Path, press: Serving) -> None:
    done = telex("inspect", "feed", str(files), "--json")
    assert (done.code, done.err) == (0, "")
    found = done.objects
    assert [one["path"] for one in found] == sorted(one["path"] for one in found)
    assert {one["title"]: len(one["entries"]) for one in found} == {
        paper.title: len(paper.pieces) for paper in press.papers
    }
    for one in found:
        assert list(one)[: len(FEED_FIELDS)] == FEED_FIELDS
        for entry in one["entries"]:
            assert list(entry) == ENTRY_FIELDS
            assert entry["published"] is None or entry["published"].endswith("Z")


def test_files_come_in_the_order_given_and_bad_ones_are_lines_too(
    telex: Telex, files: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<html><body>no feed")
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    names = [
        str(files / "ledger.rss"),
        str(bad),
        str(tmp_path / "nowhere"),
        str(empty),
        str(files / "courrier.rss"),
    ]
    done = telex("inspect", "feed", *names)
    assert done.code == 1
    assert [one["path"] for one in done.objects] == names
    assert ["error" in one for one in done.objects] == [False, True, True, True, False]
    assert len(done.err.splitlines()) == 3
    assert "Traceback" not in done.err


@pytest.mark.parametrize("kind", ["feed", "page"])
def test_timings_are_said_beside_the_lines_and_count_what_was_unpacked(
    telex: Telex, files: Path, tmp_path: Path, kind: str
) -> None:
    body = gzip.decompress((files / "faro.xml.gz").read_bytes()) + b" " * 2_000_000
    (tmp_path / "one.xml").write_bytes(body)
    (tmp_path / "two.xml.gz").write_bytes(gzip.compress(body))
    done = telex("inspect", kind, str(tmp_path), "--timings")
    assert (done.code, len(done.objects)) == (0, 2)
    said = re.fullmatch(
        r"telex: 2 files, ([\d.]+) MB in ([\d.]+) s of the parser's processor time: ([\d.]+) MB/s; "
        r"the slowest took (\d+) ms \(.*(?:one\.xml|two\.xml\.gz)\)\n",
        done.err,
    )
    assert said is not None, done.err
    assert float(said[1]) == round(2 * len(body) / 1e6, 1)
    assert float(said[3]) * (float(said[2]) + 0.005) >= float(said[1]) * 0.99


def test_timings_of_nothing(telex: Telex, tmp_path: Path) -> None:
    done = telex("inspect", "feed", str(tmp_path), "--timings")
    assert (done.code, done.out, done.err) == (0, "", "telex: Nothing was parsed.\n")


def test_stdin(process: Telex, files: Path) -> None:
    body = (files / "ledger.rss").read_bytes()
    done = process("inspect", "feed", "-", stdin=body)
    assert done.code == 0
    assert done.objects[0]["path"] == "-"
    assert len(done.objects[0]["entries"]) == 16


def test_gzip_is_unpacked_whole_and_bounded(
    telex: Telex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspecting, "LIMIT", 1 << 20)
    names = {
        "bomb.gz": gzip.compress(bytes(50 << 20)),
        "cut.gz": gzip.compress(os.urandom(5000))[:3000],
        "no.gz": b"plain",
        "large": bytes((1 << 20) + 1),
    }
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
    for kind in ("feed", "page"):
        done = telex("inspect", kind, *(str(tmp_path / name) for name in names))
        assert done.code == 1
        assert len(done.objects) == len(names)
    errors = [one["error"] for one in done.objects]
    assert [
        word in error
        for word, error in zip(("more than", "ends", "not whole", "larger"), errors, strict=True)
    ] == [True] * 4


def test_a_page_and_an_article(telex: Telex, press: Serving, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(page(press, "/signal/tide-machine"))
    url = f"{press.base}/signal/tide-machine"
    found = telex("inspect", "page", str(file), "--url", url).objects[0]
    assert list(found) == PAGE_FIELDS
    assert found["title"].startswith("The tide machine of Port Ansel")
    assert found["author"] == "Wren Okonjo-Hale"
    assert found["language"] == "en"
    assert found["feeds"][0]["url"] == f"{press.base}/signal/feed.json"
    article = telex("inspect", "article", str(file), "--url", url).objects[0]
    assert list(article) == [*PAGE_FIELDS, "text", "html", "blocks"]
    assert "restoration that took eleven winters" in article["text"]
    assert all(block["kind"] for block in article["blocks"])


def test_headlines_of_the_aggregators_front_page(telex: Telex, press: Serving, tmp_path: Path) -> None:
    file = tmp_path / "front.html"
    file.write_bytes(page(press, "/kiosque/"))
    items = telex("inspect", "headlines", str(file), "--url", f"{press.base}/kiosque/").objects[0]["items"]
    titles = [item["title"] for item in items]
    newest = sorted(
        ((p.published, p.title) for paper in press.papers for p in paper.pieces if p.published is not None),
        reverse=True,
    )[:40]
    found = sum(title in titles for _, title in newest)
    assert found >= 36
    assert all(item["link"].startswith(press.base) for item in items)


def test_a_page_flattened_to_text(telex: Telex, press: Serving, tmp_path: Path) -> None:
    titles = [piece.title for piece in press.papers[0].pieces]
    file = tmp_path / "page.txt"
    file.write_text("".join(title + "\N{NO-BREAK SPACE}" * 4 for title in titles), encoding="utf-8")
    items = telex("inspect", "headlines", str(file)).objects[0]["items"]
    assert items == [{"title": title, "link": None, "source": None, "published": None} for title in titles]


def test_nothing_is_written(telex: Telex, files: Path, data: Path) -> None:
    telex("inspect", "feed", str(files))
    assert not data.exists()


@pytest.mark.skipif(not (CORPUS / "feeds").is_dir(), reason="needs the corpus of real feeds")
def test_every_real_feed_gives_a_line(process: Telex) -> None:
    done = process("inspect", "feed", str(CORPUS / "feeds"), "--json")
    found = done.objects
    assert len(found) == len([p for p in (CORPUS / "feeds").rglob("*") if p.is_file()])
    assert sum(len(one.get("entries", ())) for one in found) >= 3_000
    assert "Traceback" not in done.err


@pytest.mark.skipif(not (CORPUS / "seed.txt").is_file(), reason="needs the corpus")
def test_the_real_flattened_page(process: Telex) -> None:
    name = str(CORPUS / "seed.txt")
    assert len(process("inspect", "headlines", name).objects[0]["items"]) == 48
    article = json.loads(process("inspect", "article", name).out)
    assert article["published"] == "2022-01-17T00:00:00Z"
    assert article["text"]
