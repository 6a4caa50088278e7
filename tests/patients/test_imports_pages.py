"""An import as a supervisor sees it, and the unattended command."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from patients.actions.claiming import Claim, claim_next
from patients.actions.imports import run_imports
from patients.actions.staging import stage
from patients.actions.writing import write
from patients.importing.errors import Fault, Note, Refusal, Skip
from patients.importing.messages import ADVICE, TEXTS
from patients.management.commands import import_visits
from patients.models import HeadingChoice, ImportFile, ImportState, Visit
from staff.models import Act, AuditEntry
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.patients.test_imports_rows import HEADINGS, csv, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> StaffClient:
    return signed_in_as(people.supervisor())


def sent(client: StaffClient, content: bytes, name: str = "list.csv") -> ImportFile:
    response = client.post(reverse("patients:import_new"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    run_imports(clock=timezone.now)
    return ImportFile.objects.latest("pk")


def page(client: StaffClient, name: str, file: ImportFile, query: str = "") -> str:
    response = client.get(reverse(f"patients:{name}", args=[file.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_from_the_file_to_the_accounts(client: StaffClient) -> None:
    file = sent(client, csv(row(1), row(2, 姓名=""), row(3, 联系电话="")))
    preview = page(client, "import_show", file)
    assert "陈国栋" in preview
    assert "17955550001" not in preview
    client.post(reverse("patients:import_start", args=[file.pk]))
    file.refresh_from_db()
    assert file.state == ImportState.QUEUED
    assert "import-progress" in page(client, "import_show", file)
    assert "import-progress" in page(client, "import_progress", file)
    run_imports(clock=timezone.now)
    file.refresh_from_db()
    assert (file.state, file.created, file.rejected) == (ImportState.DONE, 2, 1)
    assert client.get(reverse("patients:import_progress", args=[file.pk]))["HX-Refresh"] == "true"
    assert 'class="is-danger">1<' in page(client, "import_show", file)
    assert "list.csv" in client.get(reverse("patients:imports")).content.decode()
    assert "陈国栋" in page(client, "import_rows", file, "?only=created")


def test_pressing_import_twice_writes_once(client: StaffClient) -> None:
    file = sent(client, csv(row(1)))
    for _ in range(2):
        assert client.post(reverse("patients:import_start", args=[file.pk])).status_code == 302
    run_imports(clock=timezone.now)
    assert client.post(reverse("patients:import_start", args=[file.pk])).status_code == 302
    assert run_imports(clock=timezone.now) == 0
    assert Visit.objects.count() == 1


def test_the_rejected_rows_come_back_corrected(client: StaffClient) -> None:
    file = sent(client, csv(row(1), row(2, 姓名="", 诊断="=cmd()", 联系人电话="0017955550001")))
    response = client.get(reverse("patients:import_rejects", args=[file.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))
    sheet = book.worksheets[0]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}
    titles = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, titles.index("诊断") + 1).value == "=cmd()"
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert entry.detail["rows"] == 1
    sheet.cell(2, titles.index("姓名") + 1).value = "林海"
    corrected = io.BytesIO()
    book.save(corrected)
    again = sent(client, corrected.getvalue(), "rejected.xlsx")
    assert (again.rows_total, again.created) == (1, 1)


def test_a_choice_of_column_reads_the_file_again_and_is_remembered(client: StaffClient) -> None:
    headings = tuple("神秘列" if h == "诊断" else h for h in HEADINGS)
    content = csv({**row(1), "神秘列": "胆囊结石"}, headings=headings)
    file = sent(client, content)
    index = headings.index("神秘列")
    client.post(reverse("patients:import_mapping", args=[file.pk]), {f"c{index}": "diagnosis"})
    run_imports(clock=timezone.now)
    assert HeadingChoice.objects.get().field == "diagnosis"
    file.refresh_from_db()
    assert file.rows.get().parsed["diagnosis"] == "胆囊结石"  # type: ignore[index]
    assert sent(client, content).rows.get().parsed["diagnosis"] == "胆囊结石"  # type: ignore[index]


def test_a_column_that_cannot_be_chosen_changes_nothing(client: StaffClient) -> None:
    file = sent(client, csv(row(1)))
    response = client.post(reverse("patients:import_mapping", args=[file.pk]), {"c0": "password"})
    assert response.status_code == 422
    file.refresh_from_db()
    assert file.state == ImportState.READY


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04rest"])
def test_a_refused_file_is_answered_with_a_sentence(client: StaffClient, content: bytes) -> None:
    response = client.post(reverse("patients:import_new"), {"file": SimpleUploadedFile("x.xlsx", content)})
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert not ImportFile.objects.exists()


def test_a_file_refused_by_the_worker_says_why(client: StaffClient) -> None:
    file = sent(client, b"1,2,3\n4,5,6\n")
    assert file.state == ImportState.REFUSED
    with translation.override("en"):
        client.cookies["django_language"] = "en"
    assert 'role="alert"' in page(client, "import_show", file)


def test_rows_taken_with_something_left_out_are_counted_and_led_to(client: StaffClient) -> None:
    file = sent(
        client, csv(row(1, 性别="?"), row(2, 出生日期="2062-03-14", 性别="?"), row(3), row(4, 姓名=""))
    )
    link = reverse("patients:import_rows", args=[file.pk]) + "?only=noted"
    assert f'<a href="{link}">2 ' in page(client, "import_show", file)
    client.post(reverse("patients:import_start", args=[file.pk]))
    run_imports(clock=timezone.now)
    assert f'<a href="{link}">2 ' in page(client, "import_show", file)
    shown = client.get(link)
    assert [line.number for line in shown.context["lines"]] == [2, 3]


def test_the_button_counts_what_it_changes_and_says_when_that_is_nothing(client: StaffClient) -> None:
    first = sent(client, csv(row(1), row(2)))
    client.post(reverse("patients:import_start", args=[first.pk]))
    run_imports(clock=timezone.now)
    with translation.override("zh-hans"):
        none, one = (
            gettext("Finish, nothing is changed"),
            ngettext("Import %(n)s row", "Import %(n)s rows", 1),
        )
    again = page(client, "import_show", sent(client, csv(row(1), row(2))))
    assert none in again
    assert one % {"n": 2} not in again
    more = page(client, "import_show", sent(client, csv(row(1), row(2), row(3))))
    assert none not in more
    assert one % {"n": 1} in more


def test_a_discarded_file_can_no_longer_be_started(client: StaffClient) -> None:
    file = sent(client, csv(row(1)))
    client.post(reverse("patients:import_discard", args=[file.pk]))
    client.post(reverse("patients:import_start", args=[file.pk]))
    file.refresh_from_db()
    assert file.state == ImportState.DISCARDED
    page(client, "import_show", file)


def test_a_script_in_a_name_stays_a_text(client: StaffClient) -> None:
    name = "<script>window.__xss=1</script>"
    file = sent(client, csv(row(1, 姓名=name), row(2, 姓名=name, 性别=name)), name + ".csv")
    assert name not in page(client, "import_show", file)


def test_every_code_has_a_sentence_and_advice() -> None:
    for code in (*Refusal, *Fault, *Note):
        assert TEXTS[code]
        assert ADVICE[code]
    assert all(TEXTS[code] for code in Skip)


def test_the_command_prints_the_accounts_and_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "drop.csv"
    path.write_bytes(csv(row(1), row(2, 姓名="")))
    out = io.StringIO()
    call_command("import_visits", path, stdout=out)
    assert "2 = 1 created + 0 updated + 0 unchanged + 1 rejected" in out.getvalue()
    assert "陈国栋" not in out.getvalue()
    assert path.exists()


def test_the_command_waits_for_a_worker_that_was_quicker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "drop.csv"
    path.write_bytes(csv(row(1)))
    taken: list[Claim] = []

    def worker_first(*, clock: Callable[[], datetime], only: int) -> int:
        if not taken and (claim := claim_next(now=clock())):
            taken.append(claim)
        return run_imports(clock=clock, only=only)

    def worker_goes_on(_: float) -> None:
        claim = taken.pop()
        if claim.state == ImportState.READING:
            stage(claim, now=timezone.now())
        else:
            write(claim, clock=timezone.now)

    monkeypatch.setattr(import_visits, "run_imports", worker_first)
    monkeypatch.setattr(import_visits, "time", SimpleNamespace(sleep=worker_goes_on), raising=False)
    out = io.StringIO()
    call_command("import_visits", path, stdout=out)
    assert "1 = 1 created" in out.getvalue()
    assert ImportFile.objects.get().state == ImportState.DONE


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"1,2,3\n4,5,6\n", b"A,B\n1,2\n"])
def test_the_command_refuses_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "drop.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_visits", path)
    with pytest.raises(CommandError):
        call_command("import_visits", tmp_path / "missing.csv")


def test_the_command_can_insist_on_headings_that_somebody_decided_on(tmp_path: Path) -> None:
    path = tmp_path / "drop.csv"
    headings = (*HEADINGS, "神秘列")
    path.write_bytes(csv({**row(1), "神秘列": "x"}, headings=headings))
    with pytest.raises(CommandError):
        call_command("import_visits", path, "--mapping", "remembered")
    assert not Visit.objects.exists()
    HeadingChoice.objects.create(heading="神秘列", field="ignore", chosen_at=timezone.now())
    call_command("import_visits", path, "--mapping", "remembered", stdout=io.StringIO())
    assert Visit.objects.count() == 1


def test_the_preview_shows_no_illness_beside_a_name(client: StaffClient) -> None:
    """E8: the first row of the file may be a patient who is not to be told."""
    content = csv({**row(1), "诊断": "绒膜癌Q7", "保密": "是"}, headings=(*HEADINGS, "保密"))
    file = sent(client, content)
    client.post(reverse("patients:import_start", args=[file.pk]))
    shown = page(client, "import_show", file)
    run_imports(clock=timezone.now)
    for name in ("import_show", "import_rows"):
        shown += page(client, name, file)
    assert Visit.objects.get().diagnosis == "绒膜癌Q7"
    assert "绒膜癌Q7" not in shown
