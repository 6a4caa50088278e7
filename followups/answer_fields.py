"""Answers as fields of the call's page and of its draft: q-<version>-<code>, beside it -na, -reason, -who."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.http import QueryDict

from policy.expressions import is_na
from policy.questionnaires import answer_of
from policy.sheets import Kind, Question, Sheet

_NAME = re.compile(r"q-([0-9]{1,15})-([a-z][a-z0-9_]{0,39})(?:-(?:na|reason|who))?")
LONGEST = 2000  # characters of one field
MOST = 1000  # fields


class Posed(NamedTuple):
    """One questionnaire in one call, in the version that the call was opened with."""

    version: int
    sheet: Sheet


def name_of(version: int, code: str, part: str = "") -> str:
    return f"q-{version}-{code}{part and '-'}{part}"


def asked_by(field: str) -> str:
    """The name of the question that a field is of; another field's is no question's."""
    return "-".join(field.split("-", 3)[:3])


def typed(post: QueryDict) -> dict[str, str]:
    """The fields of answers that were filled in; what was ticked several times is joined by commas."""
    names = [name for name in post if _NAME.fullmatch(name)][:MOST]
    found = {name: ",".join(post.getlist(name))[:LONGEST] for name in names}
    return {name: value for name, value in found.items() if value.strip()}


def versions(fields: Iterable[str]) -> set[int]:
    """Whose questions the fields say they are."""
    return {int(found[1]) for name in fields if (found := _NAME.fullmatch(name))}


def read(posed: Posed, fields: Mapping[str, Any]) -> dict[str, object]:
    """What the fields answer, visible or not; the question's code to its value."""
    found: dict[str, object] = {}
    for question in posed.sheet.questions:
        if fields.get(name_of(posed.version, question.code, "na")):
            found[question.code] = {"na": True}
            continue
        text = str(fields.get(name_of(posed.version, question.code), ""))
        if (answer := answer_of(question, [text])) is not None:
            found[question.code] = answer
    return found


def written(version: int, code: str, answer: object, *, reason: str = "", who: str = "") -> dict[str, str]:
    """An answer as the fields that `read` reads."""
    if is_na(answer):
        return {name_of(version, code, "na"): "1"}
    given = {"": _text(answer), "reason": reason, "who": who}
    return {name_of(version, code, part): text for part, text in given.items() if text}


def _text(answer: object) -> str:
    if isinstance(answer, list):
        return ",".join(str(one) for one in answer)
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return "" if answer is None else str(answer)


def chosen(question: Question, text: str) -> set[str]:
    """The values of the choices that are ticked."""
    return set(text.split(",")) if question.kind == Kind.SEVERAL else {text}
