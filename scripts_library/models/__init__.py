from scripts_library.models.knowledge import Entry
from scripts_library.models.scripts import Script
from scripts_library.models.versions import ScriptVersion

__all__ = ["Entry", "Script", "ScriptVersion"]
