"""How do the quarterly bulletin and the annual report read (Xinzhou 19; Huancui 27, 31)?

`gather` takes every number from the reader; `composing.composed` puts them into sentences, tables and drawings;
`rendered` has the files written, in a process of its own.
"""

from services.reporting.printing.report import ReportFile
from services.reporting.reports.gathering import gather
from services.reporting.reports.process import NotWrittenError, render, rendered
from services.reporting.reports.shapes import ReportData, Texts

__all__ = ["NotWrittenError", "ReportData", "ReportFile", "Texts", "gather", "render", "rendered"]
