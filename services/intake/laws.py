"""Does a law pack that is to be adopted fit the packs on the log, and they it?"""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.codec import name_in
from shared.dispute import source_rank
from shared.envelope import Draft
from shared.law.loader import NATIONAL, PackError, laws_of, load
from shared.reported import Fault

Weight = tuple[int, int, str]
"""What decides between two reports of one pack, as everywhere: the source, its version, the id."""


def weight(draft: Draft) -> Weight:
    """Return the weight of an adoption."""
    return -source_rank(draft.source), int(draft.data.get("version", 0)), draft.id


def unfit(draft: Draft, laws: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with adopting a pack beside the texts of those on the log, by pack id.

    A district's pack must find in the one it extends what it names, and a new national pack must have what the
    districts' packs name. Other facts always fit.
    """
    adopted, place = _adopted(draft)
    if not adopted:
        return
    own = load(adopted["text"])
    packs = {**laws, own.pack: adopted["text"]}
    base = own.extends or NATIONAL
    if own.district and base not in packs:
        yield Fault(place, f"it extends {base!r}, which is not adopted", f"one of {', '.join(sorted(laws))}")
    for district in sorted(
        {own.district} if own.district else {load(text).district for text in packs.values()} - {""}
    ):
        try:
            laws_of(district, packs)
        except PackError as error:
            of = "" if district == own.district else f"the pack of {district} would not be one any more: "
            for fault in error.faults:
                yield Fault(place, f"{of}{fault}", "packs that fit each other")


def _adopted(draft: Draft) -> tuple[Mapping[str, Any], str]:
    """Return the pack a fact, or the correction of one, adopts, and where in the event its text stands."""
    match name_in(draft.type):
        case "law-adopted":
            return draft.data, "/data/text"
        case "fact-corrected" if name_in(_typed(draft.data["type"])) == "law-adopted":
            return draft.data["data"], "/data/data/text"
    return {}, ""


def _typed(name: str) -> str:
    return name if name.startswith("yingsu.") else f"yingsu.{name}.v1"
