"""What is to be put on record when the assessment of a year is published? Every scorecard, once (`recorder`).

A publication that is taken back takes its scorecards back.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, event

from services.reporting.known import Districts
from services.reporting.recorder import Due, made, of_bureau
from services.reporting.scorecards.asking import Assessment, assessment
from services.reporting.scorecards.keeping import publications
from shared.events.base import Finding
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.reporting import ScorecardPublished
from shared.log.database import LITTLE, open_database


class Publications:
    """Looks into the database of reporting, read-only. Blocking; for one thread, and one question, at a time."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url, kept=LITTLE)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", lambda made, _: made.execute("PRAGMA query_only=ON"))
        self._districts = Districts()

    def due(self) -> tuple[Due, ...]:
        """Return what is to be put on record, all of it as of one position."""
        with self._engine.connect() as connection:
            found = (
                self._due(connection, one.district, one.year)
                for one in publications(connection)
                if not one.is_done
            )
            return tuple(one for some in found for one in some)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def _due(self, connection: Connection, district: str, year: int) -> Iterator[Due]:
        found = assessment(connection, self._districts.known(connection, district), year)
        if drafts := tuple(of_bureau(one, district) for one in findings(found)):
            yield Due(district, str(year), made(drafts))


def findings(found: Assessment) -> Iterator[Finding]:
    """Return what is to be found: the scorecards not on record yet, or that those on record do not stand any more."""
    on_record = {agency: one for (agency, year), one in found.told.frozen.items() if year == found.year}
    published = found.told.published.get(found.year)
    if published is None:
        for agency in sorted(on_record):
            yield FindingWithdrawn(topic=ScorecardPublished.TOPIC, of_slot=on_record[agency].slot)
        return
    cards = max((one.cards for one in on_record.values()), default=len(found.today))
    for agency in sorted(found.today.keys() - on_record.keys())[: cards - len(on_record)]:
        card = found.today[agency]
        yield ScorecardPublished(
            agency=agency,
            year=found.year,
            published_on=published.published_on,
            cards=cards,
            items=card.items,
            total=card.total,
            complete=card.complete,
            law=found.law.version if found.law else "",
        )
