"""What does a file say of a year, and what is wrong with it?"""

import json
from pathlib import Path

from deploy.cli.trouble import REFUSED, Trouble
from shared.calendar import ScheduleError, YearSchedule, read_file


class BrokenSchedule(Trouble):
    """A file is no schedule of a year; every fault is listed with its entry."""

    def __init__(self, file: Path, error: ScheduleError) -> None:
        count = "one fault" if len(error.faults) == 1 else f"{len(error.faults)} faults"
        of = "a year" if error.year is None else str(error.year)
        super().__init__(f"{file} is no schedule of {of}: {count}.", REFUSED, list(map(str, error.faults)))


def schedule_in(file: Path, notice: str, year: int | None) -> YearSchedule:
    """Return the schedule a file tells. Raises Trouble with every fault."""
    try:
        told = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Trouble(f"The file {file} cannot be read: {error.strerror}.", REFUSED) from error
    except UnicodeDecodeError as error:
        raise Trouble(f"The file {file} is not in UTF-8: {error}.", REFUSED) from error
    except (ValueError, RecursionError) as error:
        raise Trouble(f"The file {file} is no JSON: {error}.", REFUSED) from error
    try:
        return read_file(told, notice, year)
    except ScheduleError as error:
        raise BrokenSchedule(file, error) from error
