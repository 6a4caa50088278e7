"""The library of knowledge: who reads, who writes, and that nobody overwrites in silence (B3, B7, D1, D9)."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from callcentre.demo.knowledge import make_knowledge
from callcentre.demo.staff import make_staff
from scripts_library.actions.knowledge import ChangedMeanwhile, change_entry, facts_of, set_in_use
from scripts_library.finding import best
from scripts_library.models import Entry
from scripts_library.models.knowledge import EntryKind
from scripts_library.sounds import asked
from staff.models import Act, AuditEntry
from tests import people
from tests.clients import signed_in_as
from tests.scripts_library.knowing import NOW, an_entry

pytestmark = pytest.mark.django_db

LIST, NEW, FOUND = (reverse(f"scripts_library:knowledge{name}") for name in ("", "_new", "_found"))


def edit(entry: Entry) -> str:
    return reverse("scripts_library:knowledge_edit", args=[entry.pk])


def typed(entry: Entry, **more: Any) -> dict[str, Any]:
    return {"kind": entry.kind, "title": entry.title, "version": entry.version, **more}


def test_a_supervisor_writes_an_entry_and_an_agent_finds_it_in_the_call() -> None:
    room = people.a_department("产科")
    answer = signed_in_as(people.supervisor()).post(
        NEW,
        {
            "kind": "service",
            "title": "彩超",
            "text": "约三天内",
            "department": room.pk,
            "price": "120",
            "unit": "次",
        },
    )
    assert answer.status_code == 302
    page = signed_in_as(people.agent()).post(FOUND, {"q": "cc"}).content.decode()
    assert all(word in page for word in ("彩超", "约三天内", "产科", "120.00", "次"))
    note = AuditEntry.objects.get(act=Act.REGULATION_CHANGED)
    assert (note.actor, note.detail["knowledge"]) == (people.supervisor(), "added")


def test_a_price_after_its_last_day_is_marked() -> None:
    an_entry("彩超", kind="service", price=Decimal(120), unit="次", valid_until=date(2026, 11, 20))
    said = "may be out of date"
    for day, marked in (("2026-11-20 23:59", False), ("2026-11-21 00:00", True)):
        with time_machine.travel(people.moment(day)):
            client = signed_in_as(people.agent(language="en"))
            assert (said in client.post(FOUND, {"q": "cc"}).content.decode()) is marked


def test_two_people_on_one_entry_see_the_conflict_and_nothing_is_lost() -> None:
    entry = an_entry("停车", kind="way", text="地下一层")
    client = signed_in_as(people.administrator())
    client.post(edit(entry), typed(entry, text="地下二层"))
    answer = client.post(edit(entry), typed(entry, text="地面"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "地下二层" in page
    assert "地面" in page
    entry.refresh_from_db()
    assert (entry.text, entry.version) == ("地下二层", 2)
    assert client.post(edit(entry), typed(entry, text="地面")).status_code == 302
    entry.refresh_from_db()
    assert entry.text == "地面"


def test_retiring_is_refused_on_an_old_version_and_noted_on_the_present_one() -> None:
    entry = an_entry("停车", kind="way")
    url = reverse("scripts_library:knowledge_in_use", args=[entry.pk])
    client = signed_in_as(people.supervisor())
    assert client.post(url, {"active": "0", "version": 7}).status_code == 409
    assert client.post(url, {"active": "0", "version": "x"}).status_code == 409
    assert client.post(url, {"active": "0", "version": 1}).status_code == 302
    entry.refresh_from_db()
    assert not entry.active
    assert "停车" not in client.post(FOUND, {"q": "停车"}).content.decode().replace('value="停车"', "")
    assert "停车" in client.get(LIST).content.decode()
    details = AuditEntry.objects.filter(object_id=entry.pk).values_list("detail__knowledge", flat=True)
    assert list(details) == ["retired", "added"]


def test_saving_what_stands_already_changes_nothing() -> None:
    entry = an_entry("停车", kind="way")
    change_entry(entry.pk, facts_of(entry), version=1, by=people.supervisor(), now=NOW)
    set_in_use(entry.pk, True, version=1, by=people.supervisor(), now=NOW)
    entry.refresh_from_db()
    assert entry.version == 1
    assert AuditEntry.objects.filter(object_id=entry.pk).count() == 1


def test_an_action_refuses_a_version_that_was_not_seen() -> None:
    entry = an_entry("停车")
    with pytest.raises(ChangedMeanwhile):
        set_in_use(entry.pk, False, version=2, by=people.supervisor(), now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"title": "！"}, {"title": "长" * 101}, {"kind": "x"}, {"price": "1"},
     {"kind": "service", "unit": "次"}, {"kind": "service", "price": "-1"},
     {"kind": "service", "valid_until": "2026-12-01"},
     {"department": "999999"}],
)  # fmt: skip
def test_what_makes_no_sense_is_not_saved(wrong: dict[str, str]) -> None:
    answer = signed_in_as(people.supervisor()).post(NEW, {"kind": "way", "title": "停车", **wrong})
    assert answer.status_code == 422
    assert not Entry.objects.exists()


@pytest.mark.parametrize("wrong", [{"unit": "次"}, {"price": Decimal(-1)}, {"kind": "x"}])
def test_the_database_refuses_it_too(wrong: dict[str, Any]) -> None:
    entry = an_entry("彩超", kind="service")
    with pytest.raises(IntegrityError):
        Entry.objects.filter(pk=entry.pk).update(**wrong)


def test_the_library_lists_by_kind_and_searches_what_is_retired_too() -> None:
    an_entry("停车", kind="way")
    Entry.objects.filter(pk=an_entry("彩超", kind="service").pk).update(active=False)
    client = signed_in_as(people.supervisor())
    assert "彩超" not in client.get(LIST, {"kind": "way"}).content.decode()
    assert "停车" in client.get(LIST, {"kind": "way"}).content.decode()
    page = client.post(reverse("scripts_library:knowledge_search"), {"q": "cc"}).content.decode()
    assert "彩超" in page
    assert "停车" not in page


def test_only_who_writes_has_it_in_the_bar() -> None:
    assert f'href="{LIST}"' in signed_in_as(people.supervisor()).get(LIST).content.decode()
    assert f'href="{LIST}"' not in signed_in_as(people.agent()).get("/today/").content.decode()


def test_looking_up_costs_the_same_however_much_is_known(django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        an_entry(f"停车{number}")
    client = signed_in_as(people.agent())
    with django_assert_max_num_queries(3):
        client.post(FOUND, {"q": "tc"})


def test_the_demonstration_knows_something_of_every_kind_and_all_of_it_is_found() -> None:
    make_staff(random.Random(1), now=NOW)
    assert make_knowledge(random.Random(1), now=NOW) == Entry.objects.count() >= 60
    assert set(Entry.objects.values_list("kind", flat=True)) == {*EntryKind.values} - {"other"}
    for entry in Entry.objects.all():
        full, initials = entry.pinyin.split(" ")
        for typed_in in (entry.title, full, initials):
            assert entry in best(asked(typed_in), 50), typed_in
