"""Spans of text: white space collapsed as HTML does, equal looks joined, every character cleaned."""

from __future__ import annotations

import re

from reader.blocks import Inline, Span
from reader.text.clean import clean_text

_SPACES = re.compile(r"[ \t\n\r\f]*[\t\n\r\f][ \t\n\r\f]*|  +")
_ORDER = "bicsum^_"

Look = tuple[str, str, str]
"""Marks, address, footnote of a span."""

PLAIN: Look = ("", "", "")

_joined: dict[tuple[str, str], str] = {}


def with_mark(marks: str, mark: str) -> str:
    """`marks` and `mark` in the one order that spans use."""
    try:
        return _joined[marks, mark]
    except KeyError:
        both = "".join(letter for letter in _ORDER if letter in marks or letter == mark)
        _joined[marks, mark] = both
        return both


class Run:
    """The text of one block while it is being read."""

    __slots__ = ("clean", "end", "look", "looks", "texts")

    def __init__(self, clean: bool = False) -> None:
        """`clean` says that all text was looked at already and needs nothing."""
        self.clean = clean
        self.texts: list[str] = []
        self.looks: list[Look] = []
        self.look = PLAIN
        self.end = ""

    def add(self, text: str) -> None:
        """Adds `text` with the current look; white space collapses with what stands before."""
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _SPACES.sub(" ", text)
        if text[:1] == " " and self.end in ("", " ", "\n"):
            text = text[1:]
        if text:
            self.put(text)

    def put(self, text: str) -> None:
        """Adds `text` as it is."""
        self.end = text[-1]
        if self.looks and self.looks[-1] == self.look:
            self.texts[-1] += text
        else:
            self.texts.append(text)
            self.looks.append(self.look)

    def newline(self) -> None:
        """A hard line break, unless the line is empty."""
        if self.end in ("", "\n"):
            return
        if self.end == " ":
            self._trim(" ")
        if self.texts:
            self.put("\n")

    def take(self) -> Inline:
        """The spans so far, without white space at the end; the run is empty afterwards. () where nothing is left."""
        if not self.texts:
            return ()
        self._trim(" \n")
        texts, looks = self.texts, self.looks
        self.texts, self.looks, self.end = [], [], ""
        if len(texts) == 1:
            (text,) = texts
            if not self.clean:
                text = clean_text(text)
            return (Span(text, *looks[0]),) if text.strip() else ()
        spans: list[Span] = []
        carried = ""
        before: Look | None = None
        last = len(texts) - 1
        for index, (text, look) in enumerate(zip(texts, looks, strict=True)):
            if carried:
                text, carried = carried + text, ""
            if look[1] and text[-1] == " " and index < last:
                text, carried = text[:-1], " "  # a link ends with its last letter
            if not self.clean:
                text = clean_text(text)
            if not text:
                continue
            if look == before:
                spans[-1] = Span(spans[-1].text + text, *look)
            else:
                spans.append(Span(text, *look))
                before = look
        if not any(span.text.strip() for span in spans):
            return ()
        return tuple(spans)

    def _trim(self, waste: str) -> None:
        while self.texts:
            kept = self.texts[-1].rstrip(waste)
            if kept:
                self.texts[-1] = kept
                self.end = kept[-1]
                return
            self.texts.pop()
            self.looks.pop()
        self.end = ""


def joined(before: Inline, after: Inline, gap: str = " ") -> Inline:
    """Both texts with `gap` between them; spans of one look stay one."""
    if not before or not after:
        return before or after
    spans = [*before]
    for span in (
        Span(gap, *_look_of(before[-1])) if _look_of(before[-1]) == _look_of(after[0]) else Span(gap),
        *after,
    ):
        if _look_of(spans[-1]) == _look_of(span):
            spans[-1] = Span(spans[-1].text + span.text, *_look_of(span))
        else:
            spans.append(span)
    return tuple(spans)


def _look_of(span: Span) -> Look:
    return span.marks, span.href, span.note
