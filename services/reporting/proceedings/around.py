"""What stands beside the proceeding of a lost dispute: suggestions, triggers, what was handed over? Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from services.reporting.answers import CaseDetail, Entry
from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.proceedings.shapes import Referral, Suggestion, Trigger
from services.reporting.proceedings.told import as_it_counts
from shared.law.model import Law
from shared.world import World

State = Literal["open", "referred", "declined"]

_OPEN: tuple[State, None] = ("open", None)


def suggestions(
    details: Sequence[CaseDetail], deadlines: Sequence[DeadlineRow], world: World
) -> tuple[Suggestion, ...]:
    """Return the suggestions in all cases of the dispute, by the day they were received."""
    due = {(one.case, one.of): one for one in deadlines if one.duty == "suggestion_reply"}
    found = [
        Suggestion(
            case=case,
            kind=str(entry.data.get("kind") or "judicial"),
            received_on=_day(entry.data.get("received_on")),
            addressee=_full(world, entry.data.get("addressee")),
            copied_to=tuple(entry.data.get("copied_to") or ()),
            deadline=due.get((case, entry.slot)),
        )
        for case, entry in _standing(details, "suggestion-issued")
    ]
    return tuple(sorted(found, key=lambda one: (str(one.received_on or ""), one.case, one.addressee)))


def triggers(details: Sequence[CaseDetail], law: Law | None, world: World) -> tuple[Trigger, ...]:
    """Return the triggers that the facts of the dispute meet, and what the bureau did about each."""
    rules = {rule.trigger: rule for rule in law.pack.liability} if law else {}
    settled = dict[tuple[str, str, str], tuple[State, Entry]]()
    for case, entry in _standing(details, "referral-declined", "referred"):
        if entry.type == "referral-declined" or entry.data.get("kind") == "discipline":
            how: State = "referred" if entry.type == "referred" else "declined"
            about = case, str(entry.data.get("trigger") or ""), _full(world, entry.data.get("agency"))
            if settled.get(about, ("", None))[0] != "referred":
                settled[about] = (how, entry)
    return tuple(
        _trigger(case, entry, rules.get(str(entry.data["trigger"])), settled, world)
        for case, entry in _standing(details, "liability-triggered")
    )


def _trigger(
    case: str,
    entry: Entry,
    rule: object,
    settled: dict[tuple[str, str, str], tuple[State, Entry]],
    world: World,
) -> Trigger:
    trigger, agency = str(entry.data["trigger"]), _full(world, entry.data["agency"])
    state, done = settled.get((case, trigger, agency)) or _OPEN
    summary = getattr(rule, "summary", None)
    return Trigger(
        case=case,
        trigger=trigger,
        article=entry.article,
        summary={"zh": summary.zh, "en": summary.en} if summary else None,
        agency=agency,
        shown_by=tuple(map(str, entry.data.get("shown_by") or ())),
        state=state,
        on=done.on if done else None,
        recipient=_full(world, done.data.get("recipient")) if done else "",
        reason=str(done.data.get("reason") or "") if done else "",
    )


def referrals(details: Sequence[CaseDetail], world: World) -> tuple[Referral, ...]:
    """Return what was handed to the organs competent for it, by day."""
    found = [
        Referral(
            case=case,
            kind=str(entry.data.get("kind") or ""),
            on=entry.on,
            agency=_full(world, entry.data.get("agency")),
            person=str(entry.data.get("person") or ""),
            recipient=_full(world, entry.data.get("recipient")),
            trigger=str(entry.data.get("trigger") or ""),
        )
        for case, entry in _standing(details, "referred")
    ]
    return tuple(sorted(found, key=lambda one: (str(one.on or ""), one.case, one.agency, one.person)))


def _standing(details: Sequence[CaseDetail], *types: str) -> Iterator[tuple[str, Entry]]:
    for detail in details:
        for entry in map(as_it_counts, detail.timeline):
            if entry.counts and entry.type in types:
                yield detail.row.case_number, entry


def _full(world: World, name: object) -> str:
    return world.organs.full_name(str(name)) if name else ""


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
