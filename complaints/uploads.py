"""Files over the limit are read to their end and thrown away: the text sent with them is not lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from complaints.checking import FILE_BYTES, MOST_FILES

MEGABYTES = FILE_BYTES >> 20


class Limit(FileUploadHandler):
    """Stands before the handlers that keep a file; writes down the names of those it did not let through."""

    def __init__(self, request: HttpRequest, *, most: int = FILE_BYTES) -> None:
        super().__init__(request)
        self.most, self.got, self.files = most, 0, 0
        request.too_large, request.too_many = [], False  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.got = 0
        self.files += 1
        if self.files > MOST_FILES:
            self.request.too_many = True  # type: ignore[union-attr]
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.got += len(raw_data)
        if self.got > self.most:
            self.request.too_large.append(self.file_name or "")  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def limited_uploads(view: Callable[..., HttpResponseBase]) -> Any:
    """The token stands in the body, so it is looked at after the limit was set, and not before."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            request.upload_handlers.insert(0, Limit(request))
        return protected(request, *args, **kwargs)

    return limited


def too_large(request: HttpRequest) -> list[str]:
    """The names of the files that were not let through."""
    return list(getattr(request, "too_large", []))


def too_many(request: HttpRequest) -> bool:
    return bool(getattr(request, "too_many", False))
