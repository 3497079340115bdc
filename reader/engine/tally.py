"""The counts of one run, from its first feed to its summary."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from reader.engine.asking import Verdict
from reader.engine.events import Done, FeedDone, Progress
from reader.store.entries import Stored
from reader.store.polls import Poll

SEVERAL = 3
"""So many hosts that are not to be found, and nobody who answers, are no fault of theirs."""

_GUESS_AFTER = 2.0  # seconds before which the time left is no guess


@dataclass
class Tally:
    """`total` feeds are in the run. Times are seconds of a steady clock.

    `was_offline` says that the run before met no network. `doubtful` are answers that may be the network's own; `portal`
    says that they are.
    """

    total: int = 0
    was_offline: bool = False
    started: float = field(default_factory=time.monotonic)
    done: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    held: int = 0
    new: int = 0
    updated: int = 0
    requests: int = 0
    answered: int = 0
    fetching: float = 0.0
    parsing: float = 0.0
    storing: float = 0.0
    indexing: float = 0.0
    portal: bool = False
    doubtful: list[tuple[Poll, Verdict]] = field(default_factory=list)

    @property
    def no_network(self) -> bool:
        """Nobody answered, and there was no way out: names could not be looked up, or several were not known."""
        if self.answered:
            return False
        if any(verdict.status == "offline" for _, verdict in self.doubtful):
            return True
        return self.failed == len(self.doubtful) and len(self._lost()) >= (1 if self.was_offline else SEVERAL)

    @property
    def hopeless(self) -> bool:
        """Whether it is no use to ask anybody else: no network, seen from several hosts."""
        return self.no_network and len(self._lost()) >= SEVERAL

    def _lost(self) -> set[str]:
        """The hosts that there was no way to."""
        return {
            urlsplit(poll.url).netloc
            for poll, verdict in self.doubtful
            if verdict.status == "offline" or verdict.nameless
        }

    def count(self, poll: Poll, verdict: Verdict, stored: Stored) -> FeedDone:
        """Count one feed; what to tell of it."""
        self.done += 1
        self.new += stored.new
        self.updated += stored.updated
        if verdict.status == "ok" and (stored.new or stored.updated):
            self.changed += 1
        elif verdict.status in ("ok", "unchanged"):
            self.unchanged += 1
        elif verdict.status == "held":
            self.held += 1
        else:
            self.failed += 1
        return FeedDone(
            poll.feed_id,
            verdict.status,
            stored.new,
            stored.updated,
            verdict.error,
            verdict.next.at,
            verdict.next.why,
        )

    def progress(self) -> Progress:
        spent = time.monotonic() - self.started
        left = 0.0
        if spent >= _GUESS_AFTER and 0 < self.done < self.total:
            left = round(spent / self.done * (self.total - self.done), 1)
        return Progress(self.done, self.total, self.failed, self.new, self.changed, left)

    def summary(self) -> Done:
        return Done(
            feeds=self.total,
            changed=self.changed,
            unchanged=self.unchanged,
            failed=self.failed,
            held=self.held,
            new=self.new,
            updated=self.updated,
            offline=self.no_network,
            seconds=round(time.monotonic() - self.started, 3),
            split={
                "fetch": round(self.fetching, 3),
                "parse": round(self.parsing, 3),
                "store": round(self.storing, 3),
                "index": round(self.indexing, 3),
            },
            requests=self.requests,
        )
