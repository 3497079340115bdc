"""mark, undo, sources, export, import and add --starter: what they change, what they say, what comes back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.newsroom import Newsroom
from reader.starters import load
from tests.cli.helpers import Telex


def states(telex: Telex) -> dict[int, tuple[bool, bool, bool]]:
    return {one["id"]: (one["read"], one["starred"], one["later"]) for one in telex("list", "--json").objects}


@pytest.mark.parametrize(
    ("mark", "place", "value"),
    [("read", 0, True), ("star", 1, True), ("later", 2, True)],
    ids=["read", "star", "later"],
)
def test_each_mark_falls_on_what_the_query_finds_and_on_nothing_else(
    telex: Telex, store: Path, mark: str, place: int, value: bool
) -> None:
    before = states(telex)
    spanish = {one["id"] for one in telex("list", "lang:es", "--json").objects}
    done = telex("mark", mark, "lang:es")
    assert (done.code, done.err) == (0, "")
    assert "100 entries" in done.out
    after = states(telex)
    for number, state in after.items():
        wanted = list(before[number])
        if number in spanish:
            wanted[place] = value
        assert state == tuple(wanted)
    back = {"read": "unread", "star": "unstar", "later": "unlater"}[mark]
    assert telex("mark", back, "lang:es").code == 0
    assert states(telex) == before


def test_everything_only_by_an_empty_query(telex: Telex, store: Path) -> None:
    assert telex("mark", "read").code == 2
    assert telex("mark", "read", "").code == 0
    assert telex("list", "is:unread").out == ""


def test_tags_are_put_on_and_taken_off(telex: Telex, store: Path) -> None:
    assert telex("mark", "tag:to keep", "lang:fr", "limit:3").code == 0
    found = telex("list", 'tag:"to keep"', "--json").objects
    assert len(found) == 3
    assert telex("show", str(found[0]["id"]), "--json").objects[0]["tags"] == ["to keep"]
    assert telex("mark", "untag:to keep", 'tag:"to keep"').code == 0
    assert telex("list", 'tag:"to keep"').out == ""


def test_undo_takes_steps_back_in_their_order(telex: Telex, store: Path) -> None:
    before = states(telex)
    telex("mark", "read", "lang:fr")
    between = states(telex)
    telex("mark", "star", "lang:ar")
    telex("mark", "tag:x", "lang:en")
    done = telex("undo", "2", "--json")
    assert [one["kind"] for one in done.objects] == ["tag", "mark-all"]
    assert states(telex) == between
    assert telex("undo").out.startswith("Taken back: ")
    assert states(telex) == before
    nothing = telex("undo")
    assert (nothing.code, nothing.out) == (1, "")
    assert telex("mark", "star", "lang:ar").code == 0
    too_many = telex("undo", "5")
    assert too_many.code == 1
    assert "Only 1" in too_many.err


def test_a_mark_that_changes_nothing_says_so(telex: Telex, store: Path) -> None:
    telex("mark", "read", "key:1")
    again = telex("mark", "read", "key:1")
    assert (again.code, again.out) == (0, "Nothing was changed.\n")
    assert telex("mark", "read", "key:1", "--json").objects[0]["count"] == 0


def test_sources_are_listed_by_folder(telex: Telex, newsroom: Newsroom) -> None:
    newsroom.add_feed("https://one.example/feed", title="One", folder=("World", "South"))
    done = telex("sources")
    assert "World / South" in done.lines
    objects = telex("sources", "--json").objects
    assert len(objects) == 5
    one = next(source for source in objects if source["url"] == "https://one.example/feed")
    assert (one["folder"], one["status"], one["total"], one["error"]) == (["World", "South"], "new", 0, None)
    assert list(one) == [
        *(
            "id",
            "name",
            "slug",
            "title",
            "url",
            "link",
            "language",
            "folder",
            "unread",
            "total",
            "status",
            "error",
        ),
        *("failures", "added", "fetched", "succeeded", "changed", "next", "why", "interval", "hub", "state"),
        *("health", "newest", "rhythm", "week", "read", "size", "moved", "settings"),
    ]


def test_a_row_and_a_screen_opened_side_by_side_see_each_others_marks(
    telex: Telex, newsroom: Newsroom
) -> None:
    newsroom.mark([400], starred=True)
    assert [one["id"] for one in telex("list", "is:starred", "--json").objects] == [400]
    telex("mark", "read", "key:399")
    newsroom.generation()
    assert newsroom.view("key:399").rows(0, 1)[0].read


def test_markdown_goes_into_files_that_are_never_written_over(
    telex: Telex, store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    done = telex("export", "markdown", "limit:7", "--to", str(folder))
    assert done.code == 0
    files = sorted(folder.iterdir())
    assert len(files) == 7
    for file in files:
        assert file.suffix == ".md"
        assert len(os.fsencode(file.name)) <= 120
        assert file.name[0] not in ".-"
        assert file.read_text(encoding="utf-8").startswith("# ")
    texts = [file.read_bytes() for file in files]
    again = telex("export", "markdown", "limit:7", "--to", str(folder))
    assert again.code == 1
    assert "exists" in again.err
    assert [file.read_bytes() for file in files] == texts


def test_export_html_is_one_page_or_a_file_an_entry(telex: Telex, store: Path, tmp_path: Path) -> None:
    whole = telex("export", "html", "limit:7", "--title", "Sept & co").out
    assert whole.count("<!DOCTYPE html>") == whole.count("<title>Sept &amp; co</title>") == 1
    assert whole.count("<article lang=") == whole.count("</article>") == 7
    folder = tmp_path / "pages"
    assert telex("export", "html", "limit:7", "--to", str(folder)).code == 0
    files = list(folder.glob("*.html"))
    assert len(files) == 7
    assert all(file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>\n<html lang=") for file in files)


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_an_export_never_goes_through_a_link(telex: Telex, store: Path, tmp_path: Path) -> None:
    (tmp_path / "link.xml").symlink_to(tmp_path / "target.xml")
    assert telex("export", "atom", "limit:1", "--to", str(tmp_path / "link.xml")).code == 1
    assert not (tmp_path / "target.xml").exists()


@pytest.mark.parametrize(
    "title",
    [
        "../../etc/passwd",
        "a/b\\c",
        "",
        "   ",
        ".hidden",
        "-rf",
        "CON",
        "x" * 500,
        "\u0627" * 400,
        "a\x00b",
        "🎉",
    ],
)
def test_file_names_hold_nothing_but_letters_and_a_hash(title: str) -> None:
    from reader.text.files import file_name

    name = file_name(title, 7, "https://example.org/")
    assert len(name.encode()) <= 120
    assert not set(name) & set('/\\\0:*?"<>|')
    assert name[0] not in ".-"
    assert name != file_name(title, 8, "https://example.org/")


def test_opml_takes_no_query(telex: Telex, store: Path) -> None:
    assert telex("export", "opml", "is:unread").code == 2


def test_a_starter_pack_is_subscribed_to_without_a_request(telex: Telex, data: Path) -> None:
    pack = load("morocco-ar")
    preview = telex("add", "--starter", "morocco-ar", "--dry-run", "--json").objects
    assert [one["url"] for one in preview] == [feed.url for feed in pack.chosen]
    assert telex("sources", "--json").objects == []
    done = telex("add", "--starter", "morocco-ar")
    assert done.code == 0
    sources = telex("sources", "--json").objects
    assert [one["url"] for one in sources] == [feed.url for feed in pack.chosen]
    assert {tuple(one["folder"]) for one in sources} == {(pack.title,)}
    assert {one["status"] for one in sources} == {"new"}
    again = telex("add", "--starter", "morocco-ar", "--json").objects
    assert all(one["known"] for one in again)
    assert telex("undo").code == 0
    assert telex("sources", "--json").objects == []


def test_starters_into_a_folder_and_unknown_ones(telex: Telex, data: Path) -> None:
    assert (
        telex("add", "--starter", "world-es", "--folder", "Mundo / Hoy", "--starter", "technology").code == 0
    )
    folders = {tuple(one["folder"]) for one in telex("sources", "--json").objects}
    assert folders == {("Mundo", "Hoy")}
    unknown = telex("add", "--starter", "atlantis")
    assert unknown.code == 1
    assert "morocco-fr" in unknown.err


def test_newsboats_urls_are_imported_and_what_is_not_taken_is_said(telex: Telex, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    urls = tmp_path / "urls"
    urls.write_text(
        "# mine\n"
        'https://one.example/feed News "World affairs" "~My One"\n'
        "https://two.example/feed.xml\n"
        '"query:Unread:unread = \\"yes\\"" Mixed\n'
        f'"exec:touch {canary}"\n'
        f"filter:touch {canary}:https://three.example/\n"
        "file:///etc/passwd\n"
        "https://two.example/feed.xml again\n"
        'https://four.example/ ! "~Four"\n'
    )
    preview = telex("import", str(urls), "--dry-run", "--json").objects[0]
    assert (preview["found"], preview["new"], preview["dry_run"]) == (3, 3, True)
    done = telex("import", str(urls))
    assert done.code == 0
    assert len(done.err.splitlines()) == 3
    for word in ("exec", "filter", "file"):
        assert word in done.err
    sources = {one["url"]: one for one in telex("sources", "--json").objects}
    assert {url: (one["name"], one["folder"]) for url, one in sources.items()} == {
        "https://one.example/feed": ("My One", ["News"]),
        "https://two.example/feed.xml": ("https://two.example/feed.xml", []),
        "https://four.example/": ("Four", []),
    }
    assert not canary.exists()
    assert [(one["name"], one["query"]) for one in telex("saved", "--json").objects] == [
        ("Unread", "is:unread")
    ]
    assert telex("import", str(urls)).out.startswith("0 of 3")
    telex("undo")
    assert telex("sources", "--json").objects == []
    assert telex("saved", "--json").objects == []


@pytest.mark.parametrize(
    ("data_", "word"),
    [
        (b"SQLite format 3\0" + bytes(100), "database"),
        (b"\x00\x01\x02", "neither"),
        (b"", "neither"),
        (b"x" * (5 * 1024 * 1024 + 1), "5 MiB"),
    ],
    ids=["cache", "binary", "empty", "huge"],
)
def test_what_cannot_be_imported_is_one_sentence(
    telex: Telex, tmp_path: Path, data_: bytes, word: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(data_)
    done = telex("import", str(file))
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert word in done.err
    assert telex("import", str(tmp_path / "nowhere")).code == 1


def test_a_source_is_renamed_moved_and_removed(telex: Telex, store: Path) -> None:
    before = telex("sources", "--json").objects
    slug = before[0]["slug"]
    assert telex("sources", "--rename", slug, "My \x1b[1mname").code == 0
    assert telex("sources", "--move", slug, "A / B").code == 0
    one = next(source for source in telex("sources", "--json").objects if source["slug"] == slug)
    assert (one["name"], one["folder"]) == ("My name", ["A", "B"])
    removed = telex("sources", "--remove", slug, "--json")
    assert removed.objects[0]["kind"] == "unsubscribe"
    assert len(telex("list").lines) == 300
    assert telex("undo", "3").code == 0
    assert telex("sources", "--json").objects == before
    assert len(telex("list").lines) == 400
    assert telex("sources", "--remove", "nobody").code == 1
    assert telex("sources", "--remove", slug, "--move", slug, "x").code == 2


def test_what_was_taken_back_is_done_again(telex: Telex, store: Path) -> None:
    telex("mark", "read", "lang:fr")
    after = states(telex)
    telex("undo")
    assert telex("undo", "--redo").out.startswith("Done again: ")
    assert states(telex) == after
    assert telex("undo", "--redo").code == 1


def test_what_is_hidden_leaves_the_lists(telex: Telex, store: Path) -> None:
    assert telex("mark", "hide", "lang:en").code == 0
    assert len(telex("list").lines) == 300
    assert len(telex("list", "is:hidden").lines) == 100
    assert telex("mark", "unhide", "is:hidden").code == 0
    assert len(telex("list").lines) == 400


def test_a_source_is_asked_no_sooner_than_the_person_wishes(telex: Telex, store: Path) -> None:
    name = telex("sources", "--json").objects[0]["slug"]
    done = telex("sources", "--set", name, "interval", "6")
    assert (done.code, "undo" in done.out) == (0, True)
    assert telex("sources", "--json").objects[0]["interval"] == 6 * 3_600
    telex("undo")
    assert telex("sources", "--json").objects[0]["interval"] is None
    for wrong in ("often", "-1", "nan", "1e9"):
        assert telex("sources", "--set", name, "interval", wrong).code == 2


def test_a_source_stands_in_several_sections(telex: Telex, store: Path) -> None:
    one, two, *_ = [source["slug"] for source in telex("sources", "--json").objects]
    telex("sources", "--move", one, "Côte / Nord")
    telex("sources", "--move", two, "Ville")
    telex("sources", "--set", two, "sections=Côte / Nord, Mer,Mer")
    (kept,) = [row for row in telex("sources", "--json").objects if row["slug"] == two]
    assert kept["settings"]["sections"] == ["Côte / Nord", "Mer"]

    def found(query: str) -> set[str]:
        return {row["feed"] for row in telex("list", query, "--json", "--limit", "999").objects}

    assert found("folder:ville") == found("folder:mer") == {two}
    assert found("folder:côte") == found("folder:nord") == {one, two}
    out = telex("export", "opml").out
    assert 'category="/Côte / Nord,/Mer"' in out
    assert "telex:sections" not in out
    telex("undo")
    assert found("folder:mer") == set()


def test_a_section_is_set_for_all_of_its_sources(telex: Telex, store: Path) -> None:
    sources = telex("sources", "--json").objects
    slug = sources[0]["slug"]
    telex("sources", "--move", slug, "Côte / Nord")
    done = telex("sources", "--section", "Côte", "interval=6h", "order=river")
    assert "Changed interval, order of Côte. “telex undo”" in done.out
    (one,) = [row for row in telex("sources", "--json").objects if row["slug"] == slug]
    assert (one["interval"], one["settings"]["section"]) == (21_600, ["interval"])
    assert telex("sources", "--section", "Côte").out.splitlines() == ["interval=6h", "order=river"]
    wrong = telex("sources", "--section", "Côte", "trust=off")
    assert (wrong.code, "A section has no setting" in wrong.err) == (2, True)
    assert telex("sources", "--section", "Nulle part", "interval=6h").code == 2
    telex("undo")
    assert telex("sources", "--section", "Côte", "--json").objects == [{"section": ["Côte"], "settings": {}}]


def test_an_export_says_in_json_what_it_wrote(telex: Telex, store: Path, tmp_path: Path) -> None:
    def told(*argv: str) -> object:
        done = telex("export", *argv, "--json", "--to", str(tmp_path / argv[0]))
        (said,) = done.objects
        assert (done.code, done.err) == (0, "")
        return said

    sources = len(telex("sources", "--json").objects)
    for form, files, count in (("opml", 1, sources), ("urls", 1, sources)):
        assert told(form) == {"form": form, "to": str(tmp_path / form), "files": files, "count": count}
    for form, files in (("atom", 1), ("jsonfeed", 1), ("epub", 1), ("markdown", 7), ("html", 7)):
        assert told(form, "limit:7") == {"form": form, "to": str(tmp_path / form), "files": files, "count": 7}
    done = telex("export", "opml", "--json")
    assert (done.code, done.out) == (2, "")
    assert "--to" in done.err
