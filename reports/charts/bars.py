"""Bars: from due to completed with what is lost between, and reasons by size."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from policy.indicators import FUNNEL, LOST, share
from policy.rates import parts, running
from reports.charts.canvas import Canvas, beside, room_for
from reports.links import Links
from reports.reading import by_reason, reason_words
from reports.words import INDICATORS, MEASURES

WIDTH = 466
KINDS = ("base", "bar", "bar", "more")
BETWEEN = ("coverage", "reach")


def funnel(sheet: dict[str, Any], links: Links) -> Canvas:
    canvas = Canvas(WIDTH, 224, _("From due to completed; what is lost between the bars adds up"))
    counts = sheet["tasks"]["counts"]
    left = max(66, *(12 + room_for(str(MEASURES[measure])) for measure in FUNNEL))
    span = 348 - left
    most = max(counts["due"], 1)
    for place, (measure, kind) in enumerate(zip(FUNNEL, KINDS, strict=True)):
        y, n = place * 56 + 4, counts[measure]
        url = links.tasks(n, measure).url
        canvas.text(left - 8, y + 19, MEASURES[measure], "", "end")
        canvas.rect(left, y, span * n / most, 28, kind, url)
        narrow = span * n / most < 60
        canvas.text(
            left + (span * n / most + 6 if narrow else 10), y + 19, f"{n:,}",
            "value" if narrow or kind != "more" else "on-dark", "", url,
        )  # fmt: skip
        if place:
            words = _percent_beside(counts, place)
            canvas.text(WIDTH, y + 19, words, "small", "end")
        if place < len(LOST):
            canvas.text(left + 4, y + 45, _lost(sheet, LOST[place], WIDTH - left - 4), "small")
    return canvas


def _percent_beside(counts: dict[str, int], place: int) -> str:
    if place <= len(BETWEEN):
        code = BETWEEN[place - 1]
        return f"{INDICATORS[code].name} {shown(share(code, counts).percent)}"
    lost = counts["not_completed"]
    percent = parts([counts["reached"] - lost, lost])[0][0]
    return f"{_('completed of them')} {shown(percent)}"


def shown(percent: Any) -> str:
    return "–" if percent is None else f"{percent}%"


def _lost(sheet: dict[str, Any], measure: str, room: float) -> str:
    """ "− 115 never dialled: exempt 74, no number 16, not ended 25", as much as there is room for."""
    lines = sheet["tasks"]["by"][measure]
    n = sum(line["counts"]["due"] for line in lines)
    where: dict[str, int] = {}
    for line in lines:
        named = line["key"] == "unsuccessful" and line["more"]
        words = reason_words({"key": line["more"], "more": ""}) if named else state_words(line["key"])
        where[words] = where.get(words, 0) + line["counts"]["due"]
    said = sorted(where.items(), key=lambda pair: -pair[1])
    begin = f"− {MEASURES[measure]} {n:,}"
    for most in (3, 2, 1):
        words = begin + _where(said, most, n)
        if room_for(words) < room:
            return words
    return begin


def _where(said: list[tuple[str, int]], most: int, n: int) -> str:
    shown = [f"{words} {count:,}" for words, count in said[:most]]
    rest = n - sum(count for _words, count in said[:most])
    if rest:
        shown.append(_("others %(n)s") % {"n": f"{rest:,}"})
    comma, colon = pgettext("list", ", "), pgettext("before a list", ": ")
    return colon + comma.join(shown) if shown else ""


def state_words(state: str) -> str:
    return str(MEASURES["open" if state in ("open", "suspended") else state])


def reasons(sheet: dict[str, Any], links: Links) -> Canvas:
    """Pareto: most first, with what they make up together; below the dashes is what matters less."""
    lines = by_reason(sheet)[:7]
    every = [line["n"] for line in by_reason(sheet)]
    canvas = Canvas(WIDTH, 24 + 28 * max(len(lines), 1), _("Unsuccessful by reason, most first"))
    canvas.text(WIDTH, 12, _("together %"), "small", "end")
    most, left, vital = max([*every, 1]), beside([line["name"] for line in lines], 116), True
    for place, (line, together) in enumerate(zip(lines, running(every), strict=False)):
        y = 20 + place * 28
        url = links.tasks(line["n"], "unsuccessful", reason=line["key"]).url
        canvas.text(left - 8, y + 15, cut(line["name"], left - 10), "", "end")
        width = (346 - left) * line["n"] / most
        canvas.rect(left, y, width, 20, "more" if vital else "base", url)
        canvas.text(left + width + 6, y + 15, f"{line['n']:,}", "value", "", url)
        canvas.text(WIDTH, y + 15, together, "", "end")
        if vital and together is not None and together > 80 and place + 1 < len(lines):
            vital = False
            said = ngettext("the first makes up over 80 %%", "the first %(n)s make up over 80 %%", place + 1)
            canvas.line([(0, y + 24), (WIDTH, y + 24)], "target")
            canvas.text(WIDTH - 60, y + 15, said % {"n": place + 1}, "small", "end")
    return canvas


def cut(words: str, room: float) -> str:
    while room_for(words) > room and len(words) > 1:
        words = words[:-2] + "…"
    return words
