"""The script that belongs to a call: the newest published one for the visit's kind, else the one shipped."""

from scripts_library import shipped
from scripts_library.models import Script
from scripts_library.shipped import Step


def script_for(kind: str, language: str) -> tuple[str, list[Step]]:
    """Its version ("inpatient/1") and its steps, not yet filled, in "zh" or "en"."""
    script = Script.objects.filter(kinds__contains=[kind]).order_by("-version").first()
    if script is None:
        return f"{kind}/0", shipped.steps(kind, language)
    return f"{script.code}/{script.version}", script.steps_zh if language == "zh" else script.steps_en
