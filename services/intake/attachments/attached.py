"""Which case has which documents, as facts say now, and who may have them?"""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.intake.index.entries import last_revision, read_at
from services.intake.keeper import Keeper
from services.intake.keys import Keys
from shared.access import Principal
from shared.access.speaking import court_of, sources
from shared.envelope import attributes
from shared.sealing import Seal, is_sealed

TOGETHER = 200
"""Files whose facts are looked up at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document of a case, as the fact that attached it says now."""

    position: int
    """Of the fact."""
    district: str
    case: str
    source: str
    """Who reports that the case has it."""
    sha256: str
    title: str
    """Sealed, or opened by `titled`."""
    media_type: str
    size: int
    attached_on: date
    kind: str
    named_by: frozenset[str] = field(default=frozenset())
    """Whose words it is that the case has this file, as role and name: of the fact, and of its corrections."""


class Attached:
    """The documents of cases. What it knows it has from the index, which follows the log."""

    def __init__(self, keeper: Keeper, keys: Keys) -> None:
        self._keeper, self._keys = keeper, keys

    async def of_case(self, district: str, case: str) -> list[Document]:
        """Return the documents of a case, the oldest first."""
        found = await asyncio.to_thread(self._documents, {"district": district, "subject": case})
        here = [one for one in found if (one.district, one.case) == (district, case)]
        return sorted(here, key=lambda one: (one.attached_on, one.position))

    async def of_file(self, sha256: str) -> list[Document]:
        """Return every document that is this file, in whatever case, the first reported first."""
        found = await asyncio.to_thread(self._documents, {"sha256": sha256})
        return sorted((one for one in found if one.sha256 == sha256), key=lambda one: one.position)

    async def titled(self, documents: Sequence[Document]) -> list[Document]:
        """Return documents of one case with their titles in clear; erased ones stay as they are."""
        sealed = [one for one in documents if is_sealed(one.title)]
        if not sealed:
            return list(documents)
        key = (await self._keys.hand_out(sealed[0].district, [sealed[0].case]))[sealed[0].case]
        if key is None:
            return list(documents)
        seal = Seal(urlsafe_b64decode(key))
        return [replace(one, title=seal.open(one.title)) for one in documents]

    async def files(self, after: str) -> tuple[list[str], list[list[Document]]]:
        """Return some hashes of files that facts name or named, in order, and which documents each is now."""
        hashes = await asyncio.to_thread(self._keeper.index.files, after, TOGETHER)
        return hashes, [await self.of_file(sha256) for sha256 in hashes]

    async def count(self) -> int:
        """Return how many files facts name or named."""
        total, after = 0, ""
        while some := await asyncio.to_thread(self._keeper.index.files, after, 10_000):
            total, after = total + len(some), some[-1]
        return total

    def _documents(self, about: dict[str, str]) -> list[Document]:
        index, store = self._keeper.index, self._keeper.store
        said: dict[bytes, list[tuple[str, str]]] = {}
        for row in index.attached(**about):
            said.setdefault(bytes(row.key), []).append((row.sha256, row.by))
        known = index.known(list(said))
        chains = index.chains(list(known))
        at = {fact.position: key for key, fact in known.items()}
        found = []
        for stored in read_at(store, sorted(at)):
            key, first = at[stored.position], attributes(stored.body)
            last = last_revision(first["id"], chains.get(key, ()))
            data = first["data"] if last is None else last["data"]
            if stored.name != "document-attached" or data is None:
                continue
            found.append(
                Document(
                    position=stored.position,
                    district=first["district"],
                    case=first["subject"],
                    source=first["source"],
                    sha256=data["sha256"],
                    title=data["title"],
                    media_type=data["media_type"],
                    size=data["size"],
                    attached_on=date.fromisoformat(data["attached_on"]),
                    kind=data.get("kind", "other"),
                    named_by=frozenset(by for hashed, by in said[key] if hashed == data["sha256"]),
                )
            )
        return found


def may_see(principal: Principal, document: Document) -> bool:
    """Return whether a principal may have a document of this case.

    A court sees those of its cases, an agency what it attached itself, all others those of their districts.
    """
    if principal.role in ("operator", "auditor"):
        return True
    if principal.role == "agency":
        return document.source in sources(principal) and principal.may_speak_of(document.district)
    if principal.role == "court":
        return court_of(document.case) in principal.names and principal.may_speak_of(document.district)
    return principal.may_speak_of(document.district)
