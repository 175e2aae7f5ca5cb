"""What may an item of `then:` say: a finding that stands, one that does not, a figure, or a scorecard?"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from deploy.law.assessing import NOTHING, ExpectedScorecard
from deploy.law.expecting import Expectation, ExpectedFigure, ExpectedFinding
from deploy.law.telling import Path, Telling, Wrong
from services.reporting.figures import AVERAGES, COUNTS, FIGURES
from services.reporting.periods import Period, PeriodError
from shared.codec import field_names
from shared.envelope import BUREAU
from shared.events.base import Finding
from shared.events.catalogue import FINDERS, FINDINGS

METRICS = (*FIGURES, *COUNTS, *AVERAGES)

EXPECTABLE: Mapping[str, type[Finding]] = {
    name: cls
    for name, cls in FINDINGS.items()
    if cls.__module__ != FINDERS["reporting"].__name__ and name != "finding-withdrawn"
}
"""Findings that can stand when all is judged at once: nothing has been withdrawn or delivered then."""


def _text(value: object) -> object:
    return str(value) if type(value) is int else value


Said = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | int)]
"""A text; a number is taken for one, for nobody quotes `article: 20`."""


VERSIONS = frozenset({"law", "calendar", "rules"})
"""Fields of every finding that no scenario asks for."""


class _Absent(BaseModel):
    """No finding of a type stands."""

    model_config = ConfigDict(extra="forbid")

    none: str
    case: str = ""
    fields: dict[str, Any] = Field(default_factory=dict, alias="with")


class _Figure(BaseModel):
    """A figure comes out so."""

    model_config = ConfigDict(extra="forbid")

    figure: str
    period: Said
    agency: str = "*"
    by: Literal["defendant", "responsible", "accountable"] = "defendant"
    is_: int | str = Field(alias="is")
    met: bool | None = None
    target: float | str | None = None
    indicative: bool | None = None
    status: str | None = None
    article: Said | None = None
    value: float | str | None = None


class _Scorecard(BaseModel):
    """The scorecard of an agency comes out so."""

    model_config = ConfigDict(extra="forbid")

    scorecard: str
    year: Annotated[int, Field(ge=2000, le=2100)]
    item: str = ""
    points: float | str | None = None
    is_: Annotated[str | None, Field(alias="is")] = None
    total: float | str | None = None
    complete: bool | None = None


ABSENT: type[BaseModel] = _Absent
FIGURE: type[BaseModel] = _Figure
SCORECARD: type[BaseModel] = _Scorecard
"""The forms of the items that are no findings."""


def expectation(path: Path, line: int, item: Any, telling: Telling) -> Expectation | None:
    """Return what an item expects; None when it is wrong, which is then on the list of the telling."""
    if isinstance(item, str) and item in EXPECTABLE:
        item = {item: {}}
    if not isinstance(item, Mapping):
        telling.wrong.append(
            (path, f"{item!r}; expected <finding type>: {{its fields}}, none:, figure: or scorecard:")
        )
        return None
    if "figure" in item:
        return _figure(path, line, item, telling)
    if "scorecard" in item:
        return _scorecard(path, line, item, telling)
    if "none" in item:
        try:
            absent = _Absent.model_validate(item)
        except ValidationError as error:
            _refused(path, error, telling)
            return None
        return _finding(path, line, absent.none, absent.fields, absent.case, False, telling)
    types = [str(key) for key in item if key != "case"]
    if len(types) != 1:
        found = ", ".join(types) or "none"
        telling.wrong.append((path, f"{found}; expected one finding type, and beside it only case"))
        return None
    return _finding(path, line, types[0], item[types[0]], item.get("case", ""), True, telling)


def _finding(
    path: Path, line: int, name: str, fields: Any, case: Any, stands: bool, telling: Telling
) -> Expectation | None:
    cls, fields = EXPECTABLE.get(name), {} if fields is None else fields
    wrong: list[Wrong] = []
    if cls is None:
        near = get_close_matches(name, EXPECTABLE, 3, 0.4) or sorted(EXPECTABLE)
        wrong.append((path, f"no finding {name!r} can stand; expected {', '.join(near)}"))
    elif not isinstance(fields, Mapping):
        wrong.append(((*path, name), f"{fields!r}; expected the fields that matter, as a mapping"))
    else:
        known = field_names(cls) - VERSIONS
        for field in map(str, fields):
            if field not in known:
                near = get_close_matches(field, known, 1, 0.5) or sorted(known)
                wrong.append(((*path, name, field), f"no field {field!r}; expected {', '.join(near)}"))
    telling.wrong += wrong
    number = case if case in ("", BUREAU) else telling.number((*path, "case"), case)
    if wrong or cls is None:
        return None
    return ExpectedFinding(cls, dict(fields), line, number, stands)


def _figure(path: Path, line: int, item: Mapping[str, Any], telling: Telling) -> Expectation | None:
    try:
        asked = _Figure.model_validate(item)
    except ValidationError as error:
        _refused(path, error, telling)
        return None
    wrong: list[Wrong] = []
    metric, _, part = asked.figure.partition(":")
    if asked.figure not in METRICS and not (part and metric in METRICS):
        near = get_close_matches(asked.figure, METRICS, 3, 0.4) or METRICS
        wrong.append(((*path, "figure"), f"no figure {asked.figure!r}; expected {', '.join(near)}"))
    try:
        Period.parse(asked.period)
    except PeriodError as error:
        wrong.append(((*path, "period"), str(error)))
    fraction = _fraction(asked.is_)
    if fraction is False:
        detail = f"{asked.is_!r}; expected a fraction such as 3/4, a plain count, or nothing"
        wrong.append(((*path, "is"), detail))
    telling.wrong += wrong
    if wrong or fraction is False:
        return None
    fields = asked.model_dump(include={"met", "target", "indicative", "status", "article", "value"})
    return ExpectedFigure(
        metric=asked.figure,
        period=asked.period,
        line=line,
        agency=asked.agency,
        by=asked.by,
        fraction=fraction,
        fields={name: value for name, value in fields.items() if name in item and value is not None},
    )


def _scorecard(path: Path, line: int, item: Mapping[str, Any], telling: Telling) -> Expectation | None:
    try:
        asked = _Scorecard.model_validate(item)
    except ValidationError as error:
        _refused(path, error, telling)
        return None
    wrong: list[Wrong] = []
    for name in ("points", "is"):
        if name in item and not asked.item:
            wrong.append(
                ((*path, name), f"{name} of no item; expected item: and its id in the pack beside it")
            )
    if not {"points", "is", "total", "complete"} & item.keys():
        wrong.append((path, "nothing asked of the scorecard; expected points, is, total or complete"))
    for name, value in (("points", asked.points), ("total", asked.total)):
        if value is not None and not _is_number(value):
            wrong.append(((*path, name), f"{value!r}; expected a number of 100 such as 92.50, or nothing"))
    counts = _fraction(asked.is_) if asked.is_ is not None else None
    if counts is False or (counts is not None and counts[1] is None):
        wrong.append(((*path, "is"), f"{asked.is_!r}; expected a fraction such as 3/4, or nothing"))
    telling.wrong += wrong
    if wrong or counts is False:
        return None
    return ExpectedScorecard(
        agency=asked.scorecard,
        year=asked.year,
        line=line,
        item=asked.item,
        points=_said(asked.points),
        counts=NOTHING if asked.is_ == NOTHING else (counts[0], counts[1] or 0) if counts else None,
        total=_said(asked.total),
        complete=asked.complete,
    )


def _said(value: float | str | None) -> str | None:
    return None if value is None else str(value)


def _is_number(value: float | str) -> bool:
    try:
        return value == NOTHING or 0 <= Decimal(str(value)) <= 100
    except InvalidOperation:
        return False


def _fraction(text: int | str) -> tuple[int, int | None] | Literal[False] | None:
    if text == "nothing":
        return None
    parts = str(text).split("/")
    if len(parts) > 2 or not all(part.strip().isdecimal() for part in parts):
        return False
    return int(parts[0]), int(parts[1]) if len(parts) == 2 else None


def _refused(path: Path, error: ValidationError, telling: Telling) -> None:
    telling.wrong += [((*path, *one["loc"]), one["msg"]) for one in error.errors()]
