"""Adding by address and by word, choosing among what was found, saving single pages: nothing before it is wished."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.cli.helpers import Telex
from tests.faults.papers import atom, page, rss

OPML = b'<opml version="2.0"><body><outline text="One" xmlUrl="%s/a.xml"/><outline text="Two" xmlUrl="%s/b.xml"/></body></opml>'
ARTICLE = """<html lang="fr"><head><title>Le phare rallumé</title></head><body><nav><a href="/">Une</a></nav><article>
<h1>Le phare rallumé</h1><p>{first} Le gardien a monté les cent marches avant la nuit, la lampe à la main, et la
lumière a balayé la rade pour la première fois depuis dix ans, devant une petite foule venue de tout le port.</p>
<p>La mairie promet un entretien régulier, et les pêcheurs disent qu'ils reviendront plus tôt cet hiver, guidés par
l'éclat que leurs pères connaissaient déjà. Le coût des travaux reste discret, mais personne ne s'en plaint ici.</p>
<p>Une fête est prévue dimanche sur le quai, avec de la musique et des sardines grillées pour les enfants du quartier,
et le vieux bateau pilote sera ouvert aux visiteurs toute la journée si le vent le permet.</p></article></body></html>"""


class Site(http.server.ThreadingHTTPServer):
    first = "Il brille à nouveau."
    asked: list[str]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(http.server.BaseHTTPRequestHandler):
        server: Site

        def do_GET(self) -> None:
            self.server.asked.append(self.path)
            base = f"http://127.0.0.1:{self.server.server_address[1]}".encode()
            kind, body = {
                "/": ("text/html", page("El Faro", (("/a.xml", "A"), ("/b.xml", "B"), ("/c/d.xml", "C")))),
                "/a.xml": ("application/rss+xml", rss(1)),
                "/b.xml": ("application/atom+xml", atom(2)),
                "/c/d.xml": ("application/rss+xml", rss(3)),
                "/l.opml": ("text/x-opml", OPML % (base, base)),
                "/phare": ("text/html", ARTICLE.format(first=self.server.first).encode()),
                "/empty": ("text/html", b"<html><body></body></html>"),
            }.get(self.path, ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", f"{kind or 'text/plain'}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with Site(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def base(site: Site) -> str:
    return f"http://127.0.0.1:{site.server_address[1]}"


def test_what_is_found_is_shown_and_picked(telex: Telex, site: Site) -> None:
    found = telex("add", base(site), "--dry-run", "--json").objects[0]
    assert telex("sources", "--json").objects == []
    urls = [one["url"] for one in found["candidates"]]
    assert sorted(urls) == [f"{base(site)}/{name}" for name in ("a.xml", "b.xml", "c/d.xml")]
    assert all(len(one["headlines"]) == 3 and one["week"] and one["newest"] for one in found["candidates"])
    shown = telex("add", base(site), "--dry-run").lines
    assert [line[:2] for line in shown if not line.startswith("    ")] == [" 1", " 2", " 3"]
    done = telex("add", base(site), "--pick", "1,3", "--folder", "A / B", "--json")
    assert [one["known"] for one in done.objects] == [False, False]
    assert [(one["url"], one["folder"]) for one in telex("sources", "--json").objects] == [
        (urls[0], ["A", "B"]),
        (urls[2], ["A", "B"]),
    ]
    assert telex("add", base(site), "--pick", "9").code == 1
    assert telex("add", base(site), "--pick", "x").code == 2
    assert [one["known"] for one in telex("add", base(site), "--pick", "all", "--json").objects].count(
        True
    ) == 2


def test_a_list_at_an_address(telex: Telex, site: Site) -> None:
    refused = telex("add", f"{base(site)}/l.opml")
    assert refused.code == 1
    assert "2 sources" in refused.err
    assert telex("add", f"{base(site)}/l.opml", "--pick", "all").code == 0
    assert [one["name"] for one in telex("sources", "--json").objects] == ["One", "Two"]


def test_words_look_among_the_packs_and_ask_nobody(telex: Telex) -> None:
    found = telex("add", "hespress", "--dry-run", "--json").objects[0]
    assert len(found["candidates"]) > 2
    assert all(one["pack"] and one["tier"] for one in found["candidates"])
    assert telex("add", "hespress").code == 1
    assert telex("sources", "--json").objects == []
    number = next(n for n, one in enumerate(found["candidates"], 1) if one["language"] == "ar")
    assert telex("add", "hespress", "--pick", str(number)).code == 0
    (source,) = telex("sources", "--json").objects
    assert (source["url"], source["status"]) == (found["candidates"][number - 1]["url"], "new")
    assert source["folder"] == [found["candidates"][number - 1]["pack"]]
    again = telex("add", "hespress", "--dry-run", "--json").objects[0]
    assert [one["subscribed"] for one in again["candidates"]].count(True) == 1
    nothing = telex("add", "qqqqq zzzzz")
    assert nothing.code == 1
    assert "starter packs" in nothing.err


def test_a_page_is_saved_found_read_and_saved_again(telex: Telex, site: Site) -> None:
    url = f"{base(site)}/phare"
    saved = telex("add", "--page", url, "--json").objects[0]
    assert (saved["title"], saved["new"], saved["error"]) == ("Le phare rallumé", True, None)
    (found,) = telex("search", "lampe marches", "--json").objects
    assert found["id"] == saved["id"]
    site.asked.clear()
    assert "cent marches" in telex("show", str(saved["id"])).out
    assert site.asked == []
    same = telex("add", "--page", url, "--json").objects[0]
    assert (same["id"], same["new"], same["changed"]) == (saved["id"], False, False)
    site.first = (
        "Il brille de nouveau, et plus loin qu'avant, jusqu'aux îles du large où les oiseaux s'étonnent déjà."
    )
    again = telex("add", "--page", url, "--json").objects[0]
    assert (again["id"], again["new"], again["changed"]) == (saved["id"], False, True)
    assert len(telex("list", "--json").objects) == 1
    assert "îles du large" in telex("show", str(saved["id"])).out
    assert [one["id"] for one in telex("list", "has:revision", "--json").objects] == [saved["id"]]
    assert telex("fetch").code == 0, "the shelf is asked of nobody"
    assert telex("export", "opml").out.count("xmlUrl") == 0
    nothing = telex("add", "--page", f"{base(site)}/empty", f"{base(site)}/gone")
    assert nothing.code == 1
    assert len(nothing.err.splitlines()) == 2
    assert len(telex("list", "--json").objects) == 1
