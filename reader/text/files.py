"""Files that Telex writes for the person: names made of outside text that are safe everywhere, and files that are new.

A name has no separator, no dot or dash in front, no reserved word of any system (the hash sees to that) and at most 120
bytes. A file is never written over, and never through a link.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

_ENDS = 100
_NO_WORD = re.compile(r"[\W_]+")


def file_name(title: str, entry_id: int, link: str, ending: str = ".md") -> str:
    """Letters and digits of the title, and a hash that tells equal titles apart."""
    slug = _NO_WORD.sub("-", title.casefold()).strip("-").encode("utf-8", "ignore")[:_ENDS]
    name = slug.decode("utf-8", "ignore").strip("-")
    mark = hashlib.blake2b(f"{entry_id}\0{link}".encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{name}-{mark}{ending}" if name else f"entry-{mark}{ending}"


def write_new(path: Path, data: bytes) -> None:
    """Raises `OSError`: `FileExistsError` where there is anything of that name."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
        file.write(data)
