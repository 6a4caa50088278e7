"""A packed office document: small enough when unpacked, of its kind, without programs (fault 24)."""

import io
import zipfile
import zlib

from complaints.actions.refusals import BadFile

MEMBERS = 2_000
UNPACKED = 100 << 20
RATIO = 200  # times as large unpacked; real documents stay below fifty
SMALL = 1 << 20  # whatever its ratio
CHUNK = 1 << 16
PROGRAMS = ("vbaproject", "activex", "macrosheet", "oleobject", "/embeddings/")
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def office_kind(content: bytes, name: str) -> str:
    """docx or xlsx; BadFile otherwise. Nothing is written anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            _look(members, len(content), name)
            _unpack(packed, members, name)
            return _kind(packed, name)
    # A version or a compression that zipfile does not know is a RuntimeError too.
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError):
        raise BadFile("zip_broken", name) from None


def _look(members: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    """What the directory says, before anything is unpacked."""
    total = sum(member.file_size for member in members)
    names = [member.filename for member in members]
    checks = (
        ("zip_bomb", len(members) <= MEMBERS and total <= UNPACKED and total <= max(SMALL, packed * RATIO)),
        ("zip_path", not any(_leads_out(path) for path in names) and len(set(names)) == len(names)),
        ("encrypted", not any(member.flag_bits & 1 for member in members)),
        ("macros", not any(word in path.lower() for path in names for word in PROGRAMS)),
    )
    for code, holds in checks:
        if not holds:
            raise BadFile(code, name)


def _leads_out(path: str) -> bool:
    return path.startswith(("/", "\\")) or "\\" in path or ":" in path or ".." in path.split("/")


def _unpack(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str) -> None:
    """The directory may lie: the pieces are counted as they come out, and thrown away."""
    left = UNPACKED
    for member in members:
        with packed.open(member) as stream:
            while piece := stream.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    raise BadFile("zip_bomb", name)


def _kind(packed: zipfile.ZipFile, name: str) -> str:
    names = set(packed.namelist())
    types = packed.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types:
        raise BadFile("macros", name)
    kind = next((kind for kind, main in MAIN.items() if main in names), "")
    if not kind or not types:
        raise BadFile("kind", name)
    return kind
