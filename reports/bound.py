"""The values that a report's text may name in braces: each a figure of its sheet, and the records behind it.

The author writes the words; a figure always comes from the sheet, so that no number can be typed over.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from policy.indicators import HEADLINES, INDICATORS, share
from policy.rates import rate
from reports import reading
from reports.chartpage import theme_name
from reports.links import Links
from reports.morevalues import MORE
from reports.subjects import SUBJECTS
from reports.values import FEW, NOTHING, Value, change, named, percent, type_of_pairs

type_of_sheet = dict[str, Any]
KINDS = {
    "complaints": "complaint",
    "suggestions": "suggestion",
    "needs": "request",
    "praises": "praise",
    "adverse_events": "adverse_event",
}
WORD = re.compile(r"\{([a-z_0-9]{1,40})\}")
SENTENCES = re.compile(r"(?<=[。！？])|(?<=[.!?])(?=\s)")


def values(sheet: type_of_sheet, links: Links) -> dict[str, Value]:
    """Every word that `sheet` fills, by its name; in the hospital's language, as the text is."""
    found: dict[str, Value] = {}
    with translation.override(settings.LANGUAGE_CODE):
        for part in (_rates, _counts, _reasons, _departments, _domains, _wards, _cases, *MORE):
            found.update(part(sheet, links))
    return found


def unknown(texts: Iterable[str], known: Iterable[str]) -> list[str]:
    named = {name for text in texts for name in WORD.findall(text)}
    return sorted(named - set(known))


def filled(text: str, known: dict[str, Value]) -> str:
    """As plain words, for paper and workbook."""
    return "\n".join(
        WORD.sub(lambda found: known[found[1]].text if found[1] in known else found[0], line)
        for line in _standing(text, known)
    )


def drawn(text: str, known: dict[str, Value]) -> SafeString:
    """As a paragraph each line, its figures underlined links."""
    paragraphs = [line.strip() for line in _standing(text, known) if line.strip()]
    return mark_safe("".join(f"<p>{_drawn(line, known)}</p>" for line in paragraphs))  # noqa: S308 (escaped below)


def _standing(text: str, known: dict[str, Value]) -> Iterator[str]:
    """The lines, without each sentence that names what is not there: written when there was a lowest, a
    reason or a rise, it would say something else than the figures of today."""
    nothing = {name for name, value in known.items() if value.text == NOTHING}
    for line in text.splitlines():
        told = "".join(one for one in SENTENCES.split(line) if nothing.isdisjoint(WORD.findall(one))).strip()
        if told or not line.strip():
            yield told


def _drawn(line: str, known: dict[str, Value]) -> str:
    pieces = WORD.split(line)
    return "".join(_link(piece, known) if n % 2 else escape(piece) for n, piece in enumerate(pieces))


def _link(name: str, known: dict[str, Value]) -> str:
    value = known.get(name)
    if value is None:
        return escape(f"{{{name}}}")
    if value.url:
        return format_html('<a href="{}">{}</a>', value.url, value.text)
    return format_html("<b>{}</b>", value.text)


def _rates(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    counts, before = sheet["tasks"]["counts"], reading.before(sheet)
    for code in (*HEADLINES, "satisfaction"):
        if code == "satisfaction":
            whole = reading.satisfied_share(reading.overall(sheet))
            url = links.answers(whole.numerator, "overall", "54").url
        else:
            whole = share(code, counts)
            url = links.tasks(whole.numerator, INDICATORS[code].numerator).url
        yield code, Value(percent(whole.percent), url)
        yield f"{code}_change", Value(change(reading.changes(sheet, code, before)))
        yield f"{code}_year", Value(change(reading.changes(sheet, code, sheet["year"])))
    aim, now = reading.target(sheet["tasks"]), share("follow_up", counts).percent
    yield "target", Value(f"{aim.normalize():f}%" if aim is not None else percent(None))
    short = aim - now if aim is not None and now is not None else None
    yield "short_of_target", Value(f"{max(short, Decimal(0))}" if short is not None else NOTHING)


def _counts(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    for measure, n in sheet["tasks"]["counts"].items():
        name = f"{measure}_n" if measure in HEADLINES else str(measure)
        yield name, Value(f"{n:,}", links.tasks(n, measure).url)
    answers = sum(reading.overall(sheet))
    yield "answers", Value(f"{answers:,}", links.answers(answers, "overall", "").url)
    calls = sheet["calls"]["calls"]
    yield "calls", Value(f"{calls:,}", links.calls(calls).url)


def _reasons(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    lines = reading.by_reason(sheet)
    whole = sum(line["n"] for line in lines)
    for place in range(3):
        line: dict[str, Any] = lines[place] if place < len(lines) else {"name": NOTHING, "n": 0, "key": ""}
        url = links.tasks(line["n"], "unsuccessful", reason=line["key"]).url
        yield from named(f"reason{place + 1}", line["name"], Value(f"{line['n']:,}", url))
        yield f"reason{place + 1}_share", Value(percent(rate(line["n"], whole)))
    yield "only_reason", Value(lines[0]["name"] if len(lines) == 1 else NOTHING)


class Ranked(NamedTuple):
    """A department or a domain, and the rate by which it is compared with the others."""

    percent: Decimal
    line: dict[str, Any]


def departments(sheet: type_of_sheet) -> list[Ranked]:
    """Lowest follow-up rate first; of departments with enough to tell."""
    lines = [line for line in sheet["tasks"]["by"]["department"] if line["counts"]["due"] >= FEW]
    return _ranked(((share("follow_up", line["counts"]).percent, line) for line in lines), "name")


def domains(sheet: type_of_sheet) -> list[Ranked]:
    """Least satisfied first; of domains with enough answers."""
    lines = [line for line in reading.answers_by(sheet, "subject") if sum(line["counts"]) >= FEW]
    asked = (line for line in lines if line["subject"] != "overall")
    return _ranked(((reading.satisfied_share(line["counts"]).percent, line) for line in asked), "subject")


def _ranked(pairs: Iterable[tuple[Decimal | None, dict[str, Any]]], name: str) -> list[Ranked]:
    found = [Ranked(percentage, line) for percentage, line in pairs if percentage is not None]
    return sorted(found, key=lambda one: (one.percent, one.line[name]))


def apart(found: list[Ranked]) -> bool:
    """There is a lowest: several, and not all alike."""
    return len(found) > 1 and found[0].percent < found[-1].percent


def short_of_its_own(one: Ranked) -> Decimal | None:
    """The points by which a department misses its own rules' target; None without one."""
    aim = reading.target(one.line)
    return max(aim - one.percent, Decimal(0)) if aim is not None else None


def _departments(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    found = departments(sheet) if apart(departments(sheet)) else []
    for place in range(2):
        name = f"lowest{place + 1}"
        if place >= len(found):
            yield from ((one, Value(NOTHING)) for one in (name, f"{name}_rate", f"{name}_short"))
            continue
        percentage, line = found[place]
        short = short_of_its_own(found[place])
        yield f"{name}_short", Value(f"{short}" if short is not None else NOTHING)
        yield name, Value(line["name"])
        yield f"{name}_rate", Value(percent(percentage), links.line("department", line, "completed").url)


def _domains(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    found = domains(sheet)
    if not apart(found):
        yield from (("domain", Value(NOTHING)), ("domain_rate", Value(NOTHING)))
        return
    percentage, line = found[0]
    satisfied, subject = reading.satisfied_share(line["counts"]).numerator, line["subject"]
    yield "domain", Value(str(SUBJECTS.get(subject, subject)))
    yield "domain_rate", Value(percent(percentage), links.answers(satisfied, subject, "54").url)


def _wards(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    found = sheet["defects"]
    n = sum(sum(line["counts"].values()) for line in found)
    yield "defects", Value(f"{n:,}", links.defects(n).url)
    worst = found[0] if found else {"name": NOTHING, "ward": "", "counts": {}, "key": None}
    most = sum(worst["counts"].values())
    url = links.defects(most, department=worst["key"], ward=worst["ward"]).url
    yield "only_ward", Value(reading.ward_of(worst["name"], worst["ward"]) if len(found) == 1 else NOTHING)
    yield from named("worst_ward", reading.ward_of(worst["name"], worst["ward"]), Value(f"{most:,}", url))


def _cases(sheet: type_of_sheet, links: Links) -> type_of_pairs:
    cases: dict[str, Any] = sheet["cases"] or {"total": 0, "before": 0, "themes": [], "kinds": {}}
    yield "cases", Value(f"{cases['total']:,}", links.cases(cases["total"]).url)
    more = cases["total"] - cases["before"]
    yield "cases_change", Value(f"{more:+,}")
    nothing: dict[str, Any] = {"key": "", "n": 0}
    theme = next((one for one in cases["themes"] if one["key"]), nothing)
    words = theme_name(theme["key"]) if theme["n"] else NOTHING
    url = links.cases(theme["n"], theme=theme["key"]).url
    yield from named("theme", words, Value(f"{theme['n']:,}", url))
    for name, kind in KINDS.items():
        n = cases["kinds"].get(kind, 0)
        yield name, Value(f"{n:,}", links.cases(n, kind=kind).url)
