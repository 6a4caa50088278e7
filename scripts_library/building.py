"""A questionnaire as it is being typed: sections of questions, each field as text, nothing lost on the way.

Reads and redraws a form; policy.questionnaire_checks says what is wrong with it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from policy.questionnaire_checks import MOST_QUESTIONS, Fault, Typed
from policy.questionnaires import Question, Sheet
from staff.numbers import whole_numbers

TEXTS = (
    *("zh", "en", "kind", "code", "required_if", "show_if", "options"),
    *("unit", "low", "high", "decimals", "subject", "domain"),
)
TICKS = ("required", "asks_reason")
LONGEST = 4000  # characters of one field
MOST = 60  # sections, and questions of one, that a form is read for: beyond it Django refuses the form whole
_OPTION = re.compile(r"\s*(?:([a-z][a-z0-9_]*)\s*[:：=])?\s*([^|｜]*?)\s*(?:[|｜]\s*(.*?)\s*)?")


@dataclass(slots=True)
class Row:
    """One question; `wrong`: field to what is said about it."""

    fields: dict[str, str]
    wrong: dict[str, list[Any]] = field(default_factory=dict)
    focus: str = ""  # the button that was pressed on it last

    def typed(self, section: "Section") -> Typed:
        fields: dict[str, Any] = {name: self.fields.get(name, "") for name in TEXTS}
        fields |= {name: bool(self.fields.get(name)) for name in TICKS}
        return Typed(**fields)._replace(
            options=options_of(self.fields.get("options", "")),
            step=section.step,
            section_zh=section.zh,
            section_en=section.en,
        )


@dataclass(slots=True)
class Section:
    zh: str = ""
    en: str = ""
    step: str = "condition"
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Sketch:
    sections: list[Section]
    removed: dict[str, Any] = field(default_factory=dict)  # the question taken out last, and its place

    def typed(self) -> list[Typed]:
        """All questions in their order; what has no code yet gets the next free one."""
        self._name()
        return [row.typed(section) for section in self.sections for row in section.rows]

    def blame(self, faults: Iterable[Fault], say: Any) -> None:
        """Put each fault beside its field."""
        rows = [row for section in self.sections for row in section.rows]
        for fault in faults:
            if fault.question is not None:
                row = rows[fault.question]
                row.wrong.setdefault(fault.field, []).append(say(fault, row.fields.get(fault.field, "")))

    def change(self, verb: str) -> None:
        """ "up:0:2", "down:0:2", "remove:0:2", "add:0", "section", "sectionup:1", "sectiondown:1", "drop:1",
        "restore". What does not exist changes nothing."""
        name, *places = verb.split(":")
        numbers = whole_numbers(places)
        if name in ("add", "section", "restore") and self._full():
            return
        if name == "section":
            self.sections.append(Section(rows=[a_row()]))
        elif name == "restore":
            self._restore()
        elif numbers and numbers[0] < len(self.sections):
            self._change_section(name, numbers)

    def _change_section(self, name: str, numbers: list[int]) -> None:
        rows = self.sections[numbers[0]].rows
        if name == "add":
            rows.append(a_row(focus="zh"))
        elif name == "drop" and not rows:
            del self.sections[numbers[0]]
        elif name in ("sectionup", "sectiondown"):
            self._move_section(numbers[0], -1 if name == "sectionup" else 1)
        elif len(numbers) == 2 and numbers[1] < len(rows):
            self._change_question(name, *numbers, by={"up": -1, "down": 1}.get(name, 0))

    def _change_question(self, name: str, section: int, place: int, *, by: int) -> None:
        rows = self.sections[section].rows
        row = rows.pop(place)
        if name == "remove":
            self.removed = {"section": section, "place": place, "fields": row.fields}
            return
        row.focus = name
        if 0 <= place + by <= len(rows):
            rows.insert(place + by, row)
        elif 0 <= section + by < len(self.sections):
            others = self.sections[section + by].rows
            others.insert(len(others) if by < 0 else 0, row)
        else:
            rows.insert(place, row)

    def _full(self) -> bool:
        questions = sum(len(section.rows) for section in self.sections)
        return max(questions, len(self.sections)) >= MOST_QUESTIONS

    def _move_section(self, place: int, by: int) -> None:
        if 0 <= place + by < len(self.sections):
            self.sections.insert(place + by, self.sections.pop(place))

    def _restore(self) -> None:
        if not self.removed:
            return
        section = self.sections[min(self.removed["section"], len(self.sections) - 1)]
        section.rows.insert(self.removed["place"], Row(self.removed["fields"], focus="zh"))
        self.removed = {}

    def _name(self) -> None:
        taken = {row.fields.get("code", "") for section in self.sections for row in section.rows}
        free = (f"q{number}" for number in range(1, MOST * MOST) if f"q{number}" not in taken)
        for section in self.sections:
            for row in section.rows:
                row.fields["code"] = row.fields.get("code", "").strip() or next(free)
                row.fields["options"] = with_codes(row.fields.get("options", ""))


def a_row(focus: str = "") -> Row:
    return Row({"kind": "level", "decimals": "0"}, focus=focus)


def of_sheet(sheet: Sheet) -> Sketch:
    sections = [
        Section(group.title.zh, group.title.en, group.step, [Row(_fields(one)) for one in group.questions])
        for group in sheet.groups()
    ]
    return Sketch(sections or [Section(rows=[a_row()])])


def read(posted: Mapping[str, str]) -> Sketch:
    """What a form holds; a field that is missing is empty."""
    sections = []
    for number in range(MOST):
        if f"s-{number}-step" not in posted:
            break
        name = f"s-{number}"
        zh, en, step = (posted.get(f"{name}-{part}", "")[:200] for part in ("zh", "en", "step"))
        sections.append(Section(zh, en, step, list(_rows(posted, number))))
    return Sketch(sections or [Section(rows=[a_row()])], _removed(posted.get("removed", "")))


def options_of(text: str) -> tuple[tuple[str, str, str], ...]:
    """One a line: "dry: 干燥 | dry"; without a code it gets o1, o2 …"""
    found = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        match = _OPTION.fullmatch(line)
        code, chinese, english = match.groups() if match else (None, line.strip(), "")
        found.append((code or f"o{number}", chinese, english or ""))
    return tuple(found)


def with_codes(text: str) -> str:
    return "\n".join(f"{code}: {zh} | {en}" if en else f"{code}: {zh}" for code, zh, en in options_of(text))


def _rows(posted: Mapping[str, str], section: int) -> Iterable[Row]:
    for number in range(MOST):
        name = f"q-{section}-{number}"
        if f"{name}-kind" not in posted:
            return
        yield Row({part: posted.get(f"{name}-{part}", "")[:LONGEST] for part in (*TEXTS, *TICKS)})


def _removed(text: str) -> dict[str, Any]:
    """What the form itself wrote there; anything else is nothing."""
    try:
        found = json.loads(text[: LONGEST * 4])
        fields = {name: str(found["fields"].get(name, ""))[:LONGEST] for name in (*TEXTS, *TICKS)}
        section, place = (min(abs(int(found[name])), MOST) for name in ("section", "place"))
        return {"section": section, "place": place, "fields": fields}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}


def _fields(question: Question) -> dict[str, str]:
    options = "\n".join(
        f"{one.code}: {one.title.zh} | {one.title.en}" if one.title.en else f"{one.code}: {one.title.zh}"
        for one in question.options
    )
    return {
        "zh": question.title.zh,
        "en": question.title.en,
        "kind": str(question.kind),
        "code": question.code,
        "required": "on" if question.required else "",
        "required_if": question.required_if.text if question.required_if else "",
        "show_if": question.show_if.text if question.show_if else "",
        "options": options,
        "unit": question.unit,
        "low": "" if question.low is None else str(question.low),
        "high": "" if question.high is None else str(question.high),
        "decimals": str(question.decimals),
        "subject": str(question.subject or ""),
        "asks_reason": "on" if question.asks_reason else "",
        "domain": str(question.domain or ""),
    }
