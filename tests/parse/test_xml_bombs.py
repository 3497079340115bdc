"""Thirty XML bombs in one process: nothing outside is asked or read, each costs three seconds and 150 MiB at most."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.parse.test_feed_hostile import BOMBS, ENTITIES

XML = (
    "laughs", "quadratic", "doctype without end", "doctype in doctype", "nested", "nested and closed", "nested items",
    "attributes", "one attribute", "small tags", "namespaces", "different tags", "comments", "comment without end",
    "instructions", "cdata without end", "declarations",
)  # fmt: skip
OUTSIDE = (
    "<!DOCTYPE rss [<!ENTITY x SYSTEM 'http://127.0.0.1:{port}/x'>]>",
    "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:{port}/x.dtd'>",
    "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://127.0.0.1:{port}/p'> %p;]>",
)
LINES = """
import json, os, re, sys, time
opened = []
sys.addaudithook(lambda name, about: name in ("open", "socket.connect") and opened.append(str(about[0])))
from reader.parse.feed import FeedError, parse_feed
parse_feed(b"<rss><channel><item><title>t</title></item></channel></rss>")
for path in sys.argv[1:]:
    data = open(path, "rb").read()
    opened.clear()
    began = time.process_time()
    text = ""
    try:
        text = repr(parse_feed(data))
    except FeedError:
        pass
    took = time.process_time() - began
    others = [name for name in opened if not name.endswith((".py", ".pyc", ".so"))]
    peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
    print(json.dumps([took, int(peak), others, "hunter2" in text]), flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
def test_thirty_bombs_read_nothing_outside(tmp_path: Path) -> None:
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, where = listener.accept()
                    asked.append(where)
                    connection.close()

        threading.Thread(target=listen, daemon=True).start()
        secret = tmp_path / "passwd"
        secret.write_text("root:hunter2")
        before = secret.stat().st_atime_ns
        port = listener.getsockname()[1]
        documents = [BOMBS[name]() for name in XML]
        for doctype in (*ENTITIES[:6], *ENTITIES[8:12], *OUTSIDE):
            filled = doctype.replace("{0}", str(secret)).replace("{port}", str(port))
            filled = filled.replace("'hunter2'", "'hunter' 'two'") if "hunter2" in filled else filled
            documents.append(
                f'<?xml version="1.0"?>{filled}<rss><channel><item><title>a&x;b</title></item></channel></rss>'.encode()
            )
        assert len(documents) == 30
        files = []
        for number, document in enumerate(documents):
            file = tmp_path / f"{number}.xml"
            file.write_bytes(document)
            files.append(str(file))
        done = subprocess.run(
            [sys.executable, "-c", LINES, *files], capture_output=True, text=True, check=True, env=os.environ
        )
        assert asked == []
        assert secret.stat().st_atime_ns == before
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == 30
    for took, peak, opened, leaked in results:
        assert took <= 3
        assert peak <= 150 * 1024
        assert opened == []
        assert not leaked
