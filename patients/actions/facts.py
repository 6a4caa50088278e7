"""What one row says about a patient, his numbers and his visit, as the columns hold it (E2, E16)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from patients.importing.cells.phones import Phone
from patients.importing.identity import key_of, setting_of
from patients.importing.parsed import Parsed
from patients.names import name_key
from policy.visits import Facts, LeftBy, UnknownKind, VisitKind, classify

Record = dict[str, Any]

RELATION = (
    r"(?:大|小|二|三)?(?:女儿|儿子|女婿|儿媳|媳妇|妻子|丈夫|老伴|爱人|配偶|父亲|母亲|爸爸|妈妈|家属|家人|孙子|孙女"
    r"|外孙女?|哥哥|弟弟|姐姐|妹妹|护工|保姆|监护人)"
)
SPEAK_WITH = re.compile(
    rf"(?:打给|转接?|找|联系|请?与|请?和|致电|由|拨打?)(?:其|他|她|患者)?(?:的)?({RELATION})"
    rf"|({RELATION})(?:接听?|接电话|沟通|联系)"
)
HOURS = re.compile(
    r"(?:上午|下午|晚上|晚间|中午|早上|傍晚|午睡|午休|饭后|下班|周末|[0-2]?\d[点:：时]).*?(?:打|联系|致电|拨|回访|接听|方便|后|前)"
)
MOMENTS = ("appointment_at", "visited_at", "admitted_at", "discharged_at")
TEXTS = ("inpatient_no", "ward", "diagnosis", "operation", "abnormal", "orders")
NO_WORD = "columns"  # among a row's reasons: its kind was read from the other columns
PAYMENT = (VisitKind.ARRIVED_PAID, VisitKind.ARRIVED_UNPAID)
# What to call a kind on record to the rules that read a row's word.
WORDS: Mapping[VisitKind, str] = {
    VisitKind.ARRIVED_PAID: "门诊",
    VisitKind.ARRIVED_UNPAID: "门诊",
    VisitKind.NO_SHOW: "未到诊",
    VisitKind.INTERRUPTED: "治疗中断",
    VisitKind.OUTPATIENT_SURGERY: "日间手术",
    VisitKind.INPATIENT: "住院",
    VisitKind.INPATIENT_SURGERY: "住院手术",
    VisitKind.CHECKUP: "体检",
    VisitKind.CHECKUP_ABNORMAL: "体检异常",
    VisitKind.CONSULTATION: "咨询",
}
DECIDING = ("paid", "amount", "operation", "abnormal", "first_visit", *MOMENTS)


def patient_facts(row: Parsed, *, seen_on: date | None) -> Record:
    """Only what is said; `seen_on`: the day that an age without a birth date was true."""
    facts: Record = {"name": row.name, "name_key": name_key(row.name)}
    if row.sex:
        facts["sex"] = str(row.sex)
    if row.birth_date:
        facts["birth_date"] = row.birth_date
    elif row.age:
        facts |= {"age_years": row.age.years, "age_recorded_on": seen_on}
    if row.address:
        facts["address"] = row.address
    if row.language:
        facts["spoken_language"] = row.language
    if row.hard_of_hearing is not None:
        facts["hard_of_hearing"] = row.hard_of_hearing
    return facts | _remark(row.remark)


def _remark(text: str) -> Record:
    if not text:
        return {}
    facts: Record = {}
    if who := SPEAK_WITH.search(text):
        facts["speak_with"] = next(filter(None, who.groups()))
    if HOURS.search(text):
        facts["best_hours"] = text[:100]
    return facts or {"remark": text}


def stops(row: Parsed, *, day: date | None) -> Record:
    """What ends calls or speech about the diagnosis: an import sets these and never takes them back."""
    facts: Record = {}
    if row.left_by == LeftBy.DEATH:
        facts |= {"deceased": True, "deceased_on": day}
    if row.do_not_call:
        facts["do_not_call"] = True
    if row.do_not_disclose:
        facts["do_not_disclose"] = True
    return facts


def numbers(row: Parsed) -> dict[tuple[str, str], Record]:
    """By number and extension, the patient's own first; one that is also the contact's is the contact's."""
    found: dict[tuple[str, str], Record] = {}
    for phone in row.phones:
        found[_key(phone)] = _owner(phone.owner_word)
    preferred = bool(_remark(row.remark).get("speak_with"))
    for phone in row.contact_phones:
        owner = {"owner_name": row.contact_name, "relation": row.contact_relation}
        if not any(owner.values()):
            owner = _owner(phone.owner_word)
        known = found.get(_key(phone), {})
        found[_key(phone)] = {**known, **owner, "preferred": preferred}
    return found


def _key(phone: Phone) -> tuple[str, str]:
    return phone.number[:20], phone.extension[:10]


def _owner(word: str) -> Record:
    if re.fullmatch(RELATION, word):
        return {"owner_name": "", "relation": word}
    return {"owner_name": word, "relation": ""}


def visit_facts(row: Parsed, zone: ZoneInfo) -> Record:
    """All columns that a row can fill; None and '' where it says nothing."""
    facts: Record = {name: getattr(row, name) for name in TEXTS}
    facts |= {name: aware(getattr(row, name), zone) for name in MOMENTS}
    return facts | {
        "his_visit_no": row.his_visit_no or None,
        "kind": str(row.kind),
        "setting": setting_of(row.kind),
        "first_visit": row.first_visit,
        "paid": row.paid,
        "amount": row.amount,
        "left_by": str(row.left_by),
        "anchor_at": aware(row.anchor_at, zone),
    }


def key_without_number(row: Parsed) -> str:
    """By what the visit was known when an earlier export had no number for it."""
    if not (row.mrn or row.inpatient_no):
        return ""
    values = {name: getattr(row, name) for name in ("mrn", "inpatient_no", "department", *MOMENTS)}
    return key_of(values, row.kind)


def settle_kind(visit: Record, before: Record, row: Parsed, zone: ZoneInfo) -> None:
    """Kind and anchor of a visit of which the row tells only a part: an empty cell leaves what was."""
    if NO_WORD not in row.why:
        _classify(visit, row, zone, word=row.visit_type, arrived=row.arrived)
    elif row.arrived is not None or any(visit[name] != before[name] for name in (*DECIDING, "department_id")):
        arrived = row.arrived
        if arrived is None and before["kind"] != VisitKind.NO_SHOW:
            arrived = True
        word = "" if _is_of_another_kind(visit, before, row) else WORDS[VisitKind(before["kind"])]
        _classify(visit, row, zone, word=word, arrived=arrived)


def _is_of_another_kind(visit: Record, before: Record, row: Parsed) -> bool:
    """The row says no kind, but what it says for the first time contradicts the one on record."""
    new = newly_said(visit, before)
    if before["kind"] == VisitKind.NO_SHOW:
        return bool(row.arrived or new & {"visited_at", "admitted_at", "discharged_at", "paid", "amount"})
    return before["kind"] in PAYMENT and bool(new & {"admitted_at", "discharged_at"})


def newly_said(visit: Record, before: Record) -> set[str]:
    """What nothing was known of; an amount of nothing and a "not paid" say nothing new."""
    return {name for name in DECIDING if visit[name] and not before[name]}


def _classify(visit: Record, row: Parsed, zone: ZoneInfo, *, word: str, arrived: bool | None) -> None:
    said = {name: visit[name] for name in DECIDING}
    for name in MOMENTS:
        said[name] = visit[name] and visit[name].astimezone(zone)
    facts = Facts(
        type_word=word,
        department_word=row.department,
        arrived=arrived,
        left_by=LeftBy(visit["left_by"]),
        **said,
    )
    try:
        classified = classify(facts)
    except UnknownKind:
        return
    visit["anchor_at"] = classified.anchor_at
    if not ("payment_unknown" in classified.why and visit["kind"] in PAYMENT):
        visit["kind"], visit["setting"] = str(classified.kind), setting_of(classified.kind)


def aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A day without a time counts from its midnight."""
    return moment and moment.replace(tzinfo=zone)


def happened(record: Record) -> datetime | None:
    """The latest moment of a visit: of two visits, the later one knows the patient's address better."""
    return max((record[name] for name in MOMENTS if record[name]), default=None)
