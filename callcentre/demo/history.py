"""Sixty days of calls: who was tried when, what came of it, what was said.

The tasks come from the product's own generator and the outcomes go through `policy.retry`; only the writing
is done in bulk, because two months of calls one by one would take minutes.
"""

import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import count

from followups.actions.expiring import expire
from followups.actions.queue import make_day
from followups.models import Answer, Attempt, NumberDefect, Purpose, Task
from followups.models.answers import OVERALL
from patients.models import Patient, PhoneNumber
from policy.calendar import Calendar
from policy.outcomes import DEFAULT_TABLE, NOT_THEIR_NUMBER, REACHED, REASONS, Outcome
from policy.retry import Standing, Tried, standing
from policy.tasks import CLOSED, EndReason, State
from staff.models import User

WEIGHTS = {
    Outcome.COMPLETED: 66, Outcome.NO_ANSWER: 15, Outcome.BUSY: 2, Outcome.POWERED_OFF: 3, Outcome.UNREACHABLE: 2,
    Outcome.LINE_SUSPENDED: 1, Outcome.VACANT: 1, Outcome.WRONG_NUMBER: 1, Outcome.INCONVENIENT: 3, Outcome.PARTIAL: 1,
    Outcome.DECLINED: 3, Outcome.CANNOT_COMMUNICATE: 0.5, Outcome.TRANSFERRED: 0.7, Outcome.READMITTED: 0.3,
    Outcome.DECEASED: 0.2,
}  # fmt: skip
GOOD = ("护士换药很轻", "医生讲得明白", "住得安静", "挂号的姑娘很耐心")
BAD = ("等了很久没人理", "停车太难", "收费没有说清楚", "病房晚上太吵")
NOTES = (
    "恢复得不错，胃口好。",
    "伤口有点痒，已提醒不要抓。",
    "按时吃药，睡眠一般。",
    "问了复查时间，已告知。",
    "",
)
# By how much each domain differs from the whole: cost is what they mind most.
DOMAINS = {
    "ethics": (0, 1, 1), "attitude": (0, 0, 1, -1), "nursing": (0, 1), "education": (0, 0, -1),
    "cost": (0, -1, -1), "environment": (0, 0, -1, 1),
}  # fmt: skip
LEVELS = (5, 5, 5, 4, 4, 4, 4, 3, 2, 1)
BLOCKS = ((time(14), 150), (time(19), 60))  # when the calls of the past were made: start and minutes


class History:
    """Plays the past, a day at a time."""

    def __init__(self, dice: random.Random, agents: list[User], calendar: Calendar) -> None:
        self.dice = dice
        self.agents = agents
        self.calendar = calendar
        self.tries: dict[int, list[Tried]] = defaultdict(list)
        self.serial = count(1)

    def play(self, first: date, last: date) -> None:
        for back in range((last - first).days, -1, -1):
            day = last - timedelta(days=back)
            share = 0.55 if back < 2 else 0.97  # the last two days leave something for today
            morning = datetime.combine(day, time(6, 30), self.calendar.tz)
            make_day(day=day, now=morning)
            self.call(day, share)
            expire(now=datetime.combine(day, time(23, 59), self.calendar.tz))

    def call(self, day: date, share: float) -> None:
        evening = datetime.combine(day, time(19, 59), self.calendar.tz)
        due = Task.objects.callable_at(evening).select_related("patient", "visit")
        by_patient: dict[int, list[Task]] = defaultdict(list)
        for task in due.order_by("pk"):
            by_patient[task.patient_id].append(task)
        numbers = self.numbers(by_patient)
        calls = [
            self.one(tasks, numbers[patient][0], self.moment(day, tasks))
            for patient, tasks in by_patient.items()
            if self.dice.random() < share
        ]
        self.write(calls)

    def numbers(self, patients: dict[int, list[Task]]) -> dict[int, list[PhoneNumber]]:
        found: dict[int, list[PhoneNumber]] = defaultdict(list)
        for number in PhoneNumber.objects.usable().filter(patient__in=list(patients)):
            found[number.patient_id].append(number)
        return found

    def moment(self, day: date, tasks: list[Task]) -> datetime:
        """No call before its tasks may be called: in the evening then, or as soon as they may."""
        start, minutes = self.dice.choice(BLOCKS)
        passed = timedelta(seconds=self.dice.randrange(minutes * 60))
        may = max(max(task.opens, task.call_at) for task in tasks)
        evening, length = BLOCKS[-1]
        starts = (
            datetime.combine(day, start, self.calendar.tz),
            datetime.combine(day, evening, self.calendar.tz),
        )
        moments = (starts[0] + passed, starts[1] + passed % timedelta(minutes=length))
        return next((at for at in moments if at >= may), may)

    def one(
        self, tasks: list[Task], number: PhoneNumber, at: datetime
    ) -> tuple[Attempt, list[Purpose], Answer | None]:
        outcome = self.dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        reached = outcome in REACHED
        seconds = self.dice.randrange(50, 260) if reached else 0
        reasons = REASONS.get(outcome, ())
        attempt = Attempt(
            patient_id=tasks[0].patient_id,
            agent=self.agents[tasks[0].patient_id % len(self.agents)],
            number=number,
            department_id=tasks[0].department_id,
            dialled_at=at,
            connected_at=at + timedelta(seconds=12) if reached else None,
            saved_at=at + timedelta(seconds=seconds + 40),
            seconds=seconds,
            outcome=outcome,
            reason=self.dice.choice(reasons) if reasons else "",
            answered_by=("relative" if number.relation else "patient") if reached else "",
            relation=number.relation if reached else "",
            identity_confirmed=reached,
            notes=self.dice.choice(NOTES) if outcome == Outcome.COMPLETED else "",
        )
        purposes = [self.purpose(attempt, task) for task in tasks]
        return attempt, purposes, self.answer(attempt)

    def purpose(self, attempt: Attempt, task: Task) -> Purpose:
        outcome = Outcome(attempt.outcome)
        self.tries[task.pk].append(
            Tried(outcome, attempt.dialled_at, number=attempt.number_id, reason=attempt.reason)
        )
        after = standing(
            self.tries[task.pk],
            opens=task.opens,
            closes=task.closes,
            calendar=self.calendar,
            table=DEFAULT_TABLE,
            max_attempts=task.max_attempts,
            numbers_left=1,
        )
        self.apply(task, after, attempt)
        return Purpose(
            attempt=attempt,
            task=task,
            counted=DEFAULT_TABLE[outcome].counts,
            attempt_no=len(self.tries[task.pk]),
            state_after=after.state,
            reason_after=after.reason,
            next_at=after.next_at,
        )

    @staticmethod
    def apply(task: Task, after: Standing, attempt: Attempt) -> None:
        task.state, task.end_reason = after.state, after.reason
        task.counted, task.tries = after.counted, task.tries + 1
        task.verify, task.agreed = after.verify, after.agreed
        task.call_at = after.next_at or task.call_at
        task.closed_at = attempt.saved_at if after.state in CLOSED else None
        task.revision += 1

    def answer(self, attempt: Attempt) -> Answer | None:
        if attempt.outcome != Outcome.COMPLETED or self.dice.random() < 0.1:
            return None
        level = self.dice.choice(LEVELS)
        reason = "" if level == 3 else self.dice.choice(GOOD if level > 3 else BAD)
        return Answer(attempt=attempt, subject=OVERALL, level=level, value=level, reason=reason)

    @staticmethod
    def domains(overall: Answer) -> list[Answer]:
        """E16: what of it they were content with; dice of its own, so that the rest stays as it was."""
        whole = overall.level or 3
        dice = random.Random(overall.attempt.patient_id * 31 + whole)  # noqa: S311
        found = []
        for subject, levels in DOMAINS.items():
            level = max(1, min(5, whole + dice.choice(levels)))
            found.append(
                Answer(attempt=overall.attempt, question=subject, subject=subject, level=level, value=level)
            )
        return found

    @staticmethod
    def defects(calls: list[tuple[Attempt, list[Purpose], Answer | None]]) -> list[NumberDefect]:
        """E3: charged to the ward that registered the number, as the saving of a call does."""
        return [
            NumberDefect(
                attempt=attempt,
                number_id=attempt.number_id,
                department_id=attempt.department_id,
                ward=purposes[0].task.visit.ward,
                outcome=attempt.outcome,
                found_at=attempt.saved_at,
            )
            for attempt, purposes, _answer in calls
            if attempt.outcome in NOT_THEIR_NUMBER
        ]

    def write(self, calls: list[tuple[Attempt, list[Purpose], Answer | None]]) -> None:
        attempts = [attempt for attempt, _purposes, _answer in calls]
        purposes = [purpose for _attempt, of_call, _answer in calls for purpose in of_call]
        Attempt.objects.bulk_create(attempts)
        Purpose.objects.bulk_create(purposes)
        NumberDefect.objects.bulk_create(self.defects(calls))
        overall = [answer for _attempt, _purposes, answer in calls if answer]
        Answer.objects.bulk_create([*overall, *(one for answer in overall for one in self.domains(answer))])
        fields = [
            "state",
            "end_reason",
            "counted",
            "tries",
            "verify",
            "agreed",
            "call_at",
            "closed_at",
            "revision",
        ]
        Task.objects.bulk_update([purpose.task for purpose in purposes], fields, batch_size=500)
        died = [a.patient_id for a in attempts if a.outcome == Outcome.DECEASED]
        if died:
            Patient.objects.filter(pk__in=died).update(deceased=True)
            Task.objects.unfinished().filter(patient__in=died).update(
                state=State.EXEMPT, end_reason=EndReason.DECEASED, closed_at=attempts[-1].saved_at
            )
