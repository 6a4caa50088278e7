"""The log speaks in words: every detail that is written has one, in Chinese too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone, translation

from callcentre.catalogues.files import PACKAGES, ROOT
from policy.outcomes import Outcome
from policy.tasks import EndReason, State
from staff.models import Act, AuditEntry
from staff.permissions import Role
from staff.templatetags.log import named, thing, told
from tests import people

AS_THEY_ARE = {"pdf"}


def details(node: ast.AST) -> Iterator[ast.expr]:
    """Whatever becomes a detail: detail=…, detail = …"""
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            yield from (word.value for word in part.keywords if word.arg == "detail")
        elif isinstance(part, ast.Assign | ast.AnnAssign) and part.value:
            targets = part.targets if isinstance(part, ast.Assign) else [part.target]
            if any(isinstance(one, ast.Name) and one.id == "detail" for one in targets):
                yield part.value
            for one in targets:
                if isinstance(one, ast.Subscript) and ast.unparse(one.value) == "detail":
                    yield ast.Dict([one.slice], [part.value])


def written() -> tuple[set[str], set[str]]:
    """The keys of details, and the values that are written as plain words."""
    keys, values = set(), set()
    for file in (file for package in PACKAGES for file in sorted((Path(ROOT) / package).rglob("*.py"))):
        for detail in details(ast.parse(file.read_text(encoding="utf-8"))):
            for part in (part for part in ast.walk(detail) if isinstance(part, ast.Dict)):
                for key, value in zip(part.keys, part.values, strict=True):
                    if isinstance(key, ast.Constant):
                        keys.add(str(key.value))
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        values.add(value.value)
    return keys, values


def foreign(words: str) -> bool:
    return bool(re.search("[A-Za-z]", words)) and words not in AS_THEY_ARE


def test_every_detail_has_a_word_in_chinese() -> None:
    keys, values = written()
    assert {"outcome", "reason_before", "rows"} <= keys
    with translation.override("zh-hans"):
        assert [key for key in keys if foreign(named(key))] == []
        codes = {*values, *State, *EndReason, *Outcome, *Role, *Act.values}
        assert [code for code in codes if foreign(told(str(code)))] == []
        ours = [m for m in apps.get_models() if m._meta.app_label in PACKAGES]
        assert [m for m in ours if foreign(thing(m._meta.model_name or ""))] == []


@pytest.mark.django_db
def test_the_page_says_details_in_words(client: Any) -> None:
    detail = {"outcome": "busy", "tasks": {"15": "open"}, "deceased": True, "since_then": "never_heard"}
    AuditEntry.objects.create(
        at=timezone.now(), act=Act.CALL_RECORDED, object_type="task", object_id=15, detail=detail
    )
    client.force_login(people.auditor())
    client.cookies["django_language"] = "zh-hans"
    page = " ".join(re.sub("<[^>]+>", " ", client.get("/staff/log/").content.decode()).split())
    for words in ("回访任务 15 回访任务 15: 未结 结果 占线 已去世 是", "since_then never_heard"):
        assert words in page
