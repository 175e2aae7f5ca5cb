"""Who stands at the door in tests of rights: bodies of two districts, each with a key."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from shared.access import Principal
from shared.access.principals import Role
from tests.intake.door import Door, open_door


def body(role: Role, *names: str, district: str = "xinzhou") -> Principal:
    return Principal(id="k", role=role, districts=(district,), names=names)


CALLERS: Mapping[str, Principal] = {
    "court": body("court", "鄂0117"),
    "other court": body("court", "鲁1002"),
    "bureau": body("bureau", "新洲区司法局"),
    "other bureau": body("bureau", "环翠区司法局", district="huancui"),
    "agency": body("agency", "武汉市新洲区人民政府"),
    "other agency": body("agency", "新洲区公安分局"),
    "office": body("office", "新洲区府办"),
    "auditor": body("auditor", "审计局"),
}


def shown(who: str) -> Mapping[str, str]:
    """Return the headers of a caller; the operator's are shown by themselves, nobody's are empty."""
    return {"Authorization": f"Bearer {who}"} if who != "operator" else {}


@asynccontextmanager
async def guarded(folder: Path) -> AsyncIterator[Door]:
    async with open_door(folder, CALLERS) as door:
        yield door
