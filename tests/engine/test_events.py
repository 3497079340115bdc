"""Events and commands cross the pipe as JSON lines, and the screen's side loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from reader.engine import events

SAID: list[events.Event] = [
    events.Hello(True, 7, "1"),
    events.Started(3, True),
    events.FeedDone(1, "ok", 2, 1, "", 99, "once an hour"),
    events.Progress(1, 2, 0, 5),
    events.Done(2, changed=1, split={"fetch": 0.5}),
    events.Changed(4),
    events.Failed("Ça ne va pas."),
    events.Note("ملاحظة"),
    events.Found("x", (events.Candidate("https://a.example/", headlines=("un", "dos")),)),
    events.Added("x", 3, "T"),
    events.Finished(9, 0.1),
]
TOLD: list[events.Command] = [
    events.Refresh((1, 2), True),
    events.Find("a.example"),
    events.Add("a.example", ("Monde", "Afrique")),
    events.Stop(),
    events.Quit(),
]


@pytest.mark.parametrize("event", SAID, ids=lambda event: type(event).__name__)
def test_events_come_back_as_they_were(event: events.Event) -> None:
    text = events.line(event)
    assert text.count(b"\n") == 1
    assert events.read_event(text) == event


@pytest.mark.parametrize("command", TOLD, ids=lambda command: type(command).__name__)
def test_commands_come_back_as_they_were(command: events.Command) -> None:
    assert events.read_command(events.line(command)) == command


def test_fields_of_a_newer_engine_are_left_out() -> None:
    assert events.read_event(b'{"event":"changed","generation":5,"more":[1]}') == events.Changed(5)


@pytest.mark.parametrize("text", [b"", b"{}", b'{"event":"nonsense"}', b"[1]", b"\xff", b'{"do":"quit"}'])
def test_other_lines_are_errors(text: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        events.read_event(text)


def test_the_screens_side_is_light() -> None:
    code = (
        "import sys, reader.engine.link, reader.engine.events; "
        "print([name for name in ('httpx', 'httpcore', 'h11', 'lxml', 'trafilatura', 'apsw', 'feedparser', 'textual', "
        "'selectolax', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
