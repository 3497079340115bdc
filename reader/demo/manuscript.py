"""Read a made-up paper from its manuscript: one text file with a head and its pieces.

    title: The paper                 the head: `key: value` lines up to the first blank line
    language: en

    == 1d4h20m the-slug              a piece: its age when the paper comes out ("-": undated), then its slug
    The headline
    by: Somebody                     optional `key: value` lines up to the first blank line

    A paragraph of HTML text.        blank lines part paragraphs; one that opens with "<" is taken as it stands

Manuscripts with `escapes: yes` in their head write control and bidi characters as `\\u001b`, so that none of them
stands in a file that people open in an editor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_AGE = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
_KEY = re.compile(r"([a-z]+): (.*)")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


@dataclass(frozen=True, slots=True)
class Draft:
    """A piece as written. `age` is in minutes before the paper comes out, None where it is undated."""

    slug: str
    title: str
    age: int | None
    keys: dict[str, str] = field(default_factory=dict)
    html: str = ""


def read_manuscript(text: str) -> tuple[dict[str, str], tuple[Draft, ...]]:
    """The head's keys and the pieces in their order. Raises `ValueError` with the line that is not understood."""
    head_text, *parts = re.split(r"^== ", text, flags=re.MULTILINE)
    head = _keys(head_text.strip().splitlines())
    if head.get("escapes") == "yes":
        parts = [_ESCAPE.sub(lambda found: chr(int(found[1], 16)), part) for part in parts]
    return head, tuple(_draft(part) for part in parts)


def _draft(part: str) -> Draft:
    # Only "\n" parts lines here: str.splitlines would also break at the control characters under trial.
    lines = part.split("\n")
    age, slug = lines[0].split()
    title = lines[1]
    blank = lines.index("", 2)
    html = "\n".join(p if p.startswith("<") else f"<p>{p}</p>" for p in _paragraphs(lines[blank:]))
    return Draft(slug, title, _minutes(age), _keys(lines[2:blank]), html)


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines joined between blank ones; blank lines of preformatted text part nothing."""
    found: list[list[str]] = [[]]
    preformatted = False
    for line in lines:
        if line or preformatted:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
        preformatted = "<pre" in line or (preformatted and "</pre>" not in line)
    return ["\n".join(part) for part in found if part]


def _keys(lines: list[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        match = _KEY.fullmatch(line)
        if match is None:
            raise ValueError(f"not a key in a manuscript: {line!r}")
        found[match[1]] = match[2]
    return found


def _minutes(age: str) -> int | None:
    if age == "-":
        return None
    match = _AGE.fullmatch(age)
    if match is None or not any(match.groups()):
        raise ValueError(f"not an age in a manuscript: {age!r}")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return (days * 24 + hours) * 60 + minutes
