"""Which panes there are at which size."""

from __future__ import annotations

import pytest

from reader.tui.layout import Wish, lay_out


@pytest.mark.parametrize(
    ("columns", "rows", "name", "panes"),
    [
        (1, 1, "tiny", ()),
        (19, 50, "tiny", ()),
        (200, 4, "tiny", ()),
        (20, 5, "single", ("headlines",)),
        (59, 40, "single", ("headlines",)),
        (200, 11, "single", ("headlines",)),
        (60, 12, "medium", ("ticker", "headlines")),
        (99, 40, "medium", ("ticker", "headlines")),
        (100, 40, "wide", ("ticker", "headlines", "article")),
        (159, 40, "wide", ("ticker", "headlines", "article")),
        (160, 40, "widest", ("ticker", "sources", "headlines", "article")),
        (400, 120, "widest", ("ticker", "sources", "headlines", "article")),
    ],
)
def test_sizes(columns: int, rows: int, name: str, panes: tuple[str, ...]) -> None:
    layout = lay_out(columns, rows, Wish())
    assert layout.name == name
    assert layout.panes == panes


@pytest.mark.parametrize("focus", ["sources", "headlines", "article"])
def test_one_pane_at_a_time_follows_the_focus(focus: str) -> None:
    assert lay_out(40, 20, Wish(focus, article=True)).panes == (focus,)


def test_no_article_pane_without_an_article() -> None:
    assert lay_out(40, 20, Wish("article")).panes == ("headlines",)


def test_at_medium_width_the_article_lies_over_the_list() -> None:
    assert lay_out(80, 24, Wish("article", article=True)).panes == ("ticker", "article")
    assert lay_out(80, 24, Wish("headlines", article=True)).panes == ("ticker", "headlines")
    assert lay_out(80, 24, Wish("sources", sources=True)).panes == ("ticker", "sources", "headlines")


def test_sources_come_and_go() -> None:
    assert lay_out(120, 40, Wish(sources=True)).sources
    assert not lay_out(200, 40, Wish(sources=False)).sources


def test_zen_is_the_article_alone() -> None:
    assert lay_out(200, 40, Wish("article", article=True, zen=True)).panes == ("article",)
    assert lay_out(200, 40, Wish(zen=True)).panes != ("article",)


def test_something_is_shown_at_every_size() -> None:
    for columns in range(1, 220, 3):
        for rows in range(1, 70, 2):
            for focus in ("sources", "headlines", "article", "ticker"):
                layout = lay_out(columns, rows, Wish(focus, article=focus == "article"))
                assert layout.panes or layout.name == "tiny"


def test_the_linear_mode_has_one_pane_at_every_size() -> None:
    for columns, rows in ((60, 20), (120, 40), (200, 60)):
        assert lay_out(columns, rows, Wish("headlines", article=True), linear=True).panes == ("headlines",)
        assert lay_out(columns, rows, Wish("article", article=True, zen=True), linear=True).panes == (
            "article",
        )
