"""The page of figures as it is drawn: every number with the address of the cases behind it (E10)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.queries.figures import Asked, Figures, Line
from complaints.themes import THEMES
from complaints.words import CLOCKS, KINDS
from policy.complaints import Kind
from policy.rates import Share
from staff.models import Department
from staff.numbers import whole_number

MOST = 12  # periods beside one another
PART, WHOLE = "part", "whole"


class Cell(NamedTuple):
    n: int
    url: str  # empty when there is nothing to open


class Rate(NamedTuple):
    name: str
    percent: Decimal | None
    part: Cell
    whole: Cell
    rule: str


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date
    label: str


def _months(text: str, default: date) -> date:
    """ "2026-11" as its first day; what cannot be read is the default."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return default


def add_months(day: date, n: int) -> date:
    number = day.year * 12 + day.month - 1 + n
    return date(number // 12, number % 12 + 1, 1)


def month_end(day: date) -> date:
    return add_months(day, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form says: months, both included, in steps of one or of three."""

    first: date
    last: date
    step: int
    kind: str
    department: int | None

    @property
    def quarterly(self) -> bool:
        return self.step == 3

    @property
    def asked(self) -> Asked:
        return Asked(self.first, month_end(self.last), self.kind, self.department)

    @property
    def periods(self) -> list[Period]:
        found, day = [], self.first
        while day <= self.last:
            end = month_end(add_months(day, self.step - 1))
            found.append(Period(day, end, self._label(day)))
            day = add_months(day, self.step)
        return found

    def _label(self, day: date) -> str:
        return f"{day.year}-Q{(day.month + 2) // 3}" if self.quarterly else f"{day:%Y-%m}"


def wanted(data: QueryDict, *, today: date) -> Wanted:
    """Whatever stands in the address gives a page: nonsense gives the default."""
    this = today.replace(day=1)
    first, last = _months(data.get("from", ""), add_months(this, -5)), _months(data.get("to", ""), this)
    if not date(2000, 1, 1) <= first <= last <= date(2999, 1, 1):
        first, last = add_months(this, -5), this
    step = 3 if data.get("by") == "quarter" else 1
    if step == 3:
        first = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
        last = date(last.year, (last.month - 1) // 3 * 3 + 3, 1)
    first = max(first, add_months(last, 1 - MOST * step))
    kind = data.get("kind", "")
    return Wanted(first, last, step, kind if kind in list(Kind) else "", whole_number(data.get("department")))


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def theme_name(code: str) -> str:
    return str(THEMES.get(code, code)) if code else _("no theme")


class Links:
    """The address of the cases behind a number of this page."""

    def __init__(self, asked: Asked) -> None:
        self.base = {
            "first": asked.first,
            "last": asked.last,
            "kind": asked.kind,
            "department": asked.department,
        }

    def cell(self, n: int, **more: Any) -> Cell:
        chosen = {key: value for key, value in {**self.base, **more}.items() if value not in (None, "")}
        if more.get("theme") == "":
            chosen["theme"] = ""
        return Cell(n, f"{reverse('complaints:figures_cases')}?{urlencode(chosen)}" if n else "")


class Bar(NamedTuple):
    label: str
    cell: Cell
    x: int  # as attributes of the drawing
    y: int
    height: int
    middle: int


class Table(NamedTuple):
    name: str
    cells: list[Cell]
    total: Cell
    bar: int  # of 100


def drawn(found: Figures, want: Wanted) -> dict[str, Any]:
    links = Links(want.asked)
    return {
        "total": links.cell(found.total),
        "kinds": [(KINDS[k], links.cell(found.kinds.get(k, 0), kind=k)) for k in Kind if found.kinds.get(k)],
        "repeated": _rate_line("repeated", Share(found.repeated, found.complaints), links),
        "rates": [_rate_line(name, share, links) for name, share in found.shares.items()],
        "measures": _rate_line("measures", found.measures, links),
        "gap": found.handling.gap,
        "bars": _bars(found.by_period, want.periods, links),
        "bars_width": WIDTH * len(want.periods),
        "themes": [
            _table(line, theme_name(line.key), found.themes, want, links, theme=line.key)
            for line in found.themes
        ],
        "departments": [
            _table(line, name, found.departments, want, links, department=line.key)
            for line, name in _named(found.departments)
        ],
    }


def _named(lines: list[Line]) -> list[tuple[Line, str]]:
    names = dict(Department.objects.filter(pk__in=[line.key for line in lines]).values_list("pk", "name"))
    return [(line, names[line.key]) for line in lines]


def _rate_line(name: str, share: Share, links: Links) -> Rate:
    title, rule = rate_words()[name]
    whole = "complaints" if name == "repeated" else f"{name}_{WHOLE}"
    part = name if name == "repeated" else f"{name}_{PART}"
    return Rate(
        title,
        share.percent,
        links.cell(share.numerator, only=part),
        links.cell(share.denominator, only=whole),
        rule,
    )


def rate_words() -> dict[str, tuple[str, str]]:
    return {
        "response": (_("Response rate"), _("answered / cases whose limit has passed")),
        "in_time": (
            _("Answered within 7 days"),
            _("answered on the 7th day or before / answered, or older than 7 days"),
        ),
        "resolution": (
            _("Resolution rate"),
            _("closed content or by the director / closed, or open again after dissatisfaction"),
        ),
        "claimed": (_("Satisfied, as claimed"), _("levels 4 and 5 / levels told to whoever answered")),
        "confirmed": (
            _("Satisfied, as confirmed"),
            _("levels 4 and 5 / levels heard in the second call, by somebody else"),
        ),
        "measures": (
            _("Measures carried out in time"),
            _("carried out by their day and not found insufficient / due in this time"),
        ),
        "owed": (_("Over their time"), _("owed an answer")),
        "breached": (_("Over their time"), _("the earliest of its limits passed before it was answered")),
        **{f"clock_{clock}": (str(words), "") for clock, words in CLOCKS.items()},
        "repeated": (
            _("Repeated complaints"),
            _("of a patient who complained in the 90 days before / complaints"),
        ),
    }


HEIGHT = 88
WIDTH = 64


def _bars(counts: list[int], periods: list[Period], links: Links) -> list[Bar]:
    most = max([*counts, 1])
    bars = []
    for place, (n, period) in enumerate(zip(counts, periods, strict=True)):
        height = round(HEIGHT * n / most)
        cell = links.cell(n, first=period.first, last=period.last)
        bars.append(
            Bar(
                period.label,
                cell,
                place * WIDTH + 12,
                HEIGHT - height + 20,
                height,
                place * WIDTH + WIDTH // 2,
            )
        )
    return bars


def _table(line: Line, name: str, lines: list[Line], want: Wanted, links: Links, **key: Any) -> Table:
    most = max(one.total for one in lines)
    cells = [
        links.cell(n, first=period.first, last=period.last, **key)
        for n, period in zip(line.counts, want.periods, strict=True)
    ]
    return Table(name, cells, links.cell(line.total, **key), round(100 * line.total / most))
