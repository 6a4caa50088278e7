"""After the run: the ledger against the database. Each check gives a line of figures and what is wrong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

from django.utils import timezone

from followups.actions.folding import histories, stand, story
from followups.actions.queue import sweep
from followups.models import Attempt, Draft, Purpose, Task
from patients.models import ImportFile, ImportState, PhoneNumber, Visit
from policy.tasks import State
from regulation.reading import regulation_at
from staff.actions.sealing import verify_log
from staff.models import AuditEntry
from tests.kills.ledger import Ledger


@dataclass
class Found:
    said: str
    wrong: list[str] = field(default_factory=list)


def saves(ledger: Ledger, since: datetime) -> Found:
    """Each acknowledged save is there once, as it was typed; nothing is there that nobody sent."""
    sent = {entry["token"]: entry for entry in ledger.read("sending")}
    saved = {entry["token"]: entry for entry in ledger.read("saved")}
    there = list(Attempt.objects.filter(saved_at__gte=since).select_related("agent"))
    by_token = {str(attempt.token): attempt for attempt in there}
    notes = Counter(attempt.notes for attempt in there)
    doubled = [text for text, times in notes.items() if times > 1]
    lost = [token for token in saved if token not in by_token]
    changed = [t for t, e in saved.items() if t in by_token and not _same(e, by_token[t])]
    unsent = [token for token in by_token if token not in sent]
    open_ended = [token for token in sent if token not in saved]
    wrong = [f"lost: {t}" for t in lost] + [f"doubled: {text}" for text in doubled]
    wrong += [f"other than typed: {t}" for t in changed] + [f"never sent: {t}" for t in unsent]
    wrong += [f"refused: {e}" for e in ledger.read("refused")]
    wrong += ["nobody saved anything"] * (not saved)
    said = (
        f"saves acknowledged {len(saved)}, found {len(saved) - len(lost)}, lost {len(lost)},"
        f" doubled {len(doubled)}; sent but never answered {len(open_ended)}"
    )
    return Found(said, wrong)


def _same(entry: dict[str, str], attempt: Attempt) -> bool:
    facts = attempt.notes, str(attempt.outcome), attempt.agent.username
    return facts == (entry["notes"], entry["outcome"], entry["who"])


def drafts(ledger: Ledger, since: datetime) -> Found:
    """What was kept last is in the attempt, or still in the draft."""
    kept = {entry["token"]: entry["notes"] for entry in ledger.read("kept")}
    saved = {entry["token"] for entry in ledger.read("saved")}
    waiting = {str(draft.token): draft for draft in Draft.objects.all()}
    attempts = {str(attempt.token) for attempt in Attempt.objects.filter(saved_at__gte=since)}
    gone = [
        token
        for token, text in kept.items()
        if token not in saved | attempts
        and (token not in waiting or waiting[token].data.get("notes") != text)
    ]
    wrong = [f"draft gone: {token}" for token in gone]
    wrong += [f"{entry['kind']}: {entry}" for entry in ledger.read("draft lost", "draft refused")]
    return Found(f"calls with drafts kept {len(kept)}, of them lost {len(wrong)}", wrong)


def holders(ledger: Ledger, since: datetime) -> Found:
    """No patient in two agents' hands, neither at any look into the database nor by the agents' clocks."""
    wrong = [f"two holders: {entry}" for entry in ledger.read("two holders")]
    opened = {entry["token"]: entry["at"] for entry in ledger.read("opened")}
    spans: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    for attempt in Attempt.objects.filter(saved_at__gte=since):
        token = str(attempt.token)
        if token in opened:
            spans[attempt.patient_id].append((opened[token], attempt.saved_at.timestamp(), attempt.agent_id))
    for patient, calls in spans.items():
        for one, other in combinations(calls, 2):
            if one[2] != other[2] and one[0] < other[1] and other[0] < one[1]:
                wrong.append(f"patient {patient} in two calls at once")
    looks = next((entry["looks"] for entry in ledger.read("looked")), 0)
    return Found(f"patients called {len(spans)}, looks at the holds {looks}, held by two {len(wrong)}", wrong)


def folds(ledger: Ledger, since: datetime) -> Found:
    """Each task that was called stands as its calls say."""
    touched = set(Purpose.objects.filter(attempt__saved_at__gte=since).values_list("task", flat=True))
    now = timezone.now()
    regulation, stories = regulation_at(now), histories(touched)
    wrong, compared = [], 0
    for task in Task.objects.filter(pk__in=touched, closes__gt=now):
        calls = story(stories[task.pk])
        usable = PhoneNumber.objects.usable().filter(patient=task.patient_id).count()
        should = stand(task, calls, regulation, usable=usable)
        compared += 1
        stands = task.state, task.end_reason, task.counted, task.tries
        if stands != (should.state, should.reason, should.counted, len(calls)):
            wrong.append(f"task {task.pk} stands {stands}, its calls say {should}")
    orphans = Attempt.objects.filter(saved_at__gte=since, purposes=None).count()
    wrong += [f"{orphans} attempts without a task"] * bool(orphans)
    return Found(f"tasks called {len(touched)}, compared with their calls {compared}", wrong)


def imports(ledger: Ledger, since: datetime) -> Found:
    """Each file that was started is imported, each of its visits is there once."""
    started = [entry["file"] for entry in ledger.read("started")]
    numbers = {n: entry["file"] for entry in ledger.read("sent in") for n in entry["visits"]}
    wrong = [f"import {entry['file']} never became ready" for entry in ledger.read("import stuck")]
    for file in ImportFile.objects.filter(pk__in=started):
        if file.state != ImportState.DONE or file.rejected:
            wrong.append(f"import {file.pk} is {file.state}, {file.rejected} rejected")
    there = Counter(Visit.objects.filter(his_visit_no__in=numbers).values_list("his_visit_no", flat=True))
    wrong += [
        f"visit {n} is there {there[n]} times" for n, f in numbers.items() if f in started and there[n] != 1
    ]
    return Found(f"imports started {len(started)}, visits {sum(there.values())}", wrong)


def jobs(ledger: Ledger, since: datetime) -> Found:
    """The queue has nothing left to do, and each entry of the log is sealed."""
    made = sum(one.count for one in sweep(now=timezone.now()))
    tasks = Counter(
        Task.objects.filter(visit__his_visit_no__startswith="KILL").values_list("visit", "rule", "occurrence")
    )
    idle = Visit.objects.filter(his_visit_no__startswith="KILL", tasks=None).count()
    verdict = verify_log()
    wrong = [f"a sweep still made {made} tasks"] * bool(made)
    wrong += [f"{idle} imported visits without a task"] * bool(idle)
    wrong += [f"visit, rule, occurrence {pair}: {times} tasks" for pair, times in tasks.items() if times != 1]
    wrong += [f"the log: {verdict}"] * bool(verdict.finding or verdict.unsealed)
    open_tasks = Task.objects.filter(state=State.OPEN, visit__his_visit_no__startswith="KILL").count()
    said = f"tasks of imported visits {len(tasks)} ({open_tasks} open), left for a sweep {made}"
    return Found(f"{said}; entries sealed {verdict.sealed}", wrong)


def faces(ledger: Ledger, since: datetime) -> Found:
    """During an outage people see a page with advice, or none; nobody is signed out, nobody gives up."""
    pages = list(ledger.read("error page"))
    wrong = [f"error page without advice: {page}" for page in pages if not page["advises"]]
    wrong += [f"{e['kind']}: {e}" for e in ledger.read("broke", "signed out", "no call")]
    silent = sum(1 for _entry in ledger.read("no answer"))
    kinds = dict(Counter(page["status"] for page in pages))
    return Found(f"requests without an answer {silent}, error pages {kinds or 'none'}", wrong)


Check = Callable[[Ledger, datetime], Found]
CHECKS: tuple[Check, ...] = (saves, drafts, holders, folds, imports, jobs, faces)


def account(ledger: Ledger, since: datetime) -> Iterator[Found]:
    for check in CHECKS:
        yield check(ledger, since)


def waiting(ledger: Ledger) -> str:
    """What the product has still to do by itself; empty when it is done."""
    started = [entry["file"] for entry in ledger.read("started")]
    left = {
        "imports": ImportFile.objects.filter(pk__in=started).exclude(state=ImportState.DONE).count(),
        "visits to look at": Visit.objects.filter(needs_review=True).count(),
        "entries to seal": AuditEntry.objects.filter(seal=None).count(),
    }
    return ", ".join(f"{name} {number}" for name, number in left.items() if number)
