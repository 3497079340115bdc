"""Time the grouping of made-up headlines, and hold it against the labelled press: `python -m tests.bench.stories [N]`.

Headlines are made by a grammar over made-up names: most stand alone, a third tell what another paper told. Prints CPU seconds,
headlines a second and the process's peak memory of one `telex inspect stories`, then B-cubed figures of the press, chosen half
and reported half.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from reader.stories.encoder import encoder
from reader.stories.group import group
from reader.stories.whole import group_all
from tests.stories.labelled import bcubed, press, within

SIZE = 10_965
START = 1_767_571_200

_SYLLABLES = "ba co da fe gi lo ma ne pu ra si to vel nor mar orm tan lis quen dro fal har wic sten".split()
_WHO = (
    "mayor minister court union council keeper farmers club school hospital judges ferry museum bank".split()
)
_DID = "opens closes backs rejects delays wins loses sells repairs plans cancels doubles visits bans".split()
_WHAT = "harbour bridge budget prize strike market tunnel library festival orchard lighthouse railway".split()


def headlines(count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """`count` headlines over four days, as `telex inspect stories` takes them."""
    dice = Random(seed)
    names = ["".join(dice.choices(_SYLLABLES, k=3)).capitalize() for _ in range(4_000)]
    told: list[list[str]] = []
    for number in range(count):
        if told and dice.random() < 0.35:
            words = list(dice.choice(told[-400:]))
            words[dice.randrange(len(words))] = dice.choice(_DID)
            dice.shuffle(words)
        else:
            words = [dice.choice(names), dice.choice(_WHO), dice.choice(_DID), dice.choice(names)]
            words += [dice.choice(_WHAT), "after", f"{dice.choice(names)}'s", str(dice.randrange(2, 900))]
            told.append(words)
        at = START + number * 345_600 // count
        yield {
            "id": number,
            "title": " ".join(words),
            "source": f"paper {dice.randrange(300)}",
            "published": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)),
            "language": "en",
        }


def timed(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "headlines.jsonl"
        file.write_text("\n".join(map(json.dumps, headlines(count))), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "reader", "inspect", "stories", "--words-only", str(file)]
        done = subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    stories = json.loads(done.stdout)["stories"]
    print(
        f"{count:,} headlines in {seconds:.2f} s of CPU, the start of the process in it: {count / seconds:,.0f}/s"
    )
    print(f"{len(stories):,} stories, peak memory {after.ru_maxrss / 1024:.0f} MiB")


def labelled() -> None:
    everything = press()
    model = encoder()
    for half, name in enumerate(("chosen on", "reported on")):
        part = [one for one in everything if one.half == half]
        items = [one.item for one in part]
        stories, _ = group(items)
        print(
            f"{name} half ({len(part)} headlines): within a language P %.3f R %.3f F1 %.3f"
            % within(part, stories)
        )
        print("  languages pooled, by words: P {:.3f} R {:.3f} F1 {:.3f}".format(*bcubed(part, stories)))
        if model is not None:
            across, _ = group_all(items, model)
            print("  with the extra: P {:.3f} R {:.3f} F1 {:.3f}".format(*bcubed(part, across)))
            print(
                "  with the extra, within a language: P {:.3f} R {:.3f} F1 {:.3f}".format(
                    *within(part, across)
                )
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=SIZE)
    timed(parser.parse_args().count)
    labelled()


if __name__ == "__main__":
    main()
