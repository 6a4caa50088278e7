from scripts_library.models.scripts import Script

__all__ = ["Script"]
