"""How are the files of a report written so that the service notices nothing of it?"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress

import structlog

from services.reporting.printing.packing import apart
from services.reporting.printing.report import Report, ReportFile
from services.reporting.reports.composing import composed
from services.reporting.reports.shapes import ReportData
from shared.problems import Problem

_log = structlog.stdlib.get_logger("reports")

SECONDS = 60.0
"""After which a report that is not written is given up."""
AT_ONCE = 2
"""Reports written at the same time; others wait."""
_SAID = 2000
"""Characters of what a process said in the end that are logged."""

_turns: dict[int, asyncio.Semaphore] = {}


class NotWrittenError(Problem):
    """The files of a report could not be written."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            503,
            "Report not written",
            f"the files of the report {name} could not be written: {reason}; its figures are not concerned",
            headers={"Retry-After": "5"},
        )


def render(data: ReportData) -> tuple[ReportFile, ...]:
    """Return the files of a report, written in this very process: DOCX, PDF, XLSX, CSV and the public page."""
    from services.reporting.printing.files import written

    return written(composed(data))


async def rendered(data: ReportData) -> tuple[ReportFile, ...]:
    """Return the files of a report, written in a process of its own, at most two at once, in at most a minute.

    Raises NotWrittenError.
    """
    return await _written(composed(data))


async def _written(report: Report) -> tuple[ReportFile, ...]:
    turn = _turns.setdefault(id(asyncio.get_running_loop()), asyncio.Semaphore(AT_ONCE))
    async with turn:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "services.reporting.printing"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        try:
            async with asyncio.timeout(SECONDS):
                archive, said = await process.communicate(report.as_json())
        except TimeoutError:
            raise NotWrittenError(report.name, f"it took longer than {SECONDS:g} seconds") from None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
    if process.returncode:
        _log.error(
            "a report could not be written", report=report.name, said=said.decode(errors="replace")[-_SAID:]
        )
        raise NotWrittenError(report.name, f"the process ended with {process.returncode}")
    return apart(archive)
