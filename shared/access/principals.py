"""Who is somebody whose key or token was checked?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Role = Literal["court", "procuratorate", "bureau", "office", "agency", "auditor", "public", "operator"]
"""`office` is the district government's office, `public` anybody who shows no key."""

ROLES: tuple[Role, ...] = get_args(Role)

EVERYWHERE = "*"
"""Stands for every district."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Principal:
    """A body that may be answered and believed as far as its role goes."""

    id: str
    """Names the key or token it showed, so that two keys of one body are told apart; no secret."""
    role: Role
    districts: tuple[str, ...] = ()
    """The districts it may speak of, by id; `*` for all."""
    names: tuple[str, ...] = ()
    """For whom it speaks, its own name first: court codes, or the names and codes of an organ."""
    label: str = ""
    """What people call it, such as the person or system that holds the key."""
    rate: int = 0
    """The most facts a second it may send; 0 for the house's own limit."""
    until: str = ""
    """When what it showed ends, as an instant; empty for keys, which know that themselves."""

    @property
    def name(self) -> str:
        """Return its own name."""
        return self.names[0] if self.names else self.role

    @property
    def actor(self) -> str:
        """Return how envelopes name it: `agency/区住建局#k3f9`."""
        return f"{self.role}/{self.name}#{self.id}"

    def may_speak_of(self, district: str) -> bool:
        """Return whether a district is among its own."""
        return district in self.districts or EVERYWHERE in self.districts

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Principal":
        """Return it from plain JSON."""
        told = {**data, "districts": tuple(data["districts"]), "names": tuple(data["names"])}
        return cls(**told)


PUBLIC = Principal(id="", role="public", label="anybody")
"""Who shows no key."""

ANYBODY = frozenset(ROLES)


def operator(id_: str = "operator") -> Principal:
    """Return who runs the house and may do everything."""
    return Principal(
        id=id_, role="operator", districts=(EVERYWHERE,), names=("operator",), label="the operator"
    )


_DISTRICT = re.compile(r"\*|[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_NAME = re.compile(r"[^\s\x00-\x1f\x7f]{1,128}")


def faults_of(principal: Principal) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with somebody a key or token is for: pointer, detail, expected."""
    if principal.role == "public":
        yield "/role", "found 'public'", "a role; the public needs no key"
    for at, district in enumerate(principal.districts):
        if not _DISTRICT.fullmatch(district):
            yield f"/districts/{at}", f"found {district!r}", "the id of a district, such as xinzhou, or *"
    for at, name in enumerate(principal.names):
        if not _NAME.fullmatch(name):
            yield f"/names/{at}", f"found {name!r}", "1 to 128 characters without spaces"
    if principal.role not in ("operator", "auditor") and not principal.districts:
        yield "/districts", "none is named", "at least one district"
    if principal.role in ("court", "agency", "procuratorate", "office") and not principal.names:
        yield "/names", "none is named", "its own name first: the court's code, or the organ's name"
