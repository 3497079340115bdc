"""How fast feeds are parsed: `python -m tests.bench.feeds [FOLDER]`, over the outside corpus beside the project unless said."""

from __future__ import annotations

import gzip
import sys
import time
from pathlib import Path

from reader.parse.errors import FeedError
from reader.parse.feed import parse_feed

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "feeds"
ROUNDS = 7


def main(folder: Path) -> None:
    """Print entries, links, dates, megabytes a second and the slowest file, on one core.

    Each file is parsed in several rounds, and its quickest counts: what else runs on the machine costs processor time too.
    """
    if not folder.is_dir():
        print(f"no feeds to parse: {folder.name} is not there")
        return
    files = [
        gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for file in sorted(folder.iterdir())
    ]
    rounds = [_round(files) for _ in range(ROUNDS)]
    entries, links, dates, _ = rounds[0]
    times = [min(turns) for turns in zip(*(times for *_, times in rounds), strict=True)]
    first = rounds[0][3]
    megabytes = sum(map(len, files)) / 1e6
    print(
        f"{len(files)} files, {megabytes:.1f} MB: {entries} entries, {links} with a link, {dates} with a date; "
        f"{megabytes / sum(times):.1f} MB/s of processor time, slowest file {max(times) * 1000:.0f} ms "
        f"(in a first round alone {megabytes / sum(first):.1f} MB/s, {max(first) * 1000:.0f} ms)"
    )


def _round(files: list[bytes]) -> tuple[int, int, int, list[float]]:
    entries = links = dates = 0
    times = []
    for data in files:
        began = time.process_time()
        try:
            found = parse_feed(data).entries
        except FeedError:
            found = ()
        times.append(time.process_time() - began)
        entries += len(found)
        links += sum(bool(one.link) for one in found)
        dates += sum(one.published is not None or one.updated is not None for one in found)
    return entries, links, dates, times


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
