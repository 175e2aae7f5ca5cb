"""What is asked: which facts, in which district, on which day, under which law; and is the question sound?"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from shared.case_number import CaseNumberError
from shared.codec import UnknownTypeError, class_of, type_of
from shared.dispute import FIRST_USABLE, LAST_USABLE, SOURCES, disputes, facts_that_count
from shared.envelope import BUREAU, NO_DISTRICT, Recorded
from shared.events.base import Fact
from shared.events.district import LawAdopted, OrganRegistered
from shared.events.intake import DayBegan, FactCorrected, FactRetracted, RowParked
from shared.explaining.explained import Question
from shared.index import Index
from shared.judge.findings import Rules
from shared.law.loader import NATIONAL, PackError, district_of, laws_of, load
from shared.law.model import Law
from shared.problems import Problem
from shared.reported import LARGEST, Fault, beyond_form, case_number, form_of, shown
from shared.world import World, world_of

MOST_FACTS, MOST_ORGANS = 1000, 5000
LISTED = 200
"""Faults an answer lists; the rest is counted."""

NOWHERE = datetime(1970, 1, 1, tzinfo=UTC)
"""When facts that are only asked about were learnt; no rule reads it."""

_SOURCE = re.compile(rf"(?:{'|'.join(SOURCES)})/[^\s\x00-\x1f\x7f]{{1,128}}")
_DISTRICT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_REVISIONS = (FactCorrected, FactRetracted)
_NOT_ASKED = (DayBegan, RowParked, LawAdopted, *_REVISIONS)
_USUAL = {"aftermath": "agency", "district": "bureau"}
_A_TYPE = "a fact of GET /schemas of intake, such as case-docketed"


class NotAskableError(ValueError):
    """A value that cannot be asked about: says what was found and what was expected."""

    def __init__(self, detail: str, expected: str) -> None:
        super().__init__(detail)
        self.expected = expected


def _written_day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise NotAskableError("it is no day", "a date as YYYY-MM-DD")
    return value


def _usable_day(value: date) -> date:
    if not FIRST_USABLE <= value <= LAST_USABLE:
        raise NotAskableError("no period can be counted there", f"a day from {FIRST_USABLE} to {LAST_USABLE}")
    return value


def _district(value: str) -> str:
    if not _DISTRICT.fullmatch(value):
        raise NotAskableError(
            "it is no id of a district", "such as xinzhou: at most 64 letters, digits and hyphens"
        )
    return value


Day = Annotated[date, BeforeValidator(_written_day), AfterValidator(_usable_day)]


class AskedFact(BaseModel):
    """A fact as somebody would report it."""

    model_config = ConfigDict(extra="forbid", str_max_length=LARGEST, use_attribute_docstrings=True)

    type: str = Field(examples=["case-docketed"])
    """With or without `yingsu.` and `.v1`."""
    case: str = ""
    """The case number; empty for facts about the district."""
    source: str = Field("", examples=["court/鄂0117"])
    """Who reports it; by default the usual reporter of the type. It decides between two reports of one thing."""
    id: str = ""
    data: dict[str, Any] = Field(default_factory=dict)


class AskedBody(BaseModel):
    """Facts, and what else the answer depends on."""

    model_config = ConfigDict(extra="forbid", str_max_length=LARGEST, use_attribute_docstrings=True)

    district: Annotated[str, AfterValidator(_district)] = Field(examples=["xinzhou"])
    day: Day | None = None
    """The day that has begun: all before it have ended. By default the last the service knows."""
    pack: str | None = None
    """The text of a law pack to judge by instead."""
    organs: list[dict[str, Any]] | None = Field(None, max_length=MOST_ORGANS)
    """Data of `organ-registered`: the register to judge with instead of the one on the log."""
    facts: list[AskedFact] = Field(min_length=1, max_length=MOST_FACTS)


def question(body: AskedBody, noted: Sequence[Recorded], rules: Rules) -> Question:
    """Return what a body asks, in the world a service has noted. Raises Problem 422 with every fault.

    Other cases are known only as far as the body tells of them.
    """
    faults: list[Fault] = []
    strays: list[str] = []
    told = [*_facts(body, faults, strays)]
    organs = [*_organs(body, faults, strays)]
    laws = _laws(body, noted, faults)
    if faults:
        raise _refused(faults)
    cases = [one for one in told if _case(one)]
    world = _world(body, noted, [*organs, *(one for one in told if not _case(one))], laws)
    found = tuple(disputes(cases, world.orders))
    entries = (entry for dispute in found for entry in rules.entries(dispute, world))
    return Question(
        district=body.district,
        disputes=found,
        world=replace(world, index=Index.of(entries)),
        cases=frozenset(map(_case, cases)),
        warnings=tuple(f"{stray} is no field of this type; nothing follows from it" for stray in strays),
    )


def _world(
    body: AskedBody, noted: Sequence[Recorded], told: Iterable[Recorded], laws: tuple[Law, ...]
) -> World:
    left_out = {"law-adopted"} | ({"organ-registered"} if body.organs is not None else set())
    kept = [record for record in noted if not any(f".{name}." in _concerns(record) for name in left_out)]
    world = replace(world_of(body.district, [*kept, *told]), laws=laws)
    return replace(world, day=body.day) if body.day else world


def _laws(body: AskedBody, noted: Sequence[Recorded], faults: list[Fault]) -> tuple[Law, ...]:
    """Return the laws to judge by: those on the log, or what the pack of the body makes of them."""
    adopted = [record for record in noted if "law-adopted" in _concerns(record)]
    texts = {fact.pack: fact.text for fact in facts_that_count(adopted) if isinstance(fact, LawAdopted)}
    try:
        if body.pack is not None:
            own = load(body.pack)
            base = own.extends or NATIONAL
            if own.district and base not in texts:
                expected = f"one of {', '.join(sorted(texts))}"
                faults.append(Fault("/pack", f"it extends {base!r}, which is not adopted", expected))
                return ()
            if own.district not in ("", body.district):
                faults.append(
                    Fault("/pack", f"it is the law of {own.district}", f"the law of {body.district}")
                )
                return ()
            kept = {base: texts[base]} if own.district else texts
            texts = {**kept, own.pack: body.pack}
        laws = laws_of(body.district, texts)
    except PackError as error:
        where, what = ("/pack", "the text of a law pack") if body.pack is not None else ("/district", "")
        expected = what or "a district whose law on the log can be read; or a pack to judge by"
        faults.extend(Fault(where, str(fault), expected) for fault in error.faults)
        return ()
    if not laws:
        known = sorted({district_of(text) for text in texts.values()} - {""})
        expected = f"a pack for it, or one of {', '.join(known)}" if known else "a district with a law"
        faults.append(Fault("/district", f"no law is adopted for {body.district!r}", expected))
    return laws


def _organs(body: AskedBody, faults: list[Fault], strays: list[str]) -> Iterator[Recorded]:
    for number, data in enumerate(body.organs or ()):
        form = form_of(OrganRegistered, data, ("organs", number), faults)
        if form is not None:
            strays += form.strays
            assert isinstance(form.fact, OrganRegistered), "it was read as one"
            yield _recorded(form.fact, "bureau/asked", f"organ {number}", form.fact.code, body.district, 0)


def _facts(body: AskedBody, faults: list[Fault], strays: list[str]) -> Iterator[Recorded]:
    seen = set[tuple[str, str]]()
    for number, asked in enumerate(body.facts):
        before = len(faults)
        cls = _class(asked.type, number, faults)
        source = asked.source or f"{_reporter(cls)}/asked"
        if not _SOURCE.fullmatch(source):
            expected = f"<kind>/<name> without spaces, the kind one of {', '.join(SOURCES)}"
            faults.append(Fault(f"/facts/{number}/source", shown(source), expected))
        id_ = asked.id or str(number + 1)
        if (source, id_) in seen:
            expected = "an id of its own; each fact is told once"
            faults.append(Fault(f"/facts/{number}/id", f"{id_!r} of {source} stands twice", expected))
        seen.add((source, id_))
        if cls is None:
            continue
        form = form_of(cls, asked.data, ("facts", number, "data"), faults)
        if form is None:
            _subject(cls, None, asked.case, number, faults)
            continue
        strays += form.strays
        faults += beyond_form(form.fact, ("facts", number, "data"))
        subject = _subject(cls, form.fact, asked.case, number, faults)
        if len(faults) == before:
            district = NO_DISTRICT if cls.ABOUT == "log" else body.district
            yield _recorded(form.fact, source, id_, subject, district, number + 1)


def _class(type_: str, number: int, faults: list[Fault]) -> type[Fact] | None:
    name = type_ if type_.startswith("yingsu.") else f"yingsu.{type_}.v1"
    try:
        cls = class_of(name)
    except UnknownTypeError:
        cls = None
    if cls is not None and issubclass(cls, Fact) and cls not in _NOT_ASKED:
        return cls
    detail = shown(type_)
    if cls in _REVISIONS:
        detail += ", and what is asked about is not corrected: tell it as it is"
    elif cls is LawAdopted:
        detail += ", and the law to judge by stands in the member pack"
    elif cls is DayBegan:
        detail += ", and the day stands in the member day"
    faults.append(Fault(f"/facts/{number}/type", detail, _A_TYPE))
    return None


def _subject(cls: type[Fact], fact: Fact | None, case: str, number: int, faults: list[Fault]) -> str:
    where = f"/facts/{number}/case"
    if cls.ABOUT == "case":
        try:
            return case_number(case)
        except CaseNumberError as error:
            faults.append(Fault(where, shown(case) if case else "is missing", error.expected))
    elif case and not (cls.ABOUT == "bureau" and case == BUREAU):
        faults.append(Fault(where, shown(case), "no case, as the fact is about none"))
    return fact.slot if fact is not None else ""


def _reporter(cls: type[Fact] | None) -> str:
    module = cls.__module__.rpartition(".")[2] if cls else "court"
    return _USUAL.get(module, module)


def _recorded(fact: Fact, source: str, id_: str, subject: str, district: str, position: int) -> Recorded:
    return Recorded(
        event=fact,
        source=source,
        id=id_,
        type=type_of(type(fact)),
        subject=subject,
        district=district,
        position=position,
        recorded_at=NOWHERE,
    )


def _case(record: Recorded) -> str:
    """Return the case a fact is about, or the bureau's own matter; the empty text for the district or the log."""
    about = record.event.ABOUT if isinstance(record.event, Fact) else ""
    return {"case": record.subject, "bureau": BUREAU}.get(about, "")


def _concerns(record: Recorded) -> str:
    """Return the type of a fact, of a correction that of its target."""
    return record.event.type if isinstance(record.event, _REVISIONS) else record.type


def _refused(faults: Sequence[Fault]) -> Problem:
    first = faults[0]
    detail = f"{first.pointer}: {first.detail}; expected {first.expected}"
    if len(faults) > 1:
        detail += f" (and {len(faults) - 1} more)"
    errors: list[Mapping[str, Any]] = [fault._asdict() for fault in faults[:LISTED]]
    return Problem(422, "It cannot be asked", detail, errors=errors, unlisted=max(0, len(faults) - LISTED))
