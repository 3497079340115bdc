"""Sixty queries over a small stock of news, each with the entries that it must find."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.model import Enclosure, Entry, ParsedFeed
from reader.store import feeds, marks, saved
from reader.store.database import Database, open_store
from reader.store.entries import store_feed
from reader.store.pending import Finished, finish, pending
from reader.store.settings import set_setting
from reader.store.windows import open_view
from reader.text.fold import fold

NOW = 1_790_000_000
"""21 September 2026, 14:13 UTC."""
HOUR, DAY = 3_600, 86_400

NEWS = {
    "strike": Entry(id="1", title="Port strike enters its third day", link="https://quay.example/news/strike", author="Ana Port", published=NOW - HOUR, language="en", content="<p>" + "Cranes stand still in the harbour. " * 80 + "</p>", image="https://quay.example/a.png"),
    "rain": Entry(id="2", title="Rain over the port", link="https://quay.example/weather/rain", published=NOW - 3 * DAY, language="en-gb", summary="<p>A short word on the rain.</p>", enclosures=(Enclosure("https://quay.example/rain.mp3", "audio/mpeg", 9),)),
    "epidemic": Entry(id="3", title="Épidémie de grippe à l’école", link="https://rade.example/sante/grippe", author="Rim Rade", published=NOW - 2 * HOUR, language="fr", content="<p>La grève des médecins continue.</p>"),
    "greve": Entry(id="4", title="Grève générale au port de Rabat", link="https://rade.example/social/greve", published=NOW - 40 * DAY, language="fr", content="<p>Le port est fermé, dit le syndicat.</p>"),
    "mina": Entry(id="5", title="إضراب في الميناء", link="https://rasif.example/akhbar/5", published=NOW - 5 * HOUR, language="ar", content="<p>أعلن العمال الإضراب يوم الإثنين.</p>"),
    "matar": Entry(id="6", title="مطار الرباط", link="https://rasif.example/akhbar/6", published=NOW - 400 * DAY, language="ar", content=""),
    "tokyo": Entry(id="7", title="東京都の港", link="https://quay.example/news/tokyo", published=NOW - 10 * DAY, language="ja", content="<p>港のニュース 2026</p>"),
}  # fmt: skip
PAPERS = {
    "The Quay": (("World", "Sea"), ("strike", "rain", "tokyo")),
    "La Rade": (("Presse",), ("epidemic", "greve")),
    "الرصيف": ((), ("mina", "matar")),
}
ALL = set(NEWS)

CASES: tuple[tuple[str, set[str]], ...] = (
    ("", ALL),
    ("port", {"strike", "rain", "greve"}),
    ("PORT", {"strike", "rain", "greve"}),
    ("port strike", {"strike"}),
    ("port AND strike", {"strike"}),
    ('"port strike"', {"strike"}),
    ('"strike port"', set()),
    ("epidemie", {"epidemic"}),
    ("Épidémie", {"epidemic"}),
    ("epid*", {"epidemic"}),
    ("epid", set()),
    ('"port str"*', {"strike"}),
    ("l'ecole", {"epidemic"}),
    ("اضراب", {"mina"}),
    ("الإِضْراب", {"mina"}),
    ("إضراب | strike", {"mina", "strike"}),
    ("東京", {"tokyo"}),
    ("港", {"tokyo"}),
    ("strike OR rain", {"strike", "rain"}),
    ("port -strike", {"rain", "greve"}),
    ("port NOT (strike OR rain)", {"greve"}),
    ("-port", ALL - {"strike", "rain", "greve"}),
    ("(strike OR grève) port", {"strike", "greve"}),
    ("near/2(port third)", set()),
    ("near/3(port third)", {"strike"}),
    ("title:port", {"strike", "rain", "greve"}),
    ("author:port", {"strike"}),
    ("text:greve", {"epidemic"}),
    ("title:(rain,grippe)", {"rain", "epidemic"}),
    ("title:/^(rain|port)/", {"strike", "rain"}),
    ("/gr[eè]ve/", {"epidemic", "greve"}),
    ("link:/weather/", {"rain"}),
    ("url:rade.example", {"epidemic", "greve"}),
    ("url:EXAMPLE/news", {"strike", "tokyo"}),
    ("feed:quay", {"strike", "rain", "tokyo"}),
    ("feed:the-quay", {"strike", "rain", "tokyo"}),
    ("feed:(1,2)", ALL - {"mina", "matar"}),
    ("feed:nowhere", set()),
    ("source:rade", {"epidemic", "greve"}),
    ("folder:sea", {"strike", "rain", "tokyo"}),
    ("section:World", {"strike", "rain", "tokyo"}),
    ("folder:presse OR feed:الرصيف", {"epidemic", "greve", "mina", "matar"}),
    ("lang:en", {"strike", "rain"}),
    ("lang:(fr,ar)", {"epidemic", "greve", "mina", "matar"}),
    ("tag:economy", {"strike", "greve"}),
    ("date:>1d", {"strike", "epidemic", "mina"}),
    ("since:5d before:1d", {"rain"}),
    ("date:2026-08", {"greve"}),
    ("date:2025-01-01..2026-08-31", {"greve", "matar"}),
    ("seen:>1h", ALL),
    ("read:>1d", {"rain"}),
    ("is:unread", ALL - {"rain", "matar"}),
    ("is:(starred,later)", {"strike", "mina"}),
    ("is:hidden", {"matar"}),
    ("is:offline", {"strike", "epidemic", "greve", "mina", "tokyo"}),
    ("is:excerpt", {"rain"}),
    ("is:new", ALL),
    ("is:important", {"epidemic", "greve"}),
    ("has:(image,enclosure)", {"strike", "rain"}),
    ("has:byline", {"strike", "epidemic"}),
    ("-has:fulltext words:>100", {"strike"}),
    ("minutes:2..9", {"strike"}),
    ("key:(2,9)", {"rain"}),
    ("story:>1", set()),
    ("saved:Harbour", {"strike", "rain", "greve", "tokyo"}),
    ("saved:harbour is:unread -lang:ja", {"strike", "greve"}),
    ("is:muted", set()),
)  # fmt: skip


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, dict[int, str]]]:
    folder: Path = tmp_path_factory.mktemp("stock")
    with open_store(folder / "telex.db", clock=lambda: float(NOW)) as db:
        names: dict[int, str] = {}
        for paper, (place, keys) in PAPERS.items():
            feed = feeds.add_feed(
                db, f"https://{len(names)}.example/feed", title=paper, folder=place, now=NOW
            )
            parsed = ParsedFeed(title=paper, entries=tuple(NEWS[key] for key in keys), found=len(keys))
            store_feed(db, feed.id, parsed, next_at=NOW, now=NOW)
            links = {NEWS[key].link: key for key in keys}
            names |= {
                row[0]: links[row[1]]
                for row in db.rows("SELECT id, link FROM entry WHERE feed_id = ?", (feed.id,))
            }
        ready = []
        for one in pending(db, 100):
            text = one.html.replace("<p>", "").replace("</p>", "")
            title, author, source = fold(one.title), fold(one.author), fold(one.source)
            words = len(text.split())
            ready.append(Finished(one.entry_id, title, author, source, fold(text), one.html, words=words))
        finish(db, ready)
        ids = {name: entry_id for entry_id, name in names.items()}
        marks.mark(db, [ids["rain"]], read=True, now=NOW - HOUR)
        marks.mark(db, [ids["strike"]], starred=True, now=NOW)
        marks.mark(db, [ids["mina"]], later=True, now=NOW)
        marks.mark(db, [ids["matar"]], read=True, hidden=True, now=NOW - 9 * DAY)
        marks.tag(db, [ids["strike"], ids["greve"]], "Economy", now=NOW)
        feeds.set_settings(db, 2, now=NOW, important=True)
        saved.save(db, "Harbour", "port OR 港 sort:-date", now=NOW)
        set_setting(db, "left_at", str(NOW - HOUR))
        yield db, names


@pytest.mark.parametrize(("query", "expected"), CASES, ids=[query or "nothing" for query, _ in CASES])
def test_finds(stock: tuple[Database, dict[int, str]], query: str, expected: set[str]) -> None:
    db, names = stock
    view = open_view(db, query, now=NOW)
    found = {names[one] for one in view.ids(0, 100)}
    assert found == (expected if "hidden" in query else expected - {"matar"})
    assert view.count == len(found)


def test_there_are_sixty() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("port", ["strike", "rain", "greve"]),
        ("port sort:-date", ["greve", "rain", "strike"]),
        ("port sort:title", ["greve", "strike", "rain"]),
        ("port sort:length limit:1", ["strike"]),
        ("port sort:feed", ["greve", "strike", "rain"]),
        ("port sort:-feed", ["rain", "strike", "greve"]),
        ("port sort:seen", ["greve", "strike", "rain"]),
        ("saved:Harbour", ["greve", "tokyo", "rain", "strike"]),
        ("saved:Harbour sort:date limit:2", ["strike", "rain"]),
    ],
)
def test_in_order(stock: tuple[Database, dict[int, str]], query: str, order: list[str]) -> None:
    db, names = stock
    assert [names[one] for one in open_view(db, query, now=NOW).ids(0, 100)] == order


def test_best_hits_stand_first(stock: tuple[Database, dict[int, str]]) -> None:
    db, names = stock
    best = [names[one] for one in open_view(db, "grève sort:rank", now=NOW).ids(0, 9)]
    assert best == ["greve", "epidemic"]


def test_a_saved_search_may_use_others_but_not_itself(tmp_path: Path) -> None:
    from reader.store.query import QueryError

    with open_store(tmp_path / "telex.db") as db:
        saved.save(db, "Ports", "port OR harbour")
        saved.save(db, "Both", "saved:Ports -rain")
        assert open_view(db, "saved:Both").count == 0
        db.execute("UPDATE saved SET query = 'saved:Both' WHERE name = 'Ports'")
        with pytest.raises(QueryError, match="itself at column 7") as caught:
            open_view(db, "saved:Both is:unread")
        assert caught.value.query == "saved:Both is:unread"


def test_many_random_words_find_what_holds_them(stock: tuple[Database, dict[int, str]]) -> None:
    db, names = stock
    dice = random.Random(3)
    titles = {name: fold(entry.title).split() for name, entry in NEWS.items() if name != "matar"}
    for _ in range(40):
        name = dice.choice(sorted(titles))
        word = dice.choice(titles[name])
        found = {names[one] for one in open_view(db, f'title:"{word}"', now=NOW).ids(0, 9)}
        assert name in found, word
