"""Sixty-one hostile lists of sources: none starts a program, reads a file, takes long or fills the memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import ROOT

SECONDS = 2.0
"""Of the processor, for one file, beyond what the program needs to start."""
MEMORY = 100 * 1024
"""KiB beyond those of the program itself."""


def files(canary: Path) -> dict[str, bytes]:
    """The lists by name; each that could runs `touch CANARY`, or reads SECRET."""
    touch, secret = f"touch {canary}", canary.with_name("secret")
    good = '<outline text="ok" xmlUrl="https://rade.example/feed"/>'

    def opml(body: str, head: str = "") -> bytes:
        return f'<?xml version="1.0"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()

    def source(address: str, more: str = "") -> bytes:
        quoted = address.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        return opml(f'<outline text="x" xmlUrl="{quoted}" {more}/>{good}')

    entity = f'<!DOCTYPE opml [<!ENTITY f SYSTEM "file://{secret}">]>'
    parameter = f'<!DOCTYPE opml [<!ENTITY % f SYSTEM "file://{secret}">%f;]>'
    laughs = "<!DOCTYPE opml [<!ENTITY a0 'ha'>" + "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
    )
    found = {
        f"address {number}": source(address)
        for number, address in enumerate(
            (
                f"|{touch}", f"exec:{touch}", f"filter:{touch}:https://rade.example/", f"file://{secret}", str(secret),
                f"$({touch})", f"`{touch}`", f"https://rade.example/;{touch}", f"https://rade.example/$({touch})",
                f"https://rade.example/`{touch}`", "javascript:alert(1)", "data:text/xml,<rss/>", "gopher://rade.example/",
                "--help", "-o /tmp/x", "https://", "https://[::", "http:///etc/passwd", "https://rade.example/\\u0000",
                "https://rade.example/ \n--exec", "HTTPS://" + "a" * 100_000, "ftp://rade.example/", "feed:file:///etc/passwd",
                "https://user:pass word@rade.example/", "dbus:x", "smb://rade.example/x", "\\\\rade\\share", "C:\\windows",
                f"query:x:{touch}", "view-source:https://rade.example/",
            )
        )
    }  # fmt: skip
    found |= {
        "filtercmd": source("https://rade.example/a", f'filtercmd="{touch}"'),
        "urlcmd": source("https://rade.example/a", f'type="rss" url="exec:{touch}" command="{touch}"'),
        "own settings": source("https://rade.example/a", f'telex:interval="{touch}" telex:view="$(id)"'),
        "own query": opml(f'<outline text="x" telex:query="$({touch})"/>{good}'),
        "category": source("https://rade.example/a", 'category="' + ",/x" * 100_000 + '"'),
        "external entity": opml(f'<outline text="&f;" xmlUrl="https://rade.example/&f;"/>{good}', entity),
        "parameter entity": opml(good, parameter),
        "external dtd": opml(good, f'<!DOCTYPE opml SYSTEM "file://{secret}">'),
        "billion laughs": opml(f'<outline text="&a11;" xmlUrl="https://rade.example/"/>{good}', laughs + "]>"),
        "quadratic": opml(
            f'<outline text="{"&a;" * 50_000}"/>{good}', f"<!DOCTYPE opml [<!ENTITY a '{'x' * 50_000}'>]>"
        ),
        "xinclude": opml(
            f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}" parse="text"/>{good}'
        ),
        "stylesheet": f'<?xml-stylesheet href="file://{secret}"?>'.encode() + opml(good),
        "many": opml('<outline text=""/>' * 250_000),
        "many sources": opml('<outline xmlUrl="https://a.example/"/>' * 120_000),
        "a million": b"<opml><body>" + b"<outline/>" * 480_000,
        "deep": opml('<outline text="d">' * 100_000 + good + "</outline>" * 100_000),
        "deep and open": b"<opml><body>" + b'<outline text="d">' * 200_000,
        "one long title": opml(f'<outline text="{"x" * 4_000_000}" xmlUrl="https://rade.example/feed"/>'),
        "own rules": opml(
            f'<outline text="x" type="HTML+XPath" xmlUrl="https://r.example/" xPathItem="{"string(" * 300_000}"/>{good}'
        ),
        "many attributes": opml(
            "<outline " + " ".join(f'a{n}="x"' for n in range(100_000)) + f' xmlUrl="https://r.example/"/>{good}'
        ),
        "ampersands": opml(f'<outline text="{"&" * 500_000}"/>{good}'),
        "brackets": b"<opml>" + b"<" * 1_000_000,
        "comments": opml("<!--" + "-" * 1_000_000 + "-->" + good),
        "cdata": opml("<![CDATA[" * 100_000 + good),
        "nothing closed": b"<opml><body>" + b'<outline text="' * 100_000,
        "utf-16": ("\ufeff" + opml(good).decode()).encode("utf-16"),
        "utf-32": opml(good).decode().encode("utf-32"),
        "lies": opml(good).replace(b'"1.0"', b'"1.0" encoding="utf-7"'),
        "doctype": b"<!DOCTYPE" + b"[" * 1_000_000,
        "zeros": b"<opml>" + bytes(3_000_000),
        "too large": b"<opml>" + b" " * (5 * 1024 * 1024),
    }  # fmt: skip
    return found


def test_there_are_over_sixty(tmp_path: Path) -> None:
    assert len(files(tmp_path / "canary")) == 61


PROBE = """
import resource, sys
from pathlib import Path
from reader.engine import moving
from reader.parse.opml import read_listing
read_listing(b"<opml><body/></opml>")
peak = lambda: int(next(one.split()[1] for one in open("/proc/self/status") if one.startswith("VmHWM")))
start, before = resource.getrusage(resource.RUSAGE_SELF), peak()
events = []
sys.addaudithook(lambda name, args: events.append((name, str(args[:1]))) if name in WATCHED else None)
WATCHED = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "open", "socket.connect"}
data = Path(sys.argv[1]).read_bytes()
events.clear()
try:
    plan = moving.plan_list(data, "x")
    for one in plan.feeds:
        assert one.url.startswith(("http://", "https://", "HTTPS://")), one.url
        assert "SECRET" not in one.title + one.url
        assert len(one.settings) < 50
    found = len(plan.feeds)
except (moving.NoList, moving.OpmlError) as error:
    found = -1
end = resource.getrusage(resource.RUSAGE_SELF)
after = peak()
opened = [one for one in events if ".py" not in one[1] and "/proc/" not in one[1] and "/lib/" not in one[1]]
print(found, round(end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime, 2), after - before, opened)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory in KiB")
def test_none_runs_reads_or_takes_anything(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.with_name("secret").write_text("SECRET")
    worst = {}
    for name, data in files(canary).items():
        file = tmp_path / "file.opml"
        file.write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", PROBE, str(file)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=120,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (30, 30)),
        )
        assert done.returncode == 0, (name, done.stderr)
        found, seconds, memory, opened = done.stdout.strip().split(" ", 3)
        assert opened == "[]", (name, opened)
        assert float(seconds) <= SECONDS, (name, seconds)
        assert int(memory) <= MEMORY, (name, memory)
        worst[name] = (float(seconds), int(memory) // 1024, int(found))
    assert not canary.exists()
    print(sorted(worst.items(), key=lambda one: one[1])[-6:])
    print(max(one[1] for one in worst.values()), "MiB at most")
