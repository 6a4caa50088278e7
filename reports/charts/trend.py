"""Six periods: follow-up rate, reach and satisfaction, with the target as a dotted line."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from reports.charts.canvas import Canvas, room_for
from reports.reading import percent_of, target
from reports.words import INDICATORS

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 466, 224, 30, 16, 24
BESIDE = 120  # at least, for the names at the ends of the lines
SHOWN = ("follow_up", "reach", "satisfaction")
STEP = 5  # percent between two lines; rates are no bars, so the axis may begin above 0


class Scale(NamedTuple):
    low: int
    high: int
    right: float  # where the lines end

    def y(self, value: Decimal) -> float:
        span = HEIGHT - TOP - BOTTOM
        return TOP + span * (1 - float(value - self.low) / max(self.high - self.low, 1))


def trend(sheet: dict[str, Any]) -> Canvas:
    points = sheet["trend"]
    series = {code: [percent_of(code, point) for point in points] for code in SHOWN}
    aim = target(sheet["tasks"])
    known = [v for line in series.values() for v in line if v is not None] + (
        [aim] if aim is not None else []
    )
    names = _names(series, aim)
    beside = max([BESIDE, *(10 + 1.06 * room_for(words) for _value, words, _kind in names)])
    scale = Scale(*_scale(known), WIDTH - beside)
    canvas = Canvas(WIDTH, HEIGHT, _("Rates of the last periods; the same numbers stand in the table"))
    _grid(canvas, scale)
    if aim is not None:
        canvas.line([(LEFT, scale.y(aim)), (scale.right, scale.y(aim))], "target")
    places = [LEFT + 8 + n * (scale.right - LEFT - 16) / max(len(points) - 1, 1) for n in range(len(points))]
    for x, point in zip(places, points, strict=True):
        canvas.text(x, HEIGHT - 6, short(point["label"]), "small", "middle")
    for number, (_code, values) in enumerate(series.items(), start=1):
        _series(canvas, scale, places, values, number)
    last = -100.0
    for y, words, kind in sorted((scale.y(value), words, kind) for value, words, kind in names):
        last = max(y, last + 14)  # moved apart where they would touch
        canvas.text(scale.right + 6, last + 4, words, kind)
    return canvas


def short(label: str) -> str:
    """ "2026-11" → "11": the year is in the title."""
    return label[5:10]


def _scale(values: list[Decimal]) -> tuple[int, int]:
    if not values:
        return 0, 100
    low, high = min(values), max(values)
    return max(0, int(low) // STEP * STEP - STEP), min(100, (int(high) // STEP + 1) * STEP)


def _grid(canvas: Canvas, scale: Scale) -> None:
    step = STEP if scale.high - scale.low <= 6 * STEP else 4 * STEP
    for value in range(scale.low, scale.high + 1, step):
        y = scale.y(Decimal(value))
        canvas.line([(LEFT, y), (scale.right, y)], "grid")
        canvas.text(LEFT - 5, y + 4, value, "small", "end")


def _series(
    canvas: Canvas, scale: Scale, places: list[float], values: list[Decimal | None], number: int
) -> None:
    """A period without the rate interrupts the line."""
    run: list[tuple[float, float]] = []
    for x, value in [*zip(places, values, strict=True), (0.0, None)]:
        if value is not None:
            run.append((x, scale.y(value)))
            continue
        if len(run) > 1:
            canvas.line(run, f"l{number}")
        for x_done, y_done in run:
            canvas.dot(x_done, y_done, f"p{number}")
        run = []


def _names(series: dict[str, list[Decimal | None]], aim: Decimal | None) -> list[tuple[Decimal, str, str]]:
    """What stands at the end of each line: at which value, the words and how they look."""
    ends = [
        (v[-1], f"{INDICATORS[code].name} {v[-1]}", "value" if code == "follow_up" else "")
        for code, v in series.items()
        if v[-1]
    ]
    if aim is not None:
        ends.append((aim, _("target %(percent)s") % {"percent": f"{aim.normalize():f}"}, ""))
    return ends
