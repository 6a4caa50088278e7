"""An alert in the hands of somebody who has left goes to the next who can be called (A25)."""

from datetime import datetime

from django.db import transaction

from complaints.actions.alerts import tell
from complaints.actions.climbing import begin_round
from complaints.models import ClinicalAlert
from policy.alerts import Rung


def free_forsaken(*, now: datetime) -> int:
    """The scheduler's job: the number of alerts that are nobody's again. Safe at any time and twice at once;
    one that somebody is changing at this moment waits for the next time."""
    found = ClinicalAlert.objects.forsaken().values_list("pk", flat=True)
    return sum(_free(pk, now=now) for pk in list(found))


@transaction.atomic
def _free(alert_id: int, *, now: datetime) -> bool:
    """As if passed on: the ladder begins anew, the patient's time does not."""
    free = ClinicalAlert.objects.forsaken().select_for_update(skip_locked=True, no_key=True, of=("self",))
    alert = free.filter(pk=alert_id).first()
    if alert is None:
        return False
    was = alert.state
    alert.free()
    alert.version += 1
    begin_round(alert, first=Rung.DOCTOR, fresh=False, now=now)
    alert.save()
    tell(alert, "left", by=None, now=now, was=was)
    return True
