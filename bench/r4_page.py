"""R4: the page of a frozen report of a large hospital, against a minimal Django view: session, user, one query of
the frozen version, a template of its own with as many rows of as many numbers.

python bench/r4_page.py [rounds]
"""

import sys
from typing import Any

import calling
import common
import pages
import reporting

TEMPLATE = """<!doctype html><html><body><h1>{{ report.label }}</h1>
{% for group, lines in by.items %}<h2>{{ group }}</h2><table>
{% for line in lines %}<tr><th>{{ line.name }}</th>
{% for n in line.counts.values %}<td><a href="/rows/?group={{ group }}&amp;key={{ line.key }}">{{ n }}</a></td>{% endfor %}
</tr>{% endfor %}</table>{% endfor %}
{% for theme in themes %}<h2>{{ theme.key }}</h2>
<ul>{% for one in theme.words %}<li>{{ one.text }}</li>{% endfor %}</ul>{% endfor %}
</body></html>"""
SHOWN = ("department", "rule", "kind", "ward", "doctor", "agent")


def plain(pk: int) -> Any:
    """The frozen figures by one query and one template, and nothing else."""

    def view(request: Any) -> Any:
        from django.http import HttpResponse
        from django.template import engines

        from reports.models import Report

        request.user.pk  # noqa: B018 (read, as every page reads it)
        report = Report.objects.select_related("version").get(pk=pk)
        figures = report.version.figures
        context = {
            "report": report,
            "by": {group: figures["tasks"]["by"][group] for group in SHOWN},
            "themes": figures["cases"]["themes"],
        }
        return HttpResponse(engines["django"].from_string(TEMPLATE).render(context))

    return view


def main(rounds: int = 30) -> None:
    pages.prepare(tasks=10)
    try:
        from django.urls import reverse

        from staff.models import User
        from tests.clients import session_cookie

        users = [User.objects.create(username=f"8{n}", full_name="周建华", role="director") for n in range(2)]
        report = reporting.frozen(*users)
        cookie = session_cookie(users[0])
        product, floor = pages.Site(cookie), pages.Floor(cookie, plain(report.pk))
        path = reverse("reports:report", args=[report.pk])
        shown, same = product.text(path).count("<tr"), floor.text("/").count("<tr")
        assert shown >= same, (shown, same)
        floors, ours = common.taking_turns(rounds, lambda: floor.timed("/"), lambda: product.timed(path))
        note = f"{shown} rows, {product.queries(path)} queries"
        common.report("R4", "a report's page from frozen figures", floors, ours, 2, note=note)
    finally:
        calling.drop()


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
