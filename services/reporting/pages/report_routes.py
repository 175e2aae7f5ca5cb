"""At which addresses are the pages of reports, and what everybody may see of them?"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.reporting.answers import District
from services.reporting.pages.choice import district_of
from services.reporting.pages.reports import PreviewPage, PublicPage, ReportPage, ReportsPage, of_periods
from services.reporting.pages.source import Source
from services.reporting.periods import Period
from services.reporting.publishing.api import Publishing, file_of, is_held
from services.reporting.publishing.asking import report, reports
from services.reporting.publishing.previewing import checked
from services.reporting.publishing.unknown import no_report

Page = Callable[..., Awaitable[Response]]
EditionNumber = Annotated[int, Query(ge=0, le=10_000)]
Position = Annotated[int, Query(ge=0, le=2**53)]


def add_report_pages(router: APIRouter, reader: Source, page: Page, desk: Publishing) -> None:
    """Add these pages; `page` renders one within its frame."""
    house = desk.reader

    @router.get("/districts/{district}/reports")
    async def district_reports(request: Request, district: str) -> Response:
        """Show what is published, what is owed, and what can be looked at before."""
        where = await district_of(reader, district)
        found = await house.about(reports, where.id, await is_held(house))
        day = (await house.world(where.id)).day
        view = ReportsPage(district=where, found=found, years=_years(where), day=day)
        return await page(request, "reports.html", view, district=where)

    @router.get("/districts/{district}/reports/preview")
    async def district_preview(
        request: Request, district: str, period: Annotated[str, Query(max_length=20)], as_of: Position = 0
    ) -> Response:
        """Show what a report would say, what could still change it, and how it is published."""
        where = await district_of(reader, district)
        known_period = await house.about(lambda _, known, label, __: checked(known, label), where.id, period)
        await desk.previews.check(where.id, period)
        figures = await house.figures(where.id, known_period, agency="*", as_of=str(as_of) if as_of else "")
        said = await house.about(reports, where.id, await is_held(house))
        view = PreviewPage(
            district=where,
            period=known_period,
            position=as_of or figures.position,
            figures=figures.items,
            parked=max((one.parked for one in figures.items), default=0),
            late=tuple(sorted({silent.feed for one in figures.items for silent in one.silent})),
            edition=1
            + max((one.edition for one in said.items if one.period == known_period.label), default=0),
            day=(await house.world(where.id)).day,
        )
        return await page(request, "reports-preview.html", view, district=where)

    @router.get("/districts/{district}/reports/{period}")
    async def district_report(
        request: Request, district: str, period: str, edition: EditionNumber = 0
    ) -> Response:
        """Show a published report, and what is otherwise since."""
        where = await district_of(reader, district)
        found = await house.about(report, where.id, period, edition)
        view = ReportPage(district=where, period=Period.parse(found.report.period), found=found)
        return await page(request, "reports-one.html", view, district=where)


def add_public_pages(router: APIRouter, page: Page, desk: Publishing) -> None:
    """Add the pages that everybody may see: numbers and files that were published, and no person's name."""
    house = desk.reader

    async def published(where: District) -> PublicPage:
        found = await house.about(reports, where.id, await is_held(house))
        standing = tuple(one for one in found.items if one.state == "published")
        return PublicPage(district=where, published=of_periods(standing))

    @router.get("/public")
    async def public(request: Request) -> Response:
        """Show the districts that published anything."""
        views: Sequence[PublicPage] = [await published(one) for one in await house.districts()]
        return await page(request, "public.html", [one for one in views if one.published], public=True)

    @router.get("/public/{district}")
    async def public_district(request: Request, district: str) -> Response:
        """Show what a district published."""
        view = await published(await district_of(house, district))
        return await page(request, "public-district.html", view, public=True)

    @router.get("/public/{district}/{period}")
    async def public_report(request: Request, district: str, period: str) -> Response:
        """Show a published report, and which of its numbers are otherwise since."""
        where = await district_of(house, district)
        found = await house.about(report, where.id, period, 0)
        if found.report.state != "published":
            raise no_report(
                where.id, period, [one.period.label for one in (await published(where)).published]
            )
        view = ReportPage(district=where, period=Period.parse(found.report.period), found=found)
        return await page(request, "public-report.html", view, public=True)

    @router.get("/public/{district}/{period}/files/{name}")
    async def public_file(
        request: Request, district: str, period: str, name: str, edition: EditionNumber = 0
    ) -> Response:
        """Return a file of a published report."""
        found = await house.about(report, district, period, edition)
        if found.report.state == "withdrawn":
            where = await district_of(house, district)
            raise no_report(
                district, period, [one.period.label for one in (await published(where)).published]
            )
        # Not for years: it may be taken back.
        kept = "public, max-age=3600"
        return await file_of(desk.shelf, request, district, period, name, edition, kept)


def _years(where: District) -> tuple[Period, ...]:
    if where.first is None or where.last is None:
        return ()
    years = [Period.of(where.first, "year")]
    while years[-1].until <= where.last:
        years.append(years[-1].next)
    return tuple(reversed(years))
