"""In which figures can a case still come to count otherwise once what is parked is released? Pure (docs/figures.md).

Released means: used as what it is about. The organ is registered, the case docketed, the day corrected, one of two
corrections taken back, the row read. What is said for each case is one text: the figures that can change, and for
groups of rows by how much they can beyond what the case counts in them now.

    [["heard"], [[[["*", "*"], ["leader", ""]], [["heard", 1, 0, 1]]]], false]

The last says that it is open whom the case concerns as officers: then what it counts in their rows is, in any figure.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic_core import to_json

from services.reporting.figures import AVERAGES, COUNTS, FIGURES, changed_by
from services.reporting.figures.contribution import BY_USUAL_NAME
from services.reporting.figures.counts import DISTRICT, Row, agency_rows, responsible, slices
from services.reporting.figures.reads import EVERYWHERE, OFFICERS_BY, SITTINGS
from services.reporting.parked.rows import FINDERS, Entry, entries
from shared.dispute import Case, Dispute
from shared.events.catalogue import name_of
from shared.events.findings.common import FactParked
from shared.law.case_view import CaseView
from shared.organs import Organs
from shared.world import World

ALL = frozenset(name.partition(":")[0] for name in (*FIGURES, *AVERAGES, *COUNTS))
OF_DISPUTES = frozenset({"loss_rate", "settlement_rate", "withdrawal_rate", "concluded", "pending"})
"""What a dispute counts in once, at one of its cases."""
OF_DEADLINES = frozenset({"on_time_rate", *BY_USUAL_NAME.values()})
OF_THE_CASE = ALL - OF_DISPUTES - OF_DEADLINES
"""What a case counts in by itself."""
ONE_DUTY = "on_time_rate:"
"""Stands for the rate of any single duty."""

ANY = ""
"""Stands for any row of a kind, and for any period."""
ANYWHERE = tuple(Row(by, ANY) for by in ("defendant", "responsible", "accountable", "act", "instance"))

SUED = 3
"""Of a case of which it is not known whom it is against, it is taken that these are not more organs."""


class Thing(NamedTuple):
    """Something parked, as far as figures hang on it."""

    metrics: frozenset[str]
    founding: bool
    """It says what the case is, whom it concerns or who answers: the rows of the case are open."""
    leading: bool
    """It may say which officers the case concerns."""
    links: bool
    """It may say that the case goes on with another dispute, which then is another one, too."""


class Change(NamedTuple):
    """By how much one figure of a row can change beyond what counts in it now."""

    metric: str
    adds: int
    """So many may come to count."""
    loose: int
    """So many others that count, or do not, may come to count otherwise."""
    things: int
    """How many parked things can change it."""


def unsettled(dispute: Dispute, world: World) -> dict[str, str]:
    """Return what is open of each case of a dispute in which something is parked; nothing for most disputes."""
    if not any(isinstance(found, FactParked) for by in FINDERS for found in dispute.standing(by).values()):
        return {}
    things: dict[str, list[Thing]] = {}
    for entry in entries(dispute, world):
        if not entry.case.of_bureau:
            things.setdefault(entry.case.number, []).append(_thing(entry))
    found = {case.number: _of_case(case, dispute, things, world) for case in dispute.cases}
    return {number: text for number, text in found.items() if text}


def base_of(metric: str) -> str:
    """Return under which name it stands what can change in a figure."""
    whole, _, part = metric.partition(":")
    if whole in BY_USUAL_NAME.values() or (whole == "on_time_rate" and part and "=" not in part):
        return ONE_DUTY
    return whole


def _thing(entry: Entry) -> Thing:
    type_ = name_of(type(entry.facts[0].fact)) if entry.facts else ""
    reason = entry.found.reason
    if reason == "case-not-docketed" or not type_:
        return Thing(ALL, founding=True, leading=True, links=True)
    unread = type_ == "case-docketed" and reason in ("unusable-date", "contradiction")
    founding = type_ in EVERYWHERE
    return Thing(frozenset(changed_by(type_)), founding, founding or type_ in OFFICERS_BY, unread)


def _of_case(case: Case, dispute: Dispute, things: Mapping[str, list[Thing]], world: World) -> str:
    """Return what is open of a case, by what is parked of it and of the other cases of the dispute."""
    own = things.get(case.number, [])
    beside = [one for number, others in things.items() if number != case.number for one in others]
    metrics = frozenset[str]().union(
        *(one.metrics for one in own),
        *(one.metrics if one.founding else one.metrics - OF_THE_CASE for one in beside),
    )
    if not metrics:
        return ""
    founding = any(one.founding for one in (*own, *beside)) or case.docketed is None
    organs = len(case.docketed.defendants) if case.docketed else 0
    of_duty = max(organs, SUED if founding else 1) * _occasions(case)
    of_all = of_duty * duties(world)
    rows = _anywhere(case) if founding else _rows(case, dispute, world)
    links, leading = sum(one.links for one in own), any(one.leading for one in (*own, *beside))
    hearings = max(organs, SUED) * any("chief_duty_rate" in one.metrics for one in own)
    loose = Counter(dict.fromkeys(OF_DISPUTES, links))
    loose |= {"chief_duty_rate": links + hearings, "on_time_rate": links * of_all, ONE_DUTY: links * of_duty}
    here = [
        Change(name, adds, 0, sum(metric in one.metrics for one in own))
        for metric, name, adds in _most(metrics, of_all, of_duty)
    ]
    elsewhere = [Change(name, 0, number, 0) for name, number in sorted(loose.items())]
    officers = [
        Change(
            name,
            adds,
            loose[name] + adds * hearings,
            sum(one.leading or metric in one.metrics for one in own),
        )
        for metric, name, adds in _most(ALL if leading else metrics, of_all, of_duty)
    ]
    groups = ((rows, here), (_anywhere(None), elsewhere), ((Row("leader", ANY),), officers))
    some = [(of, [one for one in changes if any(one[1:])]) for of, changes in groups]
    return to_json([sorted(metrics), [group for group in some if group[1]], leading]).decode()


def _most(metrics: frozenset[str], of_all: int, of_duty: int) -> Iterator[tuple[str, str, int]]:
    """Return the figures, each under which name it stands and how often a case can count in it at most."""
    for metric in sorted(metrics - OF_DEADLINES):
        yield metric, metric, 1
    if metrics & OF_DEADLINES:
        yield "on_time_rate", "on_time_rate", of_all
        yield "on_time_rate", ONE_DUTY, of_duty


def duties(world: World) -> int:
    """Return how many duties a law of the district has whose miss is a breach."""
    return max((len(frozenset(law.duty_names) - law.soft) for law in world.laws), default=0)


def _occasions(case: Case) -> int:
    """Return on how many occasions one duty towards one organ can begin: no more than there are facts of a kind."""
    kinds = Counter(type(one.fact) for one in (*case.unusable, *case.outweighed))
    for kind, slots in case.reports.items():
        kinds[kind] += len(slots)
    hearings = sum(number for kind, number in kinds.items() if name_of(kind) in SITTINGS)
    return max(1, hearings, *kinds.values()) if kinds else 1


def _rows(case: Case, dispute: Dispute, world: World) -> tuple[Row, ...]:
    """Return the rows in which a case can count whose parties, act and answering agencies are known."""
    views = [CaseView(one, dispute, world.organs) for one in dispute.cases if one.docketed is not None]
    defendants = (name for view in views for name in view.defendants)
    agencies = agency_rows(defendants, responsible(dispute.cases, dispute))
    own = slices(CaseView(case, dispute, world.organs))
    return (DISTRICT, *agencies, *own, Row("accountable", ANY))


def _anywhere(case: Case | None) -> tuple[Row, ...]:
    """Return any rows; a case is of the court that gave it its number."""
    court = CaseView(case, Dispute(case.district, (case,)), Organs()).court if case else ANY
    return (DISTRICT, *ANYWHERE, Row("court", court))
