"""Why there is a task for a visit, why there is none, why on this day: rule by rule.

The conditions stand here a second time, one visit at a time and with their names; a test holds them against
the statement that makes the tasks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from followups.models import OrderedCall, Rule, RuleVersion, Task
from followups.planning import Planner, Ruling, Span, planner_at
from followups.ruleversions import parsed
from patients.models import Visit
from patients.models.visits import VisitQuerySet
from policy.calendar import Calendar
from policy.orders import RULE as ORDERED
from policy.plan import Step, Told, explain
from policy.rules import RuleSpec
from policy.timing import Window
from policy.visits import LeftBy

DAYS = (Told.OPENS, Told.TARGET, Told.CLOSES)


class WhyNot(StrEnum):
    """Why a rule makes no task for a visit."""

    CANCELLED = auto()
    NO_ANCHOR = auto()  # still in hospital, or no date was given
    RULE_ENDED = auto()
    BEFORE_RULE = auto()  # the visit, or the end of its window, was before the rule's time
    KIND = auto()
    FIRST_VISIT = auto()
    DEPARTMENT = auto()
    LEFT_BY = auto()
    UNREADABLE = auto()  # the rule is broken, or there is no calling day


class Due(StrEnum):
    """How a covered call stands."""

    TASK = auto()  # it has its task, which says the rest
    LATER = auto()  # the task is made on the day its window opens
    SOON = auto()  # due, and made within a minute


class Instead(StrEnum):
    """Why a task has other days than those that its rule counts for the visit."""

    CAUGHT_UP = auto()  # they were over before it was made
    DIALLED = auto()  # it was dialled before the visit or the rule changed
    KEPT = auto()


@dataclass(frozen=True, slots=True)
class Call:
    """One call that a rule asks for."""

    occurrence: int
    due: Due
    steps: tuple[Step, ...]  # from the visit to the hours of the window
    opens: datetime
    closes: datetime
    late: bool  # its own window was missed
    task: Task | None = None
    order: OrderedCall | None = None  # nobody's rule: somebody has ordered it
    instead: Instead | None = None
    version: RuleVersion | None = None  # of the task, when it is another one than the answer's


@dataclass(frozen=True, slots=True)
class Answer:
    rule: Rule
    version: RuleVersion | None
    why_not: tuple[WhyNot, ...]  # empty: the rule covers the visit
    calls: tuple[Call, ...]


def why(visit: Visit, *, now: datetime) -> list[Answer]:
    """One answer for each rule that is in use or has made a task for the visit."""
    planner = planner_at(now)
    tasks = list(Task.objects.filter(visit=visit).select_related("agent").order_by("rule", "occurrence"))
    rules = Rule.objects.in_bulk()
    versions = RuleVersion.objects.in_bulk(
        [r.version for r in planner.rulings] + [t.version_id for t in tasks]
    )
    spans = planner.all_spans([visit.anchor_on]) if visit.anchor_on else []
    shown = [rule for rule in rules.values() if rule.active or any(task.rule_id == rule.pk for task in tasks)]
    answers = [
        _answer(rule, visit, planner, spans, [t for t in tasks if t.rule_id == rule.pk], versions)
        for rule in shown
        if rule.code != ORDERED
    ]
    return answers + _ordered(visit, planner, spans, tasks, shown)


def without_tasks(visits: Iterable[Visit], *, now: datetime) -> dict[int, list[Answer]]:
    """What each rule in use says to visits that have no task, by their keys: the rules are read once."""
    planner = planner_at(now)
    rules = [rule for rule in Rule.objects.filter(active=True) if rule.code != ORDERED]
    return {
        visit.pk: [
            _answer(rule, visit, planner, spans, (), {})
            for spans in [planner.all_spans([visit.anchor_on]) if visit.anchor_on else []]
            for rule in rules
        ]
        for visit in visits
    }


def awaited(visits: VisitQuerySet, *, now: datetime) -> set[int]:
    """Which of `visits`, that have no task, rules will call on a day to come, and none owes a call by now."""
    planner = planner_at(now)
    days = visits.order_by().values_list("anchor_on", flat=True).distinct()
    ahead = [day for day in days if day and any(_is_ahead(one, planner) for one in planner.all_spans([day]))]
    found = without_tasks(visits.filter(anchor_on__in=ahead), now=now) if ahead else {}
    return {
        pk
        for pk, answers in found.items()
        if {(call.due, call.late) for answer in answers for call in answer.calls} == {(Due.LATER, False)}
    }


def _is_ahead(span: Span, planner: Planner) -> bool:
    return planner.calendar.day_of(span.window.opens) > planner.today


def _ordered(
    visit: Visit, planner: Planner, spans: Sequence[Span], tasks: Sequence[Task], shown: Sequence[Rule]
) -> list[Answer]:
    """Whatever was ordered for this visit, and how it stands; withdrawn orders only when they had a task."""
    rule = next((rule for rule in shown if rule.code == ORDERED), None)
    if rule is None:
        return []
    task_of = {task.order_id: task for task in tasks if task.order_id}
    span_of = {span.order: span for span in spans if span.only_visit == visit.pk}
    calls = []
    for order in visit.ordered_calls.select_related("ordered_by").order_by("number"):
        task, span = task_of.get(order.pk), span_of.get(order.pk)
        window = task or (span.window if span else None)
        if window is None:
            continue
        later = planner.calendar.day_of(window.opens) > planner.today
        due = Due.TASK if task else Due.LATER if later else Due.SOON
        calls.append(Call(order.number, due, (), window.opens, window.closes, window.late, task, order))
    return [Answer(rule, None, (), tuple(calls))] if calls else []


def _answer(
    rule: Rule,
    visit: Visit,
    planner: Planner,
    spans: Sequence[Span],
    tasks: Sequence[Task],
    versions: dict[int, RuleVersion],
) -> Answer:
    of_rule = {r.version: r for r in planner.rulings if r.rule == rule.pk}
    ours = [span for span in spans if span.version in of_rule and _contains(span, visit)]
    day = visit.anchor_on
    reaching = (r for r in of_rule.values() if day and r.anchors_from <= day)
    ruling = of_rule[ours[0].version] if ours else next(reaching, None)
    reasons = tuple(_reasons(rule, visit, ruling, ours, planner))
    number = ruling.version if ruling else next((task.version_id for task in tasks), 0)
    made = {task.occurrence: _made(task, visit, planner, versions, number) for task in tasks}
    calls = [] if reasons else _calls(visit, planner, ours, made)
    done = {call.occurrence for call in calls}
    calls += [call for occurrence, call in made.items() if occurrence not in done]
    return Answer(rule, versions.get(number), reasons, tuple(sorted(calls, key=lambda call: call.occurrence)))


def _contains(span: Span, visit: Visit) -> bool:
    at = visit.anchor_at
    return (
        at is not None
        and span.order is None
        and (span.since is None or span.since <= at)
        and (span.until is None or at < span.until)
    )


def _reasons(
    rule: Rule, visit: Visit, ruling: Ruling | None, spans: Sequence[Span], planner: Planner
) -> Iterator[WhyNot]:
    if visit.cancelled_at:
        yield WhyNot.CANCELLED
    if visit.anchor_on is None:
        yield WhyNot.NO_ANCHOR
    if not rule.active:
        yield WhyNot.RULE_ENDED
    elif rule.pk in planner.faulty:
        yield WhyNot.UNREADABLE
    elif visit.anchor_on and (ruling is None or not spans):
        yield WhyNot.BEFORE_RULE
    if ruling:
        yield from mismatches(ruling.spec, ruling.departments, visit)


def mismatches(spec: RuleSpec, departments: tuple[int, ...] | None, visit: Visit) -> Iterator[WhyNot]:
    """What keeps the visit from being one of those that the rule names."""
    if visit.kind not in spec.kinds:
        yield WhyNot.KIND
    if spec.first_visit_only and not visit.first_visit:
        yield WhyNot.FIRST_VISIT
    if departments is not None and visit.department_id not in departments:
        yield WhyNot.DEPARTMENT
    # These have an exempt task all the same.
    if visit.left_by in spec.left_by_excluded and visit.left_by not in {LeftBy.DEATH, LeftBy.TRANSFER}:
        yield WhyNot.LEFT_BY


def is_special(spec: RuleSpec, visit: Visit) -> bool:
    """The diagnosis earns the patient more calls than others."""
    return any(words.casefold() in visit.diagnosis.casefold() for words in spec.extra_diagnoses)


def _calls(visit: Visit, planner: Planner, spans: Sequence[Span], made: Mapping[int, Call]) -> list[Call]:
    of = {ruling.version: ruling.spec for ruling in planner.rulings}
    calls = []
    for span in spans:
        spec = of[span.version]
        if span.occurrence > spec.occurrences and not is_special(spec, visit):
            continue
        calls.append(made.get(span.occurrence) or _to_make(span, spec, visit, planner))
    return calls


def _to_make(span: Span, spec: RuleSpec, visit: Visit, planner: Planner) -> Call:
    steps, window = _steps(spec, visit, span.occurrence, planner), span.window
    caught_up = span.missed_at is not None and not span.gone
    return Call(
        occurrence=span.occurrence,
        due=Due.LATER if _is_ahead(span, planner) else Due.SOON,
        steps=_with_days_of(window, steps, planner.calendar) if caught_up else steps,
        opens=max(window.opens, visit.anchor_at or window.opens),
        closes=window.closes,
        late=window.late,
        instead=Instead.CAUGHT_UP if caught_up else None,
    )


def _made(task: Task, visit: Visit, planner: Planner, versions: dict[int, RuleVersion], named: int) -> Call:
    """As the task has it, whatever the rules ask for now; `named`: the version that the answer names."""
    own = versions[task.version_id]
    spec = parsed(own)
    steps = _steps(spec, visit, task.occurrence, planner) if spec else ()
    instead = _instead(task, steps, planner.calendar)
    return Call(
        occurrence=task.occurrence,
        due=Due.TASK,
        steps=_with_days_of(task, steps, planner.calendar) if instead else steps,
        opens=task.opens,
        closes=task.closes,
        late=task.late,
        task=task,
        instead=instead,
        version=own if own.pk != named else None,
    )


def _instead(task: Task, steps: Sequence[Step], calendar: Calendar) -> Instead | None:
    counted = {step.told: step.at for step in steps}
    opens, closes = counted.get(Told.OPENS), counted.get(Told.CLOSES)
    if opens is None or closes is None:
        return None
    if (calendar.day_of(opens), closes) == (calendar.day_of(task.opens), task.closes):
        return None
    if task.late and task.opens >= closes:
        return Instead.CAUGHT_UP
    return Instead.DIALLED if task.tries else Instead.KEPT


def _with_days_of(window: Task | Window, steps: Sequence[Step], calendar: Calendar) -> tuple[Step, ...]:
    moments = zip(DAYS, (window.opens, window.target, window.closes), strict=True)
    own = [Step(told, on=calendar.day_of(at), at=calendar.local(at)) for told, at in moments]
    return (*(step for step in steps if step.told not in DAYS), *own)


def _steps(spec: RuleSpec, visit: Visit, occurrence: int, planner: Planner) -> tuple[Step, ...]:
    if visit.anchor_at is None or occurrence > spec.all_occurrences:
        return ()
    return tuple(explain(spec, anchor=visit.anchor_at, calendar=planner.calendar, occurrence=occurrence))
