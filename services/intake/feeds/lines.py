"""What would stand on the log of one record of a feed: as which facts, of whom, in which district?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.intake.feeds.mapping import FeedMapping
from services.intake.feeds.readers import shown
from services.intake.feeds.stating import LONGEST, Read, read
from services.intake.imports.columns import BadCell
from services.intake.imports.reading import ROW_PARKED, UNKEYED, parked_series
from shared.access import Principal
from shared.access.speaking import court_of, refusal
from shared.codec import encode
from shared.envelope import Draft
from shared.events.intake import RowParked

STRAY = "?"
"""What the subject of a record begins with whose case number cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """Whose records are read, and how."""

    name: str
    mapping: FeedMapping
    principal: Principal
    """As whom it speaks: role, names, districts."""
    district: str = ""
    """Of all its records; empty where a field says it."""
    district_field: str = ""
    districts: Mapping[str, str] = field(default_factory=dict)
    """The ids of districts by the codes the field holds."""
    version: str = ""
    """Of all that says how a record is read."""

    @property
    def actor(self) -> str:
        """Return how envelopes name it."""
        return f"feed/{self.name}"

    @property
    def source(self) -> str:
        """Return the source of records that name no case."""
        return f"{self.principal.role}/{self.principal.name}"


@dataclass(frozen=True, slots=True)
class Reporter:
    """Of whom, and of which district, facts are told."""

    source: str
    district: str


@dataclass(frozen=True, slots=True)
class Line:
    """One record, read and placed."""

    read: Read
    reporter: Reporter
    facts: Mapping[str, Draft]
    """By id; empty where the record cannot be read."""

    @property
    def subject(self) -> str:
        """Return the case, or what tells a record without readable case number from others."""
        return self.read.case or stray(self.read)

    @property
    def is_readable(self) -> bool:
        """Return whether there is nothing in it that cannot be read."""
        return not self.read.bad


def stray(told: Read) -> str:
    """Return what tells a record apart by all but its case number and the time of its change."""
    return STRAY + told.content[:16]


def line(feed: Feed, record: object, cause: str) -> Line:
    """Return a record, read and placed. `cause` leads to the payload it came in."""
    told = read(feed.mapping, record)
    district, wrong = _district(feed, record)
    court = court_of(told.case) if feed.principal.role == "court" else feed.principal.name
    if told.case and court not in feed.principal.names:
        expected = f"法院代字为 {'、'.join(feed.principal.names)} 的案号 (a number of one of these courts)"
        wrong.append(BadCell(feed.mapping.form.key, told.case, expected))
        court = feed.principal.name
    reporter = Reporter(f"{feed.principal.role}/{court or feed.principal.name}", district)
    if not told.bad and not wrong:
        drafts = _drafts(feed, told, reporter, cause)
        wrong.extend(_refused(feed, drafts))
        if not wrong:
            return Line(told, reporter, {draft.id: draft for draft in drafts})
    return Line(replace(told, facts=(), bad=(*told.bad, *wrong)), reporter, {})


def parked(feed: Feed, one: Line, number: int, cause: str) -> Draft:
    """Return a record that cannot be read, as it is kept until it can be; `number` is its place in the payload."""
    cell = one.read.bad[0]
    form = feed.mapping.form.fields.get(cell.column.partition("/")[0])
    row = RowParked(
        file=f"feed/{feed.name}",
        row_key=one.subject,
        sheet="",
        row=number,
        column=cell.column,
        value="" if form is not None and form.personal else cell.value[:LONGEST],
        expected=cell.expected,
        cells=dict(one.read.cells),
    )
    return Draft(
        source=one.reporter.source,
        id=f"{parked_series(f'{feed.name}/{one.subject}')}/1",
        type=ROW_PARKED,
        subject=one.read.case or UNKEYED,
        district=one.reporter.district,
        data=encode(row),
        time=one.read.updated,
        actor=feed.actor,
        causationid=cause,
    )


def series(feed: Feed, case: str) -> list[str]:
    """Return what the ids of a case's facts begin with, before the slash and the number."""
    return [f"{feed.name}/{case}/{name}" for name in feed.mapping.series()]


def _drafts(feed: Feed, told: Read, reporter: Reporter, cause: str) -> list[Draft]:
    return [
        Draft(
            source=reporter.source,
            id=f"{feed.name}/{told.case}/{fact.name}/{fact.ordinal}",
            type=f"yingsu.{fact.name}.v1",
            subject=told.case,
            district=reporter.district,
            data=fact.data,
            time=told.updated,
            actor=feed.actor,
            causationid=cause,
        )
        for fact in told.facts
    ]


def _refused(feed: Feed, drafts: list[Draft]) -> list[BadCell]:
    """Return what the feed may not say: the same as anybody with such a key."""
    for draft in drafts:
        lacking = refusal(feed.principal, draft)
        if lacking is not None:
            return [BadCell(feed.mapping.form.key, lacking.detail, lacking.expected)]
    return []


def _district(feed: Feed, record: Any) -> tuple[str, list[BadCell]]:
    if not feed.district_field:
        return feed.district, []
    first = next(iter(feed.districts.values()))
    code = record.get(feed.district_field) if isinstance(record, dict) else None
    found = feed.districts.get(str(code).strip()) if isinstance(code, str | int) else None
    if found is not None:
        return found, []
    expected = f"以下之一：{' / '.join(feed.districts)} (one of these division codes)"
    return first, [BadCell(feed.district_field, shown(code if code is not None else "", LONGEST), expected)]
