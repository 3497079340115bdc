"""The README says what the program does: its keys and commands, its one-line blocks, its picture."""

from __future__ import annotations

import re

from tests.readme import README, made


def test_keys_and_commands_are_those_of_the_program() -> None:
    text = README.read_text(encoding="utf-8")
    assert made(text) == text, "run “python -m tests.readme”"


def test_run_and_test_are_one_line_each() -> None:
    text = README.read_text(encoding="utf-8")
    for heading, end in (("Run", "telex demo"), ("Test", "pytest -q -n auto")):
        section = re.search(rf"^## {heading}$(.*?)^## ", text, re.DOTALL | re.MULTILINE)
        assert section is not None
        blocks = re.findall(r"^```sh\n(.*?)^```", section[1], re.DOTALL | re.MULTILINE)
        assert len(blocks) == 1
        assert blocks[0].count("\n") == 1
        assert blocks[0].strip().endswith(end)


def test_what_it_links_to_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (README.parent / target).exists(), target
