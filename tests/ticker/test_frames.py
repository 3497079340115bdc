"""Frames as a terminal shows them: whole clusters only, in four scripts, at widths from 20 to 300."""

from __future__ import annotations

import random
from unicodedata import normalize

import pyte
import pytest

from reader.text.cells import clusters
from reader.text.cells import width as cells_of
from reader.ticker.lap import choose, split
from reader.ticker.strip import compose, row
from tests.ticker.headlines import NOW, headline

SCRIPTS = {
    "latin": (
        "Le phare de la Brume s’éteint",
        "e\u0301te\u0301 a\u0300 la pla\u0302ge",
        "¿Quién guarda el faro?",
        "🇲🇦 match ✈️ 👍🏽",
    ),
    "arabic": (
        "المنارة تضيء الميناء",
        "قُلْتُ لَهُ: «لا»، 2026",
        "الميناء (الكبير) 12%",
        "أخبار 👩\u200d👧 اليوم",
    ),
    "chinese": ("港口今天早上重新开放", "灯塔：第2集", "한국어 제목", "日本語の見出しです"),
    "devanagari": ("क्षत्रिय संस्कृति", "बंदरगाह आज खुला", "दीपस्तंभ की रोशनी", "नाव और मछली"),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_frame_is_one_full_row_of_whole_clusters(script: str) -> None:
    pick = random.Random(7)
    pool = [
        headline(
            n, f"{SCRIPTS[script][n % 4]} {n}", feed=n, source=SCRIPTS[script][(n + 1) % 4][:7], language=""
        )
        for n in range(1, 13)
    ]
    for half in split(choose(pool, NOW)):
        strip = compose(half, NOW)
        whole = {cluster for piece in strip.pieces for cluster in clusters(piece.text)} | {" "}
        for width in range(20, 301, 7):
            for place in (pick.randrange(-width, strip.cells) for _ in range(6)):
                text = "".join(bit.text for bit in row(strip, place, width))
                assert cells_of(text) == width
                assert set(clusters(text)) <= whole
                if script == "devanagari":  # this terminal does not know how wide its clusters are
                    continue
                screen = pyte.Screen(width, 2)
                pyte.Stream(screen).feed(text + "\x1b[2;1H|")
                assert screen.display[1].rstrip() == "|"
                assert screen.display[0].rstrip() == normalize("NFC", text).rstrip()
