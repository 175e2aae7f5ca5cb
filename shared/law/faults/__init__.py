"""What is wrong with a law pack, and where? Each fault names its line and what was expected."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.law.faults import assessment, conditional, duties, entries, form, proceeding, references, values
from shared.law.faults.fault import Fault, Found, PackError, located, repeated_keys
from shared.law.model import Law, Pack

__all__ = ["Fault", "PackError", "faults_of", "located", "malformed", "repeated_keys", "unresolved"]


def faults_of(pack: Pack, node: Any) -> Iterator[Fault]:
    """Yield what is wrong with a pack that has the right form; `node` is its text as composed."""
    wrong = [*_of_each(pack), *duties.versions(pack)]
    # Where a condition says what no case can have, what it covers cannot be told either.
    if not any("when" in where for where, _ in wrong):
        wrong += [*conditional.routing(pack), *conditional.never(pack)]
    if not pack.district:  # it stands on nothing else
        wrong += references.duties_named(pack, duties.named(pack))
        wrong += references.appeals(pack, pack.duties, pack.parameters)
    for where, detail in wrong:
        yield located(node, where, detail)


def _of_each(pack: Pack) -> Found:
    """Yield what is wrong with entries whatever the others say."""
    yield from conditional.words(pack)
    yield from entries.notes(pack)
    yield from entries.unasked(pack)
    yield from entries.repetitions(pack)
    yield from values.values(pack)
    yield from entries.outcomes(pack)
    yield from entries.circulars(pack)
    yield from entries.liability(pack)
    yield from duties.duties(pack)
    yield from assessment.assessment(pack)
    yield from proceeding.proceeding(pack)
    yield from proceeding.conditions(pack)


def malformed(content: dict[str, Any], node: Any, errors: Sequence[ErrorDetails]) -> Iterator[Fault]:
    """Yield what is wrong with a pack that has not the right form, and with those of its entries that have.

    `content` is its text as values, `node` as composed; `errors` is what the model says of it.
    """
    yield from form.malformed(errors, node)
    left, removed = form.without(content, errors)
    try:
        pack = Pack.model_validate(left)
    except ValidationError:
        return
    for where, detail in _of_each(pack):
        yield located(node, form.restored(where, removed), detail)


def unresolved(law: Law, node: Any) -> Iterator[Fault]:
    """Yield where a district's pack names what neither it nor the national pack has; `node` is its text."""
    for where, detail in (
        *references.duties_named(law.pack, law.duty_names),
        *references.parameters(law),
        *references.appeals(law.pack, law.duties, law.parameters),
    ):
        yield located(node, where, detail)
