"""What becomes of a task when its visit, its patient or its rule has changed: a decision on plain values.

Rules: A18, E9, policy.tasks.MOVES. A task that was dialled keeps its window and version;
what a call has found out stays found out; a closed task opens again, or gets another reason, only if
what closed it is no longer so.
"""

from datetime import date, datetime
from typing import NamedTuple

from policy.calendar import Calendar, NoCallingDay
from policy.outcomes import NOT_THEIR_NUMBER
from policy.tasks import EndReason, State

UNFINISHED = frozenset({State.OPEN, State.SUSPENDED})
# What a review decides, and may take back.
AUTOMATIC = frozenset(
    {
        EndReason.WITHDRAWN,
        EndReason.RULE_ENDED,
        EndReason.DO_NOT_CALL,
        EndReason.DECEASED,
        EndReason.TRANSFERRED,
        EndReason.READMITTED,
        EndReason.RECHECKED,
    }
)
# What ends a task for want of a visit or a rule.
TAKEN_BACK = frozenset({EndReason.WITHDRAWN, EndReason.RULE_ENDED})
# A new number gives these another chance while their time lasts (E7).
FOR_WANT_OF_A_NUMBER = frozenset({EndReason.NO_NUMBER, *(EndReason(o) for o in NOT_THEIR_NUMBER)})
# How a task ends that nobody has dialled.
NEVER_DIALLED = frozenset({EndReason.WINDOW_CLOSED, EndReason.NO_NUMBER})


class Plan(NamedTuple):
    """Which version orders the call, and for when."""

    version: int
    priority: int
    max_attempts: int
    anchor_on: date
    due_on: date
    opens: datetime
    target: datetime
    closes: datetime
    moved: bool
    late: bool

    @property
    def window(self) -> tuple[datetime, datetime, datetime, bool, bool]:
        return self.opens, self.target, self.closes, self.moved, self.late


class Existing(NamedTuple):
    """A task as it stands, and how its visit stands."""

    state: State
    end_reason: EndReason
    plan: Plan
    dialled: bool
    held: bool  # somebody is calling just now
    said_in_call: bool  # a call has found out why it stands so
    visit_stands: bool  # not cancelled, and there is a day to count from
    of_its_kind: bool  # the visit is still of a kind that the task's own version covers
    rule_ended: bool


class Wanted(NamedTuple):
    """The task that the rules ask for now. `missed_at`: as in planning.Span."""

    state: State
    end_reason: EndReason
    plan: Plan
    missed_at: datetime | None
    reasons: frozenset[EndReason]  # all that keep from calling, `end_reason` among them


class Fate(NamedTuple):
    """What comes back open is then given what its calls have made of it."""

    state: State
    end_reason: EndReason
    plan: Plan
    waits: bool = False  # something is to be changed that must not change under a call


def fate(task: Existing, wanted: Wanted | None, *, now: datetime, slot_left: bool) -> Fate:
    stays = Fate(task.state, task.end_reason, task.plan)
    if not _may_change(task):
        return stays
    if task.state == State.UNSUCCESSFUL and task.dialled:
        goes_on = _goes_on(task, wanted, now=now)
        return stays._replace(state=State.OPEN, end_reason=EndReason.NONE) if goes_on else stays
    if wanted is None:
        return Fate(*_not_wanted(task), task.plan)
    keeps = _keeps_window(task, wanted, now=now, slot_left=slot_left)
    over = keeps and task.plan.closes <= now
    ended = Fate(*_standing(task, wanted, keeps=keeps, over=over), task.plan)
    if task.dialled:
        return ended
    plan = _plan(task, wanted, ended.state, keeps=keeps)
    if plan != task.plan and ended.state in UNFINISHED and task.held:
        return ended._replace(waits=True)
    return ended._replace(plan=plan)


def slot_left(calendar: Calendar, task: Existing, now: datetime) -> bool:
    """Calling hours between now and the end of the task's window."""
    try:
        return calendar.next_block(max(now, task.plan.opens)).opens < task.plan.closes
    except NoCallingDay:
        return False


def _standing(task: Existing, wanted: Wanted, *, keeps: bool, over: bool) -> tuple[State, EndReason]:
    stays = task.state, task.end_reason
    asked = wanted.state, wanted.end_reason
    if task.state == State.UNSUCCESSFUL:
        return stays if keeps else asked
    still_so = task.state == State.EXEMPT and task.end_reason in wanted.reasons
    # What is found later does not change why it ended, nor when; another stay suspends what has time left.
    if still_so and (wanted.state == State.EXEMPT or over):
        return stays
    if task.state == State.SUSPENDED and task.said_in_call and wanted.state != State.EXEMPT:
        return stays
    if wanted.state == State.UNSUCCESSFUL and (task.dialled or (task.state in UNFINISHED and keeps)):
        return State.OPEN, EndReason.NONE  # its window runs out by itself
    return asked


def _plan(task: Existing, wanted: Wanted, state: State, *, keeps: bool) -> Plan:
    if not keeps or (task.state == State.EXEMPT and state in UNFINISHED):
        return wanted.plan
    if state == State.UNSUCCESSFUL:
        return task.plan._replace(anchor_on=wanted.plan.anchor_on, due_on=wanted.plan.due_on)
    return _same_window(wanted.plan, task.plan)


def _may_change(task: Existing) -> bool:
    if task.state in UNFINISHED:
        return True
    if task.state == State.EXEMPT:
        return task.end_reason in AUTOMATIC and not task.said_in_call
    if task.dialled:
        return task.state == State.UNSUCCESSFUL and task.end_reason in FOR_WANT_OF_A_NUMBER
    return task.state == State.UNSUCCESSFUL and task.end_reason in NEVER_DIALLED


def _goes_on(task: Existing, wanted: Wanted | None, *, now: datetime) -> bool:
    """Its numbers had run out, and there is one now: what is called on has its time and its visit."""
    asked = wanted.state == State.OPEN if wanted else task.visit_stands and task.of_its_kind
    return asked and task.plan.closes > now


def _not_wanted(task: Existing) -> tuple[State, EndReason]:
    stays = task.state, task.end_reason
    if task.visit_stands and task.dialled and task.of_its_kind:
        # It was taken back while somebody called: once dialled it would have stayed.
        return (State.OPEN, EndReason.NONE) if task.end_reason in TAKEN_BACK else stays
    if task.visit_stands and task.rule_ended:
        return (State.EXEMPT, EndReason.RULE_ENDED) if task.state in UNFINISHED else stays
    return State.EXEMPT, EndReason.WITHDRAWN


def _keeps_window(task: Existing, wanted: Wanted, *, now: datetime, slot_left: bool) -> bool:
    """A window that is over was right in its time; one that catches up is not prolonged by every review."""
    if wanted.missed_at is None:
        return task.plan.window == wanted.plan.window
    if task.plan.closes == wanted.missed_at:
        return True
    caught_up = task.plan.late and task.plan.opens >= wanted.missed_at
    same_day = task.plan.anchor_on == wanted.plan.anchor_on
    return caught_up and same_day and (slot_left or task.plan.closes <= now)


def _same_window(asked: Plan, had: Plan) -> Plan:
    return had._replace(
        version=asked.version,
        priority=asked.priority,
        max_attempts=asked.max_attempts,
        anchor_on=asked.anchor_on,
        due_on=asked.due_on,
    )
