"""Lists of sources of other terminal readers: newsraft's feeds file and nom's config. Text only; nothing of it is run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.text.clean import clean_line

MOST = 10_000
_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_NEWSRAFT = re.compile(r'(\S+)(?:\s+"((?:[^"\\]|\\.)*)")?')
_PAIR = re.compile(r"\s*(?:-\s+)?([\w-]+)\s*:\s*(.*?)\s*(?:\s#.*)?$")
_NOM = re.compile(r"^feeds\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Named:
    """One source: its address, its title ("" for none) and its folder ("" for none)."""

    url: str
    title: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """`left_out` are sentences for people, one for each line that is not taken."""

    feeds: tuple[Named, ...]
    left_out: tuple[str, ...] = ()


def is_nom(text: str) -> bool:
    """Whether `text` is nom's config: YAML with a list of feeds."""
    return _NOM.search(text) is not None


def is_newsraft(text: str) -> bool:
    """Whether `text` is newsraft's feeds file rather than newsboat's urls: it has sections, or settings in braces."""
    return any(re.match(r"@\s*\S|\S+://\S+.*[{<\[]", line) for line in text.splitlines())


def read_newsraft(text: str) -> Listed:
    """Lines of addresses with a quoted title; a line that begins with "@" begins a section."""
    feeds: dict[str, Named] = {}
    left_out: list[str] = []
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            section = clean_line(re.split(r"[{<\[]", line[1:])[0], 200)
            continue
        match = _NEWSRAFT.match(line)
        if match is None or not _WEB.fullmatch(match[1]):
            why = "it runs a program" if line.startswith(("$", "|")) else "not an address of the web"
            left_out.append(f"Line {number} was left out ({why}): {clean_line(line, 80)}")
        elif len(feeds) < MOST:
            title = clean_line(re.sub(r"\\(.)", r"\1", match[2] or ""), 200)
            feeds.setdefault(match[1], Named(match[1], title, section))
    return Listed(tuple(feeds.values()), tuple(left_out))


def read_nom(text: str) -> Listed:
    """The list under `feeds:`, each with `url` and perhaps `name`. Other settings are not looked at."""
    feeds: dict[str, Named] = {}
    left_out: list[str] = []
    one: dict[str, str] = {}

    def close(number: int) -> None:
        url = one.get("url", "")
        if url and not _WEB.fullmatch(url):
            left_out.append(f"Line {number} was left out (not an address of the web): {clean_line(url, 80)}")
        elif url and len(feeds) < MOST:
            feeds.setdefault(url, Named(url, clean_line(one.get("name", ""), 200)))
        one.clear()

    inside = False
    number = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace() and not line.startswith("-"):
            close(number)
            inside = line.startswith("feeds:")
            continue
        if not inside:
            continue
        if line.lstrip().startswith("- "):
            close(number)
        pair = _PAIR.match(line)
        if pair:
            one[pair[1]] = _scalar(pair[2])
    close(number)
    return Listed(tuple(feeds.values()), tuple(left_out))


def _scalar(text: str) -> str:
    """A plain or quoted YAML scalar of one line."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r'\\(["\\/])', r"\1", text[1:-1])
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text
