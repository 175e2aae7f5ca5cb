"""What is missing in the papers an agency submits to the bureau or the court (Huancui 11-14, Xinzhou 10, 11)?"""

from collections.abc import Iterator

from services.accountability.matter import Matter
from shared.events.agency import PapersEnclosed
from shared.events.findings.accountability import PapersIncomplete
from shared.law.attributes import attributes_of
from shared.law.conditions import holds
from shared.law.model import Checklist


def papers_incomplete(matter: Matter) -> Iterator[PapersIncomplete]:
    """List the parts missing of each submission, by every checklist that holds for it.

    Where nobody said what a submission holds, as in a ledger, nothing is known to be missing.
    """
    view = matter.view
    for submission in view.told(PapersEnclosed):
        agency = view.organs.full_name(submission.agency) if submission.agency else ""
        for checklist in matter.law.checklists:
            missing = [part for part in checklist.parts if part.part not in submission.parts]
            if checklist.to == submission.to and missing and _holds(checklist, agency, matter):
                articles = (checklist.article, *(part.article for part in missing))
                yield PapersIncomplete(
                    checklist=checklist.checklist,
                    agency=agency,
                    missing=tuple(dict.fromkeys(part.part for part in missing)),
                    article="; ".join(dict.fromkeys(articles)),
                )


def _holds(checklist: Checklist, agency: str, matter: Matter) -> bool:
    """Return whether a checklist holds for a defendant for whom the agency submits."""
    return any(
        holds(checklist.when, attributes_of(matter.view, name)) for name in _submitting_for(agency, matter)
    )


def _submitting_for(agency: str, matter: Matter) -> tuple[str, ...]:
    """Return the defendants whose papers an agency submits: its own, and of those it answers for; else all."""
    answering = matter.answering
    names = matter.view.defendants
    own = tuple(name for name in names if name == agency or agency in answering.get(name, ()))
    return own or names
