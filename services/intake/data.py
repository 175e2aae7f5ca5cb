"""What is recorded of the data a reporter sent: every field of its type, and what else was sent?"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from prometheus_client import Counter

from shared.events.base import Fact
from shared.events.catalogue import name_of
from shared.reported import Fault, Path, beyond_form, form_of

_UNKNOWN = Counter("yingsu_unknown_fields_total", "Fields sent that their type does not have", ["type"])


class Findings(NamedTuple):
    """What checking an event brought to light."""

    faults: list[Fault]
    warnings: list[str]


def normalised(cls: type[Fact], sent: Mapping[str, Any], path: Path, found: Findings) -> dict[str, Any]:
    """Return data as the log keeps it: every field of the type, and what else was sent.

    It is empty when something is wrong, which `found` then says.
    """
    before = len(found.faults)
    form = form_of(cls, sent, path, found.faults)
    if form is None:
        return {}
    if form.strays:
        _UNKNOWN.labels(name_of(cls)).inc(len(form.strays))
        said = "is no field of this type; it is kept as sent"
        found.warnings.extend(f"{stray} {said}" for stray in form.strays)
    found.faults.extend(beyond_form(form.fact, path))
    return form.data if len(found.faults) == before else {}
