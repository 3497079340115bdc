"""Made-up stores: the same each time, as large as said, found again by search."""

from __future__ import annotations

from pathlib import Path

from reader.store import check, entries, feeds, pending
from reader.store.database import open_store
from reader.store.seed import RARE, seed
from reader.store.seedwords import LANGUAGES, languages
from reader.store.windows import open_view
from reader.text.fold import fold
from tests.store.conftest import NOW
from tests.store.recount import assert_counters


def test_the_same_number_gives_the_same_store(tmp_path: Path) -> None:
    tables = ("feed", "entry", "body", "prepared", "listing", "folder")
    found = []
    for name in ("a", "b"):
        with open_store(tmp_path / name / "telex.db") as db:
            seed(db, 450, now=NOW)
            found.append([db.rows(f"SELECT * FROM {table}") for table in tables])
    assert found[0] == found[1]


def test_a_seeded_store_is_like_any_other(tmp_path: Path) -> None:
    said: list[int] = []
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        seed(db, 1_000, now=NOW, tell=said.append)
        assert said == [1_000]
        assert entries.counts(db) == (1_000, 1_000, 0, 0)
        assert_counters(db)
        assert check.problems(db, full=True) == []
        assert pending.waiting(db) == 0
        assert [one.total for one in feeds.all_feeds(db)] == [100] * 10
        assert {one.language for one in feeds.all_feeds(db)} == set(LANGUAGES)
        rows = open_view(db).rows(0, 1_000)
        assert all(NOW - 1_000 * 30 <= row.at < NOW for row in rows)
        assert len({row.title for row in rows}) > 990
        for row in rows[::100]:
            article = entries.article(db, row.id)
            assert article is not None
            assert 300 <= article.words <= 830
            assert len(article.blocks) > 5
            assert not article.excerpt
            assert open_view(db, f'title:"{row.title.split(",")[0]}"').index_of(row.id) is not None


def test_short_texts_are_short_and_rare_words_rare(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        seed(db, 10_000, now=NOW, bodies=False)
        assert open_view(db, RARE).count == 4
        assert open_view(db, f"title:{RARE}").count == 2
        assert db.value("SELECT max(words) FROM entry") < 40
        assert_counters(db)


def test_folded_stock_is_what_folding_makes() -> None:
    for language in languages().values():
        for sentence in language._sentences[:200]:
            assert fold(sentence.shown) == sentence.folded
