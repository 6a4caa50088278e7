"""Writing the knowledge beside the call: each change with who and when, and none over somebody else's."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from scripts_library.models import Entry
from scripts_library.sounds import sounds_of
from staff.actions.audit import record
from staff.models import Act, Department, User


@dataclass(frozen=True, slots=True)
class Facts:
    kind: str
    title: str
    text: str = ""
    department: Department | None = None
    keywords: str = ""
    price: Decimal | None = None
    unit: str = ""
    valid_until: date | None = None


class ChangedMeanwhile(Exception):
    """Somebody else saved first: nothing was written."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.pk)
        self.entry = entry


@transaction.atomic
def add_entry(facts: Facts, *, by: User | None, now: datetime) -> Entry:
    entry = _filled(Entry(changed_by=by, changed_at=now), facts)
    entry.save(force_insert=True)
    _note("added", entry, by=by, now=now)
    return entry


@transaction.atomic
def change_entry(pk: int, facts: Facts, *, version: int, by: User, now: datetime) -> Entry:
    """`version` is the one that was seen. Saving what stands already changes nothing."""
    entry = _locked(pk, version)
    if facts_of(entry) == facts:
        return entry
    return _kept("changed", _filled(entry, facts), by=by, now=now)


@transaction.atomic
def set_in_use(pk: int, active: bool, *, version: int, by: User, now: datetime) -> Entry:
    """Retired entries are found in no call, and stay in the library."""
    entry = _locked(pk, version)
    if entry.active == active:
        return entry
    entry.active = active
    return _kept("taken back" if active else "retired", entry, by=by, now=now)


def facts_of(entry: Entry) -> Facts:
    return Facts(**{name: getattr(entry, name) for name in Facts.__slots__})


def _filled(entry: Entry, facts: Facts) -> Entry:
    """The department's name counts among the keywords: whoever types it finds its doctors."""
    for name in Facts.__slots__:
        setattr(entry, name, getattr(facts, name))
    room = facts.department.name if facts.department else ""
    sounds = sounds_of(facts.title, f"{facts.keywords} {room}", facts.text)
    entry.pinyin, entry.title_sounds = sounds.pinyin, sounds.title
    entry.other_sounds, entry.grams = sounds.others, sounds.grams
    return entry


def _locked(pk: int, version: int) -> Entry:
    entry = Entry.objects.select_for_update().get(pk=pk)
    if entry.version != version:
        raise ChangedMeanwhile(entry)
    return entry


def _kept(what: str, entry: Entry, *, by: User, now: datetime) -> Entry:
    entry.version += 1
    entry.changed_by, entry.changed_at = by, now
    entry.save()
    _note(what, entry, by=by, now=now)
    return entry


def _note(what: str, entry: Entry, *, by: User | None, now: datetime) -> None:
    detail = {"knowledge": what, "kind": str(entry.kind), "version": entry.version}
    record(Act.REGULATION_CHANGED, actor=by, now=now, about=entry, detail=detail)
