"""Evidence added to a case, and read by whoever may see the case: templates/complaints/attachments/.

Never a public address: each request asks again who is asking (fault 17).
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from complaints.actions.attachments import attach as add
from complaints.actions.attachments import inline_safe, read_by
from complaints.actions.refusals import BadFile, Refused
from complaints.anonymity import Veil
from complaints.casepage import case_for
from complaints.filewords import bad_file, over_the_limit
from complaints.models import Attachment
from complaints.queries.case import actor_of, sees_all
from complaints.sentences import refusal
from complaints.uploads import limited_uploads
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@limited_uploads
@require_POST
@allow(Permission.SEE_COMPLAINTS)
def attach(request: StaffRequest, pk: int) -> HttpResponse:
    found: Any = get_object_or_404(case_for(request.user, pk))
    files = request.FILES.getlist("files")
    problems = over_the_limit(request)
    if not problems and not sees_all(actor_of(found, request.user)):
        problems = [refusal("not_yours")]
    try:
        kept = add(pk, files, by=request.user, now=timezone.now()) if files and not problems else []
    except BadFile as error:
        problems, kept = [bad_file(error)], []
    except Refused as error:
        problems, kept = [refusal(error.code)], []
    if problems:
        context = {"case": found, "problems": problems}
        return render(request, "complaints/attachments/refused.html", context, status=422)
    if kept:
        said = ngettext("%(n)d file added.", "%(n)d files added.", len(kept)) % {"n": len(kept)}
        messages.success(request, said)
    return redirect("complaints:case", pk)


@require_GET
@allow(Permission.SEE_COMPLAINTS)
def attachment(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """Saved, not opened, but for pictures that were looked at again; whoever looks is recorded."""
    found: Any = get_object_or_404(case_for(request.user, pk))
    if not sees_all(actor_of(found, request.user)):
        papers = Attachment.objects.filter(by__department=request.user.department_id)
    else:
        papers = Attachment.objects.all()
    paper = get_object_or_404(papers.select_related("complaint"), pk=file, complaint=pk)
    read_by(paper, by=request.user, now=timezone.now())
    content = bytes(paper.content)
    answer = HttpResponse(content, content_type=paper.mime)
    inline, name = inline_safe(paper.mime, content), Veil(found, request.user).text(paper.name)
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
