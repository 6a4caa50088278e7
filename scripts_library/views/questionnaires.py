"""All questionnaires, a new one, one version to be tried out, two compared.

Templates: templates/scripts_library/questionnaires/.
"""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from policy.questionnaire_checks import minutes
from policy.scripts import State
from scripts_library import showing
from scripts_library.actions.questionnaires import new_questionnaire, open_marks
from scripts_library.asking import asked_twice
from scripts_library.forms import LANGUAGES
from scripts_library.models import Questionnaire, QuestionnaireVersion
from scripts_library.previewing import parts_of
from scripts_library.purposes import reaching
from scripts_library.question_words import described
from scripts_library.questionnaire_forms import NewQuestionnaireForm
from scripts_library.views.moving import chosen
from scripts_library.views.questionnaire_moves import ROAD
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PEOPLE = ("questionnaire", "written_by", "submitted_by", "approved_by", "published_by")


@dataclass(frozen=True, slots=True)
class Row:
    questionnaire: Questionnaire
    shown: QuestionnaireVersion  # where its link leads: the open version, else the newest
    in_force: QuestionnaireVersion | None
    open: QuestionnaireVersion | None
    whom: str
    questions: int


@require_GET
@allow(Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS)
def questionnaires(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    holding = set(QuestionnaireVersion.objects.in_force_on(now.date()).values_list("pk", flat=True))
    ordered = Prefetch("versions", QuestionnaireVersion.objects.order_by("-number"))
    names = showing.names_on(now.date())
    every = Questionnaire.objects.order_by("-in_use", "pk").prefetch_related(ordered)
    rows = [_row(one, holding, names) for one in every]
    context = {"rows": rows, "may_edit": request.user.may(Permission.EDIT_SCRIPTS), "now": now}
    return render(request, "scripts_library/questionnaires/questionnaires.html", context)


def _row(questionnaire: Questionnaire, holding: set[int], names: showing.Names) -> Row:
    versions = list(questionnaire.versions.all())
    in_force = next((one for one in versions if one.pk in holding), None)
    said = in_force or versions[0]
    return Row(
        questionnaire=questionnaire,
        shown=versions[0],
        in_force=in_force,
        open=next((one for one in versions if one.state != State.PUBLISHED), None),
        whom=showing.for_whom(said, names),
        questions=len(said.sheet.questions),
    )


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_SCRIPTS)
def questionnaire_new(request: StaffRequest) -> HttpResponse:
    form = NewQuestionnaireForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        version = new_questionnaire(**form.cleaned_data, by=request.user, now=timezone.now())
        return redirect("scripts_library:questionnaire_edit", version.pk)
    status = 422 if form.is_bound else 200
    return render(request, "scripts_library/questionnaires/new.html", {"form": form}, status=status)


@require_GET
@allow(Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS)
def questionnaire(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    version = get_object_or_404(QuestionnaireVersion.objects.select_related(*PEOPLE), pk=pk)
    sheet, found, language = version.sheet, open_marks(version), showing.language_now()
    context = ROAD.context(request, version, now) | {
        "sheet": sheet.as_json(),
        "parts": parts_of(sheet, language),
        "marks": found,
        "said_marks": [showing.mark_of(language, mark) for language, mark in found],
        "length": f"{minutes(sheet, language):.1f}",
        "whom": showing.for_whom(version, showing.names_on(now.date())),
        "rules": reaching(version, now.date()),
        "twice": [
            (other, [question.title.said(language) for question in both])
            for other, both in asked_twice(version, day=now.date())
        ],
    }
    return render(request, "scripts_library/questionnaires/questionnaire.html", context)


@require_GET
@allow(Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS)
def questionnaire_compare(request: StaffRequest, pk: int) -> HttpResponse:
    """Two versions side by side; by default the newest and the one before it."""
    of = get_object_or_404(Questionnaire, pk=pk)
    versions = list(of.versions.order_by("-number"))
    left = chosen(versions, request.GET.get("a"), versions[min(1, len(versions) - 1)])
    right = chosen(versions, request.GET.get("b"), versions[0])
    language = "en" if request.GET.get("language", showing.language_now()) == "en" else "zh"
    names = showing.names_on(timezone.localdate())
    said = {code: _compared(left, right, code) for code in LANGUAGES}
    context = {
        "of": of,
        "versions": versions,
        "left": left,
        "right": right,
        "language": language,
        "whom": (showing.for_whom(left, names), showing.for_whom(right, names)),
        "rows": said[language],
        "differing": {code: showing.differing(rows) for code, rows in said.items()},
    }
    return render(request, "scripts_library/questionnaires/compare.html", context)


def _compared(left: QuestionnaireVersion, right: QuestionnaireVersion, language: str) -> list[showing.Side]:
    before, after = (
        {one.code: described(one, language) for one in side.sheet.questions} for side in (left, right)
    )
    return [showing.side(code, before.get(code, ""), after.get(code, "")) for code in {**after, **before}]
