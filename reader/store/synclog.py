"""The file of a device in the folder that a person keeps in step: written at its end only, read from where it was read last.

The first line is {"telex": "marks", "version": 1, "device": name}, each other one a word on a mark: {"key": 32 hexadecimal
digits, "mark": "read", "starred", "later", "hidden" or "tag", "tag": its name, "set": time or null, "at": time}, in Unix
seconds. What else stands there is passed over and counted. Everything raises `StoreError`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

import msgspec

from reader.store import keyed, place
from reader.store.errors import StoreError, StoreFull
from reader.store.marks import MAX_TAG
from reader.store.syncwords import Place, Word
from reader.text.clean import clean_line

VERSION = 1
BATCH = 500
"""Lines that are handed on together."""

_NAME = re.compile(r"telex-.*\.jsonl\Z")
_LONGEST = 4_096  # bytes of a line
_MOST = 1_000  # files
_PIECE = 65_536
_LATEST = 253_402_300_799  # the last second of the year 9999

Seconds = Annotated[int, msgspec.Meta(ge=0, le=_LATEST)]


class Header(msgspec.Struct):
    """The first line of a file."""

    telex: str
    version: Annotated[int, msgspec.Meta(ge=1)]
    device: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z_-]{1,40}\Z")]


class Line(msgspec.Struct, omit_defaults=True):
    """Any other line."""

    key: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    mark: str
    set: Seconds | None
    at: Seconds
    tag: str = ""


class Batch(NamedTuple):
    """Words of a file, how many lines were none, and where the next one begins."""

    words: list[Word]
    broken: int
    place: Place


class Stranger(StoreError):
    """A file that this Telex cannot read."""


_headers = msgspec.json.Decoder(Header)
_lines = msgspec.json.Decoder(Line)


def own(folder: Path, device: str) -> Path:
    """The file that device `device` writes."""
    return folder / f"telex-{device}.jsonl"


def files(folder: Path) -> list[Path]:
    """The files of all devices, also copies of them that a program made where two had changed."""
    try:
        with os.scandir(folder) as found:
            names = [one.name for one in found if _NAME.match(one.name) and is_text(one.name)]
    except OSError as error:
        raise _refused(folder, error) from None
    return [folder / name for name in sorted(names)[:_MOST]]


def is_text(name: str) -> bool:
    """Whether a name of the file system can be kept and shown."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def begin(path: Path, device: str) -> None:
    """Make the file of this device, with its first line."""
    with place.whole_file(path) as out:
        out.write(msgspec.json.encode(Header("marks", VERSION, device)) + b"\n")


def append(path: Path, words: Sequence[Word]) -> None:
    """Write `words` to the end of the file; they are on the disk when this returns. A half line there is ended first."""
    data = b"".join(msgspec.json.encode(_line(word)) + b"\n" for word in words)
    try:
        with _opened(path, os.O_RDWR | os.O_APPEND) as file:
            if file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
                data = b"\n" + data
            while data:
                data = data[os.write(file.fileno(), data) :]
            os.fsync(file.fileno())
    except OSError as error:
        raise _refused(path, error) from None


def sayable(word: Word) -> bool:
    """Whether other devices, and this one, would read just this word in the file."""
    try:
        return _word(msgspec.json.encode(_line(word)), word.device) == word
    except UnicodeEncodeError:
        return False


def writer(path: Path) -> str:
    """The device that writes this file. Raises `Stranger`."""
    try:
        with _opened(path, os.O_RDONLY) as file:
            return _device(path, file.readline(_LONGEST))
    except OSError as error:
        raise _refused(path, error) from None


def settle(path: Path) -> None:
    """See that what stands in the file outlives a loss of power."""
    try:
        with _opened(path, os.O_RDWR) as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise _refused(path, error) from None


def read(path: Path, known: Place) -> Iterator[Batch]:
    """What stands in the file after `known`; all of it where what stands before is not what it was.

    A last line without its end is left for the next time. Raises `Stranger` where it is no such file, or a newer one.
    """
    try:
        with _opened(path, os.O_RDONLY) as file:
            first = file.readline(_LONGEST)
            if not first.endswith(b"\n") and len(first) < _LONGEST:
                return
            device = _device(path, first)
            so_far = _at_place(file, known)
            if so_far is None:
                file.seek(len(first))
                so_far = blake2b(first, digest_size=16)
            yield from _batches(file, so_far, device)
    except OSError as error:
        what = (error.strerror or "not possible").lower()
        raise Stranger(
            f"{path} could not be read ({what}): it was left alone; mend that and sync again."
        ) from None


def stands(path: Path, known: Place) -> bool:
    """Whether the file is there and begins with what was read of it."""
    try:
        with _opened(path, os.O_RDONLY) as file:
            return _at_place(file, known) is not None
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _refused(path, error) from None


def _at_place(file: BinaryIO, known: Place) -> blake2b | None:
    """Go to where the last reading ended; None where the file is another one."""
    file.seek(0)
    so_far, left = blake2b(digest_size=16), known.at
    while left and (piece := file.read(min(left, _PIECE))):
        so_far.update(piece)
        left -= len(piece)
    return so_far if known.at and not left and so_far.digest() == known.digest else None


def _batches(file: BinaryIO, so_far: blake2b, device: str) -> Iterator[Batch]:
    words: list[Word] = []
    broken, at = 0, file.tell()
    end = at
    while line := file.readline(_LONGEST):
        ahead = so_far.copy()
        ahead.update(line)
        long = not line.endswith(b"\n")
        size = len(line)
        while not line.endswith(b"\n") and (line := file.readline(_PIECE)):
            ahead.update(line)
            size += len(line)
        if not line:
            break
        so_far, end = ahead, end + size
        word = None if long else _word(line, device)
        if word is None:
            broken += 1
        else:
            words.append(word)
        if len(words) + broken >= BATCH:
            yield Batch(words, broken, Place(end, so_far.digest()))
            words, broken, at = [], 0, end
    if end > at:
        yield Batch(words, broken, Place(end, so_far.digest()))


def _device(path: Path, line: bytes) -> str:
    try:
        header = _headers.decode(line)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        header = None
    if header is None or header.telex != "marks":
        raise Stranger(f"{path} is no file of Telex’s marks: it was left alone; move it elsewhere.")
    if header.version > VERSION:
        raise Stranger(
            f"{path} was written by a newer Telex: it was left alone; install the newer Telex here."
        )
    return header.device


def _word(line: bytes, device: str) -> Word | None:
    try:
        found = _lines.decode(line)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    mark = found.mark
    if mark == "tag":
        name = " ".join(clean_line(found.tag, MAX_TAG).split())
        mark = keyed.TAG + name if name else ""
    elif mark not in keyed.FLAGS:
        mark = ""
    return Word(bytes.fromhex(found.key), mark, found.set, found.at, device) if mark else None


def _line(word: Word) -> Line:
    mark, _, tag = word.mark.partition(":")
    return Line(word.key.hex(), mark, word.value, word.at, tag)


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Iterator[BinaryIO]:
    for name in ("O_CLOEXEC", "O_BINARY", "O_NONBLOCK", "O_NOFOLLOW"):
        flags |= getattr(os, name, 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Stranger(f"{path} is no plain file: it was left alone; move it elsewhere.")
    with open(handle, "r+b" if flags & os.O_RDWR else "rb") as file:
        yield file


def _refused(path: Path, error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return StoreFull(
            f"There is no space left for {path}: free some and sync again; what is unsent waits here."
        )
    what = (error.strerror or "not possible").lower()
    return StoreError(f"Cannot use {path} ({what}): mend that and sync again; what is unsent waits here.")
