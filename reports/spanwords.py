"""What a span is called: 2026年11月, 2026年第4季度, 2026年第47周."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from policy.spans import Span

SPANS = {
    Span.DAY: pgettext_lazy("span", "day"),
    Span.WEEK: pgettext_lazy("span", "week"),
    Span.MONTH: pgettext_lazy("span", "statistical month"),
    Span.QUARTER: pgettext_lazy("span", "quarter"),
    Span.CALENDAR_MONTH: pgettext_lazy("span", "calendar month"),
    Span.FREE: pgettext_lazy("span", "from – to"),
}
FAULTS = {
    "one_missing": gettext_lazy("Write both days, from and to."),
    "reversed": gettext_lazy("The first day comes after the last."),
    "too_long": gettext_lazy("A span has at most 800 days."),
}


def called(kind: str, label: str) -> str:
    year, _dash, rest = label.partition("-")
    if kind == Span.WEEK:
        return _("week %(week)s of %(year)s") % {"year": year, "week": int(rest.lstrip("W"))}
    if kind == Span.QUARTER:
        return _("quarter %(quarter)s of %(year)s") % {"year": year, "quarter": rest.lstrip("Q")}
    if kind in (Span.FREE, Span.DAY):
        return label
    month = _("%(year)s-%(month)s") % {"year": year, "month": rest}
    return _("%(month)s (calendar month)") % {"month": month} if kind == Span.CALENDAR_MONTH else month
