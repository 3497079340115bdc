"""Rules for what comes, and mutes: made from the list that is shown, tried before they are switched on."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.tui.failures import refusals, sentence
from reader.tui.scope import Scope
from reader.words import N_, _

SPANS = ((N_("A day"), 86_400), (N_("A week"), 604_800), (N_("A month"), 2_592_000), (N_("For ever"), 0))
"""How long a mute can last; 0 is without an end."""


class Ruling(Target):
    """The commands for rules."""

    def rules(self) -> None:
        """List them, and what can be done with each."""
        self.screen.menus.rules()

    def add(self, query: str = "") -> None:
        """A new rule: its query, what it does, its name; then what it would have found."""
        scope = self.screen.lists.scope
        begun = query or (scope.title if scope.searched else scope.query)
        self.screen.dialogs.ask(_("Rule for new entries that match"), value=begun, done=self._acts_for)

    def _acts_for(self, query: str) -> None:
        if not query.strip():
            return
        self.newsroom.check_query(query)
        self.screen.menus.rule_acts(lambda act: self._name_for(query, act))

    def _name_for(self, query: str, act: str) -> None:
        if act == "tag:":
            self.screen.dialogs.ask(
                _("Tag"),
                done=lambda tag: self._name_for(query, f"tag:{tag.strip()}") if tag.strip() else None,
            )
            return
        self.screen.dialogs.ask(
            _("Name of the rule"), value=query, done=lambda name: self._made(name, query, act)
        )

    def _made(self, name: str, query: str, act: str) -> None:
        if not name.strip():
            return
        self.screen.did(self.newsroom.add_rule(name, query, [act]))
        rule = next(one for one in reversed(self.newsroom.rules()))
        self.screen.menus.tried(rule, self.newsroom.view(query))

    def change(self, value: str) -> None:
        """`value` is what to do and the rule's number: "on 3"."""
        what, which = value.partition(" ")[::2]
        screen, newsroom = self.screen, self.newsroom
        rule = newsroom.rule(which)
        match what:
            case "rule":
                screen.menus.rule(rule)
            case "on" | "off":
                screen.did(newsroom.switch_rule(rule, what == "on"))
            case "run":
                screen.did(newsroom.run_rule(rule))
                screen.renew_after_undo()
            case "both":
                newsroom.switch_rule(rule, True)
                screen.did(newsroom.run_rule(rule))
                screen.renew_after_undo()
            case "try":
                screen.lists.open(Scope(rule.query, rule.name, searched=True)._replace(title=rule.query))
                screen.say(
                    _("{count} found by the rule “{name}”").format(
                        count=number(screen.headlines.row_count), name=rule.name
                    )
                )
            case "query":
                screen.dialogs.ask(
                    _("Query"), value=rule.query, done=lambda text: self._changed(rule.name, query=text)
                )
            case "name":
                screen.dialogs.ask(
                    _("Name"), value=rule.name, done=lambda text: self._changed(rule.name, name=text)
                )
            case "remove":
                screen.did(newsroom.remove_rule(rule))
            case _:
                pass

    def _changed(self, which: str, *, query: str = "", name: str = "") -> None:
        if query.strip() or name.strip():
            rule = self.newsroom.rule(which)
            self.screen.did(self.newsroom.change_rule(rule, query=query or None, name=name or None))

    def mute(self, query: str = "") -> None:
        """Hide what a query finds, for a while or for ever."""
        if query.strip():
            self._span_for(query)
            return
        scope, held = self.screen.lists.scope, self.screen.current
        begun = scope.title if scope.searched else ""
        if not begun and held is not None:
            begun = f"feed:{held.feed_id}"
        self.screen.dialogs.ask(_("Hide what matches"), value=begun, done=self._span_for)

    def _span_for(self, query: str) -> None:
        if query.strip():
            self.newsroom.check_query(query)
            found = self.newsroom.view(query).count
            self.screen.menus.spans(
                _("Hide {count} found by {query}").format(count=number(found), query=query),
                SPANS,
                lambda one: self._muted(query, one),
            )

    def _muted(self, query: str, seconds: str) -> None:
        try:
            act = self.newsroom.mute(query, int(seconds) or None)
        except refusals() as error:
            self.screen.say(sentence(error), error=True)
            return
        self.screen.did(act)
        self.screen.renew_after_undo()
