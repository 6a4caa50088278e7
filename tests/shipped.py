"""What migrations put into the database, put there again after a transactional test has emptied it."""

from datetime import date
from importlib import import_module

from django.apps import apps

from scripts_library import shipped, shipped_replies
from scripts_library.models import Script, ScriptVersion

QUESTIONNAIRES = "scripts_library.migrations.0009_shipped_questionnaires"


def ship_again() -> None:
    if ScriptVersion.objects.filter(shipped=True).exists():
        return
    for kind in shipped.BY_KIND:
        chinese, english = shipped.NAMES.get(kind, (kind, kind))
        code = kind.replace("_", "-")
        script, _new = Script.objects.get_or_create(
            code=code, defaults={"name_zh": chinese, "name_en": english}
        )
        ScriptVersion.objects.create(
            script=script,
            number=1,
            kinds=[kind],
            state="published",
            shipped=True,
            effective_from=date(2020, 1, 1),
            steps_zh=shipped.steps(kind, "zh"),
            steps_en=shipped.steps(kind, "en"),
            replies_zh=shipped_replies.replies("zh"),
            replies_en=shipped_replies.replies("en"),
        )
    import_module(QUESTIONNAIRES).install(apps, None)
