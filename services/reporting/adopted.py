"""Which law packs are on the log, and which of several reports of one pack counts? Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from services.reporting.answers import AdoptedPack
from shared.dispute import counting, effective
from shared.envelope import Recorded, fact_key
from shared.events.base import Fact
from shared.events.district import LawAdopted
from shared.events.intake import FactCorrected
from shared.law.loader import Fault, PackError, district_of, laws_of, load
from shared.law.model import Pack, entries_of


@dataclass(frozen=True, slots=True)
class Adopted:
    """A pack as the report of it that counts says it, and who reported that where on the log."""

    fact: LawAdopted
    position: int
    source: str
    recorded_at: datetime


def adopted(records: Iterable[Recorded]) -> Mapping[str, Adopted]:
    """Return the packs that count, by id; `records` are what is filed under the log as a whole."""
    records = list(records)
    said = _said(records)
    found: dict[str, Adopted] = {}
    for types in counting(effective(records)[0]).values():
        for report in types.get(LawAdopted, {}).values():
            fact, record = report.fact, said[fact_key(report.source, report.id)]
            assert isinstance(fact, LawAdopted)
            found[fact.pack] = Adopted(fact, record.position, record.source, record.recorded_at)
    return dict(sorted(found.items()))


def _said(records: Iterable[Recorded]) -> Mapping[str, Recorded]:
    """Return by whom each fact was said: a correction that arrived before its target stands for it."""
    said: dict[str, Recorded] = {}
    for record in records:
        match record.event:
            case FactCorrected() as correction:
                said.setdefault(fact_key(correction.target_source, correction.target_id), record)
            case Fact():
                said[record.fact_key] = record
    return said


def pack_row(one: Adopted, packs: Mapping[str, Adopted]) -> AdoptedPack:
    """Return what is to be said of a pack; `packs` are all that count, for what it extends."""
    pack, version, faults = _read(one, packs)
    in_force = pack.in_force if pack else None
    entries = list(entries_of(pack)) if pack else []
    return AdoptedPack(
        pack=one.fact.pack,
        district=pack.district if pack else district_of(one.fact.text),
        division=pack.division if pack else "",
        name={"zh": pack.name.zh, "en": pack.name.en} if pack else {},
        title=pack.source if pack else "",
        since=in_force.since if in_force else None,
        until=in_force.until if in_force else None,
        version=version,
        sha256=_hash(one),
        revision=one.fact.version,
        position=one.position,
        source=one.source,
        adopted_at=one.recorded_at,
        entries=len(entries),
        uncertain=sum(entry.status == "uncertain" for entry in entries),
        faults=tuple({"line": fault.line, "where": fault.where, "detail": fault.detail} for fault in faults),
    )


def _read(one: Adopted, packs: Mapping[str, Adopted]) -> tuple[Pack | None, str, tuple[Fault, ...]]:
    """Return a pack and its version, or what is wrong with it alone or on top of the one it extends."""
    version = _hash(one)[:12]
    try:
        pack = load(one.fact.text)
        laws = laws_of(pack.district, {id_: other.fact.text for id_, other in packs.items()})
    except PackError as error:
        return None, version, error.faults
    return pack, next((law.version for law in laws if law.pack.pack == pack.pack), version), ()


def _hash(one: Adopted) -> str:
    return sha256(one.fact.text.encode()).hexdigest()
