"""When a task is called again, and when it is over: A18, A22, E9 and the table in `outcomes`.

A task's standing is a function of its attempts: nothing is counted anywhere else, so a corrected attempt
corrects everything that followed from it. No clock: the attempts bring their moments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from policy.calendar import Calendar
from policy.outcomes import GIVES_UP, NOT_THEIR_NUMBER, VERIFIABLE, Ends, NextTry, Outcome, OutcomeRule, Step
from policy.slots import Slots
from policy.tasks import CLOSED, EndReason, State

# Engaged twice in one block: a third call in the same hour would find the same conversation.
TRIES_PER_BLOCK = 2


class Tried(NamedTuple):
    outcome: Outcome
    at: datetime
    number: int | None = None
    agreed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    reason: str = ""  # of policy.tasks.EndReason
    counted: int = 0
    next_at: datetime | None = None
    verify: bool = False  # A22: unsuccessful for now, to be called once more on the 25th-27th
    ends_patient: bool = False  # E9: every task of this patient is over
    number_dead: bool = False  # the number dialled last is not the patient's
    agreed: bool = False  # next_at is a call-back that somebody expects


@dataclass(frozen=True, slots=True)
class _Limits:
    slots: Slots
    table: Mapping[Outcome, OutcomeRule]
    max_attempts: int
    numbers_left: int


def standing(
    tries: Sequence[Tried],
    *,
    opens: datetime,
    closes: datetime,
    calendar: Calendar,
    table: Mapping[Outcome, OutcomeRule],
    max_attempts: int,
    numbers_left: int,
    verification: bool = False,
) -> Standing:
    """How a task stands after `tries`, oldest first.

    `numbers_left`: numbers that can still be dialled, without the one that the last try showed to be wrong.
    `verification`: the last try was made in the verification round; it completes the task or is final.
    """
    limits = _Limits(Slots(opens, closes, calendar), table, max_attempts, numbers_left)
    regular = tries[:-1] if verification else tries
    now = _folded(regular, limits, done=len(regular) == len(tries))
    if verification and tries:
        now = _verified(now, tries[-1], table[tries[-1].outcome])
    return now


def standings(
    tries: Sequence[Tried],
    outcomes: Mapping[Outcome, int],
    *,
    at: datetime,
    opens: datetime,
    closes: datetime,
    calendar: Calendar,
    table: Mapping[Outcome, OutcomeRule],
    max_attempts: int,
    verification: bool = False,
) -> dict[Outcome, Standing]:
    """How a task would stand after one more try at `at`, the last of all, for each of its possible outcomes.

    `outcomes`: each with the numbers that could still be dialled after it. As `standing` says it of each; the
    tries before are folded once for all that leave as many numbers.
    """
    slots = Slots(opens, closes, calendar)
    limits = {left: _Limits(slots, table, max_attempts, left) for left in set(outcomes.values())}
    before = {left: _folded(tries, one, done=False) for left, one in limits.items()}
    found = {}
    for outcome, left in outcomes.items():
        tried = Tried(outcome, at)
        if verification:
            found[outcome] = _verified(before[left], tried, table[outcome])
        else:
            found[outcome] = _after(before[left], tried, before=tries, last=True, limits=limits[left])
    return found


def _folded(tries: Sequence[Tried], limits: _Limits, *, done: bool) -> Standing:
    """`done`: no other try comes after these."""
    now = _untouched(limits)
    for count, tried in enumerate(tries, start=1):
        last = done and count == len(tries)
        now = _after(now, tried, before=tries[: count - 1], last=last, limits=limits)
    return now


def _untouched(limits: _Limits) -> Standing:
    first = limits.slots.first()
    if limits.numbers_left == 0:
        return Standing(State.OPEN)  # waits for a number until its window closes
    if first is None:
        return Standing(State.UNSUCCESSFUL, EndReason.WINDOW_CLOSED)
    return Standing(State.OPEN, next_at=first)


def _after(now: Standing, tried: Tried, *, before: Sequence[Tried], last: bool, limits: _Limits) -> Standing:
    rule = limits.table[tried.outcome]
    if now.state in CLOSED:
        return _after_the_end(now, tried, rule)
    counted = now.counted + rule.counts
    if rule.ends:
        return _end(tried, rule.ends, counted)

    step = rule.step(1 + sum(t.outcome == tried.outcome for t in before))
    # Earlier in the story the numbers had not run out: somebody dialled another one.
    no_number = step.next == NextTry.NEXT_NUMBER and last and limits.numbers_left == 0
    if no_number or step.next in GIVES_UP or counted >= limits.max_attempts:
        return _end(tried, Ends.UNSUCCESSFUL, counted)
    next_at, agreed = _next(step, tried, before, limits.slots)
    if next_at is None:
        return _end(tried, Ends.UNSUCCESSFUL, counted)
    dead = tried.outcome in NOT_THEIR_NUMBER
    return Standing(State.OPEN, counted=counted, next_at=next_at, agreed=agreed, number_dead=dead)


def _end(tried: Tried, ends: Ends, counted: int) -> Standing:
    state = {
        Ends.COMPLETED: State.COMPLETED,
        Ends.UNSUCCESSFUL: State.UNSUCCESSFUL,
        Ends.EXEMPT: State.EXEMPT,
        Ends.PATIENT: State.EXEMPT,
        Ends.SUSPEND: State.SUSPENDED,
    }[ends]
    return Standing(
        state,
        EndReason(tried.outcome),
        counted,
        verify=state == State.UNSUCCESSFUL and tried.outcome in VERIFIABLE,
        ends_patient=ends == Ends.PATIENT,
        number_dead=tried.outcome in NOT_THEIR_NUMBER,
    )


def _after_the_end(now: Standing, tried: Tried, rule: OutcomeRule) -> Standing:
    """A closed task is not opened by one more call; the call can bring a better end, or news of a death."""
    if rule.ends == Ends.PATIENT:
        # What was completed stays completed.
        return (
            replace(now, ends_patient=True)
            if now.state == State.COMPLETED
            else _end(tried, rule.ends, now.counted)
        )
    if now.state != State.UNSUCCESSFUL or rule.ends in {Ends.NO, Ends.UNSUCCESSFUL}:
        return now
    end = _end(tried, rule.ends, now.counted)
    # Nothing is left to suspend: the new stay makes its own task.
    return replace(end, state=State.EXEMPT) if end.state == State.SUSPENDED else end


def _verified(before: Standing, tried: Tried, rule: OutcomeRule) -> Standing:
    """The one extra call: whatever it does not better is final."""
    if before.state not in CLOSED:
        before = replace(before, state=State.UNSUCCESSFUL)  # its window closed by itself
    found = _after_the_end(before, tried, rule)
    if found.state != State.UNSUCCESSFUL:
        return found
    return replace(_end(tried, Ends.UNSUCCESSFUL, before.counted), verify=False)


def _next(step: Step, tried: Tried, before: Sequence[Tried], slots: Slots) -> tuple[datetime | None, bool]:
    """When to call again, and whether somebody expects that call."""
    if step.next == NextTry.NEXT_NUMBER:
        return slots.at_or_after(tried.at), False
    if tried.agreed_at and tried.agreed_at > tried.at:
        return slots.at_or_after(tried.agreed_at), True
    if step.next == NextTry.SAME_BLOCK:
        return _same_block(step.minutes, tried, before, slots), False
    if step.next in {NextTry.NEXT_DAYPART, NextTry.NEXT_DAY}:
        return _other_block(step, tried.at, slots), False
    return slots.after_minutes(tried.at, step.minutes), step.next == NextTry.AGREED


def _same_block(minutes: int, tried: Tried, before: Sequence[Tried], slots: Slots) -> datetime | None:
    block = slots.calendar.block_at(tried.at)
    here = [t for t in before if t.outcome == tried.outcome and block and block.opens <= t.at < block.closes]
    soon = slots.same_block(tried.at, minutes) if len(here) + 1 < TRIES_PER_BLOCK else None
    return soon or slots.next_block(tried.at)


def _other_block(step: Step, at: datetime, slots: Slots) -> datetime | None:
    found = slots.next_day(at) if step.next == NextTry.NEXT_DAY else slots.next_daypart(at)
    if found or not step.minutes:
        return found
    return slots.next_daypart(at) or slots.after_minutes(at, step.minutes)
