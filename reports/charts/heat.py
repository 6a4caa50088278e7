"""When somebody answers: calls answered of calls made, by weekday and hour (C5)."""

from typing import Any

from django.utils.translation import gettext as _

from policy.rates import rate, whole_percent
from reports.charts.canvas import Canvas
from reports.links import Links
from staff.templatetags.look import WEEKDAYS

WIDTH, LEFT = 466, 46
SHADES = (0, 40, 60, 75, 90)  # percent from which the next shade begins


def heat(sheet: dict[str, Any], links: Links) -> Canvas:
    found = {(weekday, hour): (n, answered) for weekday, hour, n, answered in sheet["calls"]["hours"]}
    hours = sorted({hour for _weekday, hour in found})
    canvas = Canvas(WIDTH, 22 + 26 * 7, _("Calls answered, %, by weekday and hour"))
    width = (WIDTH - LEFT) / max(len(hours), 1)
    for place, hour in enumerate(hours):
        canvas.text(LEFT + (place + 0.5) * width, 12, f"{hour}:00", "small", "middle")
    for number, name in enumerate(WEEKDAYS, start=1):
        y = 18 + (number - 1) * 26
        canvas.text(LEFT - 8, y + 16, _(name), "", "end")
        for place, hour in enumerate(hours):
            n, answered = found.get((number, hour), (0, 0))
            percent = rate(answered, n)
            shade = sum(percent >= edge for edge in SHADES) - 1 if percent is not None else 0
            url = links.calls(n, weekday=number, hour=hour).url
            canvas.rect(LEFT + place * width, y, width - 2, 24, f"h{shade}", url)
            if percent is not None:
                words = f"{whole_percent(answered, n)}%" + (f" · {n}" if width > 80 else "")
                kind = "on-dark" if shade == 4 else "value"
                canvas.text(LEFT + (place + 0.5) * width - 1, y + 16, words, kind, "middle", url)
    return canvas
