"""Of which type is a file by what is in it, whatever its name or its sender says?

No archive is unpacked for that: of a ZIP only its directory is read, and of that no more than `DIRECTORY` bytes.
"""

import codecs
import mmap
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from struct import unpack_from
from types import MappingProxyType

DIRECTORY = 4 * 2**20
"""Bytes that the directory of an archive may have; a document of thousands of pictures has a tenth."""

AT_ONCE = 2**20

_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = "application/pdf"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
DOC = "application/msword"
OFD = "application/ofd"
TEXT = "text/plain"

TYPES: Mapping[str, str] = MappingProxyType(
    {
        PDF: ".pdf",
        OFD: ".ofd",
        DOCX: ".docx",
        XLSX: ".xlsx",
        DOC: ".doc",
        "image/png": ".png",
        "image/jpeg": ".jpg",
        "image/tiff": ".tif",
        TEXT: ".txt",
    }
)
"""The types that are taken, with how the names of such files end."""

NAMED = "PDF, OFD, DOCX, XLSX, DOC, PNG, JPEG, TIFF or text"

_SAME: Mapping[str, str] = MappingProxyType(
    {
        "application/x-pdf": PDF,
        "application/vnd.ofd": OFD,
        "application/x-ofd": OFD,
        "image/jpg": "image/jpeg",
        "image/pjpeg": "image/jpeg",
        "image/tif": "image/tiff",
        "image/x-png": "image/png",
        "text/csv": TEXT,
        "application/vnd.ms-word": DOC,
    }
)
"""Other names by which senders call these types."""

_UNSAID = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/x-www-form-urlencoded"}
)
"""What clients send that do not know the type; the last is curl's for `--data-binary`."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_INSIDE: Mapping[bytes, str] = MappingProxyType(
    {b"OFD.xml": OFD, b"word/document.xml": DOCX, b"xl/workbook.xml": XLSX}
)
"""The member that makes an archive a document of a type."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = "WordDocument".encode("utf-16-le")
_END = 22
"""Bytes of what stands at the end of an archive, before a comment of at most 65,535."""
_MEMBER = 46
"""Bytes of what the directory says of a member, before its name."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class EmptyError(ValueError):
    """There is nothing in a file."""

    def __init__(self) -> None:
        super().__init__("the file is empty")


class MediaTypeError(ValueError):
    """A file is of no type that is taken, or of another than its sender says."""

    def __init__(self, declared: str, found: str) -> None:
        detail = f"by its content the file is {found or 'of no type that is taken'}"
        if declared:
            detail += f", and is said to be {declared}"
        super().__init__(detail)
        self.declared = declared
        self.found = found


def recognise(file: Path, declared: str = "") -> str:
    """Return the media type of a file by its content. Raises EmptyError and MediaTypeError."""
    found = _found(file)
    said = declared.partition(";")[0].strip().lower()
    said = _SAME.get(said, said)
    if not found or (said not in _UNSAID and said != found):
        raise MediaTypeError("" if said in _UNSAID else said, found)
    return found


def _found(file: Path) -> str:
    with file.open("rb") as opened:
        if not opened.read(1):
            raise EmptyError
        with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for magic, type_ in _MAGIC:
                if data[: len(magic)] == magic:
                    return type_
            if data[:4] == b"PK\x03\x04":
                return next((_INSIDE[name] for name in _members(data) if name in _INSIDE), "")
            if data[:8] == _OLE:
                return DOC if data.find(_WORD) >= 0 else ""
            return TEXT if any(_reads_as(data, encoding) for encoding in _encodings(data[:3])) else ""


def _members(data: mmap.mmap) -> Iterator[bytes]:
    """Yield the names an archive's directory lists; none where it is damaged or longer than any document's."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - _END - 65_535))
    if end < 0 or end + _END > len(data):
        return
    size, offset = unpack_from("<II", data, end + 12)
    if size > DIRECTORY or offset + size > end:
        return
    directory, at = data[offset : offset + size], 0
    while at + _MEMBER <= size and directory[at : at + 4] == b"PK\1\2":
        name, extra, comment = unpack_from("<HHH", directory, at + 28)
        yield directory[at + _MEMBER : at + _MEMBER + name]
        at += _MEMBER + name + extra + comment


def _encodings(beginning: bytes) -> tuple[str, ...]:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "gb18030")


def _reads_as(data: mmap.mmap, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with suppress(UnicodeDecodeError):
        for start in range(0, len(data), AT_ONCE):
            last = start + AT_ONCE >= len(data)
            if _CONTROLS.search(decoder.decode(data[start : start + AT_ONCE], last)):
                return False
        return True
    return False
