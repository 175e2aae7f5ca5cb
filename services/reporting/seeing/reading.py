"""What does the reader answer to whom? To overseers what is asked of their districts, to others their own part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from inspect import signature
from typing import Any, TypeVar

from sqlalchemy import Connection

from services.reporting.answers import CaseDetail, District, Figure, FigureCases, Figures, Settled
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.reader import Reader
from services.reporting.reader.stored import Page
from services.reporting.seeing.narrowing import Own, full_names, narrowed
from services.reporting.seeing.refused import NotShownError, part_of
from services.reporting.seeing.viewer import Viewer, now
from shared.access.guard import not_its_district
from shared.envelope import NO_DISTRICT
from shared.sealing import Seal

T = TypeVar("T")


class Seen(Reader):
    """The reader, for whoever is looking. Where nobody is, the house itself asks, and is answered everything."""

    async def id_of(self, district: str) -> str:
        """Return the id of a district, named by it or by its division code. Raises UnknownDistrictError."""
        return await self._ask(self._districts.id_of, district)

    async def own_names(self, district: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return the full names of organs in the register of a district, each once."""
        return full_names((await self.world(district)).organs, names)

    async def is_own_case(self, district: str, number: str) -> bool:
        """Return whether a case is of whoever is looking."""
        viewer = now()
        if viewer is None:
            return True
        try:
            await super().about(partial(_own_case, viewer), district, number)
        except NotShownError:
            return False
        return True

    async def districts(self) -> tuple[District, ...]:
        """Return the districts somebody sees anything of, by id."""
        found, viewer = await super().districts(), now()
        return tuple(one for one in found if viewer is None or viewer.may_see(one.id))

    async def settled(self) -> Settled:
        """Return how far everything that follows is visible; which cases could not be judged is for overseers."""
        found, viewer = await super().settled(), now()
        if viewer is None or (viewer.oversees and viewer.everywhere):
            return found
        own = () if not viewer.oversees else viewer.principal.districts
        return replace(found, stalled=tuple(one for one in found.stalled if one.partition("|")[0] in own))

    async def stored(
        self, district: str, after: int = 0, limit: int = 10_000, *, facts_only: bool = False
    ) -> Page:
        """Return stored events. Raises NotShownError for who oversees no district."""
        viewer = now()
        if viewer is not None:
            _check_oversees(viewer, "the log")
            if district != NO_DISTRICT:
                _check_district(viewer, await self.id_of(district))
        return await super().stored(district, after, limit, facts_only=facts_only)

    async def figures(
        self,
        district: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = "",
        **more: Any,
    ) -> Figures:
        """Return the figures of a period; those of its own row to an agency. Raises NotShownError."""
        agency = await self._row(district, by, agency)
        return await super().figures(district, period, by=by, agency=agency, **more)

    async def trend(
        self,
        district: str,
        metric: str,
        periods: Sequence[Period],
        *,
        by: str = "defendant",
        agency: str = "*",
        **more: Any,
    ) -> tuple[Figure, ...]:
        """Return one figure of one row in several periods; of its own row to an agency. Raises NotShownError."""
        agency = await self._row(district, by, agency)
        return await super().trend(district, metric, periods, by=by, agency=agency, **more)

    async def agencies(
        self, district: str, period: str | Period, *, by: str = "defendant", **more: Any
    ) -> tuple[str, ...]:
        """Return the agencies that have any figure in a period; to an agency itself alone."""
        own = await self._row(district, by, "")
        return (own,) if own else await super().agencies(district, period, by=by, **more)

    async def figure_cases(
        self,
        district: str,
        metric: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = "*",
        **more: Any,
    ) -> FigureCases:
        """Return the cases behind one figure of one row; of its own row to an agency. Raises NotShownError."""
        agency = await self._row(district, by, agency)
        return await super().figure_cases(district, metric, period, by=by, agency=agency, **more)

    async def case(self, district: str, number: str, **more: Any) -> CaseDetail:
        """Return everything known of a case, its dispute without the cases of others. Raises NotShownError."""
        viewer = now()
        if viewer is None or viewer.oversees:
            await self._row(district, "", "")
            return await super().case(district, number, **more)
        number = await super().about(partial(_own_case, viewer), district, number)
        found = await super().case(district, number, **more)
        own = await super().about(partial(_own_cases, viewer, False), district, found.chain)
        dispute = found.row.dispute if found.row.dispute in own else number
        return replace(
            found,
            row=replace(found.row, dispute=dispute),
            chain=tuple(one for one in found.chain if one in own),
        )

    async def seals(self, district: str, subjects: Iterable[str]) -> Mapping[str, Seal]:
        """Return the keys of names somebody sees. Those of others are not even asked for."""
        viewer = now()
        if viewer is not None and not viewer.sees_names:
            return {}
        if viewer is not None and not viewer.oversees:
            subjects = await super().about(partial(_own_cases, viewer, True), district, tuple(subjects))
        return await super().seals(district, subjects) if subjects else {}

    async def about(self, question: Callable[..., T], district: str, *args: Any) -> T:
        """Ask any question of a district somebody oversees; to others those that are narrowed to their own part."""
        viewer = now()
        if viewer is None or (viewer.oversees and viewer.everywhere):
            return await super().about(question, district, *args)
        if viewer.oversees:
            return await super().about(partial(_within, viewer, question), district, *args)
        if viewer.role == "public":
            raise NotShownError(viewer.principal, "this", part_of(viewer.principal))
        names = tuple(signature(question).parameters)[2:]
        narrow = partial(narrowed, question, viewer, names)
        return await super().about(partial(_within, viewer, narrow), district, *args)

    async def _row(self, district: str, by: str, agency: str) -> str:
        """Return which row is asked for: to an agency its own, where it does not ask for another's."""
        viewer = now()
        if viewer is None or (viewer.oversees and viewer.everywhere):
            return agency
        if not viewer.oversees:
            return await super().about(partial(_own_row, viewer), district, by, agency)
        _check_district(
            viewer, district if district in viewer.principal.districts else await self.id_of(district)
        )
        return agency


def _within(
    viewer: Viewer, question: Callable[..., T], connection: Connection, known: Known, *args: Any
) -> T:
    """Ask a question of a district of somebody's own. Raises Problem 403."""
    _check_district(viewer, known.id)
    return question(connection, known, *args)


def _own_row(
    viewer: Viewer, connection: Connection, known: Known, by: str, agency: str, _position: int
) -> str:
    _check_district(viewer, known.id)
    own = Own(connection, known, viewer)
    own.by(by)
    return own.agency(agency)


def _own_case(viewer: Viewer, connection: Connection, known: Known, number: str, _position: int) -> str:
    _check_district(viewer, known.id)
    return Own(connection, known, viewer).case(number)


def _own_cases(
    viewer: Viewer,
    named: bool,
    connection: Connection,
    known: Known,
    numbers: Sequence[str],
    _position: int,
) -> frozenset[str]:
    return (
        Own(connection, known, viewer).cases(numbers, named=named)
        if viewer.may_see(known.id)
        else frozenset()
    )


def _check_district(viewer: Viewer, district: str) -> None:
    if not viewer.may_see(district):
        raise not_its_district(viewer.principal, district)


def _check_oversees(viewer: Viewer, what: str) -> None:
    if not viewer.oversees:
        raise NotShownError(viewer.principal, what, part_of(viewer.principal))
