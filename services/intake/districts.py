"""Which district does somebody mean, by its id or its code in the national list of divisions?"""

from collections.abc import Iterable

from pydantic_core import from_json, to_json

from services.intake.index import Index
from shared.codec import type_of
from shared.envelope import Draft
from shared.events.district import LawAdopted
from shared.law.loader import load
from shared.problems import Problem

_ADOPTED = type_of(LawAdopted)
_KEPT = "districts"


class Districts:
    """The districts for which a law was adopted."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._divisions: dict[str, str] = {}

    def open(self) -> None:
        """Remember the districts of former runs."""
        self._divisions = from_json(self._index.state(_KEPT) or "{}")

    @property
    def ids(self) -> list[str]:
        """Return the ids of all districts."""
        return sorted(self._divisions)

    def heed(self, drafts: Iterable[Draft]) -> None:
        """Take in the laws among facts that were recorded."""
        packs = [load(draft.data["text"]) for draft in drafts if draft.type == _ADOPTED]
        new = {pack.district: pack.division for pack in packs if pack.district}
        if not new.items() <= self._divisions.items():
            self._divisions |= new
            self._index.keep(_KEPT, to_json(self._divisions).decode())

    def id_of(self, said: str) -> str:
        """Return the id of a district. Raises Problem 422 that names the districts there are."""
        for id_, division in self._divisions.items():
            if said.strip() in (id_, division):
                return id_
        known = ", ".join(f"{id_} ({division})" for id_, division in sorted(self._divisions.items()))
        detail = f"found {said!r}; expected one of {known or 'no district yet, as no law was adopted'}"
        error = {"pointer": "/district", "detail": f"found {said!r}", "expected": f"one of {known}"}
        raise Problem(422, "没有这个区 (no such district)", detail, errors=[error])
