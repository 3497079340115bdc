"""Adding sources: whatever was pasted is looked into, what it would bring is shown, and only what is chosen is subscribed to."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from reader.text.dates import age
from reader.tui.acts.base import Target
from reader.tui.ages import a_week
from reader.tui.failures import refusals, sentence
from reader.tui.menu import Item
from reader.words import _, retold

_HEADLINES = 2
_MOST = 60


class Adding(Target):
    """The commands "add" and "save-page". What asks the network runs in a process of its own."""

    def add(self, address: str = "") -> None:
        """Look for the feeds behind an address, or for a word among the starter packs."""
        if not address.strip():
            self.screen.dialogs.ask(
                _("Address of a paper or feed, or a word"),
                done=lambda text: self.add(text) if text.strip() else None,
            )
            return
        self.screen.show_busy(_("Looking for feeds…"))
        self.screen.run_worker(self._look(address.strip()), group="add")

    async def _look(self, text: str) -> None:
        import asyncio

        from reader.fetch.logins import part

        try:
            parted = part(text) if "://" in text or "@" in text else None
            if parted is not None and parted.secret:
                text = await asyncio.to_thread(self.newsroom.put_away, text)
        except refusals() as error:
            self.screen.show_busy("")
            self.screen.say(sentence(error), error=True)
            return
        found = await self._ask("add", "--dry-run", "--json", "--", text)
        candidates = found.get("candidates") or []
        if not candidates:
            self.screen.say(retold(found.get("error") or "") or _("Nothing was found."), error=True)
            if found.get("page"):
                self.screen.feeds.watch(text)
            return
        if all(one["subscribed"] for one in candidates):
            feed = next(
                feed
                for feed in self.newsroom.feeds()
                if feed.url == candidates[0]["url"] or len(candidates) == 1
            )
            self.screen.say(_("{title} was here already.").format(title=candidates[0]["title"] or feed.name))
            return
        self._show(candidates[:_MOST])

    def _show(self, candidates: list[dict[str, Any]]) -> None:
        from reader.tui.screens.question import Question

        now = self.newsroom.now()
        items: list[Item] = []
        for one in candidates:
            items.append(Item(one["title"] or one["url"], one["url"], _facts(one, now)))
            items += [Item("", detail=headline, head=True) for headline in one["headlines"][:_HEADLINES]]
        first = next(one["url"] for one in candidates if not one["subscribed"])
        alone = sum(not one["subscribed"] for one in candidates) == 1 or not candidates[0]["pack"]
        question = Question(
            _("ADD"),
            _("What shall be subscribed to? Nothing is yet."),
            items,
            ticked=[first] if alone else [],
            keys=_("Space tick · Enter go on · Esc leave"),
            linear=self.screen.telex.caret.on,
            rtl=self.screen.headlines.rtl,
        )
        self.screen.app.push_screen(question, partial(self._chosen, candidates))

    def _chosen(self, candidates: list[dict[str, Any]], answer: tuple[str, ...] | None) -> None:
        wanted = [one for one in candidates if one["url"] in (answer or ()) and not one["subscribed"]]
        if not wanted:
            if answer is not None:
                self.screen.say(_("Nothing was chosen: Space ticks a row."))
            return
        scope = self._folder()
        begun = wanted[0]["pack"] or " / ".join(scope)
        self.screen.dialogs.ask(
            _("Section, “A / B”; none where empty"),
            value=begun,
            done=lambda text: self._subscribe(wanted, text),
            complete=lambda _: [" / ".join(folder.path) for folder in self.newsroom.folders()],
        )

    def _folder(self) -> tuple[str, ...]:
        """The section that the cursor or the list is in."""
        held = self.screen.feed_id
        return next((feed.folder for feed in self.newsroom.feeds() if feed.id == held), ())

    def _subscribe(self, wanted: list[dict[str, Any]], folder: str) -> None:
        from reader.store.feeds import NewFeed

        path = tuple(part.strip() for part in folder.split("/") if part.strip())
        done = self.newsroom.import_feeds(
            [
                NewFeed(
                    one["url"],
                    title=one["title"] or "",
                    folder=path,
                    language=one["language"] or "",
                    typed=one["typed"],
                )
                for one in wanted
            ]
        )
        if done.act is not None:
            self.screen.did(done.act)
        self.screen.sources_changed()
        if done.new:
            self.screen.feeds.fetch(done.new)
            self.screen.runner.run(f"go-feed {done.new[0]}")

    def save_page(self, address: str = "") -> None:
        """Keep the article of a page like an entry."""
        if not address.strip():
            self.screen.dialogs.ask(
                _("Address of a page to keep"),
                done=lambda text: self.save_page(text) if text.strip() else None,
            )
            return
        self.screen.show_busy(_("Fetching the page…"))
        self.screen.run_worker(self._save(address.strip()), group="add")

    async def _save(self, address: str) -> None:
        saved = await self._ask("add", "--page", "--json", "--", address)
        if saved.get("error") or not saved.get("id"):
            self.screen.say(retold(saved.get("error") or "") or _("The page could not be saved."), error=True)
            return
        self.screen.say(_("“{title}” stands among the saved pages.").format(title=saved["title"]))
        self.screen.sources_changed()

    async def _ask(self, *arguments: str) -> dict[str, Any]:
        """The first object that a command of the shell answers, {} where it ended otherwise."""
        try:
            _, out, complaint = await self.newsroom.apart(*arguments)
        except OSError as error:
            out, complaint = b"", _("No process can be started: {why}.").format(why=error.strerror).encode()
        self.screen.show_busy("")
        lines = out.splitlines()
        if not lines:
            said = complaint.decode("utf-8", "replace").strip().splitlines()
            return {"error": said[-1].removeprefix("telex: ") if said else ""}
        found: dict[str, Any] = json.loads(lines[0])
        return found


def _facts(one: dict[str, Any], now: int) -> str:
    """What a row says of a candidate beside its title."""
    from datetime import datetime

    kind = (one["type"] or "").partition("/")[2].removesuffix("+xml").removesuffix("+json")
    parts = [_("here already")] if one["subscribed"] else []
    parts += [part for part in (kind, one["language"], one["pack"]) if part]
    if one["entries"]:
        parts += [a_week(one["week"]), _("whole texts") if one["full"] else _("excerpts")]
    if one["newest"]:
        newest = round(datetime.fromisoformat(one["newest"]).timestamp())
        parts.append(_("last {age}").format(age=age(max(now - newest, 0))))
    if one["tier"]:
        parts.append(_("tier {tier}").format(tier=one["tier"]))
    parts += [retold(one["remark"])] if one["remark"] else []
    return ", ".join(parts)
