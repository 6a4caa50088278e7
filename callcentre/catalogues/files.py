"""The catalogues: compiled for Django, compared with the sources, brought up to date."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import polib

from callcentre.catalogues.extract import Message, messages

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
CHINESE = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
PACKAGES = [
    *("callcentre", "reports", "quality", "followups", "hotline", "complaints", "messaging"),
    *("scripts_library", "patients", "regulation", "staff"),
]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|(?<!\{)\{\w*\}(?!\})")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def compile_all() -> int:
    """Write each .mo that is older than its .po, in one stroke, and say how many were written."""
    written = 0
    for source in sorted(LOCALE.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        fresh = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        written += 1
    return written


def problems() -> list[str]:
    """One sentence for each message that a Chinese reader would meet in English, or broken."""
    return list(_problems(messages(ROOT, PACKAGES), _entries(_catalogue())))


def update() -> tuple[int, int]:
    """Add what is missing with an empty translation, drop what is gone; how many of each."""
    wanted = messages(ROOT, PACKAGES)
    known = _entries(_catalogue())
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = HEADER
    for message, files in sorted(wanted.items()):
        entry = known.get(message) or _blank(message)
        entry.occurrences = [(file, "") for file in sorted(files)]
        fresh.append(entry)
    CHINESE.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(CHINESE))
    return len(wanted.keys() - known.keys()), len(known.keys() - wanted.keys())


def _problems(wanted: dict[Message, set[str]], known: dict[Message, polib.POEntry]) -> Iterator[str]:
    for message, files in sorted(wanted.items()):
        entry = known.get(message)
        where = sorted(files)[0]
        if entry is None or not entry.translated():
            yield f"{where}: no Chinese for {message.id!r}"
            continue
        texts = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
        for text in texts:
            lost = _placeholders(text) ^ _placeholders(message.plural or message.id)
            if lost:
                yield f"{where}: {', '.join(sorted(lost))} stands on one side only of {message.id!r}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _catalogue() -> polib.POFile:
    return polib.pofile(str(CHINESE)) if CHINESE.exists() else polib.POFile()


def _entries(catalogue: polib.POFile) -> dict[Message, polib.POEntry]:
    return {
        Message(entry.msgid, entry.msgctxt or "", entry.msgid_plural or ""): entry
        for entry in catalogue
        if not entry.obsolete
    }


def _blank(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.id, msgstr="", msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: ""}
    return entry
