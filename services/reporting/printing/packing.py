"""How do the files of a report become the same bytes every day, and how are they handed over together?"""

import io
import re
import zipfile

from services.reporting.printing.report import ReportFile

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first instant a ZIP archive can name."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
"""What each kind of file is, by how its name ends, in the order of the files."""


_CORE = "docProps/core.xml"
_DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def packed(content: bytes, day: str) -> bytes:
    """Return an Office file with every part dated alike, as made and last changed on a day (ISO)."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _CORE:
                part = _DATED.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode() + rb"\g<3>", part)
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            new.writestr(info, part)
    return made.getvalue()


def together(files: tuple[ReportFile, ...]) -> bytes:
    """Return files as one archive, as the process hands them over."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name, EPOCH), file.content)
    return made.getvalue()


def apart(archive: bytes) -> tuple[ReportFile, ...]:
    """Return the files of such an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return tuple(
            ReportFile(name, MEDIA_TYPES[name.rpartition(".")[2]], found.read(name))
            for name in found.namelist()
        )
