"""How are the charts drawn? As SVG that every file takes, in the colours of the pages; texts stay texts.

Nothing is drawn where nothing counts: a part of a course without cases is a gap, not a nought.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from services.reporting.printing.report import Cell, Chart, Number
from services.reporting.reports import saying

INK, INK_2, INK_3 = "#1b2631", "#46525e", "#5f6a75"
HAIR, LINE, TRACK = "#dcdfda", "#b9bfb8", "#e7eae5"
BRAND, FILL, MISSED, MET = "#21425f", "#6d8aa3", "#a8271c", "#17664a"
COLOURS = (BRAND, FILL, LINE)
FONTS = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
WIDTH = 640
SIZE = 13
"""Of letters."""


def bullets(id_: str, caption: str, rows: Sequence[tuple[str, Number]]) -> Chart | None:
    """Draw rates as bars up to 100 %, each with its target as a mark; None where none has cases."""
    shown = [(name, number) for name, number in rows if number.denominator]
    if not shown:
        return None
    left, right, step = 132, 478, 38
    height, cells = step * len(shown) + 22, list[Cell]()
    marks = [
        _text(left + (right - left) * at / 100, height - 4, f"{at}%", INK_3, "middle", 11)
        for at in (0, 50, 100)
    ]
    for place, (name, number) in enumerate(shown):
        y, rate = place * step + 6, saying.rate(number)
        wide = (right - left) * number.numerator / (number.denominator or 1)
        colour = MISSED if number.met is False else BRAND
        marks += [_text(left - 10, y + 17, name, INK, "end"), _rect(left, y + 4, right - left, 17, TRACK)]
        marks.append(_rect(left, y + 4, wide, 17, colour))
        if number.target is not None:
            asked = saying.target(number)
            x = left + (right - left) * float(Decimal(number.target))
            marks.append(_line(x, y, x, y + 25, INK, 2))
            if float(Decimal(number.target)) < 0.999:
                marks.append(_text(x, y + 34, f"目标{asked.text}", INK_2, "middle", 10))
            cells.append(asked)
        marks.append(_text(right + 12, y + 17, rate.text, INK, "start", SIZE, bold=True))
        counted = (saying.count(number), saying.of(number))
        marks.append(_text(WIDTH, y + 17, "/".join(one.text for one in counted), INK_2, "end"))
        cells += [rate, *counted]
    alt = "；".join(f"{name}{saying.rate(number).text}" for name, number in shown)
    return _chart(id_, caption, alt, height, marks, cells)


def bars(
    id_: str, caption: str, rows: Sequence[tuple[str, Number, Number | None]], other: str = ""
) -> Chart | None:
    """Draw counts as bars, in the order given; the second number of a row is a thin bar below, named `other`."""
    shown = [row for row in rows if row[1].numerator or (row[2] and row[2].numerator)]
    if not shown:
        return None
    left = min(236, max(_wide(name) for name, *_ in shown) + 14)
    right, step, top = WIDTH - 64, 32 if other else 28, 24 if other else 4
    most = max(max(one.numerator, two.numerator if two else 0) for _, one, two in shown)
    cells, marks = list[Cell](), list[str]()
    if other:
        marks += _legend(left, (("新收案件", FILL), (other, MISSED)))
    for place, (name, number, below) in enumerate(shown):
        y, counted = top + place * step, saying.count(number)
        wide = (right - left) * number.numerator / most
        marks += [
            _text(left - 10, y + 17, _fit(name, left - 14), INK, "end"),
            _rect(left, y + 4, wide, 13, FILL),
        ]
        marks.append(_text(left + wide + 7, y + 15, counted.text, INK, "start", 12))
        cells.append(counted)
        if below is not None and below.numerator:
            lost = saying.count(below)
            long = (right - left) * below.numerator / most
            marks.append(_rect(left, y + 18, long, 5, MISSED))
            beside = left + wide + 7 + _wide(counted.text, 12) if long > wide - 20 else 0.0
            marks.append(_text(max(left + long, beside) + 7, y + 26, lost.text, MISSED, "start", 11))
            cells.append(lost)
    alt = "；".join(
        f"{name}{one.numerator}件" + (f"，{other}{two.numerator}件" if two and two.numerator else "")
        for name, one, two in shown
    )
    return _chart(id_, caption, alt, top + step * len(shown) + 4, marks, cells)


def columns(
    id_: str, caption: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[Number]]]
) -> Chart | None:
    """Draw counts of several periods as columns side by side; None where all are 0."""
    most = max((number.numerator for _, numbers in series for number in numbers), default=0)
    if not most:
        return None
    top, bottom, cells = 46, 190, list[Cell]()
    marks = [
        *_legend(0, [(name, COLOURS[at]) for at, (name, _) in enumerate(series)]),
        _line(0, bottom, WIDTH, bottom, LINE),
    ]
    room = WIDTH / len(labels)
    wide = min(38.0, room * 0.72 / len(series))
    for place, label in enumerate(labels):
        middle = room * (place + 0.5)
        marks.append(_text(middle, bottom + 19, label, INK_2, "middle"))
        for at, (_, numbers) in enumerate(series):
            number = numbers[place]
            high = (bottom - top) * number.numerator / most
            x = middle + (at - len(series) / 2) * wide
            marks.append(_rect(x + 1.5, bottom - high, wide - 3, high, COLOURS[at]))
            counted = saying.count(number)
            cells.append(counted)
            marks.append(_text(x + wide / 2, bottom - high - 5, counted.text, INK, "middle", 12))
    alt = "；".join(
        f"{label}" + "、".join(f"{name}{numbers[place].numerator}件" for name, numbers in series)
        for place, label in enumerate(labels)
    )
    return _chart(id_, caption, alt, bottom + 28, marks, cells)


def lines(
    id_: str, caption: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[Number]]]
) -> Chart | None:
    """Draw rates of several periods as lines on a scale to 100 %; None where none has cases."""
    if not any(number.denominator for _, numbers in series for number in numbers):
        return None
    top, bottom, left, right, cells = 48, 196, 44, WIDTH - 24, list[Cell]()
    marks = _legend(left, [(name, COLOURS[at]) for at, (name, _) in enumerate(series)])
    for at in (0, 50, 100):
        y = bottom - (bottom - top) * at / 100
        marks += [
            _line(left, y, right, y, HAIR if at else LINE),
            _text(left - 8, y + 4, f"{at}%", INK_3, "end", 11),
        ]
    room = (right - left) / len(labels)
    for place, label in enumerate(labels):
        marks.append(_text(left + room * (place + 0.5), bottom + 19, label, INK_2, "middle"))
    for at, (_, numbers) in enumerate(series):
        spots = [
            (left + room * (place + 0.5), bottom - (bottom - top) * _part(number), saying.rate(number))
            for place, number in enumerate(numbers)
            if number.denominator
        ]
        places = [place for place, number in enumerate(numbers) if number.denominator]
        for one, other in zip(range(len(spots)), range(1, len(spots)), strict=False):
            if places[other] - places[one] == 1:
                marks.append(_line(*spots[one][:2], *spots[other][:2], COLOURS[at], 2))
        for x, y, rate in spots:
            marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS[at]}"/>')
            marks.append(_text(x, y + (-9 if at == 0 else 18), rate.text, INK_2 if at else INK, "middle", 11))
            cells.append(rate)
    alt = "；".join(
        f"{name}："
        + "、".join(
            f"{label}{saying.rate(number).text if number.denominator else '无案件'}"
            for label, number in zip(labels, numbers, strict=True)
        )
        for name, numbers in series
    )
    return _chart(id_, caption, alt, bottom + 28, marks, cells)


def _chart(
    id_: str, caption: str, alt: str, height: float, marks: Iterable[str], cells: Sequence[Cell]
) -> Chart:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" font-family={quoteattr(FONTS)} font-size="{SIZE}">{"".join(marks)}</svg>'
    )
    return Chart(
        id=id_,
        caption=caption,
        alt=f"{caption}：{alt}",
        svg=svg,
        width=WIDTH,
        height=round(height),
        cells=tuple(cells),
    )


def _legend(left: float, names: Iterable[tuple[str, str]]) -> list[str]:
    marks, x = list[str](), left
    for name, colour in names:
        marks += [_rect(x, 3, 11, 11, colour), _text(x + 17, 13, name, INK_2, "start", 12)]
        x += 17 + _wide(name, 12) + 22
    return marks


def _rect(x: float, y: float, wide: float, high: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, thick: float = 1) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{thick:g}"/>'


def _text(
    x: float, y: float, said: str, colour: str, anchor: str = "start", size: int = SIZE, *, bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    halo = ' paint-order="stroke" stroke="#fff" stroke-width="3"' if size == 11 else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-size="{size}"{weight}{halo}>'
        f"{escape(said)}</text>"
    )


def _wide(said: str, size: int = SIZE) -> float:
    return sum(size if east_asian_width(one) in "WFA" else size * 0.56 for one in said)


def _fit(said: str, room: float) -> str:
    """Return a text, cut where it would not fit."""
    while _wide(said) > room and len(said) > 2:
        said = said.removesuffix("…")[:-1] + "…"
    return said


def _part(number: Number) -> float:
    return number.numerator / number.denominator if number.denominator else 0.0
