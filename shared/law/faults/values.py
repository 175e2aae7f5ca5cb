"""Which values of a pack are none of those they may have, or hold on no day, or two on one?"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, get_args

from shared.law.faults.fault import Found
from shared.law.model import Dated, Pack, Parameter, Rate

RATES: Final[tuple[str, ...]] = get_args(Rate)

A_YEAR: Final = range(1, 367)
"""So far the calendar reaches beyond the days that can be counted from."""
READINGS: Final[Mapping[str, Sequence[bool | int | str]]] = {
    "appeal_days_judgment": A_YEAR,
    "appeal_days_ruling": A_YEAR,
    "codefendants": ("any", "own"),
    "days_before": ("at_latest", "within"),
    "earlier_cases": ("apply", "refuse"),
    "evidence_apart": ("until_told_apart", "always"),
    "excused_absence": ("stays", "leaves"),
    "final_loss_from": ("later", "receipt"),
    "first_heard_instances": ("all", "first"),
    "min_losses": range(1, 1001),
    "months": range(1, 1201),
    "normative_suggestion_days": A_YEAR,
    "officer_on_record_per": ("instance", "hearing"),
    "papers_per": ("case", "defendant"),
    "succession": (True, False),
    "succession_to": ("successor", "superior"),
    "urgent_suggestion_days": A_YEAR,
    "working_days_before": ("nth", "clear"),
}
"""The readings that rules know, whatever a pack says there are."""


def values(pack: Pack) -> Found:
    """Find days in the wrong order, readings that are none, and figures nobody counts."""
    if pack.in_force.until and pack.in_force.until <= pack.in_force.since:
        detail = f"{pack.in_force.until} is not after {pack.in_force.since}; expected a later day"
        yield ("in_force", "until"), detail
    for name, parameter in pack.parameters.items():
        if parameter.one_of and parameter.value not in parameter.one_of:
            expected = ", ".join(map(str, parameter.one_of))
            yield ("parameters", name, "value"), f"cannot be {parameter.value!r}; expected one of {expected}"
        for number, detail in _later(parameter, pack.in_force.since):
            yield ("parameters", name, "later", number), detail
        yield from _unknown(name, parameter)
    for number, target in enumerate(pack.targets):
        if target.figure not in RATES and not target.figure.startswith("on_time_rate:"):
            expected = f"expected one of {', '.join(RATES)}, or on_time_rate:<duty>"
            yield ("targets", number, "figure"), f"no figure {target.figure!r}; {expected}"
        for n, detail in _validity(pack, target.values):
            yield ("targets", number, "values", n), detail


def _unknown(name: str, parameter: Parameter) -> Found:
    """Find readings that no rule knows: it would take another one, or trip over it."""
    if name not in READINGS:
        return
    known = READINGS[name]
    said = [
        (("value",), parameter.value),
        *((("later", n), one.value) for n, one in enumerate(parameter.later)),
    ]
    for place, value in said:
        if type(value) is not type(known[0]) or value not in known:
            expected = f"a whole number from {known[0]} to {known[-1]}"
            if not isinstance(known, range):
                expected = f"one of {', '.join(str(one).lower() for one in known)}"
            yield ("parameters", name, *place), f"no rule knows {value!r}; expected {expected}"


def _later(parameter: Parameter, since: date) -> Iterator[tuple[int, str]]:
    """Find readings that are none, and days on which two are to be used."""
    for number, reading in enumerate(parameter.later):
        if parameter.one_of and reading.value not in parameter.one_of:
            expected = ", ".join(map(str, parameter.one_of))
            yield number, f"cannot be {reading.value!r}; expected one of {expected}"
        elif type(reading.value) is not type(parameter.value):
            yield number, f"cannot be {reading.value!r}; expected {type(parameter.value).__name__}, as before"
        if reading.since <= since:
            yield (
                number,
                f"{reading.since} is not after {since}; expected a later day than the reading before",
            )
        since = reading.since


def _validity(pack: Pack, dated: Sequence[Dated]) -> Iterator[tuple[int, str]]:
    """Find the days on which a dated value has none in force, or two."""
    since, until = pack.in_force.since, pack.in_force.until
    if not dated:
        yield 0, "no value; expected one or more, each with the first day it holds"
        return
    if dated[0].since > since:
        yield 0, f"a gap from {since} to {dated[0].since}; expected a value from the first day"
    for number, (one, following) in enumerate(pairwise(dated), start=1):
        if following.since <= one.since or (one.until and one.until > following.since):
            detail = "validities overlap; expected each value from a later day than the one before"
            yield number, f"{detail}, and none before the end of that"
        elif one.until and one.until < following.since:
            detail = f"a gap from {one.until} to {following.since}; expected validities one after another"
            yield number, detail
    last = dated[-1].until
    if last and (until is None or last < until):
        expected = "expected a value to the last day"
        yield len(dated) - 1, f"a gap from {last} to {until or 'the end'}; {expected}"
