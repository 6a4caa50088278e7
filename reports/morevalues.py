"""Values of a report's text about what rose and fell, alerts, clocks, hours and consultations."""

from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import ngettext

from policy.indicators import Raised, share
from policy.rates import Clock, Share, points
from reports import reading
from reports.links import Links
from reports.values import FEW, NOTHING, Value, change, named, percent, type_of_pairs

type_of_sheet = dict[str, Any]


class Moved(NamedTuple):
    """A department, and by how many points its follow-up rate has changed."""

    by: Decimal
    line: dict[str, Any]


def moved(sheet: type_of_sheet) -> list[Moved]:
    """Lowest first; of departments with enough to tell in both periods."""
    before = sheet.get("before", {}).get("departments", {})
    found = []
    for line in sheet["tasks"]["by"]["department"]:
        counts, was = line["counts"], before.get(line["key"])
        if was and min(counts["due"], was["due"]) >= FEW:
            by = points(share("follow_up", counts).percent, share("follow_up", was).percent)
            found.append(Moved(by or Decimal(0), line))
    return sorted(found, key=lambda one: (one.by, one.line["name"]))


def _departments(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    found = moved(sheet)
    for name, place, sign in (("fell", 0, -1), ("rose", -1, 1)):
        if not found or found[place].by * sign <= 0:
            yield from ((one, Value(NOTHING)) for one in (name, f"{name}_by", f"{name}_rate"))
            continue
        by, line = found[place]
        url = links.line("department", line, "completed").url
        yield name, Value(line["name"])
        yield f"{name}_by", Value(change(by))
        yield f"{name}_rate", Value(percent(share("follow_up", line["counts"]).percent), url)


def grown(sheet: type_of_sheet) -> tuple[int, dict[str, Any]] | None:
    """The reason of which there are most more than before; None when nobody was due before."""
    before = sheet.get("before", {}).get("reasons")
    if before is None or not reading.before(sheet)["counts"]["due"]:
        return None
    found = [(line["n"] - before.get(line["key"], 0), line) for line in reading.by_reason(sheet)]
    return max(found, key=lambda pair: pair[0], default=None)


def _reasons(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    more, line = grown(sheet) or (0, {})
    if more <= 0:
        line = {"name": NOTHING, "n": 0, "key": ""}
    url = links.tasks(line["n"], "unsuccessful", reason=line["key"]).url
    yield from named("grown", line["name"], Value(f"{line['n']:,}", url))
    yield "grown_by", Value(f"{more:,}")


def run(sheet: type_of_sheet) -> int:
    """For how many periods in a row the follow-up rate has risen, or fallen: negative."""
    rates = [reading.percent_of("follow_up", point) for point in sheet["trend"]]
    steps = [points(now, was) for was, now in pairwise(rates)]
    length, sign = 0, 0
    for step in reversed(steps):
        direction = 0 if not step else 1 if step > 0 else -1
        if direction == 0 or sign not in (0, direction):
            break
        sign, length = direction, length + 1
    return length * sign


def _run(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    n = run(sheet)
    rising = ngettext("%(n)s period in a row", "%(n)s periods in a row", abs(n))
    yield "follow_up_run", Value(rising % {"n": abs(n)} if abs(n) > 1 else NOTHING)


ALERTS = {"alerts": Raised.RAISED, "alerts_late": Raised.LATE, "alerts_open": Raised.UNCLOSED}


def _alerts(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    counts = (sheet.get("alerts") or {}).get("counts") or dict.fromkeys(Raised, 0)
    for name, measure in (
        ("alerts", Raised.RAISED),
        ("alerts_late", Raised.LATE),
        ("alerts_open", Raised.UNCLOSED),
    ):
        yield name, Value(f"{counts[measure]:,}", links.alerts(counts[measure], measure).url)
    in_time = Share(counts[Raised.IN_TIME], counts[Raised.TIMED])
    yield (
        "alerts_in_time",
        Value(percent(in_time.percent), links.alerts(in_time.numerator, Raised.IN_TIME).url),
    )


def clocks(sheet: type_of_sheet, clock: Clock) -> int:
    themes = (sheet["cases"] or {"themes": []})["themes"]
    return sum(theme.get("clocks", {}).get(clock, 0) for theme in themes)


def _clocks(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    for name, clock in (("answered_late", Clock.LATE), ("unanswered", Clock.OVER)):
        n = clocks(sheet, clock)
        yield name, Value(f"{n:,}", links.cases(n, only=f"clock_{clock}").url)
    part, whole = ((sheet["cases"] or {}).get("shares") or {}).get("in_time", (0, 0))
    yield "in_time", Value(percent(Share(part, whole).percent), links.cases(part, only="in_time_part").url)


def _hours(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    """C5: the hour of the day in which most calls are answered, and the one in which fewest are."""
    hours: dict[int, tuple[int, int]] = {}
    for _weekday, hour, calls, answered in sheet["calls"]["hours"]:
        made, heard = hours.get(hour, (0, 0))
        hours[hour] = made + calls, heard + answered
    enough = sorted(
        (Share(heard, made).percent or 0, hour, heard) for hour, (made, heard) in hours.items() if made >= FEW
    )
    for name, place in (("best_hour", -1), ("worst_hour", 0)):
        if not enough:
            yield from ((name, Value(NOTHING)), (f"{name}_rate", Value(NOTHING)))
            continue
        rate, hour, heard = enough[place]
        yield name, Value(f"{hour}:00–{hour + 1}:00")
        yield f"{name}_rate", Value(f"{rate}%", links.calls(heard, hour=hour, answered=1).url)


def _talks(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    counts = reading.lengths(sheet)
    yield "long_talks", Value(f"{counts[2]:,}", links.calls(counts[2], length=2).url)
    yield "long_talks_rate", Value(percent(Share(counts[2], sum(counts)).percent))


def _consultations(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    found = sheet.get("consultations") or {"n": 0, "came": 0}
    n, came = found["n"], found["came"]
    yield "consultations", Value(f"{n:,}", links.consultations(n).url)
    yield "conversion", Value(percent(Share(came, n).percent), links.consultations(came, came=1).url)


MORE = (_departments, _reasons, _run, _alerts, _clocks, _hours, _talks, _consultations)
