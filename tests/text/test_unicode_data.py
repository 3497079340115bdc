"""Clusters and line breaks against the Unicode test files, but for what a newer Unicode changed on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import apsw.unicode

from reader.text.cells import clusters

# Rules that are newer than the files (15.0.0), each with the lines that it changes, as the files write them.
CHANGED_CLUSTERS = {
    "Dingbat U+2701 is no emoji any more": {"÷ 2701 × 200D × 2701 ÷"},
}
CHANGED_BREAKS = {
    "LB20a (16.0): no break after a hyphen at a word's start; before what is no letter as before": {
        "× 002D ÷ 0023 ÷", "× 002D × 0308 ÷ 0023 ÷", "× 002D ÷ 05D0 ÷", "× 002D × 0308 ÷ 05D0 ÷", "× 002D ÷ 00A7 ÷",
        "× 002D × 0308 ÷ 00A7 ÷", "× 002D ÷ 50005 ÷", "× 002D × 0308 ÷ 50005 ÷", "× 002D ÷ 0E01 ÷", "× 002D × 0308 ÷ 0E01 ÷",
    },
    "LB15a and LB15b (15.1): quotes by their side, straight ones no longer hold over a space": {
        "× 0022 × 0020 × 2329 ÷", "× 0022 × 0308 × 0020 × 2329 ÷", "× 0022 × 0020 × 0028 ÷", "× 0022 × 0308 × 0020 × 0028 ÷",
        "× 0061 × 006D × 0062 × 0069 × 0067 × 0075 × 0028 × 00AB × 0020 ÷ 0308 × 0020 ÷ 00BB × 0029 ÷ 0028 × 0065 × 0308 × 0029 ÷",
        "× 0061 × 006D × 0062 × 0069 × 0067 × 0075 × 00AB × 0020 × 0028 × 0020 × 0308 × 0020 × 0029 × 0020 ÷ 00BB × 0028 × 0065 × 0308 × 0029 ÷",
        "× 0061 × 006D × 0062 × 0069 × 0067 × 0075 × 007B × 00AB × 0020 ÷ 0308 × 0020 ÷ 00BB × 007D ÷ 0028 × 0065 × 0308 × 0029 ÷",
        "× 0061 × 006D × 0062 × 0069 × 0067 × 0075 × 00AB × 0020 × 007B × 0020 × 0308 × 0020 × 007D × 0020 ÷ 00BB × 0028 × 0065 × 0308 × 0029 ÷",
    },
    "LB15c, LB15d and LB25 (16.0): a decimal point belongs to the digit after it": {
        "× 002C ÷ 0030 ÷", "× 002C × 0308 ÷ 0030 ÷",
        "× 0065 × 0071 × 0075 × 0061 × 006C × 0073 × 0020 × 002E ÷ 0033 × 0035 × 0020 ÷ 0063 × 0065 × 006E × 0074 × 0073 ÷",
        "× 0061 × 002E ÷ 0032 × 0020 ÷", "× 0061 × 002E ÷ 0032 × 0020 ÷ 0915 ÷", "× 0061 × 002E ÷ 0032 × 0020 ÷ 672C ÷",
        "× 0061 × 002E ÷ 0032 × 3000 ÷ 672C ÷", "× 0061 × 002E ÷ 0032 × 3000 ÷ 307E ÷", "× 0061 × 002E ÷ 0032 × 3000 ÷ 0033 ÷",
        "× 0041 × 002E ÷ 0031 × 0020 ÷ BABB ÷", "× BD24 ÷ C5B4 × 002E × 0020 ÷ 0041 × 002E ÷ 0032 × 0020 ÷ BCFC ÷",
        "× BD10 ÷ C694 × 002E × 0020 ÷ 0041 × 002E ÷ 0033 × 0020 ÷ BABB ÷", "× C694 × 002E × 0020 ÷ 0041 × 002E ÷ 0034 × 0020 ÷ BABB ÷",
        "× 0061 × 002E ÷ 0032 × 3000 ÷ 300C ÷",
    },
    "LB21a (16.0): a hyphen between two Hebrew words may break": {"× 05D0 × 002D × 05D0 ÷"},
}  # fmt: skip


def cases(file: Path) -> Iterator[tuple[str, str, list[int]]]:
    """Each line with its text and the places of its breaks."""
    for line in file.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        text, places = "", []
        for part in line.split():
            if part == "÷":
                places.append(len(text))
            elif part != "×":
                text += chr(int(part, 16))
        if line:
            yield line, text, places


def places_by(following: Callable[[str, int], int], text: str) -> list[int]:
    out = [0]
    while out[-1] < len(text):
        out.append(following(text, out[-1]))
    return out


def test_grapheme_clusters(ucd: Path) -> None:
    wrong = set()
    count = 0
    for line, text, places in cases(ucd / "auxiliary" / "GraphemeBreakTest.txt"):
        count += 1
        assert "".join(clusters(text)) == text
        found = [0]
        for cluster in clusters(text):
            found.append(found[-1] + len(cluster))
        if found != places:
            wrong.add(line)
    assert count == 602
    assert wrong <= set().union(*CHANGED_CLUSTERS.values())


def test_line_breaks(ucd: Path) -> None:
    wrong = set()
    count = 0
    for line, text, places in cases(ucd / "auxiliary" / "LineBreakTest.txt"):
        count += 1
        if places_by(apsw.unicode.line_break_next_break, text)[1:] != places:
            wrong.add(line)
    assert count == 7654
    assert wrong <= set().union(*CHANGED_BREAKS.values())
