"""Rules for new entries: a query, and what is done with what it finds. Without an action they are listed.

```text
try QUERY|NAME              what it would have found among all that is stored
add NAME QUERY --do ACTS    a new rule; it says what it would have found, and acts once it is switched on (or with --on)
on NAME   off NAME          let it act on what comes, or not
run NAME                    do it to all that is stored too, as one step
change NAME [QUERY]         another query, or with --do other acts, or with --name another name
remove NAME                 forget it; what it did stays done
mute QUERY [--for 7d]       hide what it finds now and what will come, for ever or for so long

```
ACTS, parted by commas: read, star, later, hide, notify, tag:NAME. A rule acts on an entry once, as soon as its text can be
searched. “telex undo” takes back every change and every run that you asked for; what rules did by themselves stands in
“telex undo --list”, and “telex undo --step N” takes it back. “notify” says what came, in the reader and to the program that
the settings name under [hooks].

With --json, one object a line: id, name, query, acts, active, mute, until (RFC 3339, UTC, or null), ended; of “try”: found
and the first headlines; after a change: id, kind, text, count of the step.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure, WrongUsage
from reader.cli.mark import act_json
from reader.cli.output import note, rfc3339, say, say_json
from reader.cli.queries import a_span, letters
from reader.cli.rows import Rows, row_json, slugs_of
from reader.text.cells import fit
from reader.text.clean import clean_line, guard

if TYPE_CHECKING:
    from reader.model import Act
    from reader.newsroom import Newsroom
    from reader.store.rules import Rule

SHOWN = 5
"""Headlines that a trial shows."""

_ACTIONS = {"try": 1, "add": 2, "on": 1, "off": 1, "run": 1, "change": 1, "remove": 1, "mute": 1}
"""Each action and how many words it needs."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", nargs="?", choices=_ACTIONS, help="what to do; the rules are listed without"
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="a name, a query")
    parser.add_argument("--do", metavar="ACTS", help="what the rule does, for example read,tag:sport")
    parser.add_argument("--name", metavar="NEW", help="another name, with change")
    parser.add_argument("--on", action="store_true", help="switch it on at once, with add")
    parser.add_argument(
        "--for", dest="span", type=a_span, metavar="SPAN", help="how long a mute lasts: 7d, 2w"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    words = [letters(word) for word in args.words]
    if args.action and len(words) < _ACTIONS[args.action]:
        needed = "a name and a query" if args.action == "add" else "a name or a query"
        raise WrongUsage(f"“telex rules {args.action}” needs {needed}.")
    with context.newsroom() as newsroom:
        if not args.action:
            _list(newsroom, args.json)
        elif args.action == "try":
            _try(newsroom, _query(newsroom, " ".join(words)), args.json)
        else:
            if newsroom.readonly:
                raise Failure("This data folder cannot be written to: no rule was changed.")
            act = _change(args, newsroom, words)
            if args.json:
                say_json(act_json(act))
            else:
                say(f"{act.text}. “telex undo” takes it back." if act.id else f"{act.text}.")
    return DONE


def rule_json(rule: Rule, now: int) -> dict[str, object]:
    """The stable JSON form, as the help above lists it."""
    return {
        "id": rule.id,
        "name": rule.name,
        "query": rule.query,
        "acts": list(rule.acts),
        "active": rule.active,
        "mute": rule.mute,
        "until": rfc3339(rule.until),
        "ended": rule.active and not rule.stands(now),
    }


def state_of(rule: Rule, now: int) -> str:
    """Whether a rule acts, in a word or two."""
    from reader.text.dates import age

    if not rule.active:
        return "off"
    if rule.until is None:
        return "on"
    return f"{age(rule.until - now + 3_600)} left" if rule.stands(now) else "ended"


def _list(newsroom: Newsroom, as_json: bool) -> None:
    now = newsroom.now()
    rules = newsroom.rules()
    for rule in rules:
        if as_json:
            say_json(rule_json(rule, now))
        else:
            acts = ", ".join(rule.acts)
            say(
                f"{rule.id:>3}  {state_of(rule, now):<9} {fit(guard(rule.name), 24)}  {acts:<24}  {rule.query}"
            )
    if not rules:
        note("There are no rules yet: telex rules add NAME QUERY --do read, or telex rules mute QUERY.")


def _query(newsroom: Newsroom, words: str) -> str:
    """The query of the rule of that name, else the words themselves."""
    from reader.text.fold import fold

    return next((one.query for one in newsroom.rules() if fold(one.name) == fold(words)), words)


def _try(newsroom: Newsroom, query: str, as_json: bool) -> None:
    view = newsroom.view(query)
    first = view.rows(0, SHOWN)
    if as_json:
        slugs = slugs_of(newsroom.feeds())
        say_json({"query": query, "found": view.count, "headlines": [row_json(one, slugs) for one in first]})
        return
    say(f"{query}: would have found {view.count:,} of {newsroom.counts().total:,}{':' if first else '.'}")
    rows = Rows(newsroom.now())
    for one in first:
        say(rows.row(one))


def _change(args: argparse.Namespace, newsroom: Newsroom, words: list[str]) -> Act:
    name, rest = clean_line(words[0], 100), " ".join(words[1:])
    if args.action == "mute":
        return newsroom.mute(" ".join(words), args.span)
    if args.action == "add":
        act = newsroom.add_rule(name, rest, _acts(args), active=args.on)
        if not args.json:
            _try(newsroom, rest, False)
        return act
    rule = newsroom.rule(name)
    match args.action:
        case "on" | "off":
            return newsroom.switch_rule(rule, args.action == "on")
        case "run":
            return newsroom.run_rule(rule)
        case "remove":
            return newsroom.remove_rule(rule)
    if not (rest or args.do or args.name):
        raise WrongUsage("“telex rules change” needs a query, --do or --name.")
    new = clean_line(letters(args.name), 100) if args.name else None
    return newsroom.change_rule(rule, name=new, query=rest or None, acts=_acts(args) if args.do else None)


def _acts(args: argparse.Namespace) -> list[str]:
    if not args.do:
        raise WrongUsage("“telex rules add” needs --do: read, star, later, hide, notify, tag:NAME.")
    return [clean_line(part, 104) for part in letters(args.do).split(",") if part.strip()]
