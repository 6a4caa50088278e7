"""Bars in parts: satisfaction in five levels by what was asked about and by department, themes by clock."""

import math
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from complaints.words import CLOCKS
from policy.rates import Clock, parts, whole_percent
from reports.charts.bars import WIDTH, cut, shown
from reports.charts.canvas import SLANT, Canvas, beside, room_for
from reports.links import Links
from reports.reading import answers_by, satisfied_share
from reports.subjects import SUBJECTS

ACROSS, UP = math.cos(math.radians(SLANT)), math.sin(math.radians(SLANT))
MOST = 10  # departments; the rest stands in the table


def levels(sheet: dict[str, Any], links: Links, by: str = "subject") -> Canvas:
    """Best first; on the right the satisfied of all in percent."""
    chosen = answers_by(sheet, by)[:MOST]
    canvas = Canvas(WIDTH, 22 + 26 * max(len(chosen), 1), _("Satisfaction in five levels, %"))
    canvas.text(WIDTH, 12, _("satisfied %"), "small", "end")
    names = [
        SUBJECTS.get(one["subject"], one["subject"]) if by == "subject" else one["name"] for one in chosen
    ]
    left = beside(names, 100)
    span = 402 - left
    for place, (one, words) in enumerate(zip(chosen, names, strict=True)):
        y = 18 + place * 26
        canvas.text(left - 8, y + 14, cut(str(words), left - 10), "", "end")
        scope = {} if by == "subject" else {by: one["key"]}
        _stack(canvas, (left, y, span, 20), one, links, scope)
        canvas.text(WIDTH, y + 14, shown(satisfied_share(one["counts"]).percent), "value", "end")
    return canvas


def _stack(
    canvas: Canvas, box: tuple[float, float, float, float], one: dict[str, Any], links: Links, scope: Any
) -> None:
    """Five levels side by side; a part too narrow for its number has none."""
    x, y, span, height = box
    whole = sum(one["counts"])
    shares, _sum = parts(one["counts"])
    for level, (n, percent) in enumerate(zip(one["counts"], shares, strict=True)):
        width = span * float(percent or 0) / 100
        url = links.answers(n, one["subject"], str(5 - level), **scope).url
        canvas.rect(x, y, max(width - 1, 0), height, f"c{level + 1}", url)
        if width > 26 and height >= 20:
            kind = "on-dark" if level in (0, 4) else "value"
            canvas.text(x + width / 2, y + 14, whole_percent(n, whole), kind, "middle", url)
        x += width


def grid(sheet: dict[str, Any], links: Links) -> Canvas:
    """A small bar for each department and domain, the satisfied in percent above it."""
    rooms, subjects, found = cells(sheet)
    rooms = rooms[:MOST]
    names, left = [str(SUBJECTS.get(subject, subject)) for subject in subjects], 84
    width = (WIDTH - left) / max(len(names), 1)
    slants, above = any(room_for(words) > width - 4 for words in names), 20
    if slants:
        ends = enumerate(map(room_for, names))
        width = min([width, *((WIDTH - left - ACROSS * long) / place for place, long in ends if place)])
        above = 16 + round(UP * max(map(room_for, names)))
    canvas = Canvas(WIDTH, above + 2 + 36 * max(len(rooms), 1), _("Satisfaction by department and domain"))
    for column, words in enumerate(names):
        x, y = left + column * width, above - 8
        if slants:
            canvas.slanted(x, y, words)
        else:
            canvas.text(x, y, words, "small")
    for row, (key, name) in enumerate(rooms):
        y = above + row * 36
        canvas.text(left - 8, y + 20, cut(name, left - 10), "", "end")
        for column, subject in enumerate(subjects):
            one = found.get((key, subject))
            if one:
                x, share = left + column * width, satisfied_share(one["counts"])
                url = links.answers(share.numerator, subject, "54", department=key).url
                words = f"{whole_percent(share.numerator, share.denominator)}%"
                canvas.text(x, y + 10, words, "value", "", url)
                _stack(canvas, (x, y + 14, width - 8, 12), one, links, {"department": key})
    return canvas


type_of_cells = dict[tuple[str, str], dict[str, Any]]


def cells(sheet: dict[str, Any]) -> tuple[list[tuple[str, str]], list[str], type_of_cells]:
    """Departments, in the order of `answers_by`; the domains; and the answers of each pair."""
    lines = [one for one in sheet["answers"] if one["by"] == "department" and sum(one["counts"])]
    found = {(one["key"], one["subject"]): one for one in lines}
    first = [one["key"] for one in answers_by(sheet, "department")]
    names = {one["key"]: one["name"] for one in lines}
    rest = sorted(names.keys() - set(first), key=lambda key: names[key])
    rooms = [(key, names[key]) for key in (*first, *rest)]
    order = list(SUBJECTS)
    subjects = sorted({one["subject"] for one in lines}, key=lambda s: order.index(s) if s in order else 99)
    return rooms, subjects, found


CLOCK_COLOURS = (
    (Clock.IN_TIME, "c1"), (Clock.LATE, "c4"), (Clock.OVER, "c5"), (Clock.RUNNING, "c2"), (Clock.NONE, "c3"),
)  # fmt: skip


def themes(sheet: dict[str, Any], links: Links, named: Any) -> Canvas:
    """How many cases of each theme, and where each stands to its 7th day (A31)."""
    lines = sheet["cases"]["themes"]
    canvas = Canvas(WIDTH, 8 + 26 * max(len(lines), 1), _("Opinions by theme and clock"))
    most, left = max([line["n"] for line in lines] + [1]), 96
    for place, line in enumerate(lines):
        y, x = 4 + place * 26, float(left)
        canvas.text(left - 8, y + 14, cut(named(line["key"]), left - 10), "", "end")
        for n, kind, only in _parts(line):
            width = 300 * n / most
            url = links.cases(n, theme=line["key"], **only).url
            canvas.rect(x, y, max(width - 1, 0), 18, kind, url)
            if width > 18 and only:
                text = "on-dark" if kind in ("c1", "c5") else "value"
                canvas.text(x + width / 2, y + 13, n, text, "middle", url)
            x += width
        url = links.cases(line["n"], theme=line["key"]).url
        canvas.text(x + 6, y + 14, f"{line['n']:,}", "value", "", url)
    return canvas


def _parts(line: dict[str, Any]) -> Sequence[tuple[int, str, dict[str, str]]]:
    """A report from before clocks were counted has one part."""
    clocks = line.get("clocks")
    if clocks is None:
        return ((line["n"], "bar", {}),)
    return [(clocks[clock], kind, {"only": f"clock_{clock}"}) for clock, kind in CLOCK_COLOURS]


def clock_legend() -> list[tuple[str, str]]:
    return [(kind, str(CLOCKS[clock])) for clock, kind in CLOCK_COLOURS]
