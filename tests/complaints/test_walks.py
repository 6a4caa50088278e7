"""Random people try random moves through the real actions: what policy allows happens, nothing else does."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from complaints.actions import moves
from complaints.actions.clocks import ring
from complaints.actions.refusals import Refused
from complaints.models import Complaint, Event
from complaints.models.cases import LOCKED, NOBODY_S
from complaints.standings import standing_of
from patients.models import Patient
from policy.complaints import Actor, Kind, Move, Standing, State, after, close_reason, refused
from staff.models import User
from tests import people
from tests.complaints.making import NOW, a_complaint

pytestmark = pytest.mark.django_db
STEPS = 750
HANDLING = frozenset({Move.ORDER, Move.FIND, Move.DRAFT, Move.ANSWER, Move.SETTLE})
SELDOM = frozenset({Move.WITHDRAW, Move.ESCALATE, Move.RETURN, Move.MERGE, Move.DECIDE, Move.PASS_ON})
TARGETS = frozenset({"wrong_target", "other_patient", "loses_contact"})
HOUR = timedelta(hours=1)


def crowd() -> list[User]:
    lin = people.clinician()
    hao = people.a_user("8032", "孙浩", "clinician", department=lin.department)
    other = people.a_user("8033", "陈立", "clinician", department=people.a_department("放射科"))
    return [*people.everybody(), hao, other]


def given(move: Move, rng: Random, users: list[User], now: datetime, others: list[int]) -> dict[str, Any]:
    """What the form of this move would send, complete."""
    workers = [user for user in users if user.role in ("clinician", "supervisor", "quality")]
    room = people.a_department(rng.choice(["胃肠外科", "放射科", "护理部"]))
    texts: dict[Move, dict[str, Any]] = {
        Move.ORDER: {
            "responsible": rng.choice(workers),
            "lead": room,
            "task": "核实",
            "until": now + 5 * HOUR,
        },
        Move.FIND: {"verdict": "partly", "text": "部分属实"},
        Move.DRAFT: {"text": "答复", "no_measure_reason": rng.choice(["", "误会"])},
        Move.ANSWER: {"how": "call", "text": "已告知", "level": rng.choice([None, 2, 5])},
        Move.SETTLE: {"how": "call", "text": "已采纳"},
        Move.CONFIRM: {"level": rng.choice([None, 1, 3, 4, 5]), "words": "这样"},
        Move.PASS_ON: {"users": workers[:1], "lead": room},
        Move.MERGE: {"into": rng.choice(others)},
        Move.CLOSE_UNCONFIRMED: {},
    }
    return texts.get(move, {"text": "原因"})


def expected(move: Move, standing: Standing, actor: Actor, form: dict[str, Any]) -> str:
    """Policy's own answer, from the case as it stands."""
    if form.get("no_measure_reason"):
        standing = replace(standing, no_measure_reason=True)
    return str(refused(move, standing, actor))


def invariants(case: Complaint) -> None:
    running = case.clocks.filter(stopped_at=None).count()
    owed = case.state not in (*LOCKED, State.ANSWERED) and case.kind != Kind.PRAISE
    assert bool(running) == owed, (case.state, running)
    assert (case.order is None) or case.state not in NOBODY_S
    assert case.reopened <= 1
    if case.state == State.CLOSED and case.close_reason == "confirmed":
        assert case.confirmed_level is not None
        asked = case.confirmations.exclude(level=None).last()
        assert asked is not None
        assert not case.handlers.filter(pk=asked.by_id).exists()
        assert asked.by.role in ("agent", "supervisor")


def actors_of(case: Complaint, users: list[User], hands: set[int]) -> list[Actor]:
    """By the walk's own account of who had a hand in it."""
    order = case.order
    return [
        Actor(
            role=user.role,
            recorder=user.pk == case.recorded_by_id,
            responsible=order is not None and order.responsible_id == user.pk,
            in_lead=order is not None and user.role == "clinician" and order.lead_id == user.department_id,
            handler=user.pk in hands,
        )
        for user in users
    ]


def choose(rng: Random, standing: Standing, actors: list[Actor]) -> tuple[Move, int]:
    """Mostly something that is allowed, seldom one of the moves that end a case early."""
    anything = rng.choice(list(Move)), rng.randrange(len(actors))
    possible = [(m, n) for m in Move for n, actor in enumerate(actors) if not refused(m, standing, actor)]
    if rng.random() < 0.3 or not possible:
        return anything
    return rng.choices(possible, [1 if move in SELDOM else 12 for move, _n in possible])[0]


def tried(move: Move, case: Complaint, user: User, now: datetime, form: dict[str, Any]) -> Complaint | str:
    name = "give_back" if move is Move.RETURN else str(move)
    try:
        with transaction.atomic():
            moved: Complaint = getattr(moves, name)(case.pk, by=user, now=now, version=case.version, **form)
    except Refused as error:
        return error.code
    return moved


def a_random_case(rng: Random, users: list[User], patient: Patient, now: datetime) -> int:
    kind = rng.choice([*Kind, Kind.COMPLAINT, Kind.COMPLAINT])
    more: dict[str, Any] = {"place": "病房", "happened": "昨天"} if kind is Kind.ADVERSE_EVENT else {}
    recorder, anonymous = rng.choice(users[:3]), rng.random() < 0.3
    if not anonymous and rng.random() < 0.8:
        more["patient"] = patient  # otherwise hardly two could be one matter
    return a_complaint(now=now, kind=kind, anonymous=anonymous, by=recorder, **more).pk


@pytest.mark.parametrize("seed", [1, 2])
def test_random_walks_go_where_policy_lets_them_and_nowhere_else(seed: int) -> None:
    rng, users, patient, now = Random(seed), crowd(), people.a_patient(), NOW
    cases: list[int] = []
    done: Counter[Move] = Counter()
    hands: defaultdict[int, set[int]] = defaultdict(set)
    for step in range(STEPS):
        now += rng.choice([HOUR, 20 * HOUR])
        if step % 12 == 0:
            cases.append(a_random_case(rng, users, patient, now))
            ring(now=now)
        case = Complaint.objects.get(pk=rng.choice(cases[-4:]))
        standing, actors = standing_of(case), actors_of(case, users, hands[case.pk])
        move, who = choose(rng, standing, actors)
        form = given(move, rng, users, now, cases[-4:])
        wanted, events = expected(move, standing, actors[who], form), case.events.count()
        moved = tried(move, case, users[who], now, form)
        if isinstance(moved, str):
            assert moved == wanted or (move is Move.MERGE and moved in TARGETS)
            assert Event.objects.filter(complaint=case).count() == events
            continue
        assert not wanted, (move, wanted)
        satisfied = None if form.get("level") is None else form["level"] >= 4
        assert moved.state == after(move, standing, satisfied=satisfied)
        assert moved.close_reason == close_reason(move, standing, satisfied=satisfied)
        moved.refresh_from_db()
        assert moved.version == case.version + 1
        invariants(moved)
        done[move] += 1
        if move in HANDLING:
            hands[case.pk] |= {users[who].pk, form.get("responsible", users[who]).pk}
        if move is Move.MERGE:
            hands[form["into"]] |= hands[case.pk]
        assert {user.pk for user in moved.handlers.all()} == hands[case.pk]
    assert done.total() > STEPS / 4
    assert len(done) >= len(Move) - 2, set(Move) - set(done)
