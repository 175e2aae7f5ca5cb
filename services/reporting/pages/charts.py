"""What do the charts draw, and what do they say to those who cannot see them?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from services.reporting.answers import Figure
from services.reporting.pages.measures import Measure, bound, days, percent
from services.reporting.pages.words import Words, is_average
from services.reporting.periods import Period


def drawing(measure: Measure, periods: Sequence[Period], words: Words) -> dict[str, Any]:
    """Return what the browser needs for drawing the course of a figure: rates in percent, None where nothing is."""
    target = next((one.target for one in measure.course if one.target), measure.figure.target)
    return {
        "labels": [words.period(period, short=True) for period in periods],
        "full": [words.period(period) for period in periods],
        "rates": [_points(figure) for figure in measure.course],
        "numerators": [figure.numerator for figure in measure.course],
        "denominators": [figure.denominator or 0 for figure in measure.course],
        "target": float(Decimal(target) * 100) if target else None,
        "targetLabel": target_text(target, at_most=measure.at_most) if target else "",
        "atMost": measure.at_most,
        "low": measure.is_low,
        "name": words.metric(measure.metric),
        "none": words.t("无", "none"),
        "nothing": nothing(measure.figure, words),
        "counted": words.metric(measure.metric, "denominator"),
    }


def nothing(figure: Figure, words: Words) -> str:
    """Return what stands in place of a chart in which nothing is to be drawn."""
    why = figure.why_none
    return words.name("why_none", why) if why else words.none_of(figure.metric)


def period(label: str) -> Period:
    """Return the period of a figure."""
    return Period.parse(label)


def change(now: Figure, before: Figure, words: Words) -> str:
    """Return how a figure differs from an earlier one, in percentage points, cases or days; empty without either."""
    if now.denominator is None:
        more, unit = Decimal(now.numerator - before.numerator), words.t("件", "")
    elif not now.denominator or not before.denominator or now.value is None or before.value is None:
        return ""
    elif is_average(now.metric):
        more = Decimal(days(now.value)) - Decimal(days(before.value))
        unit = words.t("天", "days")
    else:
        more = Decimal(percent(now.value)[:-1]) - Decimal(percent(before.value)[:-1])
        unit = words.t("个百分点", "points")
    if not more:
        return words.t("持平", "the same")
    return f"{'▲' if more > 0 else '▼'} {'+' if more > 0 else '−'}{abs(more)} {unit}".strip()


def told(measure: Measure, periods: Sequence[Period], words: Words) -> str:
    """Return the course of a figure as a sentence."""
    parts = [
        f"{words.period(period, short=True)} {percent(figure.value)}"
        + words.t(
            f"（{figure.numerator}/{figure.denominator}）",
            f" ({figure.numerator} of {figure.denominator})",
        )
        for period, figure in zip(periods, measure.course, strict=True)
        if figure.denominator
    ]
    if not parts:
        return words.t("没有可统计的案件。", "Nothing to count yet.")
    text = words.metric(measure.metric) + words.t("：", ": ")
    return text + words.t("，", ", ").join(parts) + words.t("。", ".")


def target_text(target: str | None, *, at_most: bool) -> str:
    """Return a target with its sign, such as `≥ 80%`."""
    return f"{'≤' if at_most else '≥'} {bound(target)}"


def scale(measure: Measure) -> int:
    """Return the percentage at which a bar is full: for low rates a quarter or half is plenty."""
    rate = _points(measure.figure) or 0.0
    if not measure.is_low:
        return 100
    return 25 if rate <= 25 else 50 if rate <= 50 else 100


def place(target: str, scale: int) -> float:
    """Return where on a bar of 100 a target lies."""
    return min(100.0, float(Decimal(target) * 10000 / scale))


def spark(course: Sequence[Figure], width: float, height: float) -> list[list[tuple[float, float]]]:
    """Return a course as lines of points in a box; a part without cases breaks the line."""
    highest = max((_points(figure) or 0.0 for figure in course), default=0.0)
    top = 100.0 if highest > 50 else 50.0 if highest > 25 else 25.0
    lines: list[list[tuple[float, float]]] = [[]]
    for place, figure in enumerate(course):
        rate = _points(figure)
        if rate is None:
            lines.append([])
            continue
        across = width * place / (len(course) - 1) if len(course) > 1 else width / 2
        lines[-1].append((round(across, 1), round(height * (1 - rate / top), 1)))
    return [line for line in lines if line]


def _points(figure: Figure) -> float | None:
    return round(100 * figure.numerator / figure.denominator, 2) if figure.denominator else None
