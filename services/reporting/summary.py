"""How does a case read in one row: parties, who answers and by which rule, how far it has come? Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic_core import to_json

from services.reporting.answers import CaseState
from services.reporting.contribution import Contribution
from shared.dispute import Case, Dispute
from shared.events.aftermath import Archived
from shared.events.agency import ActDescribed
from shared.events.court import (
    CaseEnded,
    ClosingDocumentServed,
    DocumentServed,
    DocumentTookEffect,
    HearingHeld,
)
from shared.events.findings.accountability import LossFound
from shared.events.findings.deadlines import EffectDetermined
from shared.events.findings.routing import DesignationRequested, ResponsibleAgencyDetermined
from shared.world import World

ACCOUNTABILITY, DEADLINES, ROUTING = "accountability", "deadlines", "routing"


def case_row(dispute: Dispute, case: Case, world: World, contribution: Contribution) -> dict[str, Any]:
    """Return the row of a case in the table of cases."""
    docketed, act, document = case.docketed, case.one(ActDescribed), case.one(DocumentServed)
    hearings = [hearing.held_on for hearing in case.all(HearingHeld)]
    answering = routing(dispute, case)
    losses = [loss for number, loss in dispute.found(ACCOUNTABILITY, LossFound) if number == case.number]
    row: dict[str, Any] = {
        "district": case.district,
        "case_number": case.number,
        "dispute": dispute.key,
        "instance": docketed.instance if docketed else "",
        "category": docketed.category if docketed else "",
        "act": act.kind if act else "",
        "defendants": _names(docketed.defendants if docketed else (), world),
        "responsible": _names((n for f in answering for n in getattr(f, "agencies", ())), world),
        "accountable": _names((name for loss in losses for name in loss.accountable), world),
        "rule": _listed(finding.rule for finding in answering),
        "article": _listed(finding.article for finding in answering),
        "docketed_on": docketed.docketed_on if docketed else None,
        "first_heard_on": min(hearings, default=None),
        "decided_on": document.decided_on if document else None,
        "outcomes": _json(document.outcomes if document else ()),
        "took_effect_on": _took_effect_on(dispute, case),
    }
    counted = {
        "contribution": contribution.text,
        "first_on": contribution.first_on,
        "last_on": contribution.last_on,
    }
    return {**row, "state": _state(case, row), **counted}


def routing(dispute: Dispute, case: Case) -> list[ResponsibleAgencyDetermined | DesignationRequested]:
    """Return who answers, a finding per defendant, in the order in which the case names the defendants."""
    named = case.docketed.defendants if case.docketed else ()
    found = [
        finding
        for key, finding in dispute.standing(ROUTING).items()
        if key.case == case.number and isinstance(finding, ResponsibleAgencyDetermined | DesignationRequested)
    ]
    order = {name: place for place, name in enumerate(named)}
    return sorted(found, key=lambda finding: (order.get(finding.defendant, len(order)), finding.defendant))


def _took_effect_on(dispute: Dispute, case: Case) -> date | None:
    """Return the day the court states, else the day that was found."""
    stated = case.one(DocumentTookEffect)
    if stated is not None:
        return stated.took_effect_on
    found = dispute.found(DEADLINES, EffectDetermined)
    return next((effect.took_effect_on for number, effect in found if number == case.number), None)


def _state(case: Case, row: dict[str, Any]) -> CaseState:
    if case.one(Archived) or case.one(ClosingDocumentServed) or case.one(CaseEnded):
        return "closed"
    if row["took_effect_on"]:
        return "effective"
    if case.one(DocumentServed):
        return "decided"
    if row["first_heard_on"]:
        return "heard"
    return "docketed" if case.docketed else "reported"


def _names(names: Iterable[str], world: World) -> str:
    return _json(dict.fromkeys(world.organs.full_name(name) for name in names))


def _listed(texts: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(texts))


def _json(values: Iterable[str]) -> str:
    return to_json(list(values)).decode()
