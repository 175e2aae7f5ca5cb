"""How does a test walk a lost case through its proceeding in a whole house, and look at what stands after a step?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from shared.codec import encode, type_of
from shared.envelope import Draft
from shared.events.base import Fact
from shared.events.intake import FactCorrected, FactRetracted
from shared.events.proceeding import (
    DecisionMade,
    InquiryCompleted,
    InquiryOpened,
    InquiryReported,
    Proposal,
    ReviewCompleted,
    ReviewFedBack,
)
from tests import words
from tests.e2e.house import until
from tests.e2e.town import Sums, Town, given, sums_of
from tests.examples import cloudevent
from tests.given import Given
from tests.words import day

DISTRICT, YEAR = "xinzhou", 2024
GOVERNMENT, BUREAU = "武汉市新洲区人民政府", "新洲区司法局"
HANDLER = "赵某"
COURT = "court/鄂0117"


def suit(unit: str) -> dict[str, Fact]:
    """Return what is told of a case in which the agency did all in time, up to the hearing."""
    return {
        "docketed": words.docketed(unit, on="2024-01-10"),
        "notice": words.notice("2024-01-12", to=unit),
        "papers": words.papers("2024-01-15"),
        "filed": words.filed("2024-01-25", agency=unit),
        "on_record": words.on_record("2024-02-27"),
        "heard": words.hearing("2024-03-05", words.officer(unit, rank="chief")),
    }


def lost(unit: str) -> dict[str, Fact]:
    """Return that the case was lost, in effect from 26 April 2024, and that the agency reported and analysed it."""
    return {
        "judgment": words.judgment("revoked", served="2024-04-10", to=unit),
        "document": words.document_reported("2024-04-11"),
        "analysed": words.analysed("2024-04-16"),
    }


def opened(unit: str, **other: Any) -> InquiryOpened:
    """Say that the unit opened the inquiry, with the one who handled the matter within it."""
    said: dict[str, Any] = {
        "opened_on": day("2024-05-06"),
        "agency": unit,
        "by": unit,
        "persons": (HANDLER,),
    }
    return InquiryOpened(**(said | other))


def inquired(unit: str, **other: Any) -> InquiryCompleted:
    """Say that the inquiry was completed."""
    said: dict[str, Any] = {"completed_on": day("2024-05-31"), "agency": unit, "by": unit}
    return InquiryCompleted(**(said | other))


def reported(unit: str, **other: Any) -> InquiryReported:
    """Say that the report went to the bureau, with what is proposed for the unit and for who handled the matter."""
    said: dict[str, Any] = {
        "reported_on": day("2024-06-05"),
        "agency": unit,
        "by": unit,
        "causes": "未听取陈述申辩",
        "fault": "承办人漏办一道程序",
        "proposals": (
            Proposal(conclusion="held_accountable", manner="通报批评"),
            Proposal(person=HANDLER, conclusion="not_held_accountable", reasons="及时改正"),
        ),
    }
    return InquiryReported(**(said | other))


def reviewed(unit: str, **other: Any) -> ReviewCompleted:
    """Say that the bureau reviewed the report."""
    said: dict[str, Any] = {"completed_on": day("2024-06-20"), "agency": unit, "by": BUREAU}
    return ReviewCompleted(**(said | other))


def fed_back(unit: str, **other: Any) -> ReviewFedBack:
    """Say that the bureau told the unit what it found."""
    said: dict[str, Any] = {"fed_back_on": day("2024-06-25"), "agency": unit, "by": BUREAU, "opinion": "同意"}
    return ReviewFedBack(**(said | other))


def decided_on_person(unit: str, **other: Any) -> DecisionMade:
    """Say that the unit decided that who handled the matter is not held liable (Xinzhou 30(3))."""
    said: dict[str, Any] = {
        "decided_on": day("2024-07-15"),
        "unit": unit,
        "person": HANDLER,
        "by": unit,
        "conclusion": "not_held_accountable",
        "grounds": ("slight-fault",),
        "reasons": "及时改正，没有造成严重后果",
    }
    return DecisionMade(**(said | other))


def decided_on_unit(unit: str, **other: Any) -> DecisionMade:
    """Say that the government held the unit liable (Xinzhou 29(1))."""
    said: dict[str, Any] = {
        "decided_on": day("2024-07-18"),
        "unit": unit,
        "by": GOVERNMENT,
        "conclusion": "held_accountable",
        "grounds": ("duty-not-performed",),
        "manner": "通报批评",
    }
    return DecisionMade(**(said | other))


def tolerated(unit: str, **other: Any) -> DecisionMade:
    """Say that the government tolerates the unit's error by the open ground (Xinzhou 31(5))."""
    said: dict[str, Any] = {
        "conclusion": "tolerated",
        "grounds": ("risk-registered-or-rule",),
        "reasons": "改革中的失误，没有谋取私利",
        "manner": "",
    }
    return decided_on_unit(unit, **(said | other))


def up_to(stage: str, unit: str) -> dict[str, Fact]:
    """Return all that is told of a case up to a stage, that one not."""
    steps: dict[str, Fact] = {
        "inquiry": opened(unit),
        "report": inquired(unit),
        "review": reported(unit),
        "feedback": reviewed(unit),
        "decision": fed_back(unit),
    }
    names = list(steps)
    return suit(unit) | lost(unit) | {name: steps[name] for name in names[: names.index(stage) + 1]}


@dataclass
class Walk:
    """One case of an agency in a house, told as a court, an agency and the bureau tell it, and in memory too."""

    town: Town
    unit: str
    """An agency no other walk in the house is about."""
    number: str
    told: Given = field(default_factory=lambda: given(DISTRICT))
    _drafts: dict[str, Draft] = field(default_factory=dict)
    _before: Sums = field(default_factory=Sums)

    def __post_init__(self) -> None:
        """See how the figures stand before anything is told."""
        self._before = self.town.sums(DISTRICT)

    def tell(self, case: str = "", source: str = COURT, /, **facts: Fact) -> None:
        """Report facts by name, wait until all that follows can be read, and see that the figures follow."""
        self.send(case, source, **facts)
        self.figures_follow()

    def send(self, case: str = "", source: str = COURT, /, **facts: Fact) -> None:
        """Report facts by name and wait until all that follows can be read."""
        drafts = {name: self._draft(name, fact, case or self.number, source) for name, fact in facts.items()}
        self._drafts |= drafts
        self.town.house.wait_settled(self.publish(*drafts.values()))

    def send_and_kill(self, part: str, /, **facts: Fact) -> None:
        """Report facts, kill a part with -9 as soon as they are on the log, and wait until all follows."""
        drafts = [self._draft(name, fact, self.number, COURT) for name, fact in facts.items()]
        house = self.town.house
        house.wait_ready()
        started = house.starts()[part]
        position = self.publish(*drafts)
        house.kill(part)
        until(lambda: house.starts()[part] > started, f"{part} started again")
        house.wait_ready()
        house.wait_settled(position)

    def correct(self, name: str, to: Fact) -> None:
        """Correct a fact that was told."""
        was = self._drafts[name]
        said = FactCorrected(
            target_source=was.source,
            target_id=was.id,
            replaces=was.id,
            type=was.type,
            data=encode(to),
        )
        self.tell(was.subject, was.source, **{f"{name}#1": said})

    def retract(self, name: str) -> None:
        """Take back a fact that was told."""
        was = self._drafts[name]
        said = FactRetracted(target_source=was.source, target_id=was.id, replaces=was.id, type=was.type)
        self.tell(was.subject, was.source, **{f"{name}#1": said})

    def publish(self, *drafts: Draft) -> int:
        """Report facts and return the position up to which it must be settled to see what follows."""
        for draft in drafts:
            self.told.told(draft)
        answer = self.town.house.report([cloudevent(draft) for draft in drafts])
        return int(answer.raise_for_status().json()["position"])

    def _draft(self, name: str, fact: Fact, case: str, source: str) -> Draft:
        return Draft(
            source=source,
            id=f"{self.number}/{name}",
            type=type_of(type(fact)),
            subject=case,
            district=DISTRICT,
            data=encode(fact),
        )

    def figures_follow(self) -> None:
        """See that the figures of all periods, counted in every way, moved as they do in memory."""
        assert self.town.sums(DISTRICT) - self._before == sums_of(self.told)

    def proceeding(self) -> dict[str, Any] | None:
        """Return all that is known of the proceeding; None where there never was one."""
        house = self.town.house
        url = f"{house.url('reporting')}/proceedings/{quote(self.number)}"
        answer = house.http.get(url, params={"district": DISTRICT})
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def stands(
        self,
        state: str,
        stage: str = "",
        *,
        work: Collection[tuple[str, ...]] = (),
        due: Mapping[str, str] | None = None,
        loss: tuple[int, int] = (1, 1),
        scores: Mapping[str, str | None] | None = None,
        parked: Collection[tuple[str, ...]] = (),
    ) -> dict[str, Any]:
        """See how the proceeding stands, who must do what, what is due, the loss rate and the points; return it.

        `work` holds each kind of thing that waits with who must act, `due` how each deadline of a stage stands,
        `scores` points of the assessment, `parked` a type, why it is parked and what would release it.
        """
        found = self.proceeding()
        assert found is not None, f"{self.number} has no proceeding"
        points = self.points()
        seen = {
            "state": (found["state"], found["stage"]),
            "parked": {(one["type"], one["reason"], *one["expected"]) for one in found["parked"]},
            "work": self.work(),
            "due": self.due(),
            "loss": self.loss_rate(),
            "scores": {item: points[item] for item in scores or {}},
        }
        wanted = {
            "state": (state, stage),
            "parked": set(parked),
            "work": set(work),
            "due": due or {},
            "loss": loss,
            "scores": scores or {},
        }
        differing = {name: (seen[name], wanted[name]) for name in seen if seen[name] != wanted[name]}
        assert not differing, f"seen and wanted: {differing}"
        return found

    def work(self) -> set[tuple[str, ...]]:
        """Return what waits in the case, by kind, with who must act; each of them finds it on a list of its own."""
        found = {(one["kind"], *one["agencies"]) for one in self.waiting()}
        for kind, *agencies in found:
            for agency in agencies:
                assert kind in {one["kind"] for one in self.waiting(agency)}, (kind, agency)
        return found

    def waiting(self, who: str = "") -> list[dict[str, Any]]:
        """Return what waits in the case, for anybody or for one of them."""
        found = self.town.house.get("reporting", "/worklists", district=DISTRICT, who=who, limit=1000)
        return [one for one in found["items"] if one["case"] == self.number]

    def due(self) -> dict[str, str]:
        """Return how the deadlines of the proceeding stand."""
        found = self.town.house.get("reporting", "/deadlines", district=DISTRICT, case=self.number, limit=200)
        stages = ("inquiry", "inquiry_report", "review_feedback", "decision")
        return {one["duty"]: one["state"] for one in found["items"] if one["duty"] in stages}

    def loss_rate(self) -> tuple[int, int]:
        """Return how many suits the unit is accountable for having lost, and out of how many."""
        asked = {"district": DISTRICT, "period": str(YEAR), "by": "accountable", "agency": self.unit}
        rows = self.town.house.get("reporting", "/figures", **asked)
        found = [(one["numerator"], one["denominator"]) for one in rows if one["metric"] == "loss_rate"]
        return next(iter(found), (0, 0))

    def points(self) -> dict[str, str | None]:
        """Return the unit's points in the assessment of the year, by item."""
        url = f"/scorecards/{quote(self.unit)}"
        card = self.town.house.get("reporting", url, district=DISTRICT, year=YEAR)
        return {one["item"]: one["points"] for one in card["items"]}


def walk(town: Town, unit: str) -> Walk:
    """Return a case of an agency that nothing is told of yet."""
    return Walk(town, unit, f"（2024）鄂0117行初{town.serial()}号")
