"""An uploaded file looked at before anybody keeps it: by what it holds, never by what it calls itself."""

import hashlib
import re
import unicodedata
from typing import NamedTuple, Protocol

from complaints.actions.refusals import BadFile
from complaints.packed import office_kind

FILE_BYTES = 20 << 20
MOST_FILES = 10  # of a case, and so of one sending
LONGEST_NAME = 100
MOST_PIXELS = 100_000_000
CHUNK = 1 << 16

# What a kind is served as, and the endings that its name may have; the first one is added when it has none.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "jpg": ("image/jpeg", (".jpg", ".jpeg")),
    "png": ("image/png", (".png",)),
    "webp": ("image/webp", (".webp",)),
    "pdf": ("application/pdf", (".pdf",)),
    "mp3": ("audio/mpeg", (".mp3",)),
    "wav": ("audio/wav", (".wav",)),
    "m4a": ("audio/mp4", (".m4a",)),
    "txt": ("text/plain", (".txt", ".csv", ".log")),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
}
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
AUDIO_BRANDS = (b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom")
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|\?xml|iframe|meta|style|x:)", re.IGNORECASE)
FORBIDDEN = re.compile(r"[<>:\"|?*&'`$;%#\\/]")


class Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Checked(NamedTuple):
    name: str
    mime: str
    size: int
    sha256: str
    content: bytes


def check_file(name: str, stream: Stream, declared: int | None) -> Checked:
    """Reads at most one byte more than is allowed. Raises BadFile."""
    shown = clean_name(name)
    if declared is not None and declared > FILE_BYTES:
        raise BadFile("too_large", shown)
    content = _read(stream, FILE_BYTES + 1)
    if len(content) > FILE_BYTES:
        raise BadFile("too_large", shown)
    if not content:
        raise BadFile("empty", shown)
    kind = kind_of(content, shown)
    mime, endings = KINDS[kind]
    if not shown.lower().endswith(endings):
        shown = shown[: LONGEST_NAME - len(endings[0])] + endings[0]
    return Checked(shown, mime, len(content), hashlib.sha256(content).hexdigest(), content)


def _read(stream: Stream, most: int) -> bytes:
    """In pieces: some streams give less than was asked for."""
    pieces, left = [], most
    while left and (piece := stream.read(min(CHUNK, left))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def kind_of(content: bytes, name: str = "") -> str:
    if content.startswith(b"PK"):
        return office_kind(content, name)
    kind = _by_magic(content) or ("txt" if _is_text(content) else "")
    if not kind:
        raise BadFile("kind", name)
    if kind == "png" and _pixels(content) > MOST_PIXELS:
        raise BadFile("picture_size", name)
    return kind


def _by_magic(content: bytes) -> str:
    riff = content[:4] == b"RIFF"
    tests = (
        ("jpg", content[:3] == b"\xff\xd8\xff"),
        ("png", content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR"),
        ("webp", riff and content[8:12] == b"WEBP"),
        ("wav", riff and content[8:12] == b"WAVE"),
        ("pdf", content[:5] == b"%PDF-"),
        ("mp3", content[:3] == b"ID3" or _is_frame(content[:4])),
        ("m4a", content[4:8] == b"ftyp" and content[8:12] in AUDIO_BRANDS),
    )
    return next((kind for kind, holds in tests if holds), "")


def _is_frame(head: bytes) -> bool:
    """The header of an MPEG audio frame, layer III, with a bit rate and a sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C


def _is_text(content: bytes) -> bool:
    """Plain words in one of the encodings of this country, and no page in disguise."""
    if MARKUP.search(content[:4096]) or b"\0" in content:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n\f" for letter in text)
    return False


def _pixels(content: bytes) -> int:
    return int.from_bytes(content[16:20], "big") * int.from_bytes(content[20:24], "big")


def clean_name(name: str) -> str:
    """No folders, no control or direction characters, nothing that means something to a page or a shell."""
    last = re.split(r"[\\/]", name.replace("\0", ""))[-1]
    letters = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    plain = FORBIDDEN.sub("_", letters).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 5:
        plain = stem[: LONGEST_NAME - len(ending) - 1] + dot + ending
    return plain[:LONGEST_NAME] or "file"


def inline_safe(mime: str, content: bytes) -> bool:
    """Whether a browser may show it in place: it still is the picture that it was taken for."""
    if mime not in PICTURES:
        return False
    try:
        return KINDS[kind_of(bytes(content[: 1 << 20]))][0] == mime
    except BadFile:
        return False
