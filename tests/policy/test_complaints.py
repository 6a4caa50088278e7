"""Who may move a complaint where: long random stories against an automaton told once more as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from policy.complaints import MOVES, OPEN, Actor, Kind, Move, Standing, State, after, refused

STEPS = 100_000

# The regulation in its own words: move | from | to | by one of | kinds ("": all) | and all of these.
# Two rows of one move are two ways to it.
AUTOMATON = """
return    | recorded | returned | assistant | |
resubmit  | returned | recorded | recorder supervisor | |
order     | recorded reopened ordered investigated drafted | ordered | assistant | |
order     | escalated | ordered | director | |
hand_back | ordered | inbox | responsible | |
find      | ordered investigated | investigated | responsible in_lead | |
draft     | investigated drafted | drafted | responsible in_lead assistant | suggestion praise request |
draft     | investigated drafted | drafted | responsible in_lead assistant | complaint adverse_event | measure
draft     | investigated drafted | drafted | responsible in_lead assistant | complaint adverse_event | waived
answer    | drafted | answered | recorder responsible in_lead assistant | |
confirm   | answered | verdict | agent supervisor | | stranger contact
close_unconfirmed | answered | closed | assistant | | no_contact
close_unconfirmed | answered | closed | assistant | | contact three_tries
escalate  | recorded reopened ordered investigated drafted answered | escalated | assistant | |
decide    | escalated | closed | director | praise |
decide    | escalated | closed | director | | no_contact
decide    | escalated | closed | director | | told
pass_on   | recorded | closed | assistant | praise |
settle    | recorded | answered | assistant | suggestion request |
merge     | recorded returned | merged | assistant | |
withdraw  | recorded returned reopened ordered investigated drafted | closed | assistant | |
withdraw  | escalated | closed | director | |
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in AUTOMATON.strip().splitlines()]
TELL = {
    row[0]: [[cell.split() for cell in other[1:]] for other in ROWS if other[0] == row[0]] for row in ROWS
}
NAMES = list(TELL)
STARTS: dict[str, list[str]] = {}  # names of the moves by the state in which they begin
for _name, _rows in TELL.items():
    for _state in {state for row in _rows for state in row[0]}:
        STARTS.setdefault(_state, []).append(_name)
KINDS = ["complaint", "suggestion", "praise", "request", "adverse_event"]
ROLES = ["agent", "supervisor", "assistant", "director", "clinician", "quality", "administrator", "auditor"]
SHORT = {"withdraw", "merge", "decide", "escalate", "order", "hand_back"}
HANDS = {"order", "find", "draft", "answer", "settle"}  # whoever does this has had a hand in the case

Case = dict[str, Any]
Person = dict[str, Any]

BRANCHES = {"inbox": ["recorded", "reopened"], "verdict": ["answered", "closed", "reopened", "escalated"]}


# The oracle.


FLAGS = ("recorder", "responsible", "in_lead")
FACTS: dict[str, Callable[[Case, Person], bool]] = {
    "measure": lambda case, _: case["measures"] > 0,
    "waived": lambda case, _: case["no_measure_reason"],
    "stranger": lambda _, person: not person["handler"],
    "contact": lambda case, _: case["has_contact"],
    "no_contact": lambda case, _: not case["has_contact"],
    "told": lambda case, _: case["told"],
    "three_tries": lambda case, _: case["confirm_tries"] > 2,
}


def permits(name: str, case: Case, person: Person) -> bool:
    for before, _to, by, kinds, needs in TELL[name]:
        mine = person["role"] in by or any(flag in by and person[flag] for flag in FLAGS)
        fits = mine and case["state"] in before and case["kind"] in (kinds or KINDS)
        if fits and all(FACTS[fact](case, person) for fact in needs):
            return True
    return False


def target(name: str, case: Case, satisfied: bool | None) -> str:
    to = TELL[name][0][1][0]
    if to == "inbox":
        return "reopened" if case["reopened"] else "recorded"
    if to == "verdict":
        dissatisfied = "escalated" if case["reopened"] else "reopened"
        return {None: "answered", True: "closed", False: dissatisfied}[satisfied]
    return to


# The walk.


def a_case(random: Random) -> tuple[Case, list[Person]]:
    case = {
        "kind": random.choice(KINDS),
        "state": "recorded" if random.random() < 0.6 else random.choice(list(STARTS)),  # or half-way
        "reopened": random.choice([0, 0, 1]),
        "orders": 0,
        "has_contact": random.random() < 0.8,
        "measures": 0,
        "no_measure_reason": False,
        "confirm_tries": 0,
        "told": False,
    }
    case["told"] = case["state"] in ("answered", "reopened") or (case["reopened"] == 1)
    nobody = {"recorder": False, "responsible": False, "in_lead": False, "handler": False}
    people = [{"role": role} | nobody for role in (*ROLES, "clinician", "agent", "agent")]
    random.choice(people)["recorder"] = True
    return case, people


def happen(name: str, case: Case, person: Person, people: list[Person], random: Random) -> bool | None:
    """Carry out what was permitted; what the patient said is given back."""
    satisfied = random.choice([True, False, False, None])
    before, case["state"] = case["state"], target(name, case, satisfied)
    person["handler"] |= name in HANDS
    if name == "order":
        case["orders"] += 1
        named = random.sample(people, 2)
        for one in people:
            one["responsible"] = one is named[0]
            one["in_lead"] = one["role"] == "clinician" and random.random() < 0.5
            one["handler"] |= one["responsible"]
    if case["state"] == "answered":
        case["told"] = True
        case["confirm_tries"] = case["confirm_tries"] + 1 if before == "answered" else 0
    if name == "confirm" and satisfied is False:
        case["reopened"] += 1
    return satisfied


def standing(case: Case) -> Standing:
    return Standing(**{**case, "kind": Kind(case["kind"]), "state": State(case["state"])})


def test_in_a_hundred_thousand_random_moves_nobody_gets_where_the_regulation_does_not_lead() -> None:
    random = Random(20)
    done, tried, steps, locked = Counter[str](), Counter[str](), 0, 0
    while steps < STEPS:
        case, people = a_case(random)
        for _ in range(80):
            steps += 1
            person, name = random.choice(people), random.choice(NAMES)
            if case["state"] in STARTS and random.random() < 0.6:  # otherwise few get beyond the inbox
                name = random.choice(STARTS[case["state"]])
                if name in SHORT:  # otherwise few come to be answered twice
                    name = random.choice(STARTS[case["state"]])
                person = next((p for p in people if permits(name, case, p)), person)
                random.shuffle(people)
            stands, actor, move = standing(case), Actor(**person), Move(name)
            verdict = refused(move, stands, actor)
            assert (verdict == "") == permits(name, case, person), (name, case, person, verdict)
            tried[name] += 1
            if not verdict:
                said = happen(name, case, person, people, random)
                assert after(move, stands, satisfied=said) == case["state"], (name, stands, said)
                done[f"{name} {stands.state} {case['state']}"] += 1
            if random.random() < 0.1:
                case[random.choice(["measures", "no_measure_reason"])] = random.choice([0, 1])
                case["no_measure_reason"] = bool(case["no_measure_reason"])
            locked += case["state"] in ("closed", "merged")
            if case["state"] in ("closed", "merged") and random.random() < 0.5:
                break

    # The walk has been everywhere, so that what it says means something.
    ways = {
        f"{name} {state} {to}"
        for name, rows in TELL.items()
        for row in rows
        for state in row[0]
        for to in BRANCHES.get(row[1][0], row[1])
    }
    assert set(done) == ways
    assert min(done.values()) > 20
    assert (
        min(tried[name] - sum(n for way, n in done.items() if way.split()[0] == name) for name in NAMES) > 100
    )
    assert locked > 1000


def test_the_table_of_moves_leads_from_where_the_regulation_says() -> None:
    assert {str(move): set(map(str, before)) for move, (before, _to) in MOVES.items()} == {
        name: {state for row in rows for state in row[0]} for name, rows in TELL.items()
    }
    assert set(MOVES) == set(Move)
    assert set(map(str, OPEN)) == set(STARTS)
