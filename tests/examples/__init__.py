"""What does a valid event look like? One example of every type, by name, and one draft envelope."""

from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT, Draft
from shared.events.base import Event, Fact
from shared.events.catalogue import name_of
from tests.examples.facts import AGENCY, CASE, COURT, DISTRICT, FACTS, GOVERNMENT, LATER_CASE
from tests.examples.findings import FINDINGS

__all__ = [
    "AGENCY",
    "CASE",
    "COURT",
    "DISTRICT",
    "DRAFT",
    "EXAMPLES",
    "GOVERNMENT",
    "LATER_CASE",
    "cloudevent",
    "draft",
]

EXAMPLES: dict[str, Event] = {name_of(type(event)): event for event in (*FACTS, *FINDINGS)}
"""One valid event of every type, by name."""


def draft(
    event: Event, *, id_: str = "1", source: str = COURT, subject: str = CASE, district: str = DISTRICT
) -> Draft:
    """Return a draft that reports a fact (or states a finding) of the example case."""
    if isinstance(event, Fact) and event.ABOUT == "log":
        subject, district = event.slot, NO_DISTRICT
    return Draft(
        source=source,
        id=id_,
        type=type_of(type(event)),
        subject=subject,
        district=district,
        data=encode(event),
    )


DRAFT = draft(EXAMPLES["hearing-held"])
"""An envelope as a reporter hands it in."""


def cloudevent(draft: Draft) -> dict[str, object]:
    """Return a draft as a CloudEvent in JSON form, as it arrives over HTTP."""
    attributes = {
        "specversion": "1.0",
        "id": draft.id,
        "source": draft.source,
        "type": draft.type,
        "subject": draft.subject,
        "district": draft.district,
    }
    return attributes | ({"time": draft.time} if draft.time else {}) | {"data": draft.data}
