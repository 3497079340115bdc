"""The person's own programs: run with their arguments as they stand in the settings, told what happened as JSON on stdin.

Nothing from a feed is ever an argument. One that takes too long is ended; what it prints is thrown away.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from reader.config import Hooks
from reader.engine.events import Done, Note
from reader.engine.programs import NotRun, give
from reader.engine.voice import Voice
from reader.store.database import Database
from reader.store.headlines import headlines
from reader.store.rules import Hit

NAMED = 3
"""Headlines of each rule that are named."""

log = logging.getLogger(__name__)


class Crier:
    """Says what rules with "notify" found, once for many entries, and calls the hooks."""

    def __init__(self, db: Database, hooks: Hooks, voice: Voice) -> None:
        self._db = db
        self._hooks = hooks
        self._voice = voice

    async def refreshed(self, done: Done) -> None:
        """A run over the sources is over."""
        if self._hooks.after_refresh:
            counts = {name: getattr(done, name) for name in ("feeds", "changed", "failed", "new", "updated")}
            await self._call(self._hooks.after_refresh, {"event": "refresh", **counts})

    async def matched(self, hits: Sequence[Hit]) -> None:
        """Rules found something: one notification for all of it."""
        found: dict[str, list[int]] = {}
        for hit in hits:
            if "notify" in hit.rule.acts:
                found.setdefault(hit.rule.name, []).extend(hit.ids)
        if not found:
            return
        told = [self._told(name, ids) for name, ids in found.items()]
        text = " · ".join(one["text"] for one in told)
        self._voice.tell(Note(text))
        if self._hooks.on_match:
            await self._call(self._hooks.on_match, {"event": "match", "text": text, "rules": told})

    def _told(self, name: str, ids: list[int]) -> dict[str, Any]:
        named = headlines(self._db, sorted(set(ids), reverse=True)[:NAMED])
        titles = "; ".join(one.title for one in named)
        return {
            "rule": name,
            "count": len(set(ids)),
            "headlines": [
                {"id": one.id, "title": one.title, "source": one.source, "link": one.link} for one in named
            ],
            "text": f"{name}: {len(set(ids)):,} new: {titles}",
        }

    async def _call(self, arguments: Sequence[str], told: dict[str, Any]) -> None:
        data = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            code = await give(arguments, data, self._hooks.seconds)
        except NotRun as error:
            self._voice.tell(Note(f"The hook {arguments[0]} {error}"))
            return
        if code:
            log.warning("the hook %s ended with %d", arguments[0], code)
