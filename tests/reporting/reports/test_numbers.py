"""Is every number of a report that of the API, in every sentence, table and drawing, and said as it should be?"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from services.reporting.periods import Period
from services.reporting.printing.report import Cell, Chart, Heading, Number, Para, Report, Table
from shared.events.aftermath import LossAnalysed, RemediationReported
from tests.reporting.reports.conftest import Api, Made

NOT_COUNTS = re.compile(
    r"第\d+条(第\d+项)?|\d{4}年(\d+月)?(\d+日)?|\d+月\d+日|第\d+号记录|〔\d{4}〕\d+号|“—”表示，不作0%或者100%处理"
    r"|^\d+．|(表|图)\d+　|\d{4}-\d\d-\d\d|[鄂鲁]\d+|\d\d年第|完善"
)
"""Digits that count nothing: articles, days, numbers of notes, tables and drawings, codes of courts."""


def cells(report: Report) -> Iterator[Cell]:
    """Return everything a report says that may be a number."""
    for block in report.blocks:
        match block:
            case Para():
                yield from (part for part in block.parts if isinstance(part, Cell))
            case Table():
                yield from (cell for row in block.rows for cell in row)
            case Chart():
                yield from block.cells


async def test_every_number_is_that_of_the_api(made: Made) -> None:
    numbers = [number for cell in cells(made.report) for number in (cell.number, cell.against) if number]
    assert len(numbers) > 300
    for number in dict.fromkeys(numbers):
        if number.by == "listed":
            assert number.numerator == await counted(made.api, made.data.district, number), number
            continue
        answered = await made.api.figure(
            made.data.district, number.metric, number.by, number.agency, number.period
        )
        assert number.numerator == answered["numerator"], number
        assert (number.denominator or 0) == (answered["denominator"] or 0), number
        assert number.target == answered["target"], number
        assert number.met == answered["met"], number
        if number.denominator:
            assert number.value == answered["value"], number


async def counted(api: Api, district: str, number: Number) -> int:
    """Return how many of a list the API has: counted from its items."""
    period = Period.parse(number.period)
    year = period.since.year
    of, _, which = number.metric.partition(":")
    if of in ("loss_analyses", "remediations"):
        told = api.facts(LossAnalysed) if of == "loss_analyses" else api.facts(RemediationReported)
        return sum(fact.reported_on in period for fact in told)
    rows = await api.items(f"/{of}?district={district}&year={year}")
    day = {"suggestions": "received_on", "activities": "on", "proceedings": "lost_on"}[of]
    whole_year = of == "activities" and period.kind == "year"
    rows = [
        row for row in rows if whole_year or period.since.isoformat() <= row[day] <= period.last.isoformat()
    ]
    kind, _, value = which.partition("=")
    if of == "activities" and which:
        name, _, what = which.partition(":")
        rows = [row for row in rows if row["kind"] == name]
        field = {"people": "people", "leaders": "leaders", "expert_comments": "expert_comment"}
        return sum(row[field[what]] for row in rows) if what else len(rows)
    if of == "proceedings" and kind == "conclusion":
        return sum(who["conclusion"] == value for row in rows for who in row["subjects"])
    if of == "proceedings" and kind:
        return sum((row["state"] == "closed") == (kind == "closed") for row in rows)
    return sum(not kind or row[kind] == value for row in rows)


def test_every_number_is_said_as_it_is(made: Made) -> None:
    said = [cell for cell in cells(made.report) if cell.aspect != "text"]
    compared = {"change", "growth", "points"} if made.data.before else set()
    assert {"count", "of", "rest", "rate", "mean", "share", "target"} | compared == {
        one.aspect for one in said
    }
    for cell in said:
        wanted = spoken(cell)
        bare = cell.text.lstrip("+−")
        assert cell.text == wanted or bare == wanted.lstrip("+−"), (cell, wanted)


def spoken(cell: Cell) -> str:
    """Return how a cell is to read, worked out apart from what wrote it."""
    number, against = cell.number, cell.against
    assert number is not None
    n, d = number.numerator, number.denominator or 0
    match cell.aspect:
        case "count":
            return f"{n:,}"
        case "of":
            return f"{d:,}"
        case "rest":
            return f"{d - n:,}"
        case "rate":
            return f"{rounded(Fraction(100 * n, d))}%" if d else "—"
        case "low" | "high":
            least, of = (number.low if cell.aspect == "low" else number.high) or (0, 0)
            return f"{rounded(Fraction(100 * least, of))}%" if of else "—"
        case "mean":
            return str(rounded(Fraction(n, d), "0.1")) if d else "—"
        case "target":
            sign = {"at_least": "≥", "at_most": "≤"}[number.compare or ""]
            return f"{sign}{int(Decimal(number.target or 0) * 100)}%"
    assert against is not None
    m, e = against.numerator, against.denominator or 0
    match cell.aspect:
        case "share":
            return f"{rounded(Fraction(100 * n, m))}%" if m else "—"
        case "change":
            return signed(n - m, f"{abs(n - m):,}")
        case "growth":
            return signed(n - m, f"{rounded(Fraction(100 * abs(n - m), m))}%") if m else "—"
    if not d or not e:
        return "—"
    points = Fraction(100 * n, d) - Fraction(100 * m, e)
    return signed(points, str(rounded(abs(points))))


def rounded(exact: Fraction, step: str = "0.01") -> Decimal:
    """Return a number half up; exactly, whatever its fraction."""
    places = Decimal(step)
    whole = (exact / Fraction(step) + Fraction(1, 2)).__floor__()
    return (Decimal(whole) * places).quantize(places, ROUND_HALF_UP)


def signed(moved: Any, said: str) -> str:
    return said if not moved or not said.strip("0.%") else ("+" if moved > 0 else "−") + said


def test_no_number_stands_in_a_text_of_its_own(made: Made) -> None:
    for block in made.report.blocks:
        match block:
            case Heading():
                texts = [block.text]
            case Para():
                texts = [part for part in block.parts if isinstance(part, str)]
            case Table():
                texts = [block.caption, block.note, *(column.head for column in block.columns)]
                texts += [cell.text for row in block.rows for cell in row if cell.aspect == "text"]
            case Chart():
                texts = [block.caption]
        for text in texts:
            assert not re.search(r"\d", NOT_COUNTS.sub("", text)), text


def test_a_drawing_says_only_its_numbers(made: Made) -> None:
    charts = [block for block in made.report.blocks if isinstance(block, Chart)]
    assert len(charts) == 5
    for chart in charts:
        known = {part for cell in chart.cells for part in cell.text.split("/")} | {"0%", "50%", "100%"}
        for text in re.findall(r"<text[^>]*>([^<]*)</text>", chart.svg):
            for found in re.findall(r"[≥≤]?[\d.,]+%?", re.sub(r"\d\d年第", "", text)):
                assert found in known, (chart.id, text)
