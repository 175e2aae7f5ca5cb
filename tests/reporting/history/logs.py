"""What log do these tests replay? An example district's year, judged as it went on, with what changes the past."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from services.reporting.feeds.keeping import Tally
from services.reporting.known import Districts
from services.reporting.tables import metadata
from services.reporting.views import VERSION, Views
from shared.codec import decode, encode, type_of
from shared.envelope import Draft
from shared.events.base import Fact
from shared.events.court import CaseDocketed, HearingHeld
from shared.events.district import CalendarPublished, LawAdopted
from shared.events.intake import DayBegan, FactCorrected, FactRetracted, RowParked
from shared.judge import Shown
from shared.judge.folding import Folding
from shared.log.notes import Notes
from tests.reporting.test_examples_in_memory import drafts
from tests.reporting.told import Told
from tests.stored import edited

PARTS = 8
"""In so many parts an example is told; between them days begin and all is judged."""


async def example(folder: Path, district: str, url: str = "") -> Told:
    """Return the log of an example district: its year told in parts, with corrections, organs and law in between."""
    told = Told(folder, district=district, url=url)
    for organ in drafts(district, "organs")[:-2]:
        take(told, organ)
    ledger, day = drafts(district, "ledger"), date(2023, 7, 1)
    share = -(-len(ledger) // PARTS)
    for part in range(PARTS):
        told.minute = f"2024-{part + 1:02}-01T00:00"
        told.log(DayBegan(day=day), id_=f"day/{day}")
        for draft in ledger[share * part : share * (part + 1)]:
            take(told, draft)
        if part:
            revise(told, ledger[: share * part], part)
        if part in (2, 4):
            park(told, part)
        if part == 3:
            for organ in drafts(district, "organs")[-2:]:
                take(told, organ)
            told.log(CalendarPublished(year=2025, holidays=(), make_up_days=()), id_="calendar/2025")
        if part == 5:
            text = edited(district, lambda said: said["lost"]["flags"].update(varied=True))
            told.log(LawAdopted(pack=district, text=text, sha256="again", version=2), id_="law/2")
        await told.settle()
        day += timedelta(days=75)
    return told


def take(told: Told, draft: Draft) -> None:
    """Take a fact as an example has it."""
    event = decode(draft.type, draft.data)
    assert isinstance(event, Fact)
    told._append(event, draft.source, draft.id, draft.subject, told.district)


def revise(told: Told, before: Sequence[Draft], part: int) -> None:
    """Correct a hearing, take one back, and let a docketing move to another case and name an earlier one."""
    hearings = [draft for draft in before if draft.type == type_of(HearingHeld)]
    docketed = [draft for draft in before if draft.type == type_of(CaseDocketed)]
    heard, gone = hearings[part], hearings[-part]
    fact = decode(heard.type, heard.data)
    assert isinstance(fact, HearingHeld)
    correct(told, heard, encode(HearingHeld(held_on=fact.held_on + timedelta(days=40))), heard.subject)
    if gone is not heard:
        retracted = FactRetracted(
            target_source=gone.source, target_id=gone.id, replaces=gone.id, type=gone.type
        )
        told._append(retracted, gone.source, f"{gone.id}#gone/{part}", gone.subject, told.district)
    moving, earlier = docketed[2 * part], docketed[2 * part + 1]
    number = moving.subject.replace("初", "终")
    moved = {**moving.data, "instance": "second", "earlier_case": earlier.subject}
    correct(told, moving, moved, number if part % 2 else moving.subject)


def park(told: Told, part: int) -> None:
    """Tell what cannot be used: a case against an unknown organ, and rows of files; at last one row is taken back."""
    case = f"（2023）{'鲁1002' if told.district == 'huancui' else '鄂0117'}行初{900 + part}号"
    told.fact(case, CaseDocketed(instance="first", defendants=("天文局",), docketed_on=date(2023, 5, 6)))
    for file, key in (("ledger", case), ("ledger", "row 17"), ("organs", "xinzhou-d03")):
        cells = {
            "file": file,
            "row_key": f"{key}" if file == "organs" else f"{key}{part}",
            "sheet": "1",
            "row": part,
        }
        fact = RowParked(**cells, column="立案日期", value="二月三十", expected="a date", cells={})  # type: ignore[arg-type]
        told._append(fact, f"bureau/{told.district}", f"{file}/{part}/{key}", "", told.district)
    if part == 4:
        id_ = "ledger/2/row 17"
        gone = FactRetracted(
            target_source=f"bureau/{told.district}", target_id=id_, replaces=id_, type=type_of(RowParked)
        )
        told._append(gone, f"bureau/{told.district}", f"{id_}#2", "", told.district)


def correct(told: Told, target: Draft, data: dict[str, object], subject: str) -> None:
    """Correct a fact, so that it is about the case of this number."""
    correction = FactCorrected(
        target_source=target.source, target_id=target.id, replaces=target.id, type=target.type, data=data
    )
    told._append(correction, target.source, f"{target.id}#2", subject, told.district)


class Fresh:
    """Another database that is told a log only up to where a test wants it, by the real notes, folding and views."""

    def __init__(self, url: str) -> None:
        self.notes = Notes(url, "reporting", [metadata], Tally())
        self._shown = Shown(Views(), VERSION)
        self._folding = Folding(self.notes, self._shown.entries)
        self.districts = Districts()

    async def read(self, stored: Sequence[bytes], upto: int) -> None:
        """Read a log on, up to a position."""
        after = self.notes.position
        if upto > after:
            self._folding.heed(self.notes.note(list(enumerate(stored[after:upto], after + 1))))
        while keys := self.notes.due(500):
            due, unfolded = self._folding.fold(keys)
            concluded = await self._shown.conclude(due, 0)
            judged = {key for one in due for key in one.keys} | set(keys)
            self.notes.conclude(judged, stalled=unfolded, save=concluded.save)

    def close(self) -> None:
        """Close the database."""
        self.notes.close()
