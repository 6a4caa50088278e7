"""What somebody wrote in a call, as it may leave it: on the records behind a figure, in lists and files."""

import re

from django.utils.translation import gettext as _

from complaints.withholding import masked
from policy.numbers import NUMBER

_DAY = re.compile(r"(19|20)\d\d[ \-‐–]?(0\d|1[0-2])[ \-‐–]?([0-2]\d|3[01])")


def free(words: str, protected: bool) -> str:
    """Nothing of a patient whose diagnosis is protected (E8); of others with numbers masked, days whole."""
    if protected and words:
        return _("(not to be told)")
    return NUMBER.sub(lambda found: found[0] if _DAY.fullmatch(found[0]) else masked(found[0]), words)
