"""Does what is reported of law packs leave every district with packs that fit each other?"""

from collections.abc import Iterable, Iterator, Mapping

from shared.codec import name_in, type_of
from shared.dispute import facts_that_count
from shared.envelope import Draft, as_recorded
from shared.events.district import LawAdopted
from shared.law.loader import NATIONAL, PackError, district_of, laws_of, load
from shared.law.model import Pack
from shared.reported import Fault

_ADOPTED = type_of(LawAdopted)
_WHERE: Mapping[str, str] = {
    "law-adopted": "/data/text",
    "fact-corrected": "/data/data/text",
    "fact-retracted": "/data/target_id",
}
"""Where an event that changes the law says so."""


def about_law(draft: Draft) -> bool:
    """Return whether a draft adopts a pack, or corrects or retracts the adoption of one."""
    return draft.type == _ADOPTED or (name_in(draft.type) in _WHERE and draft.data.get("type") == _ADOPTED)


def texts_of(told: Iterable[Draft]) -> dict[str, str]:
    """Return the texts of the packs by id, as the reports about them that count say: those the judges judge by."""
    facts = facts_that_count(map(as_recorded, told))
    return dict(sorted((fact.pack, fact.text) for fact in facts if isinstance(fact, LawAdopted)))


def divisions_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the districts that packs are for, with their codes in the national list of divisions."""
    packs = filter(None, map(_read, texts.values()))
    return {pack.district: pack.division for pack in packs if pack.district}


def unfit(draft: Draft, told: Iterable[Draft]) -> Iterator[Fault]:
    """Yield what is wrong with a fact about the law, given all that is told of it already; others always fit.

    A district's pack must find in the one it extends what it names, a new national pack must have what the districts'
    packs name, and no pack may become another district's.
    """
    if not about_law(draft):
        return
    told, place = list(told), _WHERE[name_in(draft.type)]
    before, after = texts_of(told), texts_of([*told, draft])
    changed = {pack for pack in before.keys() | after.keys() if before.get(pack) != after.get(pack)}
    for pack in sorted(changed & before.keys() & after.keys()):
        if (whose := district_of(before[pack])) != district_of(after[pack]):
            yield Fault(
                place, f"the pack {pack!r} is that of {whose or 'no district'}", "another id for another pack"
            )
    on_top = {pack: base for pack, text in after.items() if (base := _base(text))}
    for pack, base in on_top.items():
        if base not in after and {pack, base} & changed:
            yield Fault(
                place, f"{pack!r} extends {base!r}, which is not adopted", f"one of {', '.join(after)}"
            )
    concerned = {pack for pack in after if {pack, on_top.get(pack, "")} & changed}
    for district in sorted({district_of(after[pack]) for pack in concerned} - {""}):
        try:
            laws_of(district, after)
        except PackError as error:
            of = "" if _own(draft) == district else f"the pack of {district} would not be one any more: "
            for fault in error.faults:
                yield Fault(place, f"{of}{fault}", "packs that fit each other")


def _base(text: str) -> str:
    """Return which pack a district's extends; empty for others, and for one this release cannot read."""
    pack = _read(text)
    return (pack.extends or NATIONAL) if pack and pack.district else ""


def _read(text: str) -> Pack | None:
    try:
        return load(text)
    except PackError:
        return None


def _own(draft: Draft) -> str:
    """Return whose law a draft tells of."""
    data = draft.data if draft.type == _ADOPTED else draft.data.get("data", {})
    return district_of(data.get("text", ""))
