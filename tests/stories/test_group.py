"""Stories: what is the same meets, what only shares words does not, columns and press releases stay apart."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.stories.group import LIFE, WINDOW, Grouper, Item, group

HERE = Path(__file__).parent
NOW = 1_790_000_000
HOUR = 3_600
DAY = 86_400


def pairs(name: str) -> list[tuple[str, str]]:
    """Made-up headlines, two a line, parted by a bar."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(one.strip(), other.strip()) for one, other in found]


def met(one: str, other: str) -> bool:
    """Whether two papers' headlines, an hour apart, are one story."""
    return len(group([Item("1", one, "a", NOW), Item("2", other, "b", NOW + HOUR)])[0]) == 1


def test_headlines_that_share_words_are_different_stories() -> None:
    found = pairs("different")
    assert len(found) == 60
    assert [pair for pair in found if met(*pair) or met(*pair[::-1])] == []


def test_headlines_of_one_story_meet() -> None:
    found = pairs("same")
    assert len(found) == 60
    assert sum(met(*pair) for pair in found) >= 50


def test_so_they_do_among_all_the_others() -> None:
    for seed in range(3):
        items = [
            Item(f"{name} {number} {side}", title, f"paper {side}", NOW)
            for name in ("different", "same")
            for number, pair in enumerate(pairs(name))
            for side, title in enumerate(pair)
        ]
        random.Random(seed).shuffle(items)
        stories, _ = group(
            [Item(one.id, one.title, one.source, NOW + 60 * place) for place, one in enumerate(items)]
        )
        place = {one: number for number, story in enumerate(stories) for one in story}
        assert [n for n in range(60) if place[f"different {n} 0"] == place[f"different {n} 1"]] == []
        assert sum(place[f"same {n} 0"] == place[f"same {n} 1"] for n in range(60)) >= 50


def variants() -> list[str]:
    """One title as thirty typesetters write it."""
    plain = "Mer d'Orme : le ferry « Étoile-de-Lisse » ramené au port, ses 212 passagers saufs"
    quotes = [("« ", " »"), ("«", "»"), ("“", "”"), ('"', '"'), ("„", "“"), ("«\u202f", "\u202f»")]
    colons = [" :", ":", "\u202f:", "\xa0:", " \u2009:"]
    return [
        plain.replace("« ", left).replace(" »", right).replace(" :", colon).replace("'", "’'"[number % 2])
        for number, (left, right) in enumerate(quotes)
        for colon in colons
    ]


def test_thirty_typographic_variants_are_one_story() -> None:
    titles = variants()
    titles[3] = titles[3].upper()
    titles[7] = titles[7].replace("É", "E").replace("é", "e")
    titles[11] = titles[11].replace("-", "\u2011")
    titles[13] = titles[13].replace("212", "٢١٢")
    assert len(set(titles)) == 30
    assert len(group([Item(str(n), title, f"paper {n}", NOW + n) for n, title in enumerate(titles)])[0]) == 1


def test_arabic_spellings_are_one_story() -> None:
    titles = [
        "إنقاذ سبعة صيّادين بعد ليلةٍ في البحر",
        "انقاذ سبعة صيادين بعد ليلة في البحر",
        "إنقـاذ سبعة صيادين بعد ليله في البحر",
    ]
    assert len(group([Item(str(n), title, f"paper {n}", NOW + n) for n, title in enumerate(titles)])[0]) == 1


def test_the_weather_of_thirty_days_is_thirty_stories() -> None:
    items = [
        Item(f"{day} {paper}", "Weather for today", paper, NOW + day * DAY + hour * HOUR)
        for day in range(30)
        for paper, hour in (("north", 0), ("south", 1), ("coast", 2))
    ]
    stories, _ = group(items)
    assert len(stories) == 30
    assert all(len(story) == 3 for story in stories)


def test_one_feeds_press_releases_stay_apart() -> None:
    towns = [
        f"{first}{last}"
        for first in ("Aube", "Roque", "Val", "Orme")
        for last in ("terre sel cobre mont lac bourg ville val pont port").split()
    ]
    items = [
        Item(town, f"Office des eaux : avis de coupure à {town} mardi matin", "office", NOW) for town in towns
    ]
    assert len(group(items)[0]) == len(towns) == 40


def test_one_address_is_one_story_and_one_word_is_none() -> None:
    def two(one: str, other: str, address: bytes | None) -> int:
        return len(group([Item("1", one, "a", NOW, address), Item("2", other, "b", NOW, address)])[0])

    assert two("Night ferry saved", "What a page says elsewhere", b"page") == 1
    assert two("About", "About", None) == 2


def test_a_story_lives_for_two_days_after_its_latest_member_and_seven_in_all() -> None:
    title = "Captain of the Patience rescued off Northwick"

    def told(*times: int) -> int:
        return len(group([Item(str(n), title, f"paper {n}", NOW + at) for n, at in enumerate(times)])[0])

    assert told(0, WINDOW) == 1
    assert told(0, WINDOW + 1) == 2
    assert told(*range(0, LIFE + 1, DAY)) == 1
    assert told(*range(0, LIFE + DAY + 1, DAY)) == 2


def test_a_rare_word_finds_what_common_words_hide_behind_newer_headlines() -> None:
    """Sixty newer ones say the common words: by those alone the first is not looked at any more."""
    newer = [
        Item(
            f"{n}",
            f"council budget delayed {' '.join(f'w{n}x{place}' for place in range(4))}",
            f"p{n}",
            NOW + n,
        )
        for n in range(60)
    ]
    first = Item("first", "Quillonette council budget delayed", "a", NOW - 1)
    last = Item("last", "Quillonette budget council delayed", "b", NOW + HOUR)
    _, reasons = group([first, *newer, last])
    assert reasons["last"].near == "first"
    assert reasons["59"].kind == "alone"


def test_a_headline_of_one_word_that_says_nearly_all_is_found_by_it() -> None:
    items = [Item(f"{n}", f"Prix {n}{n}", f"p{n}", NOW + n) for n in range(300, 500)]
    told = [Item("one", "Prix Quillonette", "a", NOW), Item("two", "Le prix Quillonette", "b", NOW + 2_000)]
    assert group([*items, *told])[1]["two"].near == "one"


def test_each_member_says_what_it_is_near() -> None:
    _, reasons = group(
        [
            Item("1", "Lower Tarn bakers end strike after loaf deal", "a", NOW),
            Item("2", "Bakers' strike ends at Lower Tarn", "b", NOW + 1),
        ]
    )
    assert reasons["1"].kind == "alone"
    assert (reasons["2"].kind, reasons["2"].near) == ("words", "1")
    assert {"bakers", "strike", "tarn"} <= {word for word, _ in reasons["2"].words}


def test_what_was_known_before_a_restart_is_joined() -> None:
    grouper = Grouper()
    grouper.know(Item("1", "Bakers' strike ends at Lower Tarn", "a", NOW), "story 5")
    story, reason = grouper.add(Item("2", "Lower Tarn bakers end strike after loaf deal", "b", NOW + HOUR))
    assert (story, reason.near) == ("story 5", "1")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=4),
            st.one_of(
                st.text(max_size=40), st.sampled_from([title for pair in pairs("same") for title in pair])
            ),
            st.sampled_from("abc"),
            st.integers(-(2**40), 2**40),
            st.sampled_from([None, b"1", b"2"]),
        ),
        max_size=40,
    )
)
def test_every_id_stands_in_one_story_and_equal_input_gives_equal_stories(
    given: list[tuple[str, str, str, int, bytes | None]],
) -> None:
    items = [Item(*one) for one in given]
    stories, reasons = group(items)
    assert Counter(one for story in stories for one in story) == Counter({one.id for one in items})
    assert group(items)[0] == stories
    assert reasons.keys() == {one.id for one in items}


def test_ten_thousand_headlines_take_two_seconds_at_most() -> None:
    dice = random.Random(5)

    def word() -> str:
        """Few words are frequent and most are rare, as in any language (Zipf's law)."""
        number = int(30_000 ** dice.random())
        return "".join(
            "bcdfglmnprst"[number // 12**place % 12] + "aeio"[number // 4**place % 4] for place in range(4)
        )

    items = [
        Item(str(n), " ".join(word() for _ in range(9)), f"paper {n % 50}", NOW + 8 * n)
        for n in range(10_000)
    ]
    started = time.process_time()
    stories, _ = group(items)
    seconds = time.process_time() - started
    print(f"10,000 headlines in {seconds:.2f} s, {len(stories)} stories")
    assert seconds < 4, "2 s on an idle machine"
