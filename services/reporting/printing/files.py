"""Which files is a report written as? For the process that writes them: it reads no service, only a report."""

from services.reporting.printing.as_docx import docx
from services.reporting.printing.as_page import page
from services.reporting.printing.as_pdf import pdf
from services.reporting.printing.as_sheets import csv, workbook
from services.reporting.printing.packing import MEDIA_TYPES
from services.reporting.printing.report import Report, ReportFile


def written(report: Report) -> tuple[ReportFile, ...]:
    """Return a report as DOCX, PDF, XLSX, CSV and page for the public; the same document is the same bytes."""
    made = (docx(report), pdf(report), workbook(report), csv(report), page(report))
    return tuple(
        ReportFile(f"{report.name}.{ending}", media_type, content)
        for (ending, media_type), content in zip(MEDIA_TYPES.items(), made, strict=True)
    )
