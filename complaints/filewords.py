"""What is said of a file that is not kept: which one, why, and what may be done."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.actions.refusals import BadFile
from complaints.checking import MOST_FILES, clean_name
from complaints.uploads import MEGABYTES, too_large, too_many


def bad_file(error: BadFile) -> str:
    words = {
        "kind": _(
            "“%(name)s” is none of the kinds that are kept: pictures, PDF, recordings, text, Word, Excel."
        ),
        "too_large": _("“%(name)s” is larger than %(megabytes)s MB."),
        "empty": _("“%(name)s” is empty."),
        "too_many": _("One case keeps at most %(most)s files."),
        "name": _("“%(name)s”: such a name cannot be kept."),
        "zip_bomb": _("“%(name)s” holds far more than it should; it was not opened."),
        "zip_broken": _("“%(name)s” is damaged and cannot be read."),
        "zip_path": _("“%(name)s” holds parts that point elsewhere; it was not kept."),
        "macros": _("“%(name)s” holds macros. Save it without them, or as PDF."),
        "encrypted": _("“%(name)s” is locked with a password. Save it without one."),
        "picture_size": _("The picture “%(name)s” has too many points."),
    }
    sentence = words.get(error.code, _("“%(name)s” cannot be kept."))
    return sentence % {"name": error.name or "…", "megabytes": MEGABYTES, "most": MOST_FILES}


def over_the_limit(request: HttpRequest) -> list[str]:
    """Of those that were not even taken in."""
    large = [bad_file(BadFile("too_large", clean_name(name))) for name in too_large(request)]
    return [*large, bad_file(BadFile("too_many"))] if too_many(request) else large
