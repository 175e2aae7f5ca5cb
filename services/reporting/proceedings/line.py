"""What hangs on the line from a loss to the closure of its proceeding? Read from the events of the dispute. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from services.reporting.answers import CaseDetail, Entry
from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.proceedings.rows import concerns, duties_of, holders
from services.reporting.proceedings.shapes import (
    Document,
    Loss,
    NamedGround,
    Office,
    Parked,
    ProceedingRow,
    Reached,
    Stage,
    Step,
    Subject,
)
from services.reporting.proceedings.told import as_it_counts
from shared.events.catalogue import name_of
from shared.law.course import MISFITS
from shared.law.gathered import KINDS
from shared.law.model import Law
from shared.law.model import Stage as StageRule
from shared.world import World

BESIDE: Mapping[str, str] = {
    "inquiry-opened": "inquiry-completed",
    "inquiry-approved": "inquiry-reported",
    "joint-review-required": "review-completed",
    "remediation-reported": "loss-analysed",
    "referred": "decision-made",
}
"""Facts that complete no stage, and beside which fact each is shown."""

OF_LOSS = ("document-served", "document-took-effect", "fault-shared")
"""Facts that show the loss itself."""

GATHERED = frozenset(name_of(kind) for kind in KINDS)

HISTORY = ("proceeding-opened", "proceeding-advanced", "proceeding-closed")


@dataclass(frozen=True)
class Line:
    """One proceeding, the events of its case, what is due of it, and its law."""

    row: ProceedingRow
    units: tuple[str, ...]
    """All units with a proceeding after the loss of the case."""
    details: Sequence[CaseDetail]
    """The case of the loss, and the others of its dispute: what is told of the loss may name any of them."""
    deadlines: Sequence[DeadlineRow]
    """Of the case of the loss."""
    law: Law | None
    world: World

    @property
    def concerned(self) -> tuple[str, ...]:
        """Return the units that get a conclusion in it, the accountable one first."""
        return tuple(dict.fromkeys((self.row.unit, *(one.unit for one in self.row.subjects))))

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        """Return what counts or stands of the case of the loss, and the facts of its proceeding that name another.

        Of two reports of one thing that of the case itself counts, then that of the latest case.
        """
        own, *others = self.details
        found = [as_it_counts(entry) for entry in own.timeline if entry.counts]
        kin = [one for one in reversed(others) if one.row.category == own.row.category]
        known = {(entry.type, entry.slot) for entry in found}
        for detail in kin:
            facts = [entry for entry in map(as_it_counts, detail.timeline) if _is_gathered(entry)]
            found += (entry for entry in facts if (entry.type, entry.slot) not in known)
            known |= {(entry.type, entry.slot) for entry in facts}
        return tuple(found)

    @cached_property
    def _cases(self) -> Mapping[int, str]:
        """Return the case each event names, by its position."""
        return {
            entry.position: detail.row.case_number for detail in self.details for entry in detail.timeline
        }

    def standing(self, *types: str) -> Iterator[Entry]:
        """Yield the events of these types that count or stand."""
        return (entry for entry in self._entries if entry.type in types)

    def loss(self) -> Loss | None:
        """Return the loss as it was found last."""
        told = [entry for entry in self.details[0].timeline if entry.type == "loss-found"]
        found = max(told, key=lambda entry: entry.position, default=None)
        if found is None:
            return None
        documents = (self._document(entry, ()) for entry in self.standing(*OF_LOSS))
        return Loss(
            article=found.article,
            losing=_texts(found.data, "losing"),
            accountable=_texts(found.data, "accountable"),
            sharing=_texts(found.data, "sharing"),
            documents=tuple(sorted(documents, key=_in_time)),
            stands=found.counts,
            position=found.position,
        )

    def stages(self) -> tuple[Stage, ...]:
        """Return the stages in the order of the law, with all that is on record of each."""
        rules = {rule.stage: rule for rule in self.law.pack.proceeding} if self.law else {}
        parked = self.parked()
        return tuple(self._stage(one.stage, one.on, rules.get(one.stage), parked) for one in self.row.stages)

    def _stage(self, name: str, on: date | None, rule: StageRule | None, parked: Sequence[Parked]) -> Stage:
        done_by = rule.done_by if rule else ""
        reached: Reached = "done" if on else "current" if name == self.row.stage else "ahead"
        duties = duties_of(self.law, done_by)
        due = [one for one in self.deadlines if one.duty in duties]
        types = [done_by, *(beside for beside, of in BESIDE.items() if of == done_by)]
        told = (self._document(entry, parked) for entry in self._own(types) if _is_of_decision(entry))
        return Stage(
            stage=name,
            article=rule.article if rule else "",
            summary=_summary(rule),
            reached=reached,
            on=on,
            done_by=done_by,
            offices=tuple(self._offices(rule)) if rule else (),
            needs=rule.needs if rule else (),
            joint_with=rule.joint_with if rule and self.row.joint else (),
            deadlines=tuple(one for one in due if concerns(one, self.concerned, self.world)),
            documents=tuple(sorted(told, key=_in_time)),
        )

    def _own(self, types: Collection[str]) -> Iterator[Entry]:
        """Yield the facts of these types about this proceeding, or about none of the case."""
        for entry in self.standing(*types):
            unit = self._unit(entry.data)
            if not unit or unit in self.concerned or self._is_stray(unit):
                yield entry

    def _is_stray(self, unit: str) -> bool:
        """Return whether a unit is one no proceeding concerns, and this proceeding the first, that looks after it."""
        others = [u for one in self.standing(*HISTORY) for u in self._units_in(one.data)]
        return unit not in others and self.row.unit == min(self.units, default="")

    def _units_in(self, data: Mapping[str, Any]) -> Iterator[str]:
        yield str(data.get("unit", ""))
        yield from (str(one.get("unit", "")) for one in data.get("subjects", ()))

    def _offices(self, rule: StageRule) -> Iterator[Office]:
        referred = (entry.data for entry in self.standing("referred") if entry.data.get("kind") == "decision")
        handed = [str(data["recipient"]) for data in referred if self._unit(data) == self.row.unit]
        on_unit = rule.on_unit or rule.by
        for office in dict.fromkeys((*rule.by, *rule.on_unit)):
            yield Office(
                office=office,
                agencies=holders(office, self.row.unit, handed, self.world),
                on_unit=office in on_unit,
                on_person=office in rule.by,
            )

    def _document(self, entry: Entry, parked: Sequence[Parked]) -> Document:
        named = str(entry.data.get("by") or "")
        return Document(
            case=self._cases[entry.position],
            type=entry.type,
            on=entry.on,
            by=self.world.organs.full_name(named) if named else self._unit(entry.data),
            source=entry.source,
            position=entry.position,
            data=entry.data,
            parked=next((one for one in parked if one.fact == entry.position), None),
        )

    def parked(self) -> tuple[Parked, ...]:
        """Return the facts that do not fit yet, by day; of what was withdrawn nothing waits any more."""
        if self.row.state == "withdrawn":
            return ()
        found = [*self._misfits(), *self._unfounded()]
        own = (one for one in found if one.unit in self.concerned or self._is_stray(one.unit))
        return tuple(sorted(own, key=_in_time))

    def _misfits(self) -> Iterator[Parked]:
        facts = {self._about(entry): entry for entry in self._entries if entry.kind == "fact"}
        for found in self.standing("fact-parked"):
            if found.data.get("reason") in MISFITS:
                about = str(found.data.get("about", ""))
                type_, _, rest = about.partition(" ")
                fact = facts.get(about)
                yield self._parked(
                    found,
                    fact,
                    type=type_,
                    unit=self._unit(fact.data) if fact else rest,
                    person=str(fact.data.get("person", "")) if fact else "",
                    reason=str(found.data["reason"]),
                    expected=(str(found.data.get("released_by", "")),),
                )

    def _unfounded(self) -> Iterator[Parked]:
        for found in self.standing("decision-unfounded"):
            unit, person = str(found.data["unit"]), str(found.data.get("person", ""))
            yield self._parked(
                found,
                self._decision(unit, person),
                type="decision-made",
                unit=unit,
                person=person,
                reason="unfounded",
                expected=_texts(found.data, "expected"),
            )

    def _parked(self, found: Entry, fact: Entry | None, **said: Any) -> Parked:
        named = str(fact.data.get("by") or "") if fact else ""
        return Parked(
            **said,
            case=self._cases[fact.position] if fact else self.row.case,
            on=fact.on if fact else None,
            by=self.world.organs.full_name(named) if named else said["unit"],
            problems=_texts(found.data, "problems"),
            missing=_texts(found.data, "missing"),
            article=found.article,
            grounds=_texts(found.data, "grounds"),
            position=found.position,
            fact=fact.position if fact else None,
        )

    def subjects(self) -> tuple[Subject, ...]:
        """Return who gets a conclusion, with all that the decision says; a decision that is parked says nothing."""
        return tuple(self._subject(one.unit, one.person) for one in self.row.subjects)

    def _subject(self, unit: str, person: str) -> Subject:
        found = next(one for one in self.row.subjects if (one.unit, one.person) == (unit, person))
        entry = self._decision(unit, person) if found.conclusion else None
        said: Mapping[str, Any] = entry.data if entry else {}
        registered_on = _day(said.get("risk_registered_on"))
        risks = self.world.risks.get(unit, ()) if registered_on else ()
        by = str(said.get("by") or "")
        return Subject(
            unit=unit,
            person=person,
            conclusion=found.conclusion,
            grounds=tuple(self._ground(name) for name in found.grounds),
            reasons=str(said.get("reasons") or ""),
            rule=str(said.get("rule") or ""),
            risk_registered_on=registered_on,
            risk=next((one.matter for one in risks if one.registered_on == registered_on), ""),
            manner=str(said.get("manner") or ""),
            decided_by=self.world.organs.full_name(by) if by else "",
            decided_on=found.decided_on,
            referred_to=found.referred_to,
            position=entry.position if entry else None,
        )

    def _ground(self, name: str) -> NamedGround:
        ground = self.law.grounds.get(name) if self.law else None
        return NamedGround(
            ground=name,
            article=ground.article if ground else "",
            summary=_summary(ground) if ground else None,
        )

    def _decision(self, unit: str, person: str) -> Entry | None:
        made = (entry for entry in self.standing("decision-made") if self._unit(entry.data) == unit)
        return next((one for one in made if str(one.data.get("person", "")) == person), None)

    def history(self) -> tuple[Step, ...]:
        """Return what was found of how it stands, as it was learnt; what was withdrawn last ends it."""
        own = [
            entry
            for entry in self.details[0].timeline
            if (entry.type in HISTORY and entry.data.get("unit") == self.row.unit)
            or (
                entry.type == "finding-withdrawn"
                and (entry.data.get("topic"), entry.data.get("of_slot")) == ("proceeding", self.row.unit)
            )
        ]
        return tuple(
            Step(
                type=entry.type,
                stage=str(entry.data.get("stage", "")),
                recorded_at=entry.recorded_at,
                position=entry.position,
            )
            for entry in sorted(own, key=lambda entry: entry.position)
        )

    def _about(self, entry: Entry) -> str:
        """Return how what is parked names a fact: its type, its unit, and the person it is about."""
        person = str(entry.data.get("person") or "")
        return " ".join(filter(None, (entry.type, self._unit(entry.data), person)))

    def _unit(self, data: Mapping[str, Any]) -> str:
        name = str(data.get("unit") or data.get("agency") or "")
        return self.world.organs.full_name(name) if name else ""


def _summary(said: Any) -> dict[str, str] | None:
    return {"zh": said.summary.zh, "en": said.summary.en} if said and said.summary else None


def _is_gathered(entry: Entry) -> bool:
    """Return whether a fact is about the loss of its dispute, whichever case it names."""
    return entry.counts and entry.type in GATHERED and _is_of_decision(entry)


def _is_of_decision(entry: Entry) -> bool:
    """Return whether a fact belongs to the stages: what was handed over for discipline does not."""
    return entry.type != "referred" or entry.data.get("kind") == "decision"


def _in_time(one: Document | Parked) -> tuple[str, int]:
    return str(one.on or ""), one.position


def _texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(map(str, data.get(name) or ()))


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
