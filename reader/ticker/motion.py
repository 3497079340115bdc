"""Where the strip stands: a place in cells as a function of monotonic time, never of counted frames."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, inf

EASE = 3.0
"""Cells over which a start gathers speed."""

SLOWEST, FASTEST = 4, 30
"""Cells a second."""

DRAWINGS = 12
"""Drawings a second at most: faster strips move by more cells a drawing."""


_SLACK = 0.0005
"""Seconds added to a wait, so that rounding never wakes the strip just before its cell."""


def place(elapsed: float, speed: float, stride: int = 1) -> int:
    """Whole cells moved `elapsed` seconds after a start, gathering speed over the first three; a multiple of `stride`."""
    cells = int(_moved(elapsed, speed) + 1e-6)
    return cells - cells % max(1, stride)


def _moved(elapsed: float, speed: float) -> float:
    if elapsed <= 0 or speed <= 0:
        return 0.0
    ramp = 2 * EASE / speed
    if elapsed < ramp:
        return speed * elapsed * elapsed / (2 * ramp)
    return EASE + speed * (elapsed - ramp)


def _time_to(cells: float, speed: float) -> float:
    """The inverse of `_moved`: seconds from the start until `cells` are behind."""
    ramp = 2 * EASE / speed
    if cells < EASE:
        return float((cells * 2 * ramp / speed) ** 0.5)
    return ramp + (cells - EASE) / speed


@dataclass(frozen=True, slots=True)
class Motion:
    """A strip in time. Standing still, it is at `base`; moving, at `base` and what it moved since `since`."""

    speed: float = 10
    stride: int = 1
    base: int = 0
    since: float | None = None

    @property
    def moving(self) -> bool:
        return self.since is not None

    def at(self, now: float) -> int:
        """The place at `now` (monotonic seconds), in whole cells."""
        return self.base + (place(now - self.since, self.speed, self.stride) if self.since is not None else 0)

    def started(self, now: float) -> Motion:
        return self if self.moving else replace(self, since=now)

    def stopped(self, now: float) -> Motion:
        """At rest exactly where it is: a pause is a pause."""
        return replace(self, base=self.at(now), since=None)

    def moved(self, to: int, now: float) -> Motion:
        """Put to another place; a moving strip starts anew from there, gently."""
        return replace(self, base=to, since=now if self.moving else None)

    def shifted(self, cells: int) -> Motion:
        """The same motion counted from another origin, so that a lap can end without a jolt."""
        return replace(self, base=self.base + cells)

    def paced(self, speed: float, stride: int, now: float) -> Motion:
        """Another speed (kept within bounds) or stride, from where it is."""
        speed = min(max(speed, SLOWEST), FASTEST)
        if not self.moving:
            return replace(self, speed=speed, stride=stride)
        # Backdated past the ramp: a strip that moves already does not slow down to change its pace.
        stride = max(1, stride)
        behind = stride * ceil(EASE / stride)
        return Motion(speed, stride, self.at(now) - behind, now - _time_to(behind, speed))

    def next(self, now: float) -> float:
        """Seconds until the next drawing is due: the place has then moved by at least a whole stride."""
        if self.since is None:
            return inf
        elapsed = now - self.since
        stride = max(1, self.stride)
        step = stride * ceil(max(stride, self.speed / DRAWINGS) / stride)
        target = place(elapsed, self.speed, self.stride) + step
        return max(0.0, _time_to(target, self.speed) - elapsed) + _SLACK
