"""With which facts does a new log begin? The bundled laws, the published calendars, and the current day.

The ids are fixed, so a beginning that was broken off is completed at the next start, and what is bundled later (the
calendar of another year, the pack of another district) is added then. A changed pack is never adopted silently.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.resources import files

import structlog

from services.intake.keeper import Keeper
from shared.calendar import bundled_schedules
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT, Draft
from shared.events.base import Fact
from shared.events.district import LawAdopted
from shared.published import fact_of

_log = structlog.stdlib.get_logger("seed")


def bundled() -> list[Draft]:
    """Return the laws and calendars that come with this release, as facts."""
    return [*_laws(), *_calendars()]


async def seed(keeper: Keeper) -> None:
    """Record the bundled laws and calendars that the log does not have.

    Raises StoreUnavailableError.
    """
    drafts = bundled()
    outcomes = await keeper.record(drafts)
    for draft, outcome in zip(drafts, outcomes, strict=True):
        if outcome.status == "conflict":
            _log.warning(
                "the log has another version of what this release bundles; the log's counts until a new one is "
                "reported to POST /events",
                type=draft.type,
                subject=draft.subject,
                position=outcome.position,
            )


def _laws() -> Iterator[Draft]:
    for pack, text in _packs().items():
        adopted = LawAdopted(pack=pack, text=text, sha256=sha256(text.encode()).hexdigest())
        yield _draft(f"law/{pack}", pack, adopted)


def _calendars() -> Iterator[Draft]:
    for year, schedule in sorted(bundled_schedules().items()):
        yield _draft(f"calendar/{year}", str(year), fact_of(schedule))


def _packs() -> Mapping[str, str]:
    folder = files("shared.law").joinpath("packs")
    return {
        file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml") and file.name.count(".") == 1  # scenarios lie beside them
    }


def _draft(id_: str, subject: str, fact: Fact) -> Draft:
    return Draft(
        source="intake",
        id=id_,
        type=type_of(type(fact)),
        subject=subject,
        district=NO_DISTRICT,
        data=encode(fact),
    )
