"""The last thing before the terminal: one that is gone is told of once; ASCII where the locale has no more."""

from __future__ import annotations

import io

from reader.tui.outlet import Outlet


class _Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(5, "gone")


def test_a_terminal_that_is_gone_is_told_of_once() -> None:
    told: list[int] = []
    outlet = Outlet(_Closed(), lambda: told.append(1))
    outlet.write("a")
    outlet.write("b")
    outlet.flush()
    assert told == [1]


def test_ascii_where_the_locale_has_no_more() -> None:
    file = io.StringIO()
    Outlet(file, lambda: None, unicode=False).write("\x1b[1mcafé ▌東\x1b[0m")
    assert file.getvalue() == "\x1b[1mcafe >??\x1b[0m"
