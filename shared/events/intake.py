"""What does intake itself put on the log: days, rows it could not read, corrections and retractions?"""

from datetime import date
from typing import Any, ClassVar

from shared.events.base import Fact, event


@event
class DayBegan(Fact):
    """A day began in Asia/Shanghai. It is the only event that says what day it is."""

    ABOUT: ClassVar = "log"
    SLOT: ClassVar = ("day",)

    day: date


@event
class RowParked(Fact):
    """A row of an imported file could not be read; it waits for the next import of that row."""

    ABOUT: ClassVar = "district"
    REPORTED_BY: ClassVar = ("bureau",)  # by importing a file; who may do that may take the row back
    SLOT: ClassVar = ("file", "row_key")
    PERSONAL: ClassVar = ("value", "cells")
    """One comma too many shifts a row, and a claimant's name stands in any of its cells."""

    file: str
    """What kind of file: `ledger` or `organs`; `feed/<name>` for a record of a feed."""
    row_key: str
    """The case number or organ code of the row, or its place where that cannot be read."""
    sheet: str
    row: int
    column: str
    value: str
    expected: str
    cells: dict[str, str]
    """The row as it was, header to text."""


@event
class FactCorrected(Fact):
    """What a fact said was wrong; from here on it says this.

    A correction names the revision it replaces: the fact's own id, or the id of the correction or retraction
    before it. The envelope's subject and district are those of the fact as corrected.
    """

    target_source: str
    target_id: str
    replaces: str
    type: str
    """The CloudEvents type of the fact, such as `yingsu.hearing-held.v1`."""
    data: dict[str, Any]
    """The whole new content."""
    reason: str = ""


@event
class FactRetracted(Fact):
    """What a fact said is taken back. The envelope has the subject and district of the fact as it stood."""

    target_source: str
    target_id: str
    replaces: str
    type: str
    """The CloudEvents type of the fact taken back."""
    reason: str = ""
