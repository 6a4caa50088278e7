"""The panel in which a doctor is told: why, what to say now, whom it reaches, what is promised (A25)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.alertpeople import Standing, called_people, on_the_ladder
from complaints.alertwords import LEVELS, RUNGS, WHY_NOBODY
from complaints.models import ClinicalAlert
from followups.actions.alerting import Raised, flags_of, not_decided, said_in
from followups.models import Draft, Task
from followups.occasions import head_first
from policy.alerts import Level, Rung, highest
from policy.flags import RedFlag
from policy.ladder import Ladder, climb, forward, promise_by, steps, take_by
from policy.reckoning import is_working_day
from regulation.reading import Regulation, regulation_at
from scripts_library.filling import pieces
from scripts_library.showing import language_now
from staff.templatetags.look import hour, when


class Reach(NamedTuple):
    """Whom a step reaches, in words."""

    role: str
    who: str
    at: str  # empty: at once
    missing: str  # why nobody is there


def trees(regulation: Regulation) -> str:
    """The conditions of the flags, as the page reckons with them."""
    return regulation.flags.trees_written


def alert_context(
    draft: Draft,
    values: Mapping[str, Any],
    *,
    now: datetime,
    by_hand: bool = False,
    problem: str = "",
) -> dict[str, Any]:
    """Only asked for when a flag stands, when an alert was raised, and by who opens it."""
    regulation = regulation_at(now)
    standing = flags_of(draft, values, now)
    flags = not_decided(draft, standing)
    level = highest(one.flag.level for one in flags) if flags else _chosen(values)
    tasks = head_first(draft.tasks.select_related("visit__department", "visit__doctor__user", "rule"))
    promise = promise_by(regulation.ladder, level, timezone.localtime(now))
    ladder = _ladder(tasks[0], level, regulation, now=now)
    said = said_in(draft, values)
    return {
        "draft": draft,
        "alert_flags": flags,
        "alert_fields": ",".join(field for one in (flags or standing) for field in one.fields),
        "alert_title": "、".join(_because(one) for one in flags),
        "alert_level": level,
        "alert_limit": _limit(regulation.ladder, level, now),
        "alert_say": _say(flags, tasks[0], ladder, promise, now),
        "alert_ladder": ladder,
        "alert_promise": when(promise, now),
        "alert_said": said,
        "alert_values": values,
        "alert_levels": [(str(one), label) for one, label in LEVELS.items()],
        "alerts_raised": _raised(draft),
        "by_hand": by_hand and not flags,
        "alert_problem": problem,
        "now": now,
    }


def _raised(draft: Draft) -> list[tuple[ClinicalAlert, str]]:
    """Each with the names of who was called."""
    of_call = ClinicalAlert.objects.filter(call=draft.token)
    raised = list(of_call.select_related("taken_by").prefetch_related("causes"))
    called = called_people([alert.pk for alert in raised]) if raised else {}
    return [(alert, called.get(alert.pk, "")) for alert in raised]


def _chosen(values: Mapping[str, Any]) -> Level:
    text = values.get("alert_level", "")
    return Level(text) if text in list(Level) else Level.SOON


def _because(one: Raised) -> str:
    answers = ", ".join(value for _title, value in one.because)
    return _("%(flag)s (%(answers)s)") % {"flag": one.flag.name(language_now()), "answers": answers}


def _limit(ladder: Ladder, level: Level, now: datetime) -> str:
    due = take_by(ladder, level, timezone.localtime(now))
    return _("a doctor takes it before %(at)s") % {"at": hour(due)}


def _say(
    flags: list[Raised], task: Task, ladder: list[Reach], promise: datetime, now: datetime
) -> list[tuple[str, bool]]:
    """Of the most urgent one; what somebody heard himself has the same beginning."""
    doctor = next((one.who for one in ladder if not one.at and one.who), "")
    words = {"doctor": doctor or _("the doctor"), "by": when(promise, now)}
    chosen = min((one.flag for one in flags), key=_urgency, default=None)
    text = (
        chosen.say(language_now())
        if chosen
        else _(
            "Thank you for telling me; a doctor must know of this. I am reporting it to {doctor} now,"
            " and we call you back before {by}."
        )
    )
    return pieces(text, words)


def _urgency(flag: RedFlag) -> int:
    return list(Level).index(flag.level)


def _ladder(task: Task, level: Level, regulation: Regulation, *, now: datetime) -> list[Reach]:
    """As it would be climbed if it were raised now."""
    visit = task.visit
    would_be = ClinicalAlert(department=visit.department, doctor=visit.doctor)
    at = timezone.localtime(now)
    working = is_working_day(at.date(), regulation.calendar)
    plan = steps(regulation.ladder, level, at, first=Rung.DOCTOR, working_day=working)
    people = on_the_ladder(would_be, [step.rung for step in plan], now=now)
    done = climb(plan, {rung for rung, one in people.items() if one.user}, at)
    later = forward(plan, done, at)
    return [_reach(rung, people[rung], "") for rung in done] + [
        _reach(rung, people[rung], hour(due) if done else "") for rung, due in later.items()
    ]


def _reach(rung: Rung, standing: Standing, at: str) -> Reach:
    missing = "" if standing.user else str(WHY_NOBODY[standing.why])
    return Reach(str(RUNGS[rung]), str(standing.user or ""), at, missing)


def alert_panel(
    draft: Draft, values: Mapping[str, Any], trees: str, *, refused: str, now: datetime
) -> dict[str, Any]:
    """For the call's page: the conditions, and whether the panel is to be asked for at once; drawn with the
    page when it is why the call was not saved."""
    context: dict[str, Any] = {"alert_trees": trees, "alert_drawn": refused == "flag_undecided"}
    if context["alert_drawn"]:
        return context | alert_context(draft, values, now=now)
    answered = any(name.startswith("q-") for name in values)
    return context | {"alert_asked_for": getattr(draft, "has_alerts", False) or answered}
