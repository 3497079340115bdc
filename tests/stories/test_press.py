"""The labelled press: thresholds were chosen on its first half, the figures are held on the second."""

from __future__ import annotations

from collections import Counter

import pytest

from reader.stories.encoder import encoder, installed
from reader.stories.group import group
from reader.stories.whole import group_all
from tests.stories.labelled import Labelled, bcubed, press, within

REPORTED = [one for one in press() if one.half == 1]


def test_the_press_is_large_and_speaks_four_languages() -> None:
    everything = press()
    assert len(everything) >= 400
    assert len({one.item.title for one in everything}) == len(everything)
    spoken = Counter(one.language for one in everything)
    assert set(spoken) == {"fr", "ar", "es", "en"}
    assert min(spoken.values()) >= 100
    halves = [{one.story for one in everything if one.half == half} for half in (0, 1)]
    assert not halves[0] & halves[1]


def test_stories_within_a_language() -> None:
    stories, _ = group([one.item for one in REPORTED])
    found = within(REPORTED, stories)
    print(f"within a language: precision {found.precision:.3f}, recall {found.recall:.3f}, F1 {found.f1:.3f}")
    assert found.f1 >= 0.85
    assert found.precision >= 0.95
    for language in ("fr", "ar", "es", "en"):
        part = [one for one in REPORTED if one.language == language]
        print(f"  {language}: F1 {bcubed(part, stories).f1:.3f}")
        assert bcubed(part, stories).f1 >= 0.85


@pytest.fixture(scope="module")
def pooled() -> list[list[str]]:
    """The reported half with the real encoder."""
    if not installed():
        pytest.skip("the extra telex[crosslingual] is not installed")
    model = encoder()
    assert model is not None
    return group_all([one.item for one in REPORTED], model)[0]


def test_stories_across_languages(pooled: list[list[str]]) -> None:
    alone = group([one.item for one in REPORTED])[0]
    found, before = bcubed(REPORTED, pooled), bcubed(REPORTED, alone)
    print(
        f"pooled: F1 {before.f1:.3f} by words, {found.f1:.3f} with the extra, precision {found.precision:.3f}"
    )
    assert found.f1 >= 0.75
    assert found.f1 > before.f1
    assert found.precision >= before.precision - 0.02
    assert within(REPORTED, pooled).precision >= within(REPORTED, alone).precision - 0.02


def test_one_event_told_in_four_languages_is_one_story(pooled: list[list[str]]) -> None:
    told: dict[str, list[Labelled]] = {}
    for one in REPORTED:
        told.setdefault(one.story, []).append(one)
    place = {one: number for number, story in enumerate(pooled) for one in story}
    whole = [name for name, items in told.items() if len({place[one.item.id] for one in items}) == 1]
    spoken = {name: len({one.language for one in told[name]}) for name in whole}
    assert sum(count >= 3 for count in spoken.values()) >= 4
