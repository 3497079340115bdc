"""Where the strip stands: a place in cells as a function of monotonic time, never of counted frames."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, inf

EASE = 3.0
"""Cells over which a start gathers speed."""

BRAKE = 0.1
"""Seconds in which a stop comes to rest: a frame, and half the way that it would have gone, at most a cell and a half."""

SLOWEST, FASTEST = 4, 30
"""Cells a second."""

DRAWINGS = 12
"""Drawings a second at most: faster strips move by more cells a drawing."""


_SLACK = 0.0005
"""Seconds added to a wait, so that rounding never wakes the strip just before its cell."""


def place(elapsed: float, speed: float, stride: int = 1) -> int:
    """Whole cells moved `elapsed` seconds after a start, gathering speed over the first three; a multiple of `stride`."""
    return _whole(_moved(elapsed, speed), stride)


def _whole(moved: float, stride: int) -> int:
    cells = int(moved + 1e-6)
    return cells - cells % max(1, stride)


def _pace(elapsed: float, speed: float) -> float:
    """Cells a second, `elapsed` seconds after a start."""
    return speed * min(1.0, max(0.0, elapsed) * speed / (2 * EASE))


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
    """A strip in time. At rest it is at `base`; else at `base` and what it moved since `since`, ever slower from `braked` on."""

    speed: float = 10
    stride: int = 1
    base: int = 0
    since: float | None = None
    braked: float | None = None

    @property
    def moving(self) -> bool:
        """Whether it goes on by itself."""
        return self.since is not None and self.braked is None

    def at(self, now: float) -> int:
        """The place at `now` (monotonic seconds), in whole cells."""
        if self.since is None:
            return self.base
        if self.braked is None:
            return self.base + place(now - self.since, self.speed, self.stride)
        gone, left = self.braked - self.since, min(max(now - self.braked, 0.0), BRAKE)
        slowing = _pace(gone, self.speed) * (left - left * left / (2 * BRAKE))
        return self.base + _whole(_moved(gone, self.speed) + slowing, self.stride)

    def started(self, now: float) -> Motion:
        return self if self.moving else replace(self.stopped(now), since=now)

    def stopped(self, now: float) -> Motion:
        """At rest exactly where it is."""
        return replace(self, base=self.at(now), since=None, braked=None)

    def braking(self, now: float) -> Motion:
        """Coming to rest, gently: still after `BRAKE` seconds."""
        return replace(self, braked=now) if self.moving else self

    def moved(self, to: int, now: float) -> Motion:
        """Put to another place; a moving strip starts anew from there, gently."""
        return replace(self, base=to, since=now if self.moving else None, braked=None)

    def shifted(self, cells: int) -> Motion:
        """The same motion counted from another origin, so that a lap can end without a jolt."""
        return replace(self, base=self.base + cells)

    def paced(self, speed: float, stride: int, now: float) -> Motion:
        """Another speed (kept within bounds) or stride, from where it is."""
        speed = min(max(speed, SLOWEST), FASTEST)
        if not self.moving:
            return replace(self.stopped(now), speed=speed, stride=stride)
        # Backdated past the ramp: a strip that moves already does not slow down to change its pace.
        stride = max(1, stride)
        behind = stride * ceil(EASE / stride)
        return Motion(speed, stride, self.at(now) - behind, now - _time_to(behind, speed))

    def next(self, now: float) -> float:
        """Seconds until the next drawing is due: the place has then moved by at least a whole stride, or come to rest."""
        if self.since is None:
            return inf
        if self.braked is not None:
            end = self.braked + BRAKE + _SLACK
            return max(0.0, end - now) if self.at(now) < self.at(end) else inf
        elapsed = now - self.since
        stride = max(1, self.stride)
        step = stride * ceil(max(stride, self.speed / DRAWINGS) / stride)
        target = place(elapsed, self.speed, self.stride) + step
        return max(0.0, _time_to(target, self.speed) - elapsed) + _SLACK
