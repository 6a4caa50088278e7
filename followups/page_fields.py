"""What the page of an open call posts: the fields that its form knows, and the answers."""

from django.http import QueryDict

from followups.answer_fields import typed
from followups.forms import CallRecordForm

LONGEST = 20_000


def typed_fields(post: QueryDict) -> dict[str, str]:
    names = [*CallRecordForm.base_fields, "reached"]
    found = {name: post.get(name, "")[:LONGEST] for name in names}
    return {name: value for name, value in found.items() if value} | typed(post)
