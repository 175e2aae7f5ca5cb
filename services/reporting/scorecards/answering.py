"""How does a scorecard read as an answer? Decimals as texts, each figure with the way to its cases. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from urllib.parse import quote, urlencode

from services.reporting.figures.figure import rounded
from services.reporting.scorecards.scores import Card, counted
from services.reporting.scorecards.shapes import Asked, FigureOfItem, Item, LeftOut, Line, Standing
from shared.events.findings.reporting import MeasuredFigure, ScoredItem
from shared.law.model import AssessmentItem


def items_of(district: str, agency: str, year: int, card: Card) -> tuple[Item, ...]:
    """Return the items of a card as they are answered."""
    return tuple(_item(district, agency, year, one) for one in card.items)


def standing(district: str, agency: str, year: int, card: Card) -> Standing:
    """Return a card as it is answered beside another."""
    return Standing(text_of(card.total), card.complete, items_of(district, agency, year, card))


def line(agency: str, card: Card, *, rank: int | None, frozen: bool, differs: bool) -> Line:
    """Return a card as one line among others."""
    return Line(
        agency=agency,
        rank=rank,
        total=text_of(card.total),
        complete=card.complete,
        frozen=frozen,
        differs=differs,
        points={one.item: text_of(one.points) for one in card.items},
        missing=tuple(one.item for one in card.items if left_out(one) == "not_recorded"),
    )


def asked_of(items: Iterable[AssessmentItem], cards: Mapping[str, Card]) -> tuple[Asked, ...]:
    """Return the items that are asked: those of the law, and those that only frozen cards have."""
    found = {one.item: one for one in items}
    law = [
        Asked(
            item=one.item,
            article=one.article,
            summary={"zh": one.summary.zh, "en": one.summary.en},
            weight=plain(one.weight),
            measured=bool(one.figures),
            by=one.by if one.figures else "",
            figures=one.figures,
            full=plain(one.full),
            none=plain(one.none),
            status=one.status,
            note=one.note,
        )
        for one in found.values()
    ]
    others = {one.item: one for card in cards.values() for one in card.items if one.item not in found}
    return (*law, *map(_asked_then, others.values()))


def _asked_then(one: ScoredItem) -> Asked:
    return Asked(
        item=one.item,
        article=one.article,
        summary={"zh": one.zh, "en": one.en},
        weight=plain(one.weight),
        measured=bool(one.by),
        by=one.by,
        figures=tuple(figure.figure for figure in one.figures),
        full=plain(one.full),
        none=plain(one.none),
        status="confirmed",
        note="",
    )


def left_out(item: ScoredItem) -> LeftOut:
    """Return why an item does not count."""
    if item.points is not None:
        return ""
    return "nothing_to_measure" if item.by else "not_recorded"


def text_of(points: Decimal | None) -> str | None:
    """Return points as they are answered."""
    return None if points is None else str(points)


def plain(number: Decimal) -> str:
    """Return a number with no more places than it needs."""
    return f"{number.normalize():f}"


def _item(district: str, agency: str, year: int, one: ScoredItem) -> Item:
    numerator, denominator = counted(one) if one.by else (None, None)
    return Item(
        item=one.item,
        article=one.article,
        summary={"zh": one.zh, "en": one.en},
        weight=plain(one.weight),
        points=text_of(one.points),
        left_out=left_out(one),
        measured=bool(one.by),
        by=one.by,
        numerator=numerator,
        denominator=denominator,
        value=_value(numerator, denominator),
        full=plain(one.full),
        none=plain(one.none),
        figures=tuple(_figure(district, agency, year, one.by, figure) for figure in one.figures),
        office=one.office,
        reason=one.reason,
        recorded_on=one.recorded_on,
        kind=one.kind,
    )


def _figure(district: str, agency: str, year: int, by: str, one: MeasuredFigure) -> FigureOfItem:
    asked = urlencode({"district": district, "period": f"{year:04}", "by": by, "agency": agency})
    return FigureOfItem(
        figure=one.figure,
        numerator=one.numerator,
        denominator=one.denominator,
        value=_value(one.numerator, one.denominator),
        cases=f"/figures/{quote(one.figure, safe='')}/cases?{asked}",
    )


def _value(numerator: int | None, denominator: int | None) -> str | None:
    return None if numerator is None or denominator is None else rounded(numerator, denominator)
