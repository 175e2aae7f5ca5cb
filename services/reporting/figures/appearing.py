"""What does a heard case count in: who appeared, who spoke, and was the chief there?"""

from collections.abc import Iterator

from services.reporting.figures.counts import Addition, Rows, leader_row, responsible
from shared.dispute import Dispute
from shared.events.findings.routing import ChiefRequired
from shared.law.appearance import Appearance, Person, appearance, chief_appearance, excuse
from shared.law.case_view import CaseView
from shared.law.model import Law
from shared.world import World


def appearances(
    view: CaseView, rows: Rows, world: World, law: Law, people: tuple[Person, ...]
) -> Iterator[Addition]:
    """Count a heard case in the rates of appearance.

    In an officer's row it counts with what that very person did; who is no officer of a defendant, such as the
    bureau's chief, has none of these rates.
    """
    together = appearance(view.case, world.organs, law)
    if together is None:
        return
    yield from rows.adds("heard", view.case.number, together.first_heard_on, counted=1)
    own = _own(law)
    yield from _appeared(view, rows.without("leader", *(["defendant"] if own else [])), law, together)
    for row in rows.only("defendant") if own else ():
        alone = appearance(view.case, world.organs, law, row.agency) or together
        yield from _appeared(view, Rows((row,)), law, alone, of=row.agency)
    for person in people:
        if person.organ in view.defendants:
            of = person.organ if own else ""
            theirs = appearance(view.case, world.organs, law, of) or together
            here = appearance(view.case, world.organs, law, of, person)
            yield from _appeared(view, Rows((leader_row(person),)), law, theirs, here, of)


def _appeared(
    view: CaseView, rows: Rows, law: Law, appeared: Appearance, here: Appearance | None = None, of: str = ""
) -> Iterator[Addition]:
    """Count in some rows what was done there, unless the case leaves them because an absence is excused."""
    if _leaves(view, law, appeared, of):
        return
    number, on, here = view.case.number, appeared.first_heard_on, here or appeared
    yield from rows.adds("appearance_rate", number, on, here.appeared)
    yield from rows.adds("voiced_appearance_rate", number, on, here.voiced)
    yield from rows.adds("chief_appearance_rate", number, on, here.chief)
    yield from rows.adds("chief_voiced_appearance_rate", number, on, here.chief_voiced)


def chief_duty(
    view: CaseView, dispute: Dispute, rows: Rows, world: World, law: Law, people: tuple[Person, ...]
) -> Iterator[Addition]:
    """Count whether somebody came whom the law accepts where a chief must appear (Xinzhou 13, 14; Huancui 20).

    In the row of a defendant the case counts when the chief is required for that one, in the row of who answers when
    for one it answers for, in that of an officer when he is of such a one, or the bureau's where its chief may come.
    """
    number, found = view.case.number, dispute.found("routing", ChiefRequired)
    required = {finding.defendant: finding.accepted for case, finding in found if case == number}
    came = chief_appearance(view.case, world.organs, required) if required else None
    if came is None:
        return
    on, own = came.first_heard_on, _own(law)
    answering = responsible([view.case], dispute, of=required)
    concerned = {
        "defendant": () if own else required,
        "responsible": answering,
        "accountable": (),
        "leader": (),
    }
    together = tuple(row for row in rows.rows if row.agency in concerned.get(row.by, (row.agency,)))
    if not _leaves(view, law, came):
        yield from Rows(together).adds("chief_duty_rate", number, on, came.appeared)
    for row in rows.only("defendant") if own else ():
        if row.agency in required:
            alone = chief_appearance(view.case, world.organs, {row.agency: required[row.agency]}) or came
            if not _leaves(view, law, alone, row.agency):
                yield from Rows((row,)).adds("chief_duty_rate", number, on, alone.appeared)
    bureau = world.organs.the("bureau")
    may_come = (
        {bureau.name} if bureau and any("bureau_chief" in posts for posts in required.values()) else set()
    )
    for person in people:
        if person.organ in required or person.organ in may_come:
            here = chief_appearance(view.case, world.organs, required, person) or came
            if not _leaves(view, law, came):
                row = leader_row(person)
                yield from Rows((row,)).adds("chief_duty_rate", number, on, here.appeared)


def _own(law: Law) -> bool:
    """Return whether each defendant's own officer must come."""
    return law.parameter("codefendants") == "own"


def _leaves(view: CaseView, law: Law, appeared: Appearance, of: str = "") -> bool:
    """Return whether a case leaves the rates because everybody's absence, or that of one, is excused."""
    if appeared.appeared or law.parameter("excused_absence") != "leaves":
        return False
    return excuse(view.case, view.organs, appeared.missed, of) is not None
