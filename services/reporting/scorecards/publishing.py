"""How are scorecards put on record, once, when the assessment of a year is published?

Only a log that was read to its end, with all that follows, is looked at: what is on record already is known then.
The keeper takes a finding only from who has read its own last one, so neither two processes nor one that died in
the middle puts a scorecard on the log twice. A publication that is taken back takes its scorecards back.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection, event

from services.reporting.known import Districts
from services.reporting.scorecards.asking import Assessment, assessment
from services.reporting.scorecards.keeping import REPORTING, publications
from shared.codec import encode, type_of
from shared.envelope import BUREAU, Draft
from shared.events.base import Finding
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.reporting import ScorecardPublished
from shared.log.append import MOST, AppendError, LogClient, LogUnavailable, Refused
from shared.log.database import open_database

_log = structlog.stdlib.get_logger("scorecards")

PAUSE = 0.5
"""Seconds until a keeper that did not answer is asked again."""
LOOK_UP = 30.0
"""Seconds after which is looked again, whatever happens."""
SELDOM = 20
"""So many times as long as a look has taken, none is taken again."""


class Due(NamedTuple):
    """What is to be put on record of one year in a district."""

    district: str
    year: int
    drafts: tuple[Draft, ...]


class Publications:
    """Looks into the database of reporting, read-only. Blocking; for one thread, and one question, at a time."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", lambda made, _: made.execute("PRAGMA query_only=ON"))
        self._districts = Districts()

    def due(self) -> tuple[Due, ...]:
        """Return what is to be put on record, all of it as of one position."""
        with self._engine.connect() as connection:
            found = [
                self._due(connection, one.district, one.year)
                for one in publications(connection)
                if not one.is_done
            ]
        return tuple(one for one in found if one.drafts)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def _due(self, connection: Connection, district: str, year: int) -> Due:
        known = self._districts.known(connection, district)
        findings = _findings(assessment(connection, known, year))
        return Due(district, year, tuple(_draft(one, district) for one in findings))


def _findings(found: Assessment) -> Iterator[Finding]:
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


def _draft(finding: Finding, district: str) -> Draft:
    return Draft(
        source=REPORTING,
        id="",
        type=type_of(type(finding)),
        subject=BUREAU,
        district=district,
        data=encode(finding),
    )


class Publisher:
    """Puts scorecards on record: `run()` as a task, `nudge()` whenever more may be settled."""

    def __init__(
        self,
        *,
        publications: Publications,
        client: LogClient,
        rested: Callable[[], int | None],
        own_last: Callable[[], int],
        stalled: Callable[[], Sequence[str]] = tuple,
        passing: Callable[[str], None] = lambda point: None,
    ) -> None:
        """`rested` is the position at which everything is settled and shown, or None while something is not.

        `own_last` says up to where reporting has read its own findings; `stalled` names the cases, as case keys, that
        cannot be judged: while a district has one, its figures lack something, and nothing of it is frozen.
        """
        self._publications = publications
        self._client = client
        self._rested = rested
        self._own_last = own_last
        self._stalled = stalled
        self._passing = passing
        self._thread = ThreadPoolExecutor(1, "scorecards")
        self._news = asyncio.Event()
        self._looked_at = -1
        self._look_from = 0.0
        self._waiting: tuple[str, ...] = ()

    def nudge(self) -> None:
        """Look whether there is something to put on record."""
        self._news.set()

    async def run(self) -> None:
        """Put on record what is published, for ever."""
        while True:
            try:
                async with asyncio.timeout(LOOK_UP):
                    await self._news.wait()
            except TimeoutError:
                pass
            self._news.clear()
            if self._rested() not in (None, self._looked_at) and not await self._look():
                await asyncio.sleep(PAUSE)
                self.nudge()

    def status(self) -> dict[str, Any]:
        """Return of which districts and years nothing is put on record while cases there cannot be judged."""
        return {"waiting": list(self._waiting)}

    def close(self) -> None:
        """Close what scorecards are read from."""
        self._thread.shutdown()
        self._publications.close()

    async def _look(self) -> bool:
        """Put on record what is due; return whether it was, so that only another position may bring more."""
        await asyncio.sleep(self._look_from - time.monotonic())
        position, expected = self._rested(), self._own_last()
        if position is None:
            return True  # the next nudge comes when all is settled
        began = time.monotonic()
        due = await asyncio.get_running_loop().run_in_executor(self._thread, self._publications.due)
        self._look_from = time.monotonic() + SELDOM * (time.monotonic() - began)
        if self._rested() != position:
            return self._rested() is None  # what was seen may be half of something
        held = {key.partition("|")[0] for key in self._stalled()}
        self._waiting = tuple(f"{one.district} {one.year}" for one in due if one.district in held)
        try:
            for one in due:
                if one.district not in held:
                    expected = await self._record(one.drafts, expected)
        except Refused as refused:
            _log.info("own findings are unread; reading on", upto=refused.last)
            return False
        except LogUnavailable as error:
            _log.warning("scorecards are put on record as soon as the keeper answers", reason=str(error))
            return False
        except AppendError as error:
            _log.error("scorecards cannot be put on record", reason=str(error))
        self._looked_at = -1 if self._waiting else position
        return True

    async def _record(self, drafts: Sequence[Draft], expected: int) -> int:
        for start in range(0, len(drafts), MOST):
            self._passing("before-append")
            expected = (await self._client.append(REPORTING, expected, drafts[start : start + MOST])).last
            self._passing("after-append")
        return expected
