"""The two busiest pages whatever people have written: escaped everywhere, and kept for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followups.models import Answer, Attempt, Draft, Purpose
from patients.models import Visit
from policy.questionnaire_checks import Typed
from policy.tasks import State
from staff.models import Department, User
from tests import people
from tests.clients import signed_in_as
from tests.followups.asking import asked
from tests.followups.calling import a_call, a_due_task, at, open_all_day

pytestmark = pytest.mark.django_db

EVIL = "<u onload='x'>\"&"
ESCAPED = "&lt;u onload=&#x27;x&#x27;&gt;&quot;&amp;"

TWO = (("a", EVIL, EVIL), ("b", "b", "b"))
EVIL_QUESTIONS = (
    Typed(
        "which",
        "one",
        EVIL,
        EVIL,
        section_zh=EVIL,
        section_en=EVIL,
        options=(("a", EVIL, EVIL), ("b", "b", "b")),
    ),
    Typed("how_much", "number", EVIL, EVIL, unit="<i>", low="1", high="9", decimals="0"),
    Typed("nurse", "level", EVIL, EVIL, subject="nurse", domain="satisfaction"),
    Typed("words", "text", EVIL, EVIL),
)


@pytest.fixture
def agent() -> User:
    open_all_day()
    return people.agent()


def an_evil_call(agent: User) -> Draft:
    """Whoever wrote anything that these pages show has written HTML."""
    patient = people.a_patient(EVIL, speak_with=EVIL, spoken_language=EVIL[:30], remark=EVIL, mrn=EVIL[:20])
    task = a_due_task(agent, patient)
    Visit.objects.filter(pk=task.visit_id).update(ward=EVIL, diagnosis=EVIL, operation=EVIL, orders=EVIL)
    Department.objects.update(name=EVIL)
    now = timezone.now()
    attempt = Attempt.objects.create(
        patient=patient, agent=agent, department=task.department, dialled_at=now, saved_at=now,
        outcome="inconvenient", notes=EVIL,
    )  # fmt: skip
    Purpose.objects.create(attempt=attempt, task=task, counted=False, attempt_no=1, state_after=State.OPEN)
    Answer.objects.create(attempt=attempt, subject="overall", level=4, reason=EVIL)
    version = asked(*EVIL_QUESTIONS)
    draft = a_call(agent, task)
    q = f"q-{version.pk}"
    draft.sheets = [version.pk]
    draft.data = {
        "page": "a",
        "notes": EVIL,
        "relation": EVIL,
        "level_reason": EVIL,
        "step": EVIL,
        f"{q}-words": EVIL,
    }
    draft.data |= {f"{q}-nurse": "1", f"{q}-nurse-reason": EVIL, f"{q}-nurse-who": EVIL, "agreed_at": EVIL}
    draft.save()
    return draft


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_people_wrote_is_text_on_the_busiest_pages(agent: User, language: str) -> None:
    draft = an_evil_call(agent)
    User.objects.filter(pk=agent.pk).update(language=language)
    client = signed_in_as(agent)
    for path, least in (("/today/", 6), (at("call", draft), 14)):
        text = client.get(path).content.decode()
        assert "<u " not in text
        assert text.count(ESCAPED) >= least, path
        assert "&amp;amp;" not in text
        assert "<i>" not in text


def test_a_questionnaire_is_read_once_and_drawn_in_each_language(agent: User) -> None:
    draft = a_call(agent, a_due_task(agent))
    version = asked(Typed("how", "one", "怎样", "How", options=(("a", "好", "well"), ("b", "坏", "badly"))))
    Draft.objects.filter(pk=draft.pk).update(sheets=[version.pk])
    client, found = signed_in_as(agent), []
    for language in ("zh-hans", "en", "zh-hans"):
        User.objects.filter(pk=agent.pk).update(language=language)
        with CaptureQueriesContext(connection) as queries:
            found.append(client.get(at("call", draft)).content.decode())
    assert not [query for query in queries if "questionnaireversion" in query["sql"]]
    assert all(word in found[0] and word in found[2] for word in ("怎样", "好", "坏"))
    assert all(word in found[1] for word in (">How<", "</kbd>well<", "</kbd>badly<"))
    assert "怎样" not in found[1]
