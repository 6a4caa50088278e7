"""What the inbox shows: three groups by the earliest clock, and the one case that is decided (A20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from complaints.limitwords import INSTANT, short
from complaints.models.cases import AT_WORK, WAITS_FOR_ASSISTANT
from complaints.queries.openones import OpenCase
from complaints.words import KINDS
from policy.complaints import CONFIRM_TRIES, Channel, Kind, State
from staff.models import User
from staff.permissions import Role
from staff.templatetags.look import listed, when

UNASKED = timedelta(days=3)
MOST = 500  # rows of one group; beyond it the list of all cases


class Row(NamedTuple):
    pk: int
    version: int
    title: str
    left: str
    over: bool
    tag: str  # its word, when it is no ordinary complaint of a call
    tag_kind: str
    untaken: bool  # ordered, and nobody has said that he has it
    about: list[str]
    bulk: bool


@dataclass(frozen=True, slots=True)
class Groups:
    breached: list[Row]
    waiting: list[Row]
    closing: list[Row]  # nobody to ask, reached, or left to ask: only the assistant sees to them (C8)
    asking: list[Row]  # for more time: only the director decides
    unasked: int  # answered days ago, and nobody has rung
    all_open: int
    watched: int  # of these, what is with somebody else and within its time
    due_today: int
    due_tomorrow: int
    untaken: int
    waiting_count: int
    breached_count: int

    @property
    def rows(self) -> list[Row]:
        return [*self.breached, *self.waiting]

    def place_of(self, pk: int) -> int:
        """From one; 0 when it is not in the list."""
        return next((n for n, row in enumerate(self.rows, start=1) if row.pk == pk), 0)

    @property
    def more(self) -> int:
        """Not shown: the list of all cases has them."""
        return self.waiting_count + self.breached_count - len(self.rows)

    def first(self) -> int | None:
        rows = self.waiting or self.breached
        return rows[0].pk if rows else None

    def after(self, pk: int) -> int | None:
        """The case that comes after this one was decided: down the list, then from the top of those that
        wait."""
        rows, place = self.rows, self.place_of(pk)
        later, before = (rows[place:], rows[: place - 1]) if place else ([], rows)
        waiting = {row.pk for row in self.waiting}
        following = [*later, *sorted(before, key=lambda row: row.pk not in waiting)]
        return following[0].pk if following else None

    @property
    def praise(self) -> int:
        return sum(row.bulk for row in self.rows)


def grouped(cases: Sequence[OpenCase], user: User, names: dict[int, str], now: datetime) -> Groups:
    decides = (State.ESCALATED,) if user.role == Role.DIRECTOR else WAITS_FOR_ASSISTANT
    words = Words(now)
    director = user.role == Role.DIRECTOR
    asking = [case for case in cases if director and case.asks_for_time and case.state != State.ANSWERED]
    breached, waiting, closing, watched = [], [], [], []
    for case in cases:
        if is_over(case, now):
            breached.append(case)
        elif case.state in decides:
            waiting.append(case)
        elif not director and ends_unasked(case):
            closing.append(case)
        else:
            watched.append(case)
    days = [words.last_day(case.due_at) for case in watched if case.due_at and case.state != State.ANSWERED]
    return Groups(
        breached=[row_of(case, names, words) for case in breached[:MOST]],
        waiting=[row_of(case, names, words) for case in waiting[:MOST]],
        closing=[row_of(case, names, words) for case in closing[:MOST]],
        asking=[row_of(case, names, words) for case in asking[:MOST]],
        unasked=sum(is_unasked(case, now) for case in watched),
        all_open=len(cases),
        watched=len(watched),
        due_today=days.count(words.today),
        due_tomorrow=days.count(words.today + timedelta(days=1)),
        untaken=sum(case.state in AT_WORK and case.taken_on is None for case in (*breached, *watched)),
        waiting_count=len(waiting),
        breached_count=len(breached),
    )


def is_over(case: OpenCase, now: datetime) -> bool:
    """Past its limit and still without an answer; what was answered late is figures, not work."""
    if case.state == State.ANSWERED:
        return False
    over = case.due_at is not None and case.due_at <= now and case.paused_at is None
    return case.breached_at is not None or over


def ends_unasked(case: OpenCase) -> bool:
    """Answered, and nobody can ask about it any more (policy.complaints)."""
    alone = not case.has_contact or case.tries >= CONFIRM_TRIES or case.nobody_left
    return case.state == State.ANSWERED and alone


def is_unasked(case: OpenCase, now: datetime) -> bool:
    """Answered days ago, and the question about the handling still waits: somebody must see it."""
    return case.state == State.ANSWERED and case.told_at is not None and case.told_at <= now - UNASKED


class Words:
    """What hundreds of rows say alike is worked out once."""

    def __init__(self, now: datetime) -> None:
        self.now, self.tz = now, timezone.get_current_timezone()
        self.today = now.astimezone(self.tz).date()
        self.stop, self.ordered, self.language = _(", "), _("ordered to %(who)s"), get_language() or ""
        self.days: dict[date, str] = {}
        self.lefts: dict[datetime | None, str] = {}

    def left(self, due: datetime | None) -> str:
        if due not in self.lefts:
            self.lefts[due] = short(due, self.now)
        return self.lefts[due]

    def when(self, moment: datetime) -> str:
        local = moment.astimezone(self.tz)
        day = local.date()
        if day not in self.days:
            self.days[day] = when(day, self.now)
        return f"{self.days[day]} {local:%H:%M}"

    def last_day(self, due: datetime) -> date:
        return (due.astimezone(self.tz) - INSTANT).date()


def row_of(case: OpenCase, names: dict[int, str], words: Words) -> Row:
    tag, tag_kind = tag_of(case)
    return Row(
        pk=case.pk,
        version=case.version,
        title=case.title,
        left="" if case.state == State.ANSWERED else words.left(case.due_at),  # its clocks have stopped
        over=is_over(case, words.now),
        tag=tag,
        tag_kind=tag_kind,
        untaken=bool(case.responsible) and case.taken_on is None and case.state in AT_WORK,
        about=about(case, names, words),
        bulk=case.kind == Kind.PRAISE and case.state == State.RECORDED and bool(case.rooms),
    )


def tag_of(case: OpenCase) -> tuple[str, str]:
    if case.channel == Channel.WEB:
        return _("web"), ""
    if case.kind == Kind.COMPLAINT:
        return "", ""
    kinds = {Kind.PRAISE: "ok", Kind.ADVERSE_EVENT: "danger"}
    return str(KINDS[Kind(case.kind)]), kinds.get(Kind(case.kind), "")


def about(case: OpenCase, names: dict[int, str], words: Words) -> list[str]:
    """骨科、护理部 ・ 蒋秀云之子 ・ 昨天 19:42 王雅婷."""
    rooms = words.stop.join([names[pk] for pk in case.rooms if pk in names])
    if case.responsible:
        ordered = words.ordered % {"who": f"{names.get(case.lead or 0, '')} {case.responsible}".strip()}
    else:
        ordered = f"{words.when(case.recorded_at)} {case.recorder}"
    parts = [rooms, who_says(case, words), again(case.reopened), ordered]
    return [part for part in parts if part]


def again(times: int) -> str:
    if not times:
        return ""
    return ngettext("reopened %(n)d time", "reopened %(n)d times", times) % {"n": times}


def who_says(case: OpenCase, words: Words) -> str:
    if case.channel == Channel.WEB:
        shot = _("with a screenshot") if case.has_files else _("without a screenshot")
        return listed(filter(None, [case.web_site, shot]))
    if case.anonymous:
        return _("anonymous")
    if case.relation and case.patient:
        return _("%(patient)s's %(relation)s") % {"patient": case.patient, "relation": case.relation}
    if case.complainant:
        return case.complainant
    return f"{case.patient} {sex_and_age(case, words)}".strip() if case.patient else ""


def sex_and_age(case: OpenCase, words: Words) -> str:
    years = years_of(case.birth_date, case.age_years, case.age_recorded_on, words.today)
    return person_words(words.language, case.sex or "", years)


def words_of_person(
    sex: str, birth_date: date | None, years: int | None, recorded_on: date | None, today: date
) -> str:
    return person_words(get_language() or "", sex, years_of(birth_date, years, recorded_on, today))


def years_of(birth_date: date | None, years: int | None, recorded_on: date | None, today: date) -> int | None:
    if birth_date:
        return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))
    if years is not None and recorded_on is not None:
        return years + max(0, (today - recorded_on).days // 365)
    return years


@lru_cache(maxsize=1024)
def person_words(language: str, sex: str, years: int | None) -> str:
    """`language` is only what the words depend on besides."""
    word = {"male": _("M"), "female": _("F")}.get(sex, "")
    if years is None:
        return word
    age = ngettext("%(age)d yr", "%(age)d yrs", years) % {"age": years} if years else _("under 1 yr")
    return f"{word} {age}".strip()
