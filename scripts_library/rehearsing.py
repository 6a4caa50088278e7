"""A practice call as its page shows it: what was said, what may be said, and what nobody has tried."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zlib import crc32

from django.conf import settings

from policy.practice import Case, Play, Turn, play
from scripts_library.filling import form_of_address, pieces
from scripts_library.forms import PARTS
from scripts_library.models import Occasion, Rehearsal, ScriptVersion
from scripts_library.practice import CASES
from scripts_library.reading import script_for
from scripts_library.showing import Piece, language_now
from scripts_library.words import reaction, why_words
from staff.models import User


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing that could be said now. `why`: it was tried and is wrong."""

    answer: str
    key: str
    title: str
    say: list[Piece]
    why: Any = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    patient: str
    title: str
    say: list[Piece]
    why: Any = ""
    reaction: Any = ""


class Scene:
    """One rehearsal in the reader's language."""

    def __init__(self, rehearsal: Rehearsal, agent: User) -> None:
        self.rehearsal, self.case = rehearsal, CASES[rehearsal.case]
        self.language = language_now()
        self.words = words_for(self.case, agent, self.language)
        self.play: Play = play(self.case, rehearsal.path)
        self.said = {
            **_by_code("step", rehearsal.version.steps(self.language)),
            **_by_code("reply", rehearsal.version.replies(self.language)),
        }

    def patient(self, turn: Turn) -> str:
        return turn.en if self.language == "en" else turn.zh

    def sentence(self, turn: Turn, answer: str) -> list[Piece]:
        """Filled in; empty when the script has no words for it."""
        line = turn.line(answer)
        if line is None:
            return pieces(self.said.get(answer, ""), self.words)
        return [(line.en if self.language == "en" else line.zh, False)]

    def offered(self) -> list[Offered]:
        """In an order that says nothing about which is right, and stays the same while one thinks."""
        turn = self.play.turn
        if turn is None:
            return []
        tried = self.play.tried
        mixed = sorted(turn.answers, key=lambda one: crc32(f"{self.rehearsal.pk}{turn.code}{one}".encode()))
        return [
            Offered(
                answer,
                str(number),
                title_of(answer, self.language),
                self.sentence(turn, answer),
                why_words(tried.get(answer), turn),
            )
            for number, answer in enumerate(mixed, start=1)
        ]

    def told(self) -> list[Spoken]:
        return [
            Spoken(
                self.patient(said.turn),
                title_of(said.answer, self.language),
                self.sentence(said.turn, said.answer),
                why_words(said.why, said.turn),
                reaction(said.why, said.turn),
            )
            for said in self.play.told
        ]


def words_for(case: Case, agent: User, language: str) -> dict[str, str]:
    person, place = case.person, 1 if language == "en" else 0
    return {
        "hospital": settings.HOSPITAL_NAME,
        "agent": agent.full_name,
        "patient": person.name[place],
        "address": form_of_address(person.name[place], person.sex, person.age, language),
        "department": person.department[place],
        "doctor": person.doctor[place],
        "days": str(person.days),
    }


def title_of(answer: str, language: str) -> str:
    """ "Greeting, who is calling"; empty for a sentence of no script."""
    part, _colon, code = answer.partition(":")
    return {"step": PARTS["steps"], "reply": PARTS["replies"]}[part][code][language] if part != "line" else ""


def script_of(case: Case, day: date) -> ScriptVersion | None:
    """The one a real call like this would get."""
    return script_for(Occasion(case.kind, sex=case.person.sex, age=case.person.age), day=day)


@dataclass(frozen=True, slots=True)
class Offer:
    """One case as the list shows it. `answers`: those of the script in it that this agent found."""

    code: str
    title: str
    brief: str
    version: ScriptVersion | None
    last: datetime | None
    found: int
    all: int


def offers(mine: Sequence[Rehearsal], day: date, version: ScriptVersion | None) -> list[Offer]:
    """Against `version` all of them, those of its own kinds of visit first."""
    place = 1 if language_now() == "en" else 0
    return [
        Offer(
            case.code,
            case.title[place],
            case.brief[place],
            version or script_of(case, day),
            max((one.finished_at for one in mine if one.case == case.code and one.finished_at), default=None),
            len(case.right & found(one for one in mine if one.case == case.code)),
            len(case.right),
        )
        for case in sorted(CASES.values(), key=lambda case: not _fits(case, version))
    ]


def _fits(case: Case, version: ScriptVersion | None) -> bool:
    return version is None or not version.kinds or case.kind in version.kinds


def found(rehearsals: Iterable[Rehearsal]) -> set[str]:
    """The answers of a script that somebody gave where they were right."""
    told = (said for one in rehearsals for said in play(CASES[one.case], one.path).told)
    return {said.answer for said in told if said.why is None}


@dataclass(frozen=True, slots=True)
class Branch:
    """One step or reply of a version: which cases lead there, and whether this agent has been there."""

    title: str
    cases: list[str]
    written: bool
    reached: bool


def branches(version: ScriptVersion, mine: Iterable[Rehearsal]) -> list[Branch]:
    language = language_now()
    place, been = (1 if language == "en" else 0), found(mine)
    written = {*_by_code("step", version.steps(language)), *_by_code("reply", version.replies(language))}
    answers = [
        f"{part}:{code}" for part, name in (("step", "steps"), ("reply", "replies")) for code in PARTS[name]
    ]
    return [
        Branch(
            title_of(answer, language),
            [case.title[place] for case in CASES.values() if answer in case.right],
            answer in written,
            answer in been,
        )
        for answer in answers
    ]


def _by_code(part: str, steps: Iterable[Any]) -> dict[str, str]:
    return {f"{part}:{step['code']}": step["say"] for step in steps}
