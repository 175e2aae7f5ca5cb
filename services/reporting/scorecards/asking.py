"""How do all agencies of a district, or one of them, stand in the assessment of a year?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, select

from services.reporting.known import Known
from services.reporting.rows import DISTRICT
from services.reporting.scorecards.answering import asked_of, items_of, line, standing
from services.reporting.scorecards.keeping import Told, told
from services.reporting.scorecards.scores import Card, Records, Sum, Sums, card, ranks, recorded
from services.reporting.scorecards.shapes import Scorecard, Scorecards
from services.reporting.tables import sums
from services.reporting.unknown import UnknownAgencyError
from shared.events.findings.reporting import ScorecardPublished
from shared.law.model import AssessmentItem, Law
from shared.organs import Organ, Organs


@dataclass(frozen=True)
class Assessment:
    """The assessment of a year in a district: as it is now, and as it was published."""

    district: str
    year: int
    law: Law | None
    """The law in force on the last day of the year: its items count."""
    organs: Organs
    told: Told
    sums: Sums

    @property
    def asked(self) -> tuple[AssessmentItem, ...]:
        """Return the items of the law."""
        return self.law.pack.assessment if self.law else ()

    @cached_property
    def records(self) -> Records:
        """Return what was recorded of the year."""
        return recorded(self.told.recorded, self.organs).get(self.year, {})

    @cached_property
    def today(self) -> Mapping[str, Card]:
        """Return the scorecards by agency as they come out now; none where no law asks for any."""
        names = self._agencies if self.asked else ()
        return {name: card(name, self.asked, self.sums, self.records) for name in names}

    @cached_property
    def frozen(self) -> Mapping[str, ScorecardPublished]:
        """Return the scorecards on record, by agency; none unless the publication still stands."""
        if self.year not in self.told.published:
            return {}
        return {agency: found for (agency, year), found in self.told.frozen.items() if year == self.year}

    @property
    def is_frozen(self) -> bool:
        """Return whether every scorecard that was published is on record."""
        return bool(self.frozen) and len(self.frozen) >= max(one.cards for one in self.frozen.values())

    @cached_property
    def shown(self) -> Mapping[str, Card]:
        """Return the scorecards as they are answered, by agency: what is frozen, else what comes out now."""
        return {**self.today, **{name: card_of(found) for name, found in self.frozen.items()}}

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Return the places of those with points; once published, of those that were published."""
        among = self.frozen or self.shown
        return ranks({name: self.shown[name].total for name in among})

    def differs(self, agency: str) -> bool:
        """Return whether what comes out now is another than what is frozen."""
        if agency not in self.frozen:
            return False
        now = self.today.get(agency)
        return now is None or now.bare != self.shown[agency].bare

    @cached_property
    def _agencies(self) -> tuple[str, ...]:
        """Return who is assessed: whoever is in the register that year, counts in it or had something recorded."""
        found = {organ.name for organ in self.organs.organs if _there(organ, self.year)}
        found |= {agency for _, agency, _ in self.sums} | {agency for agency, _ in self.records}
        return tuple(sorted(name for name in found - {DISTRICT} if self.organs.kind(name) != "government"))


def assessment(connection: Connection, known: Known, year: int) -> Assessment:
    """Return the assessment of a year."""
    law = known.world.law_on(date(year, 12, 31))
    items = law.pack.assessment if law else ()
    found = _sums(connection, known.id, year, items)
    return Assessment(known.id, year, law, known.world.organs, told(connection, known.id, year), found)


def all_cards(connection: Connection, known: Known, year: int, position: int) -> Scorecards:
    """Return how all agencies stand in a year, the best first."""
    found = assessment(connection, known, year)
    published = found.told.published.get(year)
    order = sorted(found.shown, key=lambda name: (found.ranks.get(name, len(found.shown) + 1), name))
    return Scorecards(
        position=position,
        district=known.id,
        year=year,
        pack=found.law.pack.pack if found.law and found.asked else "",
        published_on=published.published_on if published else None,
        published_by=published.by if published else "",
        frozen=found.is_frozen,
        asked=asked_of(found.asked, found.shown),
        items=tuple(
            line(
                name,
                found.shown[name],
                rank=found.ranks.get(name),
                frozen=name in found.frozen,
                differs=found.differs(name),
            )
            for name in order
        ),
    )


def one_card(connection: Connection, known: Known, agency: str, year: int, position: int) -> Scorecard:
    """Return how an agency stands in a year. Raises UnknownAgencyError."""
    found = assessment(connection, known, year)
    name = known.world.organs.full_name(agency)
    shown = found.shown.get(name)
    if shown is None and (agency == DISTRICT or known.world.organs.find(agency) is None):
        raise UnknownAgencyError(agency, known.id)
    shown = shown or card(name, found.asked, found.sums, found.records)
    published = found.told.published.get(year)
    differs, now = found.differs(name), found.today.get(name)
    to_record = {one.item for one in found.asked if not one.figures}
    return Scorecard(
        position=position,
        district=known.id,
        year=year,
        agency=name,
        rank=found.ranks.get(name),
        ranked=len(found.ranks),
        published_on=published.published_on if published else None,
        published_by=published.by if published else "",
        frozen=name in found.frozen,
        differs=differs,
        total=None if shown.total is None else str(shown.total),
        complete=shown.complete,
        items=items_of(known.id, name, year, shown),
        today=standing(known.id, name, year, now) if differs and now else None,
        unused=tuple(sorted(item for who, item in found.records if who == name and item not in to_record)),
    )


def card_of(found: ScorecardPublished) -> Card:
    """Return the scorecard that was frozen."""
    return Card(found.items, found.total, found.complete)


def _sums(connection: Connection, district: str, year: int, items: tuple[AssessmentItem, ...]) -> Sums:
    asked = {(item.by, name) for item in items for name in item.figures}
    query = select(sums.c.by, sums.c.agency, sums.c.metric, sums.c.numerator, sums.c.denominator).where(
        sums.c.district == district,
        sums.c.period == f"{year:04}",
        sums.c.by.in_({by for by, _ in asked}),
        sums.c.metric.in_({name for _, name in asked}),
    )
    found: dict[Sum, tuple[int, int]] = {}
    for by, agency, metric, numerator, denominator in connection.execute(query).all():
        if (by, metric) in asked:
            found[by, agency, metric] = int(numerator), int(denominator)
    return found


def _there(organ: Organ, year: int) -> bool:
    """Return whether an organ existed on a day of a year."""
    begun = organ.established_on is None or organ.established_on.year <= year
    return begun and (organ.abolished_on is None or organ.abolished_on > date(year, 1, 1))
