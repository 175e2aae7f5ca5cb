"""Which decisions on liability for a loss lack what the law asks of them (Xinzhou 29-31)?"""

from collections.abc import Iterator

from services.accountability.matter import Matter
from shared.events.findings.accountability import DecisionUnfounded
from shared.law.gathered import told_of


def decisions_unfounded(matter: Matter) -> Iterator[DecisionUnfounded]:
    """Find decisions without a ground of the pack, or without what their ground asks for: they decide nothing."""
    if not told_of(matter.view.dispute):
        return
    for decision, lacks in matter.proceedings.unfounded:
        yield DecisionUnfounded(
            unit=matter.view.organs.full_name(decision.unit), person=decision.person, **lacks._asdict()
        )
