"""A long list: made by whichever worker is alive, kept for its asker alone, gone after its time (A10)."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from policy.exports import MOST_TRIES, Form, Kind, State
from reports import exporting
from reports.actions import claims
from reports.actions import exports as actions
from reports.actions.claims import ClaimLost, claim_next
from reports.actions.exports import TooMany, ask, cancel, remove_outlived, run_exports, taken
from reports.details import Chosen
from reports.models import Export, ExportPart
from reports.queries.details import ids
from reports.queries.facts import Asked
from staff.models import AuditEntry, User
from staff.permissions import Role
from tests import people
from tests.clients import signed_in_as
from tests.reports.hospitals import QUARTER, Hospital

NOW = people.moment("2026-11-25 21:00")
CHOSEN = Chosen(Asked(*QUARTER))


class Clock:
    """Each look at it a second later."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def asked(by: User | None = None, form: Form = Form.CSV) -> Export:
    return ask(
        Kind.DETAILS,
        form,
        CHOSEN.to_json(),
        reason="leaders",
        remark="",
        by=by or people.assistant(),
        now=NOW,
    )


def made(**more: Any) -> Export:
    export = asked(**more)
    assert run_exports(clock=Clock(), only=export.pk) == 1
    export.refresh_from_db()
    assert export.state == State.DONE
    return export


def content(export: Export) -> bytes:
    return b"".join(taken(export, by=export.asked_by, now=NOW))


@pytest.fixture
def small(monkeypatch: Any) -> int:
    """A hospital's calls in looks of ten, pieces of a kilobyte; returns how many calls there are."""
    Hospital(5, 60)
    monkeypatch.setattr("followups.exporting.BATCH", 10)
    monkeypatch.setattr(exporting, "PIECE", 1000)
    return ids(CHOSEN)[0]


@pytest.mark.django_db
def test_a_list_is_made_in_pieces_that_together_are_the_file(small: int) -> None:
    export = made(form=Form.XLSX)
    assert (export.done, export.total) == (small, small)
    assert export.parts.count() > 3
    file = content(export)
    assert len(file) == export.size
    assert load_workbook(io.BytesIO(file)).worksheets[0].max_row == small + 2


@pytest.mark.django_db
def test_how_far_it_is_can_be_seen_while_it_is_made(small: int, monkeypatch: Any) -> None:
    seen = []
    keep = claims.Claim.keep

    def watched(self: Any, *args: Any, **more: Any) -> None:
        keep(self, *args, **more)
        seen.append(Export.objects.values_list("done", flat=True).get(pk=self.export.pk))

    monkeypatch.setattr(claims.Claim, "keep", watched)
    made()
    assert seen == sorted(seen)
    assert seen[:2] == [10, 20]
    assert seen[-1] == small


@pytest.mark.django_db
def test_a_killed_worker_s_list_is_made_anew_and_is_the_same_file(small: int) -> None:
    whole = content(made())
    export = asked()
    claim = claim_next(now=NOW)
    assert claim is not None
    claim.keep([b"half a file"], done=10, now=NOW)
    assert claim_next(now=NOW + timedelta(seconds=30)) is None  # it may be alive
    later = Clock(NOW + timedelta(minutes=2))
    assert run_exports(clock=later) == 1
    export.refresh_from_db()
    assert (export.state, export.tries) == (State.DONE, 2)
    assert content(export) == whole


@pytest.mark.django_db
def test_a_worker_that_was_slow_finds_its_list_taken_and_adds_nothing(small: int) -> None:
    export = asked()
    slow = claim_next(now=NOW)
    assert slow is not None
    later = Clock(NOW + timedelta(minutes=2))
    assert run_exports(clock=later) == 1
    size = sum(len(bytes(part.content)) for part in ExportPart.objects.all())
    with pytest.raises(ClaimLost):
        slow.keep([b"too late"], done=10, now=NOW + timedelta(minutes=3))
    export.refresh_from_db()
    assert (export.state, export.size) == (State.DONE, size)


@pytest.mark.django_db
def test_a_list_that_kills_its_workers_ends_with_a_sentence() -> None:
    export = asked()
    now = NOW
    for _worker in range(MOST_TRIES):
        assert claim_next(now=now) is not None
        now += timedelta(minutes=5)
    assert run_exports(clock=Clock(now)) == 0
    export.refresh_from_db()
    assert (export.state, export.problem) == (State.FAILED, "died")
    assert "缩短" in signed_in_as(people.assistant()).get(f"/reports/exports/{export.pk}/").content.decode()
    assert AuditEntry.objects.filter(act="exported").latest("pk").detail["problem"] == "died"


@pytest.mark.django_db
def test_an_error_of_ours_is_told_keeps_no_half_file_and_stops_no_other_list(
    small: int, monkeypatch: Any, caplog: Any
) -> None:
    broken, other = asked(), asked()
    honest = actions.pieces_of

    def failing(export: Export, out: Any, **more: Any) -> Iterator[int]:
        for done in honest(export, out, **more):
            yield done
            if export.pk == broken.pk and done >= 20:
                raise ValueError("刘国栋 17955552056")

    monkeypatch.setattr(actions, "pieces_of", failing)
    assert run_exports(clock=Clock()) == 2
    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.state, broken.problem, other.state) == (State.FAILED, "broken", State.DONE)
    assert not broken.parts.exists()
    assert "刘国栋" not in caplog.text


@pytest.mark.django_db
def test_while_the_database_is_away_nothing_is_called_failed(monkeypatch: Any) -> None:
    def away(*args: Any, **more: Any) -> Iterator[int]:
        raise OperationalError

    export = asked()
    monkeypatch.setattr(actions, "pieces_of", away)
    with pytest.raises(OperationalError):
        run_exports(clock=Clock())
    export.refresh_from_db()
    assert export.state == State.RUNNING


@pytest.mark.django_db
def test_a_list_that_takes_too_long_says_so(small: int) -> None:
    export, clock = asked(), Clock()

    def slowly() -> datetime:
        """Four looks to take the list up, then the work drags on."""
        at = clock()
        return at if at <= NOW + timedelta(seconds=4) else at + timedelta(minutes=8)

    assert run_exports(clock=slowly) == 1
    export.refresh_from_db()
    assert (export.state, export.problem) == (State.FAILED, "long")


@pytest.mark.django_db
def test_a_cancelled_list_stops_its_worker_and_leaves_nothing(small: int) -> None:
    export = asked()
    claim = claim_next(now=NOW)
    assert claim is not None
    claim.keep([b"half"], done=10, now=NOW)
    assert cancel(export, by=people.assistant(), now=NOW)
    with pytest.raises(ClaimLost):
        claim.keep([b"more"], done=20, now=NOW)
    export.refresh_from_db()
    assert (export.state, ExportPart.objects.count()) == (State.CANCELLED, 0)
    assert not cancel(export, by=people.assistant(), now=NOW)
    assert run_exports(clock=Clock(NOW + timedelta(hours=1))) == 0


@pytest.mark.django_db
def test_after_its_time_the_file_is_gone_and_the_record_stays(small: int, settings: Any) -> None:
    settings.EXPORT_HOURS = 5
    export = made()
    assert export.expires_at is not None
    assert remove_outlived(now=export.expires_at - timedelta(seconds=1)) == 0
    assert remove_outlived(now=export.expires_at) == 1
    assert remove_outlived(now=export.expires_at) == 0
    export.refresh_from_db()
    assert (export.state, ExportPart.objects.count()) == (State.REMOVED, 0)
    assert export.expires_at - NOW < timedelta(hours=5, minutes=2)
    client = signed_in_as(export.asked_by)
    assert client.post(f"/reports/exports/{export.pk}/file/").status_code == 404
    assert "已删除" in client.get(f"/reports/exports/{export.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "progress/", "file/", "cancel/"])
def test_for_anybody_else_it_does_not_exist(small: int, path: str) -> None:
    export = made()
    for user in (people.supervisor(), people.director()):
        client = signed_in_as(user)
        ask_for = client.post if path in ("file/", "cancel/") else client.get
        assert ask_for(f"/reports/exports/{export.pk}/{path}").status_code == 404
        assert f"/exports/{export.pk}/" not in client.get("/reports/exports/").content.decode()
    export.refresh_from_db()
    assert export.state == State.DONE


@pytest.mark.django_db
def test_whoever_may_not_take_such_lists_any_more_loses_those_he_has(small: int) -> None:
    export = made()
    User.objects.filter(pk=export.asked_by_id).update(role=Role.QUALITY)
    moved = User.objects.get(pk=export.asked_by_id)
    assert not Export.objects.visible_to(moved).exists()


@pytest.mark.django_db
def test_each_look_at_the_database_is_short(small: int) -> None:
    """No statement reads more than one look's rows, and none is part of a transaction that stays open."""
    with CaptureQueriesContext(
        connection,
    ) as log:
        made()
    looks = [q["sql"] for q in log.captured_queries if "followups_answer" in q["sql"]]
    assert len(looks) == -(-small // 10)


@pytest.mark.django_db
def test_more_rows_than_a_file_holds_are_refused(small: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "MOST", small - 1)
    with pytest.raises(TooMany):
        asked()
    client = signed_in_as(people.assistant())
    posted = {
        "kind": "free",
        "first": str(QUARTER[0]),
        "last": str(QUARTER[1]),
        "why": "leaders",
        "form": "csv",
    }
    assert "缩短" in client.post("/reports/details/export/", posted, follow=True).content.decode()
    assert not Export.objects.exists()


@pytest.mark.django_db
def test_the_follow_ups_behind_a_number_are_made_in_the_background_too(small: int, monkeypatch: Any) -> None:
    monkeypatch.setattr("reports.models.exports.AT_ONCE", 5)
    client = signed_in_as(people.supervisor())
    span = {"of": "tasks", "measure": "due", "first": str(QUARTER[0]), "last": str(QUARTER[1])}
    n = client.get("/reports/rows/", span).context["page"].paginator.count
    answer = client.post("/reports/rows/export/", span | {"why": "monthly_report"})
    export = Export.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/reports/exports/{export.pk}/")
    assert run_exports(clock=timezone.now) == 1
    export.refresh_from_db()
    book = load_workbook(io.BytesIO(content(export)))
    assert book.worksheets[0].max_row - 2 == n == export.done > 5
    assert len(book.worksheets) == 2
