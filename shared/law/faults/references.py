"""Which names does a pack use that neither it nor the national pack has?"""

from collections.abc import Mapping, Sequence
from typing import Final

from shared.law.conditions import values_of
from shared.law.faults.assessment import duties_named as assessed
from shared.law.faults.fault import Found, Place
from shared.law.model import DutyRule, Law, Pack, Parameter

NEEDED: Final = (
    "appeal_days_judgment",
    "appeal_days_ruling",
    "codefendants",
    "days_before",
    "earlier_cases",
    "excused_absence",
    "first_heard_instances",
    "normative_suggestion_days",
    "officer_on_record_per",
    "succession_to",
    "urgent_suggestion_days",
    "working_days_before",
)
"""The readings that rules ask for in every district."""

APPEALS: Final = {"judgment": "appeal_days_judgment", "ruling": "appeal_days_ruling"}
"""By which reading a document takes effect when nobody appealed, by its kind."""


def duties_named(pack: Pack, known: tuple[str, ...]) -> Found:
    """Find duties that are named and not `known`."""
    named: list[tuple[Place, str]] = [
        (("duties", n, "due", "before"), duty.due.before)
        for n, duty in enumerate(pack.duties)
        if duty.due.before != "start"
    ]
    named += [(("circulars", n, "duty"), rule.duty) for n, rule in enumerate(pack.circulars)]
    named += [
        (("liability", n, "deadline_missed"), rule.deadline_missed) for n, rule in enumerate(pack.liability)
    ]
    for n, target in enumerate(pack.targets):
        figure, separator, duty = target.figure.partition(":")
        if figure == "on_time_rate" and separator:
            named.append((("targets", n, "figure"), duty))
    for n, item in enumerate(pack.assessment):
        named += [(("assessment", n, "figures", place), duty) for place, duty in assessed(item)]
    for where, name in named:
        if name not in known and (name or where[0] in ("targets", "assessment")):
            or_start = ", or start" if where[-1] == "before" else ""
            yield where, f"no duty {name!r}; expected one of {', '.join(known)}{or_start}"


def parameters(law: Law) -> Found:
    """Find readings that are needed and missing."""
    for name in NEEDED:
        if name not in law.parameters:
            yield ("parameters",), f"no parameter {name!r}; expected it here or in {law.national.pack!r}"
    for n, rule in enumerate(law.pack.liability):
        if rule.repeated_losses and not all(_is_count(law, name) for name in ("min_losses", "months")):
            expected = "expected the parameters min_losses and months, whole numbers"
            yield ("liability", n), f"{rule.trigger!r} counts losses; {expected}"


def appeals(pack: Pack, duties: Sequence[DutyRule], parameters: Mapping[str, Parameter]) -> Found:
    """Find periods of appeal other than those after which a document takes effect: they are one and the same.

    `duties` and `parameters` are those of the whole law; only what the pack itself says is found wrong.
    """
    for kind, name in APPEALS.items():
        asked = [
            duty
            for duty in duties
            if duty.starts == "appealable_document" and kind in values_of(duty.when.get("document", kind))
        ]
        if not asked or name not in parameters:
            continue
        read = parameters[name]
        readings = {read.value, *(reading.value for reading in read.later)}
        if {duty.due.calendar_days for duty in asked} == readings:
            continue
        if name in pack.parameters:
            days = " or ".join(sorted({str(duty.due.calendar_days) for duty in asked}))
            detail = (
                f"{read.value}, where an appeal from a {kind} has {days} calendar days; expected the same"
            )
            yield ("parameters", name, "value"), detail
            continue
        for number, duty in enumerate(pack.duties):
            if duty in asked and duty.due.calendar_days not in readings:
                days = " or ".join(sorted(map(str, readings)))
                detail = f"an appeal from a {kind}; expected calendar_days {days}, as {name} says"
                yield ("duties", number, "due"), detail


def _is_count(law: Law, name: str) -> bool:
    return name in law.parameters and type(law.parameter(name)) is int
