"""Six periods: follow-up rate, reach and satisfaction, with the target as a dotted line."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from reports.charts.canvas import Canvas
from reports.reading import percent_of, target
from reports.words import INDICATORS

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 466, 224, 30, 120, 16, 24
SHOWN = ("follow_up", "reach", "satisfaction")
STEP = 5  # percent between two lines; rates are no bars, so the axis may begin above 0


class Scale(NamedTuple):
    low: int
    high: int

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
    scale = _scale(known)
    canvas = Canvas(WIDTH, HEIGHT, _("Rates of the last periods; the same numbers stand in the table"))
    _grid(canvas, scale)
    if aim is not None:
        canvas.line([(LEFT, scale.y(aim)), (WIDTH - RIGHT, scale.y(aim))], "target")
    places = [
        LEFT + 8 + n * (WIDTH - RIGHT - LEFT - 16) / max(len(points) - 1, 1) for n in range(len(points))
    ]
    for x, point in zip(places, points, strict=True):
        canvas.text(x, HEIGHT - 6, short(point["label"]), "small", "middle")
    for number, (_code, values) in enumerate(series.items(), start=1):
        _series(canvas, scale, places, values, number)
    _names(canvas, scale, series, aim)
    return canvas


def short(label: str) -> str:
    """ "2026-11" → "11": the year is in the title."""
    return label[5:10]


def _scale(values: list[Decimal]) -> Scale:
    if not values:
        return Scale(0, 100)
    low, high = min(values), max(values)
    return Scale(max(0, int(low) // STEP * STEP - STEP), min(100, (int(high) // STEP + 1) * STEP))


def _grid(canvas: Canvas, scale: Scale) -> None:
    step = STEP if scale.high - scale.low <= 6 * STEP else 4 * STEP
    for value in range(scale.low, scale.high + 1, step):
        y = scale.y(Decimal(value))
        canvas.line([(LEFT, y), (WIDTH - RIGHT, y)], "grid")
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


def _names(
    canvas: Canvas, scale: Scale, series: dict[str, list[Decimal | None]], aim: Decimal | None
) -> None:
    """At the end of each line, moved apart where they would touch."""
    ends = [(scale.y(v[-1]), f"{INDICATORS[code].name} {v[-1]}", code) for code, v in series.items() if v[-1]]
    if aim is not None:
        ends.append((scale.y(aim), _("target %(percent)s") % {"percent": f"{aim.normalize():f}"}, ""))
    last = -100.0
    for y, words, code in sorted(ends):
        last = max(y, last + 14)
        canvas.text(WIDTH - RIGHT + 6, last + 4, words, "value" if code == "follow_up" else "")
