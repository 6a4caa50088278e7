"""Everything that the call screen draws, gathered in a fixed number of queries (docs/performance.md, M7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from complaints.models import Complaint
from complaints.words import KINDS, SEVERITIES
from followups import callsheet, callstory, questions
from followups.actions import calls
from followups.actions.folding import histories_asked
from followups.alertpanel import alert_panel, trees
from followups.caring import is_opened, needs_context
from followups.disclosure import disclosure_context
from followups.models import Draft
from followups.models.attempts import AnsweredBy
from followups.occasions import head_first
from followups.queries import callscreen
from followups.words import sex_and_age
from policy.sheets import Question
from regulation.reading import regulation_asked
from scripts_library.question_words import LEVELS
from staff.actions.prepared import together
from staff.models import Department, User
from staff.templatetags.look import hour

Wrong = Mapping[str, tuple[Question, str]]
NOTHING_WRONG: Wrong = {}


def call_context(
    draft: Draft,
    values: dict[str, Any],
    *,
    agent: User,
    now: datetime,
    wrong: Wrong = NOTHING_WRONG,
    refused: str = "",
) -> dict[str, Any]:
    """`values`: the fields as they were typed; `now` in the hospital's zone; `wrong`: what to mend;
    `refused`: why it was not saved."""
    patient = draft.patient
    found, phones, seen, calls_before, known, regulation = together(
        callscreen.TASKS.asked(draft=draft.pk),
        callscreen.NUMBERS.asked(patient=patient.pk),
        callscreen.VISITS.asked(patient=patient.pk),
        callscreen.TOLD.asked(patient=patient.pk),
        histories_asked(draft.pk),
        regulation_asked(now),
    )
    tasks = head_first(found)
    task = tasks[0]
    history = known[task.pk]
    called = {call.attempt for call in history}
    usable = sum(phone.is_usable for phone in phones)
    standings = calls.consequences(draft, task, history, regulation, usable=usable, now=now)
    keys = partial(callsheet.outcome_keys, standings, regulation.outcomes)
    attempts = callstory.calls_told(calls_before)
    visits = callstory.visits_seen(seen)
    told = disclosure_context(draft, task, values, agent=agent, now=now)
    default_agreed = now + timedelta(minutes=regulation.options.default_callback_minutes)
    opened = values.get("case_kind") or values.get("case_words")
    panel = complaint_context(draft, values, agent=agent, now=now) if opened else {}
    panel |= needs_context(draft, values, now=now) if is_opened(values) else {}
    return (
        panel
        | told
        | {
            "draft": draft,
            "patient": patient,
            "person": sex_and_age(patient.sex, patient.age_on(now.date())),
            "tasks": tasks,
            "task": task,
            "purposes": " ＋ ".join(dict.fromkeys(one.purpose for one in tasks)),
            "header": callsheet.header(tasks, draft, now=now),
            "minds": callsheet.minds(patient),
            **questions.question_context(draft, told["steps"], values, wrong=wrong, now=now),
            **alert_panel(draft, values, trees(regulation), refused=refused, now=now),
            "numbers": phones,
            "number": callsheet.chosen_number(draft, phones),
            "lines": callstory.story_lines(visits, attempts, hides=told["hides"])[: callscreen.STORY],
            "tries": callstory.tries([call for call in reversed(attempts) if call.pk in called], now),
            "outcome_keys": [
                ("1", keys(reached=True, now=now)),
                ("0", keys(reached=False, now=now)),
            ],
            "who": [choice for choice in AnsweredBy.choices if choice[0]],
            "levels": LEVELS,
            "values": values,
            "corrects": draft.corrects_id,
            "kept_at": draft.updated_at if draft.data else None,
            "default_agreed": f"{default_agreed:%Y-%m-%dT%H:%M}",
            "now": now,
        }
    )


def complaint_context(draft: Draft, values: dict[str, Any], *, agent: User, now: datetime) -> dict[str, Any]:
    """What the complaint's panel draws; only asked for by who opens it."""
    return {
        "draft": draft,
        "values": values,
        "case_open": True,
        "corrects": draft.corrects_id,
        "case_kinds": [(str(kind), label) for kind, label in KINDS.items()],
        "case_severities": [(str(one), label) for one, label in SEVERITIES.items()],
        "case_departments": Department.objects.all(),
        "case_earlier": Complaint.objects.filter(patient=draft.patient_id).order_by("-recorded_at")[:5],
        "now": now,
    }


def conflict_context(
    values: dict[str, Any], others: Sequence[dict[str, Any]], *, agent: User, seq: int, now: datetime
) -> dict[str, Any]:
    """Both texts whole, and one that joins them."""
    texts = [f"[{o['agent']} {hour(o['saved_at'])}] {o['notes']}" for o in others if o["notes"]]
    if values.get("notes"):
        texts.append(f"[{agent.full_name} {hour(now)}] {values['notes']}")
    own = not any(o["label"] for o in others)  # another page of the same agent's, no saved call
    return {
        "conflict": {"others": others, "own": own},
        "joined": "\n".join(texts),
        "values": values,
        "conflict_seq": seq,
    }
