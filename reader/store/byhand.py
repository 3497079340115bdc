"""Joining and parting stories by hand: each act is a step of the journal, and stronger than any score from then on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reader.model import Act
from reader.store import journal, stories, ties
from reader.store.database import Database
from reader.text.cells import brief


def join(db: Database, ids: Sequence[int], now: int | None = None, languages: Sequence[str] = ()) -> Act:
    """Make one story of the stories of these entries; nothing is changed where they are one already."""
    now = db.now() if now is None else now
    with db.write(act=True):
        groups: list[tuple[int, list[int]]] = []
        for one in ids:
            if not any(one in group for _, group in groups) and (group := ties.members(db, one)):
                groups.append((one, group))
        if len(groups) < 2:
            return Act(0, now, "none", "They are one story already", 0)
        act = journal.begin(db, "join", now)
        chosen = [one for one, _ in groups]
        everyone = [one for _, group in groups for one in group]
        keys = ties.keys_of(db, everyone)
        said: ties.Changes = dict.fromkeys(ties.parted(db, set(keys.values())))
        said |= {ties.pair(keys[chosen[0]], keys[one]): 1 for one in chosen[1:]}
        before = ties.state(db, everyone, said)
        story = next((found for one in chosen if (found := ties.story_of(db, one))), 0) or stories.begin(db)
        touched = {story, *(ties.story_of(db, one) for one in everyone)}
        stamp = stories.next_stamp(db)
        for one, group in groups:
            near = chosen[0] if one != chosen[0] else chosen[1]
            for entry in group:
                if ties.story_of(db, entry) != story:
                    if entry == one or ties.way_of(db, entry) in ("", "first"):
                        stories.tell(db, stories.Joining(entry, near, "hand"), languages)
                    stories.put(db, entry, story, stamp)
        ties.tie(db, said, now)
        ties.moved(db, touched)
        after = ties.state(db, everyone, said)
        return journal.finish(db, act, f"Joined {len(chosen)} into one story", len(everyone), before, after)


def split(db: Database, entry_id: int, now: int | None = None) -> Act:
    """Take an entry out of its story, for good; nothing is changed where it stands alone."""
    now = db.now() if now is None else now
    with db.write(act=True):
        others = [one for one in ties.members(db, entry_id) if one != entry_id]
        if not others:
            return Act(0, now, "none", "This one stands alone already", 0)
        act = journal.begin(db, "split", now)
        keys = ties.keys_of(db, [entry_id, *others])
        own = keys[entry_id]
        tied = ties.tied_to(db, own)
        said: ties.Changes = {ties.pair(own, one): None for one in tied}
        said |= {ties.pair(one, other): 1 for one, other in pairwise(tied)}
        said |= {ties.pair(own, keys[one]): 0 for one in others}
        before = ties.state(db, [entry_id], said, others)
        touched = {ties.story_of(db, entry_id)}
        db.execute("DELETE FROM telling WHERE entry_id = ?", (entry_id,))
        stories.put(db, entry_id, 0, stories.next_stamp(db))
        ties.tie(db, said, now)
        ties.moved(db, touched)
        after = ties.state(db, [entry_id], said, others)
        title = brief(str(db.value("SELECT title FROM entry WHERE id = ?", (entry_id,))), 80)
        return journal.finish(db, act, f"Took “{title}” out of its story", 1, before, after)
