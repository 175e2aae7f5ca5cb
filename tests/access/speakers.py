"""Who tries the doors in tests: one principal of each role, with its key; and facts that each could say."""

from typing import Any

from shared.access import Principal
from shared.access.guard import fingerprint
from shared.access.principals import EVERYWHERE
from shared.codec import encode
from shared.envelope import NO_DISTRICT, Draft
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from tests.callers import OPERATOR_KEY
from tests.examples import AGENCY, CASE, DISTRICT, EXAMPLES, draft

NAMES = {
    "court": ("鄂0117",),
    "procuratorate": ("新洲区人民检察院",),
    "bureau": ("区司法局",),
    "office": ("区政府办公室",),
    "agency": (AGENCY, "11420117MB"),
    "auditor": ("区审计局",),
}
SPEAKERS = {
    role: Principal(id=f"k-{role}", role=role, districts=(DISTRICT,), names=names)  # type: ignore[arg-type]
    for role, names in NAMES.items()
} | {
    "operator": Principal(id="operator", role="operator", districts=(EVERYWHERE,), names=("operator",)),
    "public": Principal(id="", role="public"),
}
KEYS = {role: f"yk_the-key-of-the-{role}-of-the-tests" for role in NAMES} | {
    "operator": OPERATOR_KEY,
    "public": "",
}
SOURCES = {
    role: f"{role}/{one.names[0]}"
    for role, one in SPEAKERS.items()
    if role in ("court", "procuratorate", "office")
} | {"bureau": f"bureau/{DISTRICT}", "agency": f"agency/{AGENCY}"}

_NAMING = ("agency", "organ", "by", "addressee", "recipient")
"""The fields in which somebody may be named who speaks."""


def shown(role: str) -> dict[str, str]:
    """Return the headers that show a role's key."""
    return {"Authorization": f"Bearer {KEYS[role]}"} if KEYS[role] else {}


def spoken(name: str, role: str) -> Draft:
    """Return a fact of a type as a role would say it: in its own name, of its own case, organ and district."""
    fact = EXAMPLES[name]
    assert isinstance(fact, Fact)
    source = SOURCES.get(role, f"bureau/{DISTRICT}")
    told = encode(fact)
    told |= {field: AGENCY for field in _NAMING if not str(told.get(field, "")).isascii()}
    if "attendees" in told:
        told["attendees"] = [{**one, "organ": AGENCY} for one in told["attendees"]]
    if "feed" in told:
        told["feed"] = source
    made = draft(fact, id_=f"{role}/{name}", source=source)
    subject = {"case": CASE, "organ": AGENCY, "log": made.subject}.get(fact.ABOUT, "bureau")
    district = NO_DISTRICT if fact.ABOUT == "log" else DISTRICT
    return Draft(source=source, id=made.id, type=made.type, subject=subject, district=district, data=told)


def revised(original: Draft, kind: str, role: str) -> Draft:
    """Return the correction (`fact-corrected`) or retraction of a fact by whoever reported it."""
    data: dict[str, Any] = {
        "target_source": original.source,
        "target_id": original.id,
        "replaces": original.id,
    }
    data |= {"type": original.type, "reason": "误报"}
    if kind == "fact-corrected":
        data["data"] = original.data
    return Draft(
        source=SOURCES.get(role, original.source),
        id=f"{original.id}/{kind}",
        type=f"yingsu.{kind}.v1",
        subject=original.subject,
        district=original.district,
        data=data,
    )


FACT_TYPES = tuple(FACTS)
MARKS = {fingerprint(KEYS[role]): one for role, one in SPEAKERS.items()}
