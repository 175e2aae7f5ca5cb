"""How does reporting say what was published, and what is otherwise since? Answers of `GET /reports` and pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

State = Literal["published", "superseded", "withdrawn"]
"""How an edition stands: it counts; a later one counts; the bureau took the publication back."""

WhyNot = Literal["not_over", "not_reached", "nothing_known", "held", "in_the_making"]
"""Why what the bureau says it published is not on record: the period had not ended on the day named; the log has not
come to the position named; nothing was known of the period; a case of the district cannot be judged, so the figures
lack something; it will be in a moment."""


Wrong = Literal["missing", "damaged", "signature"]
"""What can be wrong: a file is not in the archive, or not what it was; the signature does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOfReport:
    """A file of a published report. Its bytes never change."""

    name: str
    media_type: str
    size: int
    """Bytes."""
    sha256: str
    address: str
    """Where it is answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One edition of a report, without its figures."""

    period: str
    kind: Literal["bulletin", "annual"]
    edition: int
    state: State
    published_on: date
    at_position: int
    """The position whose knowledge it shows."""
    known_at: datetime
    """When the event at that position was recorded."""
    number: str
    """Of the document; empty where the bureau gave none."""
    files: tuple[FileOfReport, ...]
    changed: int
    """How many of its figures are otherwise by what is known now; 0 where none is."""
    caused: int
    """How many facts caused that."""
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """What the bureau says it published, and is not on record."""

    period: str
    published_on: date
    as_known_at: int
    why: WhyNot
    position: int
    """The end of the log as far as it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """A report the bureau owes, with its last day."""

    period: str
    duty: str
    article: str
    due_on: date
    done_on: date | None
    state: str
    """As that of a deadline: `open`, `met`, `missed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList:
    """The published reports of a district, the latest period first, and what is owed."""

    position: int
    district: str
    items: tuple[EditionRow, ...]
    waiting: tuple[WaitingRow, ...]
    due: tuple[DueReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureThenAndNow:
    """One figure as published, and as it is now."""

    by: str
    agency: str
    metric: str
    was_numerator: int
    was_denominator: int
    was: str | None
    """Four places, half up; None with nothing to divide by."""
    numerator: int
    denominator: int
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A fact recorded after what was published, in a dispute that counts otherwise now."""

    position: int
    case: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """What of a report is otherwise by what is known now; the report itself stays as it is."""

    position: int
    district: str
    period: str
    edition: int
    at_position: int
    changed: int
    changes: tuple[FigureThenAndNow, ...]
    """The district's first; at most 1,000."""
    caused: int
    causes: tuple[Cause, ...]
    """The first 100."""
    world: tuple[int, ...]
    """Later positions of laws, calendars, organs and leaders, the first 100."""
    days: int
    """How many days began since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who says that this was published: to be checked against `GET /reports/key`."""

    algorithm: Literal["Ed25519"]
    key: str
    """Id of the key."""
    public_key: str
    """Its 32 bytes in base64."""
    value: str
    """The 64 bytes of the signature in base64, over the canonical JSON of `signed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFigure:
    """One figure as it was published."""

    by: str
    agency: str
    metric: str
    numerator: int
    denominator: int
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReport:
    """One edition of a report with all that was frozen, its signature, and what is otherwise since."""

    position: int
    district: str
    report: EditionRow
    editions: tuple[EditionRow, ...]
    """All editions of the period, the first first."""
    figures: tuple[FrozenFigure, ...]
    signed: dict[str, Any]
    """What the signature is over: its names sorted, without blanks, in UTF-8."""
    signature: Signature
    restatement: Restatement | None
    """None where nothing is otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A key published reports are signed with."""

    id: str
    algorithm: Literal["Ed25519"]
    public_key: str
    """Its 32 bytes in base64."""
    current: bool
    """Whether new reports are signed with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something of a published report that is not as it should be."""

    district: str
    period: str
    edition: int
    what: Wrong
    file: str
    """Empty where the signature is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What checking everything published came to."""

    ok: bool
    editions: int
    files: int
    problems: tuple[Flaw, ...]
    keys: tuple[PublicKey, ...]
