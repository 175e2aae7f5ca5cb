"""What is wrong with a law pack, and where? Each fault names its line and what was expected."""

from collections.abc import Iterator
from typing import Any

from shared.law.faults import conditional, duties, entries, references, values
from shared.law.faults.fault import Fault, PackError, located, repeated_keys
from shared.law.model import Law, Pack

__all__ = ["Fault", "PackError", "faults_of", "located", "repeated_keys", "unresolved"]


def faults_of(pack: Pack, node: Any) -> Iterator[Fault]:
    """Yield what is wrong with a pack that has the right form; `node` is its text as composed."""
    wrong = [
        *conditional.words(pack),
        *entries.notes(pack),
        *entries.repetitions(pack),
        *values.values(pack),
        *entries.outcomes(pack),
        *entries.circulars(pack),
        *entries.liability(pack),
        *duties.duties(pack),
        *duties.versions(pack),
    ]
    # Where a condition says what no case can have, what it covers cannot be told either.
    if not any("when" in where for where, _ in wrong):
        wrong += [*conditional.routing(pack), *conditional.never(pack)]
    if not pack.district:  # it stands on nothing else
        wrong += references.duties_named(pack, tuple(dict.fromkeys(duty.duty for duty in pack.duties)))
    for where, detail in wrong:
        yield located(node, where, detail)


def unresolved(law: Law, node: Any) -> Iterator[Fault]:
    """Yield where a district's pack names what neither it nor the national pack has; `node` is its text."""
    for where, detail in (*references.duties_named(law.pack, law.duty_names), *references.parameters(law)):
        yield located(node, where, detail)
