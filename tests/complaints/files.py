"""Files as people and attackers send them, made here and nowhere kept."""

import io
import struct
import zipfile
import zlib

JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64) + b"\xff\xd9"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
WEBP = b"RIFF" + struct.pack("<I", 32) + b"WEBPVP8 " + bytes(24)
WAV = b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(28)
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(32)
MP3_BARE = b"\xff\xfb\x90\x64" + bytes(64)
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + bytes(32)
TEXT = "病人说：换药很疼。".encode()
TEXT_GB = "病人说：换药很疼。".encode("gb18030")
TYPES = b'<?xml version="1.0"?><Types/>'


def png(width: int = 4, height: int = 4) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(20)))
        + chunk(b"IEND", b"")
    )


def packed(members: dict[str, bytes], *, types: bytes = TYPES) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if types:
            archive.writestr("[Content_Types].xml", types)
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


DOCX = packed({"word/document.xml": b"<w:document/>"})
XLSX = packed({"xl/workbook.xml": b"<workbook/>"})


def bomb() -> bytes:
    """Three hundred megabytes in three hundred kilobytes."""
    return packed({"word/document.xml": bytes(300 << 20)})


def lying_bomb() -> bytes:
    """Its directory says that there is nothing much inside."""
    whole = bytearray(packed({"word/document.xml": bytes(150 << 20)}))
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(whole)


def encrypted() -> bytes:
    whole = bytearray(DOCX)
    at = whole.find(b"PK\x01\x02")
    while at >= 0:
        whole[at + 8] |= 1
        at = whole.find(b"PK\x01\x02", at + 4)
    return bytes(whole)
