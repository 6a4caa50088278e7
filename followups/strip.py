"""The day as a line: when calls may be made, who expects one, where we are now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from policy.calendar import Block, Calendar
from staff.templatetags.look import hour

NEAR = 9.0  # per cent of the line, the width of a time and a name
MOST_POINTS = 8


@dataclass(frozen=True, slots=True)
class Part:
    x: float
    text: str = ""
    next: bool = False

    @property
    def anchor(self) -> str:
        """A name near an end of the line stays inside it."""
        return "start" if self.x < NEAR / 2 else "end" if self.x > 100 - NEAR / 2 else "middle"


@dataclass(slots=True)
class Strip:
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[Part] = field(default_factory=list)
    points: list[Part] = field(default_factory=list)
    now: Part | None = None


def strip(calendar: Calendar, agreed: Sequence[tuple[datetime, str]], *, now: datetime) -> Strip | None:
    """None on a day without calling hours. `agreed`: times with the names of those who wait for them."""
    blocks = calendar.blocks(calendar.day_of(now))
    if not blocks:
        return None
    start, end = blocks[0].opens, blocks[-1].closes
    whole = (end - start).total_seconds()

    def at(moment: datetime) -> float:
        return min(100.0, max(0.0, (moment - start).total_seconds() / whole * 100))

    found = Strip(_text(blocks, agreed, now))
    found.blocks = [part for block in blocks for part in _halves(block, at, now)]
    _write_once(found.blocks)
    for before, after in pairwise(blocks):
        if at(after.opens) - at(before.closes) > 12:
            found.gaps.append(Part((at(before.closes) + at(after.opens)) / 2, text=_("no calls")))
    found.points = _points([(at(moment), f"{hour(moment)} {name}") for moment, name in agreed[:MOST_POINTS]])
    if start <= now <= end:
        found.now = Part(at(now), text=_("now %(time)s") % {"time": hour(now)})
        for part in found.blocks:
            _give_way(part, found.now.x)
    return found


def _write_once(blocks: Sequence[dict[str, Any]]) -> None:
    """Where one block follows another at once, their hours would stand on one another."""
    for block, following in pairwise(blocks):
        if block["to"] and following["x"] - block["x_end"] < NEAR:
            following["from"] = ""


def _give_way(block: dict[str, Any], x: float) -> None:
    """The hour of a block that would stand under the time it is now is not written."""
    for side, hour_of in (("x", "from"), ("x_end", "to")):
        if abs(block[side] - x) < NEAR:
            block[hour_of] = ""


def _text(blocks: Sequence[Block], agreed: Sequence[tuple[datetime, str]], now: datetime) -> str:
    """The same for those who cannot see the line."""
    spans = _(", ").join(f"{hour(b.opens)}–{hour(b.closes)}" for b in blocks)
    names = _(", ").join(f"{hour(moment)} {name}" for moment, name in agreed)
    told = [_("Calling hours: %(spans)s.") % {"spans": spans}]
    if names:
        told.append(_("Agreed: %(names)s.") % {"names": names})
    told.append(_("Now %(time)s.") % {"time": hour(now)})
    return " ".join(told)


def _halves(block: Block, at: Callable[[datetime], float], now: datetime) -> list[dict[str, Any]]:
    """A block, or what is gone of it and what is left."""
    start, end = hour(block.opens), hour(block.closes)
    if not block.opens < now < block.closes:
        return [_block(at(block.opens), at(block.closes), gone=block.closes <= now, start=start, end=end)]
    return [
        _block(at(block.opens), at(now), gone=True, start=start),
        _block(at(now), at(block.closes), end=end),
    ]


def _block(x: float, x_end: float, *, gone: bool = False, start: str = "", end: str = "") -> dict[str, Any]:
    return {"x": x, "x_end": x_end, "width": x_end - x, "gone": gone, "from": start, "to": end}


def _points(marks: list[tuple[float, str]]) -> list[Part]:
    """Names that would stand on one another give way to the first, with how many more there are."""
    points: list[Part] = []
    named = -NEAR
    for n, (x, text) in enumerate(marks):
        if x - named < NEAR:
            points.append(Part(x))
            continue
        named = x
        more = sum(1 for other, _text in marks[n + 1 :] if other - x < NEAR)
        points.append(Part(x, text=f"{text} ＋{more}" if more else text, next=not points))
    return points
