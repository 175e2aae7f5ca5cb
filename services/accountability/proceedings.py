"""How far has the proceeding after a loss come, and what of it does not fit yet (Xinzhou 32, Huancui 27)?"""

from collections.abc import Iterator
from typing import Any, Literal

from services.accountability.matter import Matter
from shared.events.base import Fact
from shared.events.catalogue import name_of
from shared.events.findings.accountability import (
    Proceeding,
    ProceedingClosed,
    ProceedingOpened,
)
from shared.events.findings.common import FactParked
from shared.events.proceeding import DecisionMade, InquiryOpened
from shared.law.case_view import CaseView
from shared.law.competence import unit_of
from shared.law.proceeding import Course, on_record


def proceedings(matter: Matter) -> Iterator[Proceeding | FactParked]:
    """Find how far the proceeding of each accountable unit has come, and park the facts that do not fit."""
    if matter.lost is None and not on_record(matter.view, matter.law):
        return
    view = matter.proceedings.view
    for course in matter.proceedings.of_units:
        yield _standing(course)
    for misfit in matter.proceedings.misfits:
        yield FactParked(
            reason=misfit.reason,
            about=_about(misfit.fact, view),
            released_by=misfit.expected,
            fact=view.case.source_of(misfit.fact),
            missing=misfit.missing,
            article=misfit.article,
        )


def _standing(course: Course) -> Proceeding:
    said: dict[str, Any] = {
        "unit": course.unit,
        "stage": course.stage.stage,
        "article": course.stage.article,
        "done": course.done,
        "subjects": course.subjects,
        "joint": course.joint,
    }
    if not course.is_closed:
        return ProceedingOpened(**said, expected=tuple(_expected(course)))
    handed_over = any(one.referred_to and not one.conclusion for one in course.subjects)
    decided = any(one.conclusion for one in course.subjects)
    how: Literal["reported", "decided", "transferred"]
    how = "transferred" if handed_over else "decided" if decided else "reported"
    return ProceedingClosed(**said, how=how, closed_on=max(one.on for one in course.done))


def _expected(course: Course) -> Iterator[str]:
    """Name the facts that lead on; the inquiry is opened first, with those who are within it (Xinzhou 28)."""
    if not course.done and course.stage.by and not course.opened:
        yield name_of(InquiryOpened)
    yield course.stage.done_by
    if "competent_organ" in (*course.stage.by, *course.stage.on_unit) and course.stage.done_by == name_of(
        DecisionMade
    ):
        yield "referred"


def _about(fact: Fact, view: CaseView) -> str:
    """Name what is parked: the type, the unit, and the person where it is about one."""
    person = getattr(fact, "person", "")
    return " ".join(filter(None, (name_of(type(fact)), unit_of(fact, view.organs), person)))
