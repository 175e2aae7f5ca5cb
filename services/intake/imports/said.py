"""What has a ledger or register said of these cases or organs so far?

Facts of one type and case are numbered from 1 without gaps, so whatever was said is found by asking for ids.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from services.intake.imports.reading import UNKEYED, Kind, parked_series, unkeyed_series

_MORE = 4
"""How many further numbers of a series are asked for at once."""


class Current(Protocol):
    """What one fact says now."""

    @property
    def type(self) -> str:
        """Return the type of the fact."""

    @property
    def subject(self) -> str:
        """Return what the fact is about."""

    @property
    def stated(self) -> dict[str, Any] | None:
        """Return what its reporter said last, None when it was retracted.

        What somebody else corrected stays corrected while the ledger repeats itself, so it is not asked here.
        """

    @property
    def revision(self) -> str:
        """Return what the next correction replaces: the fact's own id, or that of anybody's last revision."""

    @property
    def revisions(self) -> int:
        """Return how often its reporter has revised it."""


class Knowing(Protocol):
    """Who can say what the log says."""

    async def current(self, source: str, ids: Iterable[str]) -> Mapping[str, Current]:
        """Return by id what facts of a source say now; those never reported are left out."""


async def said_of(
    knowing: Knowing, source: str, kind: Kind, subjects: Collection[str]
) -> dict[str, Mapping[str, Current]]:
    """Return by subject and id what a source has said of cases or organs, also what it has retracted."""
    first = {kind.first(subject): subject for subject in subjects if subject != UNKEYED}
    begun = await knowing.current(source, list(first))
    series = {parked_series(subject): subject for subject in first.values()}
    for id_ in begun:
        series |= dict.fromkeys(kind.series(first[id_]), first[id_])
    if UNKEYED in subjects:
        series[unkeyed_series(kind.NAME)] = UNKEYED
    result: dict[str, Mapping[str, Current]] = {subject: {} for subject in subjects}
    for id_, current in begun.items():
        result[first[id_]] = {id_: current}
    for name, facts in (await numbered(knowing, source, series)).items():
        result[series[name]] = {**result[series[name]], **facts}
    return result


async def numbered(
    knowing: Knowing, source: str, series: Collection[str]
) -> dict[str, Mapping[str, Current]]:
    """Return the facts of numbered series by series and id, following each to its end."""
    result: dict[str, dict[str, Current]] = {name: {} for name in series}
    asked = dict.fromkeys(series, range(1, 2))
    while asked:
        ids = {f"{name}/{number}": name for name, numbers in asked.items() for number in numbers}
        for id_, current in (await knowing.current(source, list(ids))).items():
            result[ids[id_]][id_] = current
        asked = {
            name: range(numbers.stop, numbers.stop + _MORE)
            for name, numbers in asked.items()
            if f"{name}/{numbers.stop - 1}" in result[name]
        }
    return dict(result)
