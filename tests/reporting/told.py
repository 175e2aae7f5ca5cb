"""What does reporting answer when it was told these facts? A log in memory, with all judges and real notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select

from deploy.law.judging import indexed
from services.reporting.contribution import counts_of
from services.reporting.feeds.keeping import Tally
from services.reporting.reader import Reader
from services.reporting.tables import cases, metadata, sums
from services.reporting.views import VERSION, Views
from shared.codec import encode, type_of
from shared.dispute import Key, disputes
from shared.envelope import GENESIS, NO_DISTRICT, Draft, digest, read, stamp
from shared.events.base import Event, Fact, Finding
from shared.events.district import LawAdopted, OrganRegistered
from shared.events.findings.common import FindingWithdrawn
from shared.events.intake import DayBegan
from shared.events.words import OrganKind
from shared.judge import Due, Rules, Shown
from shared.log.database import open_database
from shared.log.notes import Notes
from shared.log.settled import Announcement, Settled
from shared.sealing import Seal, close_draft, new_key
from shared.world import World, world_of
from tests.given import JUDGES, packs

COURT = "court/鲁1002"
IN_FORCE = date(2023, 6, 19)
"""The first day of the law of Huancui."""


@dataclass
class Told:
    """A log of one district and reporting's views of it."""

    folder: Path
    district: str = "huancui"
    stored: list[bytes] = field(default_factory=list)
    keys: dict[str, Seal] = field(default_factory=dict)
    """The keys of cases; taking one out is erasing it."""
    url: str = ""
    """Where the notes are kept; empty means in the folder."""
    minute: str = "2024-01-01T00:00"
    """When what is told is recorded, in UTC."""
    views: Views = field(default_factory=Views)
    notes: Notes = field(init=False)
    announced: Settled = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.url or f"sqlite:///{self.folder}/notes.db"
        self.notes = Notes(self.url, "reporting", [metadata], Tally())
        self.announced = Settled(None, "reporting")  # type: ignore[arg-type]  # told by hand, not by NATS
        for pack, text in packs().items():
            self.log(LawAdopted(pack=pack, text=text, sha256=pack), id_=f"law/{pack}")
        self.log(DayBegan(day=IN_FORCE), id_="day")  # a law to come judges nothing

    def log(self, fact: Fact, id_: str) -> None:
        """Take a fact about no district."""
        self._append(fact, "intake", id_, "", NO_DISTRICT)

    def organ(
        self, code: str, name: str, kind: OrganKind = "department", aliases: tuple[str, ...] = ()
    ) -> None:
        """Register an organ."""
        organ = OrganRegistered(code=code, name=name, kind=kind, aliases=aliases)
        self._append(organ, "bureau/huancui", f"organ/{code}", code, self.district)

    def fact(self, case: str, *facts: Fact, source: str = COURT, id_: str = "") -> None:
        """Take facts of a case."""
        for fact in facts:
            self._append(fact, source, id_ or f"{case}/{len(self.stored)}", case, self.district)

    async def settle(self) -> int:
        """Let the judges find and reporting show what follows; return the position that is settled then."""
        for rules in JUDGES:
            self._find(rules)
        self.note()
        return await self.show()

    def note(self) -> None:
        """Let reporting note what it has not read."""
        after = self.notes.position
        self.notes.note(list(enumerate(self.stored[after:], after + 1)))

    async def show(self) -> int:
        """Let the views show what is due."""
        world = self._world()
        shown = Shown(self.views, VERSION)
        while keys := self.notes.due(100):
            due = [
                Due(one.keys, tuple(disputes([read(body) for body in one.bodies])), world, one.position)
                for one in self.notes.load(keys)
            ]
            concluded = await shown.conclude(due, 0)
            failed = self.notes.conclude([key for one in due for key in one.keys], save=concluded.save)
            assert not failed, failed
        upto = self.notes.position
        self.announced.take(Announcement(upto, upto))
        return upto

    def reader(self) -> Reader:
        """Return a reader of the views."""

        async def keys(district: str, cases: object) -> Mapping[str, Seal]:
            return self.keys

        return Reader(self.url, self.announced, keys)

    def close(self) -> None:
        """Close the notes."""
        self.notes.close()

    def _world(self) -> World:
        records = (read(body) for body in self.stored)
        about = (
            record for record in records if record.subject == "" or record.type.startswith("yingsu.organ")
        )
        return world_of(self.district, about)

    def _find(self, rules: Rules) -> None:
        found = disputes(read(b) for b in self.stored if read(b).district == self.district)
        world = indexed(found, self._world())
        for dispute in found:
            standing: Mapping[Key, Finding] = dispute.standing(rules.service)
            follows = rules.follows(dispute, world).findings
            for key in sorted(standing.keys() | follows.keys(), key=str):
                old, new = standing.get(key), follows.get(key)
                if new is None:
                    self._found(rules, key, FindingWithdrawn(topic=key.topic, of_slot=key.slot))
                elif old is None or old.standing != new.standing:
                    self._found(rules, key, rules.transition(old, new))

    def _found(self, rules: Rules, key: Key, finding: Finding) -> None:
        self._append(finding, rules.service, "", key.case, self.district)

    def _append(self, event: Event, source: str, id_: str, subject: str, district: str) -> None:
        draft = Draft(
            source=source,
            id=id_,
            type=type_of(type(event)),
            subject=subject,
            district=district,
            data=encode(event),
        )
        if district != NO_DISTRICT and isinstance(event, Fact):
            draft = close_draft(draft, self.keys.setdefault(subject, Seal(new_key())).close)
        prevhash = digest(self.stored[-1]) if self.stored else GENESIS
        position = len(self.stored) + 1
        instant = f"{self.minute}:{position % 60:02}.000000+00:00"
        self.stored.append(stamp(draft, position, instant, prevhash))


Sums = dict[tuple[str, str, str, str], tuple[int, int]]
"""Numerator and denominator by period, by, agency and metric."""


def kept_sums(url: str) -> Sums:
    """Return the sums as they are kept."""
    engine = open_database(url)
    with engine.connect() as connection:
        rows = connection.execute(select(sums)).all()
    engine.dispose()
    return {(r.period, r.by, r.agency, r.metric): (r.numerator, r.denominator) for r in rows}


def sums_of_contributions(url: str) -> Sums:
    """Return the sums as a count of what every case contributes gives them."""
    engine = open_database(url)
    with engine.connect() as connection:
        texts = connection.execute(select(cases.c.contribution)).scalars().all()
    engine.dispose()
    found: Sums = {}
    for one in (one for text in texts for one in counts_of(text)):
        for period in (f"{one.on:%Y}", f"{one.on:%Y-%m}"):
            key = (period, one.by, one.agency, one.metric)
            numerator, denominator = found.get(key, (0, 0))
            found[key] = (numerator + one.counted, denominator + 1)
    return found
