"""What the browser may have: of node_modules only files named here; each file under a name of its content."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: folder below /static/vendor/ → folder of node_modules, and what is published from it
ALLOWED: dict[str, tuple[str, tuple[str, ...]]] = {
    "bootstrap": (
        "bootstrap/dist",
        (
            "css/bootstrap.min.css",
            "css/bootstrap.min.css.map",
            "js/bootstrap.bundle.min.js",
            "js/bootstrap.bundle.min.js.map",
        ),
    ),
    "bootstrap-icons": (
        "bootstrap-icons/font",
        ("bootstrap-icons.min.css", "fonts/bootstrap-icons.woff", "fonts/bootstrap-icons.woff2"),
    ),
    "noto-sans-sc": (
        "@fontsource-variable/noto-sans-sc",
        ("index.css", "files/noto-sans-sc-*-wght-normal.woff2"),
    ),
}


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A script that imports another one asks for it by its content too: never a new one with an old one."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r"""(?P<matched>from "(?P<url>\./[^"]+)";)""", 'from "%(url)s";'),)),
    )


class VendorFinder(BaseFinder):
    """Publish the allowed files of node_modules as `vendor/<name>/…`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        root = Path(settings.BASE_DIR) / "node_modules"
        self.storages = {name: _storage(root / folder, name) for name, (folder, _) in ALLOWED.items()}

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure, nothing to check."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind one published path, if it is allowed and there."""
        find_all = find_all or bool(kwargs.get("all"))
        vendor, _, rest = path.replace("\\", "/").partition("/")
        name, _, inside = rest.partition("/")
        found: list[str] = []
        if vendor == "vendor" and name in ALLOWED and matches_patterns(inside, list(ALLOWED[name][1])):
            storage = self.storages[name]
            if storage.exists(inside):
                found.append(storage.path(inside))
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every allowed file, for collectstatic."""
        for name, (_, patterns) in ALLOWED.items():
            storage = self.storages[name]
            base = Path(storage.location)
            for pattern in patterns:
                for file in sorted(base.glob(pattern)):
                    inside = file.relative_to(base).as_posix()
                    if not matches_patterns(inside, list(ignore_patterns or [])):
                        yield inside, storage


def _storage(folder: Path, name: str) -> FileSystemStorage:
    storage = FileSystemStorage(location=folder)
    storage.prefix = f"vendor/{name}"  # type: ignore[attr-defined]  # Django's finders mark their storages so
    return storage
