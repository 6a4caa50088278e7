"""Random hospitals, written straight into the tables: for figures, not for moves."""

from datetime import date, timedelta
from random import Random
from typing import Any

from followups.models import Answer, Attempt, NumberDefect, Purpose, Task
from policy.outcomes import REACHED, REASONS, Outcome
from policy.tasks import CLOSED, EndReason, State
from policy.visits import VisitKind
from tests import people

FIRST = date(2026, 8, 26)  # a quarter of statistical months
MONTHS = (
    (date(2026, 8, 26), date(2026, 9, 25)),
    (date(2026, 9, 26), date(2026, 10, 25)),
    (date(2026, 10, 26), date(2026, 11, 25)),
)
QUARTER = (MONTHS[0][0], MONTHS[-1][1])
SUBJECTS = ("overall", "overall", "nursing", "cost", "environment", "doctor")
ENDS = {
    State.UNSUCCESSFUL: (
        EndReason.NO_ANSWER, EndReason.WRONG_NUMBER, EndReason.DECLINED, EndReason.NO_NUMBER,
        EndReason.WINDOW_CLOSED, EndReason.CANNOT_COMMUNICATE, EndReason.ATTEMPTS_USED,
    ),
    State.EXEMPT: (EndReason.TRANSFERRED, EndReason.DECEASED, EndReason.WITHDRAWN, EndReason.RECHECKED),
    State.SUSPENDED: (EndReason.READMITTED,),
    State.COMPLETED: (EndReason.COMPLETED,),
    State.OPEN: (EndReason.NONE,),
}  # fmt: skip


def answered(attempt: Attempt, subject: str, level: int) -> Answer:
    """An answer on one of the five levels, under the question of its subject."""
    answer = Answer(attempt=attempt, subject=subject, level=level)
    if hasattr(answer, "question"):
        answer.question = subject
    return answer


class Hospital:
    """A few departments, wards, doctors and agents, and what they did in a quarter and around it."""

    def __init__(self, seed: int, tasks: int = 60) -> None:
        self.rng = Random(seed)
        self.rooms = [people.a_department(name) for name in ("骨科", "产科", "眼科")]
        self.agents = [people.agent(), people.other_agent()]
        self.rules = [
            people.a_rule("discharge", name="出院随访", target_percent=95),
            people.a_rule("evening", name="当晚回访"),
        ]
        visits = [self._visit(n) for n in range(8)]
        self.tasks = [self._task(n, self.rng.choice(visits)) for n in range(tasks)]
        Task.objects.bulk_create(self.tasks)
        self._calls()

    def _visit(self, n: int) -> Any:
        room = self.rng.choice(self.rooms)
        return people.a_visit(
            people.a_patient(f"患者{n}"),
            kind=self.rng.choice([VisitKind.INPATIENT, VisitKind.ARRIVED_PAID]),
            department=room,
            ward=self.rng.choice(["一病区", "二病区", ""]),
            doctor=self.rng.choice([people.a_doctor("林晓东", room), people.a_doctor("何静", room), None]),
        )

    def _task(self, n: int, visit: Any) -> Task:
        rng, version = self.rng, self.rng.choice(self.rules)
        due = FIRST + timedelta(days=rng.randrange(-5, 97))
        opens = people.moment(f"{due} 14:00")
        state = rng.choice([State.COMPLETED, State.COMPLETED, *State])
        return Task(
            patient=visit.patient, visit=visit, rule=version.rule, version=version, occurrence=n + 1,
            department=visit.department, anchor_on=due, due_on=due, opens=opens, target=opens,
            closes=opens + timedelta(days=rng.randrange(1, 5)), call_at=opens, late=rng.random() < 0.1,
            agent=rng.choice([*self.agents, None]), state=state, end_reason=rng.choice(ENDS[state]),
            closed_at=opens + timedelta(hours=2) if state in CLOSED else None,
        )  # fmt: skip

    def _calls(self) -> None:
        """Up to three for a task, some for two tasks, some corrected."""
        rng = self.rng
        made: list[tuple[Attempt, list[Task]]] = []
        for n, task in enumerate(self.tasks):
            for tries in range(rng.choice([0, 1, 1, 2, 3])):
                others = [rng.choice(self.tasks)] if rng.random() < 0.1 else []
                made.append((self._attempt(task, n * 10 + tries), list({task, *others})))
        Attempt.objects.bulk_create([attempt for attempt, _tasks in made])
        for attempt, tasks in [pair for pair in made if rng.random() < 0.1]:
            again = self._attempt(tasks[0], 5)
            again.corrects = attempt
            again.save()
            made.append((again, tasks))
        Purpose.objects.bulk_create(
            Purpose(attempt=attempt, task=task, counted=True, attempt_no=1, state_after=_after(attempt, task))
            for attempt, tasks in made
            for task in tasks
        )
        self._said([attempt for attempt, _tasks in made])

    def _attempt(self, task: Task, n: int) -> Attempt:
        rng, outcome = self.rng, self.rng.choice([Outcome.COMPLETED, Outcome.NO_ANSWER, *Outcome])
        # The hospital's midnight is not the world's: some calls lie between the two.
        at = task.opens + timedelta(hours=rng.randrange(0, 150), minutes=n % 60)
        return Attempt(
            patient=task.patient, agent=rng.choice(self.agents), department=task.department, dialled_at=at,
            saved_at=at + timedelta(minutes=3), outcome=outcome,
            reason=rng.choice(REASONS.get(outcome, ("",))),
            seconds=rng.choice([0, 59, 60, 119, 120, 240, 301]) if outcome in REACHED else 0,
        )  # fmt: skip

    def _said(self, attempts: list[Attempt]) -> None:
        rng = self.rng
        reached = [attempt for attempt in attempts if attempt.outcome in REACHED]
        Answer.objects.bulk_create(
            answered(attempt, subject, rng.randrange(1, 6))
            for attempt in reached
            for subject in sorted(set(rng.sample(SUBJECTS, rng.randrange(0, 4))))
        )
        NumberDefect.objects.bulk_create(
            NumberDefect(
                attempt=attempt, department=attempt.department, ward=rng.choice(["一病区", ""]),
                outcome=attempt.outcome, found_at=attempt.saved_at,
            )
            for attempt in attempts
            if attempt.outcome in (Outcome.VACANT, Outcome.WRONG_NUMBER)
        )  # fmt: skip


def _after(attempt: Attempt, task: Task) -> str:
    return "completed" if attempt.outcome == Outcome.COMPLETED else "open"


def a_month_of(number: int, **fields: Any) -> list[Task]:
    """So many follow-ups due in November 2026, quickly: one patient, one visit."""
    visit = people.a_visit()
    version = people.a_rule()
    opens = people.moment("2026-11-10 14:00")
    state = State(fields.pop("state", State.OPEN))
    common: dict[str, Any] = {
        "patient": visit.patient, "visit": visit, "rule": version.rule, "version": version,
        "department": visit.department, "anchor_on": opens.date(), "due_on": opens.date(), "opens": opens,
        "target": opens, "closes": opens + timedelta(days=3), "call_at": opens, "state": state,
        "closed_at": opens if state in CLOSED else None, **fields,
    }  # fmt: skip
    return Task.objects.bulk_create(Task(occurrence=n + 1, **common) for n in range(number))
