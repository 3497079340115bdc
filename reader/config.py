"""Where Telex keeps things, and the person's settings, typed and checked.

Settings stand in one TOML file. A wrong key or value is one sentence that names it (`ConfigError`), never a traceback.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from reader.limits import Limits, WrongLimits, read_limits
from reader.words import LANGUAGES


class ConfigError(Exception):
    """The settings cannot be used. Its text is one sentence for people, with the file and the key."""


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`measure` is the article's text width in cells (40 to 120); `theme` a name from `styles/`.

    `harakat` shows the vowel signs of Arabic in articles (rows never have them); `emoji` is "portable", which draws those
    whose width terminals disagree about plainly in rows, or "full".
    """

    theme: str = "telex-night"
    measure: int = 72
    dates: str = "locale"
    density: str = "compact"
    harakat: bool = True
    emoji: str = "portable"


class Ticker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`mode` is crawl, step or off; `speed` in cells a second (4 to 30), `stride` cells at once; `items` headlines in a lap.

    `query` is what goes round, without what was there at the last look unless `older`; each of `lanes`, a saved query's
    name or a query, has a row below. `hold_while_reading` lets it rest while an article has the focus.
    """

    mode: str = "crawl"
    speed: int = 10
    stride: int = 1
    items: int = 12
    query: str = "is:unread"
    older: bool = False
    lanes: tuple[str, ...] = ()
    hold_while_reading: bool = True


class Stories(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`fold` shows a story as one row; `read` says which copies are read with one: all, those of one source, none."""

    fold: bool = True
    read: Literal["all", "source", "none"] = "all"


class LoginCommand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a server's password or token is had: `command` is a program and its arguments, of which the first line counts.

    With `user` it is a password (Basic), without a bearer token; `field` names another request field that wants it bare.
    Where others may write to the settings file, `command` is taken away.
    """

    command: tuple[str, ...]
    user: str = ""
    field: str = "Authorization"


class Fetching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`hosts` at once (1 to 256); `contact` is put into the User-Agent so that a publisher can reach the person.

    `proxy` is an http, https, socks5 or socks5h address ("" takes those of the environment, "none" takes none); `http2` asks
    for HTTP/2 where a server speaks it. `whole_after` days after its last document a feed is asked for the whole one, whatever
    its validators say; 0 is never.
    """

    hosts: int = 32
    contact: str = ""
    auto: bool = True
    proxy: str = ""
    http2: bool = False
    whole_after: int = 0


class Keep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much is kept in all; 0 is no limit. `size` is of the whole store ("2GB"). Sources can have limits of their own."""

    days: int = 0
    entries: int = 0
    size: str = "2GB"

    @property
    def limits(self) -> Limits:
        return Limits(self.days, self.entries, 0 if self.size == "0" else read_limits(self.size).size)


class Images(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`draw` draws kept images (with the extra `images`): "auto" as well as the terminal says that it can, in pixels by kitty's
    protocol or as sixels, else as half blocks; the other words ask for one of these.

    `reports` is in how many articles an image is reported, `lists` on how many lists it stands, until it is blocked.

    `ahead` fetches the images of what is starred, packed or for later. `size` is what all images may take ("1GB").

    `icons` asks each site for its icon, once in 30 days, and shows it beside the source where the terminal draws pixels.
    """

    draw: Literal["off", "auto", "blocks", "kitty", "sixel"] = "off"
    reports: int = 2
    lists: int = 1
    ahead: bool = True
    size: str = "1GB"
    icons: bool = False

    @property
    def budget(self) -> int:
        return read_limits(self.size).size


class Hooks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person's own programs, each with its arguments; off where empty. They get JSON on standard input.

    `after_refresh` is told how a run over the sources went, `on_match` what rules with "notify" found; each has `seconds`
    (1 to 600) to end. Where others may write to the settings file none is run, and `why_off` says so.
    """

    after_refresh: tuple[str, ...] = ()
    on_match: tuple[str, ...] = ()
    seconds: int = 10
    why_off: str = ""


class Commands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Programs of the person's for keys, each with its arguments; off where empty. They know the headline by TELEX_TITLE,
    TELEX_LINK, TELEX_SOURCE, TELEX_AUTHOR, TELEX_LANGUAGE and TELEX_PUBLISHED in their environment.

    `pipe` gets the article as Markdown on standard input, `bookmark` the facts as a line of JSON; each has `seconds` (1 to
    600) to end. Where others may write to the settings file none is run, and `why_off` says so.
    """

    pipe: tuple[str, ...] = ()
    bookmark: tuple[str, ...] = ()
    seconds: int = 30
    why_off: str = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. `languages` are those the person reads, best first; `language` is the screen's own, "auto" that of the
    environment's locale. `login` is keyed by the start of an address.

    `rtl` says who orders right-to-left text: auto (ask the terminal), app, terminal or off. `shaping` is for what Telex
    orders: "ligatures" joins lam and alef only, "forms" draws every Arabic letter in its joined form, for terminals that
    never join letters, "none" leaves all. `linear` is the mode for screen readers: one column of sentences, nothing that
    moves or changes by itself, the terminal's own cursor where one reads. `also_open` are schemes besides http and https that
    are handed to the browser.
    """

    keymap: str = "telex"
    language: str = "auto"
    rtl: str = "auto"
    shaping: Literal["ligatures", "forms", "none"] = "ligatures"
    motion: bool = True
    linear: bool = False
    mouse: bool = True
    languages: tuple[str, ...] = ("fr", "ar", "es", "en")
    also_open: tuple[Literal["mailto", "gemini"], ...] = ()
    look: Look = Look()
    ticker: Ticker = Ticker()
    stories: Stories = Stories()
    fetch: Fetching = Fetching()
    hooks: Hooks = Hooks()
    commands: Commands = Commands()
    keep: Keep = Keep()
    images: Images = Images()
    login: dict[str, LoginCommand] = {}


_CHOICES = {
    "language": ("auto", *LANGUAGES),
    "rtl": ("auto", "app", "terminal", "off"),
    "look.dates": ("locale", "iso"),
    "look.density": ("compact", "comfortable"),
    "look.emoji": ("portable", "full"),
    "ticker.mode": ("crawl", "step", "off"),
}
_RANGES = {
    "look.measure": (40, 120),
    "ticker.speed": (4, 30),
    "ticker.stride": (1, 10),
    "ticker.items": (3, 60),
    "fetch.hosts": (1, 256),
    "fetch.whole_after": (0, 3_650),
    "hooks.seconds": (1, 600),
    "images.reports": (1, 100),
    "images.lists": (1, 100),
    "commands.seconds": (1, 600),
    "keep.days": (0, 100_000),
    "keep.entries": (0, 1_000_000_000),
}


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place that Telex writes to, all below `data`, but for the settings file."""

    data: Path
    config: Path

    @property
    def store(self) -> Path:
        return self.data / "telex.db"

    @property
    def lock(self) -> Path:
        return self.data / "engine.lock"

    @property
    def log(self) -> Path:
        return self.data / "telex.log"

    @property
    def backups(self) -> Path:
        return self.data / "backups"


def find_paths(data_dir: str | None = None, config: str | None = None) -> Paths:
    """The places for this run: options first, then TELEX_DATA_DIR and TELEX_CONFIG, then the platform's own."""
    data = data_dir or os.environ.get("TELEX_DATA_DIR")
    file = config or os.environ.get("TELEX_CONFIG")
    if not (data and file):
        import platformdirs

        data = data or platformdirs.user_data_dir("telex", appauthor=False)
        file = file or os.path.join(platformdirs.user_config_dir("telex", appauthor=False), "config.toml")
    return Paths(Path(data).expanduser(), Path(file).expanduser())


def load_settings(file: Path) -> Settings:
    """The settings in `file`, or the defaults where there is none. Raises `ConfigError`."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigError(f"Cannot read the settings in {file}: {error.strerror}.") from None
    try:
        settings = msgspec.toml.decode(data, type=Settings)
    except msgspec.DecodeError as error:
        raise ConfigError(f"The settings in {file} are not right: {error}.") from None
    _check(settings, file)
    try:
        size = settings.keep.limits.size or settings.keep.size == "0"
    except WrongLimits:
        size = False
    if not size:
        raise ConfigError(f"In {file}, keep.size must be a size such as 500MB or 2GB, or 0 for no limit.")
    try:
        budget = settings.images.budget
    except WrongLimits:
        budget = 0
    if not budget:
        raise ConfigError(f"In {file}, images.size must be a size such as 500MB or 1GB.")
    hooks = settings.hooks
    if (hooks.after_refresh or hooks.on_match) and _others_may_write(file):
        why = f"No hook is run: others may write to {file}. Its mode should be 0600."
        settings = msgspec.structs.replace(settings, hooks=Hooks(why_off=why))
    commands = settings.commands
    if (commands.pipe or commands.bookmark) and _others_may_write(file):
        why = f"No program is run: others may write to {file}. Its mode should be 0600."
        settings = msgspec.structs.replace(settings, commands=Commands(why_off=why))
    if settings.login and _others_may_write(file):
        off = {key: msgspec.structs.replace(one, command=()) for key, one in settings.login.items()}
        settings = msgspec.structs.replace(settings, login=off)
    return settings


def _others_may_write(file: Path) -> bool:
    if os.name != "posix":
        return False
    found = file.stat()
    return bool(found.st_mode & 0o022) or found.st_uid not in (0, os.geteuid())


def write_first(file: Path, *, languages: Sequence[str], keymap: str) -> None:
    """What the first start asked, as the person's settings file to go on with; a file that is there is left alone."""
    lines = [f"languages = {msgspec.json.encode(list(languages)).decode()}", f'keymap = "{keymap}"', ""]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write("\n".join(lines))
    except OSError:  # there is one already, or there cannot be one: the answers count for this run
        return


def _check(settings: Settings, file: Path) -> None:
    for key, choices in _CHOICES.items():
        if _value(settings, key) not in choices:
            raise ConfigError(f"In {file}, {key} must be one of {', '.join(choices)}.")
    for key, (low, high) in _RANGES.items():
        value = _value(settings, key)
        if not isinstance(value, int) or not low <= value <= high:
            raise ConfigError(f"In {file}, {key} must be a number from {low} to {high}.")
    for key, login in settings.login.items():
        if not _SERVER.match(key):
            raise ConfigError(
                f"In {file}, [login] needs the start of an address, without user info, such as https://paper.example/."
            )
        if not login.command or not login.command[0] or any("\0" in part for part in login.command):
            raise ConfigError(f"In {file}, login.{key} needs a command: a program and its arguments.")
        if not _TOKEN.match(login.field):
            raise ConfigError(f"In {file}, login.{key} names a field that no request can have.")


_SERVER = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[!-~]*)?\Z")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")


def _value(settings: Settings, key: str) -> object:
    value: object = settings
    for part in key.split("."):
        value = getattr(value, part)
    return value
