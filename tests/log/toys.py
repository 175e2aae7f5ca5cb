"""A toy law for tests of the log: three services that build on one another, on real event types."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.codec import encode, type_of
from shared.dispute import Dispute, Key
from shared.envelope import NO_DISTRICT, Draft
from shared.events.agency import DefenceSubmitted
from shared.events.base import Fact, Finding
from shared.events.court import CaseDocketed, NoticeServed
from shared.events.findings.accountability import CircularProposed
from shared.events.findings.deadlines import DeadlineMet, DeadlineMissed, DeadlineMoved, DeadlineSet
from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.events.intake import DayBegan
from shared.index import Entry
from shared.world import Follows, World

DISTRICT = "xinzhou"
POISON = "poison"
"""A defendant of whom the toy law of routing knows nothing to say."""


def fact(
    subject: str, event: Fact, id_: str, source: str = "court/鄂0117", district: str = DISTRICT
) -> Draft:
    return Draft(
        source=source,
        id=id_,
        type=type_of(type(event)),
        subject=subject,
        district=district,
        data=encode(event),
    )


def case(number: int) -> str:
    return f"（2023）鄂0117行初{number}号"


def facts(number: int, *, defendant: str = "区人社局", answered: bool = True) -> list[Draft]:
    """Return what is reported of one case: docketed and served, and perhaps answered in time."""
    subject = case(number)
    served = date(2023, 3, 1) + timedelta(days=number % 90)
    told: list[Fact] = [
        CaseDocketed(instance="first", defendants=(defendant,), docketed_on=served),
        NoticeServed(recipient=defendant, served_on=served),
    ]
    if answered:
        told.append(DefenceSubmitted(submitted_on=served + timedelta(days=number % 30), agency=defendant))
    return [fact(subject, event, f"{subject}/{i}") for i, event in enumerate(told)]


def day(on: date) -> Draft:
    return fact(on.isoformat(), DayBegan(day=on), f"day/{on}", source="intake", district=NO_DISTRICT)


@dataclass(frozen=True)
class ToyRouting:
    """Every defendant answers for itself."""

    service: str = "routing"
    version: str = "toy"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        findings: dict[Key, Finding] = {}
        for one in dispute.cases:
            for defendant in one.docketed.defendants if one.docketed else ():
                if defendant == POISON:
                    raise LookupError("the toy law does not know what to do")
                found = ResponsibleAgencyDetermined(
                    defendant=defendant, agencies=(defendant,), rule="toy", article="1", pack=DISTRICT
                )
                findings[Key(one.number, found.TOPIC, found.slot)] = found
        return Follows(findings)

    def entries(self, dispute: Dispute, world: World) -> tuple[Entry, ...]:
        return ()

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        return new


@dataclass(frozen=True)
class ToyDeadlines:
    """Whoever is responsible answers within fifteen days of the notice."""

    service: str = "deadlines"
    version: str = "toy"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        findings: dict[Key, Finding] = {}
        wake = []
        for subject, found in dispute.found("routing", ResponsibleAgencyDetermined):
            one = dispute.by_number[subject]
            notice, defence = one.one(NoticeServed), one.one(DefenceSubmitted)
            if notice is None:
                continue
            due_on = notice.served_on + timedelta(days=15)
            kind: type[DeadlineSet | DeadlineMet | DeadlineMissed] = DeadlineSet
            if defence is not None and defence.submitted_on <= due_on:
                kind = DeadlineMet
            elif world.day > due_on:
                kind = DeadlineMissed
            else:
                wake.append(due_on + timedelta(days=1))
            deadline = kind(
                duty="defence",
                of=found.defendant,
                article="67",
                obligor="responsible_agency",
                starts_on=notice.served_on,
                due_on=due_on,
            )
            findings[Key(subject, deadline.TOPIC, deadline.slot)] = deadline
        return Follows(findings, min(wake, default=None))

    def entries(self, dispute: Dispute, world: World) -> tuple[Entry, ...]:
        return ()

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        if isinstance(old, DeadlineSet) and isinstance(new, DeadlineSet):
            told = {
                name: getattr(new, name)
                for name in ("duty", "of", "article", "obligor", "starts_on", "due_on")
            }
            return DeadlineMoved(**told, was_due_on=old.due_on)
        return new


@dataclass(frozen=True)
class ToyAccountability:
    """Who missed a deadline is named in a circular."""

    service: str = "accountability"
    version: str = "toy"

    def follows(self, dispute: Dispute, world: World) -> Follows:
        findings: dict[Key, Finding] = {}
        for subject, missed in dispute.found("deadlines", DeadlineMissed):
            circular = CircularProposed(ground=missed.duty, agencies=(missed.of,), article="30")
            findings[Key(subject, circular.TOPIC, circular.slot)] = circular
        return Follows(findings)

    def entries(self, dispute: Dispute, world: World) -> tuple[Entry, ...]:
        return ()

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        return new


RULES = (ToyRouting(), ToyDeadlines(), ToyAccountability())
