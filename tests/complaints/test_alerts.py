"""Clinical alerts: raised once, seen by those on the ladder, moved as policy says, kept by the database."""

from datetime import datetime, timedelta
from importlib import import_module
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from complaints.actions import alert_moves, alerts
from complaints.actions.alerts import Cause, Said
from complaints.actions.refusals import Missing, Refused
from complaints.alertpeople import actor_of
from complaints.models import AlertCause, AlertEvent, AlertNotice, ClinicalAlert, DutyPost
from policy.alerts import Action, Effect, Level, Move, State, allowed, pairs, refused
from staff.models import AuditEntry, User
from tests import people
from tests.complaints.alerting import (
    FEVER,
    FRIDAY,
    HAND,
    PAIN,
    a_colleague,
    a_visit,
    an_alert,
    duty,
    head,
    in_state,
    posts,
)
from tests.threads import together

pytestmark = pytest.mark.django_db


def test_ten_presses_raise_one_alert() -> None:
    visit, call = a_visit(), uuid4()
    pks = {an_alert(visit=visit, call=call).pk for _press in range(10)}
    assert len(pks) == 1
    assert AlertNotice.objects.count() == 1
    assert AlertEvent.objects.filter(what="added").count() == 0


def test_another_flag_of_the_call_joins_the_alert_and_adds_its_words() -> None:
    first = an_alert(FEVER)
    second = an_alert(PAIN, call=first.call, visit=first.visit, said=Said(words="还发冷", since="昨晚"))
    assert second.pk == first.pk
    assert set(second.causes.values_list("code", flat=True)) == {"pain", "fever"}
    assert (second.words.splitlines()[-1], second.since) == ("还发冷", "昨晚")


def test_a_flag_after_the_doctor_acted_is_an_alert_of_its_own() -> None:
    first = in_state(State.ACTED)
    assert an_alert(FEVER, call=first.call, visit=first.visit).pk != first.pk


def test_raised_by_hand_it_says_what_was_heard() -> None:
    with pytest.raises(Missing):
        an_alert(HAND, said=Said())
    assert an_alert(HAND, said=Said(title="家属说话含糊，像在哭")).title


def test_a_flag_that_is_not_reported_needs_a_reason_and_a_reported_one_cannot_be_refused() -> None:
    visit, call, li = a_visit(), uuid4(), people.agent()
    how: dict[str, Any] = {"by": li, "now": FRIDAY, "call": call, "visit": visit}
    with pytest.raises(Missing):
        alerts.refuse_flag(cause=PAIN, reason=" ", **how)
    for _press in range(2):
        alerts.refuse_flag(cause=PAIN, reason="按错了，是 1 分", **how)
    assert alerts.decided(call) == {"pain"}
    an_alert(FEVER, visit=visit, call=call)
    with pytest.raises(Refused):
        alerts.refuse_flag(cause=FEVER, reason="x", **how)
    assert alerts.decided(call) == {"pain", "fever"}


def test_what_the_call_heard_later_joins_its_open_alert() -> None:
    alert = an_alert()
    said = Said(words="又说：今天没吃饭", facts=[("体温", "38.2 ℃")])
    assert alerts.complete(alert.call, said=said, by=people.agent(), now=FRIDAY) == 1
    alert.refresh_from_db()
    assert alert.words.endswith("今天没吃饭")
    assert alert.facts == [["体温", "38.2 ℃"]]


# --- Who sees it ---


def test_only_those_who_were_called_and_the_head_of_the_department_read_it() -> None:
    alert = an_alert()
    nurse = people.a_user("8035", "杜悦", "clinician", department=people.a_department())
    sees = {
        user.full_name
        for user in [*people.everybody(), head(), duty(), a_colleague(), nurse]
        if ClinicalAlert.objects.visible_to(user).filter(pk=alert.pk).exists()
    }
    assert sees == {"林晓东", "高立群"}
    alert_moves.pass_on(alert.pk, by=people.clinician(), now=FRIDAY, version=1, to=a_colleague())
    assert ClinicalAlert.objects.visible_to(a_colleague()).filter(pk=alert.pk).exists()


def test_what_the_doctor_orders_is_the_raising_agents_and_while_he_is_away_his_colleagues() -> None:
    in_state(State.ACTED)
    li, zhang = people.agent(), people.other_agent()

    def owed(user: User) -> int:
        return ClinicalAlert.objects.told_by(user, FRIDAY.date()).owed(FRIDAY).count()

    assert (owed(li), owed(zhang), owed(people.clinician())) == (1, 0, 0)
    people.an_absence(li, "2026-11-20", "2026-11-20")
    assert (owed(li), owed(zhang)) == (1, 1)


def test_a_doctor_who_calls_himself_leaves_the_agent_nothing_to_tell() -> None:
    in_state(State.ACTED, action=Action.OWN_CALL)
    assert not ClinicalAlert.objects.told_by(people.agent(), FRIDAY.date()).owed(FRIDAY).exists()


def test_the_agent_asks_the_day_after_how_it_went_when_the_doctor_has_told_them_himself() -> None:
    alert, lin, li = in_state(State.TAKEN), people.clinician(), people.agent()
    how: dict[str, Any] = {"action": Action.OWN_CALL, "text": "嘱停药", "told_to": "女儿"}
    alert = alert_moves.act(alert.pk, by=lin, now=FRIDAY, version=alert.version, asks_effect=True, **how)
    day = timedelta(days=1)

    def owed(now: datetime) -> bool:
        return ClinicalAlert.objects.told_by(li, now.date()).owed(now).exists()

    assert (alert.state, owed(FRIDAY), owed(FRIDAY + day)) == (State.TOLD, False, True)
    assert not ClinicalAlert.objects.waiting_for(lin).exists()
    alert_moves.record_effect(alert.pk, by=li, now=FRIDAY + day, version=alert.version, effect=Effect.BETTER)
    assert not ClinicalAlert.objects.open().exists()


@pytest.mark.parametrize("action", [Action.OWN_CALL, Action.CALL_BACK])
def test_a_doctor_has_it_before_him_until_the_next_step_is_somebody_elses(action: Action) -> None:
    lin = people.clinician()
    in_state(State.ACTED, action=action)
    assert ClinicalAlert.objects.waiting_for(lin).exists() == (action is Action.OWN_CALL)
    ClinicalAlert.objects.update(state=State.TOLD, told_at=FRIDAY, told_by=lin, told_to="女儿")
    assert ClinicalAlert.objects.waiting_for(lin).exists() == (action is Action.OWN_CALL)


# --- Moves ---


def test_who_comes_second_is_told_so() -> None:
    alert = an_alert()
    DutyPost.objects.filter(department__isnull=False).update(person=head())
    alert_moves.take(alert.pk, by=head(), now=FRIDAY, version=1)
    with pytest.raises(Refused, match="changed"):
        alert_moves.take(alert.pk, by=people.clinician(), now=FRIDAY, version=1)


def test_it_closes_when_the_patient_was_told_and_the_effect_is_known() -> None:
    alert = in_state(State.CLOSED)
    assert (alert.effect, alert.told_to) == (Effect.BETTER, "女儿")
    whats = list(alert.events.values_list("what", flat=True))
    assert whats == ["raised", "take", "act", "tell", "effect"]
    assert (
        AuditEntry.objects.filter(act="alert_moved", patient_id=alert.patient_id, actor__isnull=False).count()
        == 4
    )


@pytest.mark.parametrize("state", [State.TAKEN, State.ACTED], ids=["act", "tell"])
def test_nothing_is_done_without_words(state: State) -> None:
    alert = in_state(state)
    how: dict[str, Any] = {"now": FRIDAY, "version": alert.version}
    moves: dict[State, Any] = {
        State.TAKEN: lambda: alert_moves.act(
            alert.pk, by=people.clinician(), action=Action.NOTHING, text=" ", **how
        ),
        State.ACTED: lambda: alert_moves.tell_patient(alert.pk, by=people.agent(), told_to="", **how),
    }
    with pytest.raises(Missing):
        moves[state]()


def _try(move: Move, alert: ClinicalAlert, by: User, dice: Random) -> None:
    how: dict[str, Any] = {"by": by, "now": FRIDAY, "version": alert.version}
    if move is Move.TAKE:
        alert_moves.take(alert.pk, **how)
    elif move is Move.PASS_ON:
        to = next(user for user in (a_colleague(), head(), duty()) if user != by)
        alert_moves.pass_on(alert.pk, to=to, **how)
    elif move is Move.ACT:
        alert_moves.act(alert.pk, action=dice.choice(list(Action)), text="嘱来院", **how)
    elif move is Move.TELL:
        alert_moves.tell_patient(alert.pk, told_to="本人", **how)
    elif move is Move.EFFECT:
        alert_moves.record_effect(alert.pk, effect=dice.choice(list(Effect)), text="如此", **how)
    else:
        alert_moves.give_up(alert.pk, text="号码停机", **how)


def test_random_people_with_random_moves_do_what_policy_allows_and_nothing_else() -> None:
    dice = Random(4)
    posts()
    users = [
        people.agent(),
        people.other_agent(),
        people.clinician(),
        head(),
        duty(),
        a_colleague(),
        people.supervisor(),
    ]
    alert, visit, reached = an_alert(), a_visit(), set()
    for _step in range(160):
        if alert.state == State.CLOSED and dice.random() < 0.5:
            alert = an_alert(visit=visit)
        by, move = dice.choice(users), dice.choice(list(Move))
        action = Action(alert.action) if alert.action else None
        actor = actor_of(alert, by, now=FRIDAY)
        if dice.random() < 0.6:  # often enough one that leads on
            move = dice.choice(allowed(State(alert.state), actor, action) or (move,))
        right = refused(move, State(alert.state), actor, action)
        code = ""
        try:
            with transaction.atomic():
                _try(move, alert, by, dice)
        except Refused as error:
            code = error.code
        assert code == right, (move, alert.state, by)
        alert.refresh_from_db()
        reached.add(alert.state)
        assert (alert.next_step_at is not None) <= (alert.state in ("new", "taken", "acted"))
    assert reached == set(State)


# --- The database ---


def test_the_database_knows_the_same_steps_as_the_policy() -> None:
    migration = import_module("complaints.migrations.0009_whoever_stands_in_takes_it")
    assert set(migration.PAIRS) == {f"{before} {to}" for before, to in pairs()}


@pytest.mark.parametrize(
    ("state", "values"),
    [
        (State.NEW, {"state": State.ACTED}),
        (State.NEW, {"state": State.TAKEN}),  # by nobody
        (State.TAKEN, {"state": State.TOLD}),
        (State.TAKEN, {"state": State.ACTED, "acted_at": FRIDAY, "action": "nothing"}),  # without words
        (State.ACTED, {"state": State.CLOSED, "closed_at": FRIDAY}),  # untold, without a reason
        (State.TOLD, {"state": State.CLOSED, "closed_at": FRIDAY}),  # the effect is not known
        (State.CLOSED, {"state": State.NEW}),
        (State.CLOSED, {"words": "没有说过"}),
        (State.NEW, {"level": "panic"}),
    ],
)
def test_no_bulk_update_skips_a_step_or_changes_what_is_closed(state: State, values: dict[str, Any]) -> None:
    alert = in_state(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicalAlert.objects.filter(pk=alert.pk).update(**values)


def test_the_history_is_only_added_to() -> None:
    alert = in_state(State.TAKEN)
    for change in (lambda: alert.events.update(text="x"), lambda: alert.events.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_raise_one_alert() -> None:
    """Without the draft's lock too: the database has the last word."""
    posts()
    visit, call = a_visit(), uuid4()
    people.agent()
    made = together(*[lambda: an_alert(visit=visit, call=call).pk] * 4, told=(IntegrityError,))
    assert len({pk for pk in made if not isinstance(pk, IntegrityError)}) == 1
    assert AlertCause.objects.count() == ClinicalAlert.objects.count() == 1
    assert Cause("pain", Level.URGENT).level == ClinicalAlert.objects.get().level
