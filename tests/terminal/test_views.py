"""The whole text of the demo's excerpts, fetched from their pages over loopback and there again without them."""

from __future__ import annotations

from tests.terminal.screen import Terminal


def test_the_whole_text_on_one_key() -> None:
    with Terminal("demo", size=(120, 40)) as terminal:
        terminal.shows("unread", 120)
        terminal.send(b"/is:excerpt\r")
        terminal.until(lambda: "SEARCH" in terminal.rows[1])
        terminal.press("enter")
        terminal.shows("Excerpt only")
        terminal.press("x")
        terminal.until(lambda: "whole text of" in terminal.text and "Excerpt only" not in terminal.text)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
