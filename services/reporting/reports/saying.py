"""How is a number of a report said: as a count, a rate, a change? Never what would be divided by nothing."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from services.reporting.periods import Period
from services.reporting.printing.report import Cell, Number, Part

NOTHING = "—"
"""Stands where there is no number: nothing to count, or nothing to compare with."""
_QUARTERS = "一二三四"


def text(said: str) -> Cell:
    """Return a cell that holds no number."""
    return Cell(clean(said))


def clean(said: str) -> str:
    """Return a text of somebody else without what no file may hold: control and stray characters become spaces."""
    kept = (one if one.isprintable() and not "\ud800" <= one <= "\udfff" else " " for one in said)
    return " ".join("".join(kept).split())


def count(number: Number) -> Cell:
    """Return how many are in the numerator."""
    return Cell(f"{number.numerator:,}", "count", str(number.numerator), number)


def of(number: Number) -> Cell:
    """Return how many are in the denominator."""
    return Cell(f"{number.denominator or 0:,}", "of", str(number.denominator or 0), number)


def rest(number: Number) -> Cell:
    """Return how many of the denominator are not in the numerator."""
    left = (number.denominator or 0) - number.numerator
    return Cell(f"{left:,}", "rest", str(left), number)


def rate(number: Number) -> Cell:
    """Return the rate in percent, two places; a dash where nothing counts."""
    if number.value is None or not number.denominator:
        return Cell(NOTHING, "rate", "", number)
    return Cell(percent(Decimal(number.value)), "rate", number.value, number)


def low(number: Number) -> Cell:
    """Return the rate that it can come to at the least."""
    return _bound(number, number.low, "low")


def high(number: Number) -> Cell:
    """Return the rate that it can come to at the most."""
    return _bound(number, number.high, "high")


def mean(number: Number) -> Cell:
    """Return the average in days, one place; a dash where nothing counts."""
    if number.value is None or not number.denominator:
        return Cell(NOTHING, "mean", "", number)
    return Cell(_places(Decimal(number.value), "0.1"), "mean", number.value, number)


def target(number: Number) -> Cell:
    """Return what the law asks, with its sign; a dash where it asks for nothing."""
    if number.target is None:
        return Cell(NOTHING)
    sign = "≤" if number.compare == "at_most" else "≥"
    asked = (Decimal(number.target) * 100).normalize()
    return Cell(f"{sign}{asked:f}%", "target", number.target, number)


def verdict(number: Number) -> Cell:
    """Return whether the target is reached."""
    if number.target is None:
        return Cell(NOTHING)
    if number.met is None:
        return Cell("无可比数据")
    return Cell("达到" if number.met else "未达到")


def change(number: Number, against: Number) -> Cell:
    """Return by how much a count differs, with its sign."""
    moved = number.numerator - against.numerator
    return Cell(_signed(f"{abs(moved):,}", moved), "change", str(moved), number, against)


def growth(number: Number, against: Number) -> Cell:
    """Return by how many percent a count differs; a dash where there was nothing."""
    if not against.numerator:
        return Cell(NOTHING, "growth", "", number, against)
    moved = Fraction(number.numerator - against.numerator, against.numerator)
    return Cell(_signed(f"{_percent(abs(moved))}%", moved), "growth", _exact(moved), number, against)


def points(number: Number, against: Number) -> Cell:
    """Return by how many percentage points a rate differs; a dash where one of the two has none."""
    if not number.denominator or not against.denominator:
        return Cell(NOTHING, "points", "", number, against)
    moved = _rate(number) - _rate(against)
    return Cell(_signed(_percent(abs(moved)), moved), "points", _exact(moved), number, against)


def share(number: Number, whole: Number) -> Cell:
    """Return what part of a whole this is, in percent."""
    if not whole.numerator:
        return Cell(NOTHING, "share", "", number, whole)
    part = Fraction(number.numerator, whole.numerator)
    return Cell(f"{_percent(part)}%", "share", _exact(part), number, whole)


def compared(number: Number, against: Number, than: str) -> tuple[Part, ...]:
    """Return in words how a count changed: 比上年增加3件，增长25.00%."""
    moved = change(number, against)
    if not number.numerator - against.numerator:
        return (f"与{than}持平",)
    up = number.numerator > against.numerator
    bare = Cell(moved.text.lstrip("+−"), "change", moved.value, number, against)
    said: tuple[Part, ...] = (f"比{than}{'增加' if up else '减少'}", bare, "件")
    if not against.numerator:
        return said
    grown = growth(number, against)
    part = Cell(grown.text.lstrip("+−"), "growth", grown.value, number, against)
    return (*said, f"，{'增长' if up else '下降'}", part)


def moved(number: Number, against: Number, than: str) -> tuple[Part, ...]:
    """Return in words how a rate changed: 比上年上升2.10个百分点; nothing where there is nothing to compare."""
    found = points(number, against)
    if not found.value:
        return ()
    if not found.text.strip("+−0."):
        return (f"，与{than}持平",)
    bare = Cell(found.text.lstrip("+−"), "points", found.value, number, against)
    up = found.text.startswith("+")
    return (f"，比{than}{'上升' if up else '下降'}", bare, "个百分点")


def percent(value: Decimal) -> str:
    """Return a fraction of four places as percent with two."""
    return f"{_places(value * 100, '0.01')}%"


def period_name(label: str) -> str:
    """Return the name of a period in Chinese."""
    period = Period.parse(label)
    year, month = period.since.year, period.since.month
    match period.kind:
        case "year":
            return f"{year}年"
        case "half":
            return f"{year}年{'上' if month == 1 else '下'}半年"
        case "quarter":
            return f"{year}年第{_QUARTERS[month // 3]}季度"
    return f"{year}年{month}月"


def listed(found: Iterable[tuple[Part, ...]], between: str = "，") -> tuple[Part, ...]:
    """Return sayings one after another."""
    parts: list[Part] = []
    for one in found:
        parts += [between, *one] if parts else one
    return tuple(parts)


def _bound(number: Number, counts: tuple[int, int | None] | None, aspect: Literal["low", "high"]) -> Cell:
    numerator, denominator = counts or (0, 0)
    if not denominator:
        return Cell(NOTHING, aspect, "", number)
    part = Fraction(numerator, denominator)
    return Cell(f"{_percent(part)}%", aspect, _exact(part), number)


def _rate(number: Number) -> Fraction:
    return Fraction(number.numerator, number.denominator or 1)


def _signed(said: str, moved: int | Fraction) -> str:
    return said if not moved or not said.strip("0.,%") else f"{'+' if moved > 0 else '−'}{said}"


def _percent(part: Fraction) -> str:
    return _places(Decimal(part.numerator) / Decimal(part.denominator) * 100, "0.01")


def _exact(part: Fraction) -> str:
    return _places(Decimal(part.numerator) / Decimal(part.denominator), "0.000001")


def _places(value: Decimal, step: str) -> str:
    return f"{value.quantize(Decimal(step), ROUND_HALF_UP):f}"
