"""The data folder: made private whatever the umask, refused in one sentence where a store cannot live; its files whole."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reader.store.errors import StoreError, StoreMissing, StoreReadOnly

_NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "ceph", "glusterfs", "lustre", "beegfs")
) | {"fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs", "davfs"}

_ESCAPES = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}


def make_folder(folder: Path) -> None:
    """Make `folder` and what leads to it. What is made is 0700; a folder that was there keeps its mode.

    Raises `StoreReadOnly`.
    """
    missing: list[Path] = []
    try:
        place = folder
        while not place.exists() and place != place.parent:
            missing.append(place)
            place = place.parent
        for place in reversed(missing):
            place.mkdir(mode=0o700, exist_ok=True)
            place.chmod(0o700)
    except OSError as error:
        raise _refused(folder, error) from None
    if not folder.is_dir():
        raise StoreReadOnly(f"{folder} is no folder: move it aside or choose another --data-dir.")


def make_file(path: Path) -> None:
    """See that `path` is a plain file of ours with mode 0600; SQLite gives the same mode to the files beside it."""
    if path.is_symlink():
        raise StoreReadOnly(
            f"{path} is a symbolic link, which cannot be locked safely: name the real folder with --data-dir."
        )
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except IsADirectoryError:
        raise StoreReadOnly(f"{path} is a folder: move it aside or choose another --data-dir.") from None
    except OSError as error:
        raise _refused(path, error) from None
    try:
        found = os.fstat(handle)
        if sys.platform != "win32" and stat.S_IMODE(found.st_mode) != 0o600:
            if found.st_uid not in (os.geteuid(), 0) or not stat.S_ISREG(found.st_mode):
                raise StoreReadOnly(f"{path} belongs to another person: choose another --data-dir.")
            os.fchmod(handle, 0o600)
    except OSError as error:
        raise _refused(path, error) from None
    finally:
        os.close(handle)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Write what is to stand at `path`: it is there once all of it is on the disk, and else as it was before.

    Raises `StoreError`.
    """
    part = path.with_name(path.name + ".part")
    try:
        make_folder(path.parent)
        part.unlink(missing_ok=True)
        make_file(part)
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, path)
        to_disk(path.parent)
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {(error.strerror or '').lower()}.") from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """See that a file, or the names in a folder, outlive a loss of power; where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refuse_network(folder: Path, mounts: str | None = None) -> None:
    """Raise `StoreReadOnly` where `folder` lies on another machine. `mounts` is the text of /proc/self/mountinfo."""
    kind = network_kind(folder, _mounts() if mounts is None else mounts)
    if kind:
        raise StoreReadOnly(
            f"{folder} lies on a network folder ({kind}), where two programs cannot share a store safely: "
            "choose a local --data-dir, or open it read-only."
        )


def network_kind(folder: Path, mounts: str) -> str:
    """The file system's name if it is a network one, else "". Mounts as in proc_pid_mountinfo(5)."""
    place = str(folder.resolve())
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, rest = before.split(" "), after.split(" ")
        if len(fields) < 5 or not rest[0]:
            continue
        point = fields[4]
        for escape, letter in _ESCAPES.items():
            point = point.replace(escape, letter)
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, kind = len(point), rest[0]
    return kind if kind in _NETWORK else ""


def need_file(path: Path) -> None:
    """Raise `StoreMissing` where there is nothing to read."""
    if path.is_dir():
        raise StoreReadOnly(f"{path} is a folder: move it aside or choose another --data-dir.")
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise StoreMissing(
            f"There is no store at {path} yet: start telex once, or check --data-dir."
        ) from None
    except OSError as error:
        raise _refused(path, error) from None
    if size == 0:
        raise StoreMissing(f"The store at {path} is empty: start telex once to fill it.")


def _mounts() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(errors="replace")
    except OSError:
        return ""


def _refused(path: Path, error: OSError) -> StoreError:
    what = (error.strerror or "not possible").lower()
    return StoreReadOnly(f"Cannot write to {path} ({what}): make it writable or choose another --data-dir.")
