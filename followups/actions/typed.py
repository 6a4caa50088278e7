"""Text as people type and paste it, in a form that the database can hold."""

from typing import Any


def clean(value: Any) -> Any:
    """`value` without NUL and without halves of characters, whatever lies inside what: one of them in a
    pasted note must not make the whole record unsavable."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(item) for item in value]
    return value
