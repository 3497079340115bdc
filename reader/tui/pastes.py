"""What is pasted is text: an escape in it would begin a key, so none gets to where keys are told apart."""

from __future__ import annotations

_BEGIN, _END = "\x1b[200~", "\x1b[201~"


class Pastes:
    """Between the terminal and the reading of keys; a paste may come in any number of pieces."""

    def __init__(self) -> None:
        self._inside = False
        self._tail = ""

    def feed(self, data: str) -> str:
        """`data` without the escapes in pastes. What may be the beginning of a paste's end is held back until more comes."""
        out = []
        while data:
            data = self._tail + data
            if self._inside:
                text, end, data = data.partition(_END)
                self._tail = "" if end else _begun(text)
                out.append(text.removesuffix(self._tail).replace("\x1b", "") + end)
                self._inside = not end
            else:
                before = len(self._tail)
                text, begin, data = data.partition(_BEGIN)
                out.append((text + begin)[before:])
                self._tail = "" if begin else text[1 - len(_BEGIN) :]
                self._inside = bool(begin)
        return "".join(out)


def _begun(text: str) -> str:
    """The end of `text` that may be the beginning of `_END`."""
    place = text.rfind("\x1b", 1 - len(_END))
    return text[place:] if place >= 0 and _END.startswith(text[place:]) else ""
