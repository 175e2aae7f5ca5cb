"""Why does a case not count in a figure of a period and row, or only in its denominator? Pure.

Whether it counts is said by its contribution alone, so that the reason cannot disagree with the figure.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from pydantic_core import from_json

from services.reporting.figures import AVERAGES, FOR_GOVERNMENT
from services.reporting.figures.contribution import APART, BY_USUAL_NAME
from services.reporting.figures.losing import WITHDRAWN
from services.reporting.periods import Period
from shared.law.outcome import NOT_FINAL

Row = Mapping[str, Any]
"""A case as it stands in the table of cases."""

OF_THE_END = frozenset({"concluded", "loss_rate", "settlement_rate", "withdrawal_rate"})
OF_LOSSES = frozenset({"loss_rate", "first_instance_loss_rate"})
OF_HEARINGS = frozenset(
    {
        *("heard", "appearance_rate", "voiced_appearance_rate", "chief_appearance_rate"),
        *("chief_voiced_appearance_rate", "chief_duty_rate"),
    }
)
OF_DEADLINES = frozenset({"on_time_rate", *BY_USUAL_NAME.values()})
_DUTIES = {rate: duty for duty, rate in BY_USUAL_NAME.items()}
_AVERAGES = frozenset(one.partition(":")[0] for one in AVERAGES)

DISTRICT = "*"
_OF_DISTRICT = [DISTRICT, DISTRICT]


class Reason(NamedTuple):
    """A reason by its code, with what it names (docs/figures.md lists them)."""

    code: str
    params: Mapping[str, Any] = {}


class Due(NamedTuple):
    """A deadline of a case: how it stands (deadlines/lights.py)."""

    duty: str
    due_on: date
    stands: str
    obligor: str
    done_on: str | None


class _Counted(NamedTuple):
    """One count of a case in a figure: the day, what it adds, and in which rows."""

    on: str
    counted: int
    rows: list[list[str]]


def uncounted(
    row: Row, metric: str, period: Period, by: str, agency: str, due: Iterable[Due]
) -> Reason | None:
    """Return why a case does not count in a figure of one row; None where it does. `due` are its deadlines."""
    counts = _counts(row["contribution"], metric)
    whose = _whose(by, agency)
    here = [one.on for one in counts if whose in one.rows]
    if any(_within(on, period) for on in here):
        return None
    told = from_json(row["uncounted"]) if row["uncounted"] else {}
    if "none" in told:
        code, params = told["none"]
        return Reason(code, params)
    if here:
        return _in_other_periods(metric, here, period)
    if agency != DISTRICT and (reason := _of_the_row(metric, by, counts)):
        return reason
    whole, _, part = metric.partition(":")
    kind, _, of = part.partition("=")
    category = of if kind == "category" else "litigation"
    if row["category"] != category:
        there = f"{whole}:category={row['category']}" if row["category"] != "litigation" else whole
        known = whole in APART and _counts(row["contribution"], there)
        return Reason("other_category", {"category": row["category"], **({"metric": there} if known else {})})
    if metric == FOR_GOVERNMENT and "for_government" not in told:
        return Reason("not_for_government")
    if whole in OF_DEADLINES:
        return _of_deadlines(metric, due)
    if whole in OF_HEARINGS:
        return _unheard(row) or _not_required(whole, told)
    if whole in OF_THE_END:
        return _unended(row, told, kind, period)
    return _of_the_case(row, whole, part, told, period)


def only_denominator(
    row: Row, metric: str, on: date, by: str, agency: str, due: Iterable[Due]
) -> Reason | None:
    """Return why a case that counts on a day is not in the numerator of a rate; None where nothing says so."""
    whole = metric.partition(":")[0]
    counts = [one for one in _counts(row["contribution"], metric) if one.on == on.isoformat()]
    if whole in OF_DEADLINES:
        return _missed(metric, on, due)
    if any(one.counted and _OF_DISTRICT in one.rows for one in counts):
        if whole in OF_LOSSES:
            lost = {name for one in counts if one.counted for kind, name in one.rows if kind == by}
            return Reason("lost_by_others", {"agencies": sorted(lost)})
        return Reason("another_officer" if by == "leader" else "another_came")
    if whole in OF_HEARINGS:
        seen = from_json(row["uncounted"]).get("seen", ()) if row["uncounted"] else ()
        found = {(rate, of): Reason(code, params) for rate, of, code, params in seen}
        return found.get((whole, agency)) or found.get((whole, ""))
    if whole == "first_instance_loss_rate":
        return Reason("not_lost", {"outcomes": from_json(row["outcomes"])})
    named = {"loss_rate": "not_lost", "settlement_rate": "not_settled", "withdrawal_rate": "not_withdrawn"}
    return Reason(named[whole], {"outcomes": _stood(row, on)}) if whole in named else None


def _counts(text: str, metric: str) -> list[_Counted]:
    if f'["{metric}",' not in text:
        return []
    rows, days, groups = from_json(text)
    return [
        _Counted(on, counted, [rows[place] for place in groups[group]])
        for name, on, counted, group in days
        if name == metric
    ]


def _whose(by: str, agency: str) -> list[str]:
    return _OF_DISTRICT if agency == DISTRICT else [by, agency]


def _within(on: str, period: Period) -> bool:
    return period.since.isoformat() <= on < period.until.isoformat()


def _in_other_periods(metric: str, days: Iterable[str], period: Period) -> Reason:
    found = sorted(days)
    labels = dict.fromkeys(Period.of(date.fromisoformat(on), period.kind).label for on in found)
    return Reason("other_period", {"by": _BY[metric.partition(":")[0]], "on": found, "periods": list(labels)})


_BY = {
    **dict.fromkeys(("docketed", "pending"), "began"),
    **dict.fromkeys(OF_HEARINGS, "heard"),
    **dict.fromkeys(OF_THE_END, "concluded"),
    **dict.fromkeys(("first_instance_loss_rate", *_AVERAGES), "decided"),
    **dict.fromkeys(OF_DEADLINES, "due"),
}
"""By the day of what a figure is put into a period."""


def _of_the_row(metric: str, by: str, counts: list[_Counted]) -> Reason | None:
    """Return why a case that counts in other rows of a figure has none in this one."""
    whole, _, part = metric.partition(":")
    of_parts = whole == "docketed" and part.partition("=")[0] in ("act", "instance", "court")
    single = whole == "on_time_rate" and bool(part) and not part.startswith("category=")
    if (
        (by == "accountable" and whole not in OF_LOSSES)
        or (by in ("act", "court", "instance", "leader") and of_parts)
        or (by == "leader" and single and metric != FOR_GOVERNMENT)
        or (by in ("defendant", "leader") and metric == FOR_GOVERNMENT)
    ):
        return Reason("row_has_none", {"by": by})
    if not any(_OF_DISTRICT in one.rows for one in counts):
        return None
    if whole == "chief_duty_rate" and by in ("defendant", "responsible"):
        return Reason(
            "chief_of_others", {"of": sorted({name for one in counts for _, name in _of(one, "defendant")})}
        )
    if metric == FOR_GOVERNMENT:
        return Reason("not_for_government")
    if by == "leader":
        return Reason("not_this_officer")
    if by == "accountable":
        return Reason("not_accountable", {"of": sorted({name for one in counts for _, name in _of(one, by)})})
    return Reason("excused_leaves") if whole in OF_HEARINGS else Reason("not_party")


def _of(one: _Counted, by: str) -> list[list[str]]:
    return [row for row in one.rows if row[0] == by]


def _unheard(row: Row) -> Reason | None:
    """Return why a case was not heard, where it was not."""
    if row["first_heard_on"] is not None:
        return None
    outcomes = from_json(row["outcomes"])
    if WITHDRAWN.intersection(outcomes):
        return Reason("withdrawn_unheard", {"outcomes": outcomes})
    if outcomes and row["instance"] != "first":
        return Reason("on_papers", {"instance": row["instance"], "outcomes": outcomes})
    if outcomes:
        return Reason("decided_unheard", {"outcomes": outcomes})
    return Reason("closed_unheard" if row["state"] == "closed" else "not_heard_yet")


def _not_required(whole: str, told: Mapping[str, Any]) -> Reason:
    if whole == "chief_duty_rate" and "chief" not in told:
        return Reason("chief_not_required")
    return Reason("excused_leaves")


def _unended(row: Row, told: Mapping[str, Any], kind: str, period: Period) -> Reason:
    """Return why a case does not count as concluded: it is not, or another of its dispute counts, or otherwise."""
    outcomes = from_json(row["outcomes"])
    if kind == "outcome" and (ended := _counts(row["contribution"], "concluded")):
        return Reason("other_outcome", {"outcomes": _stood(row, date.fromisoformat(ended[0].on))})
    if at := told.get("at", {}).get("concluded"):
        return _at(at, period, "concluded_at" if kind else "counts_at")
    if not outcomes:
        return Reason("closed_undecided" if row["state"] == "closed" else "not_decided")
    if NOT_FINAL.intersection(outcomes):
        return Reason("not_final", {"outcomes": outcomes})
    if row["took_effect_on"] is None:
        return Reason("not_effective", {"decided_on": row["decided_on"]})
    return Reason("goes_on", {"took_effect_on": row["took_effect_on"]})


def _at(at: tuple[str, str], period: Period, code: str = "counts_at") -> Reason:
    case, on = at
    label = Period.of(date.fromisoformat(on), period.kind).label
    return Reason(code, {"case": case, "on": on, "period": label})


def _of_the_case(row: Row, whole: str, part: str, told: Mapping[str, Any], period: Period) -> Reason:
    if whole == "pending":
        if at := told.get("at", {}).get("concluded"):
            return Reason("ended", {"case": at[0], "on": at[1]})
        if ended := _counts(row["contribution"], f"concluded{f':{part}' if part else ''}"):
            return Reason("ended", {"case": row["case_number"], "on": ended[0].on})
        at = told.get("at", {}).get("pending")
        return _at(at, period) if at else Reason("no_day")
    kind, _, of = part.partition("=")
    if whole == "docketed":
        is_ = {"act": _part(row, "act"), "court": _part(row, "court"), "instance": row["instance"]}.get(kind)
        return Reason("other_part", {kind: is_}) if is_ and is_ != of else Reason("no_day")
    wanted = part if whole in _AVERAGES else "first"
    if row["instance"] != wanted:
        return Reason("other_instance", {"instance": row["instance"]})
    if row["outcomes"] == "[]":
        return Reason("closed_undecided" if row["state"] == "closed" else "not_decided")
    return Reason("no_day")


def _part(row: Row, kind: str) -> str:
    """Return what a case is by one of the parts that it counts in when it is docketed."""
    _, days, _ = from_json(row["contribution"])
    begins = f"docketed:{kind}="
    return next((name.removeprefix(begins) for name, *_ in days if name.startswith(begins)), "")


def _stood(row: Row, on: date) -> list[str]:
    """Return the outcomes that stood when a dispute was concluded: an upheld appeal keeps the earlier one."""
    begins, day = "concluded:outcome=", on.isoformat()
    _, days, _ = from_json(row["contribution"])
    found = [name.removeprefix(begins) for name, at, *_ in days if name.startswith(begins) and at == day]
    return found or list(from_json(row["outcomes"]))


def _concerning(metric: str, due: Iterable[Due]) -> list[Due]:
    whole, _, part = metric.partition(":")
    duty = _DUTIES.get(whole) or ("" if "=" in part else part)
    obligor = "responsible_agency" if metric == FOR_GOVERNMENT else ""
    return [one for one in due if duty in ("", one.duty) and obligor in ("", one.obligor)]


def _of_deadlines(metric: str, due: Iterable[Due]) -> Reason:
    """Return why no deadline of a case counts: none runs, none has ended, all were lifted, or it is another's."""
    found = sorted(_concerning(metric, due), key=lambda one: (one.due_on, one.duty))
    running = [one for one in found if one.stands in ("near", "due")]
    if running:
        return Reason("not_due_yet", {"duty": running[0].duty, "due_on": running[0].due_on})
    if any(one.stands == "waiting" for one in found):
        return Reason("suspended", {"duty": next(one.duty for one in found if one.stands == "waiting")})
    if not found:
        return Reason("no_deadline")
    lifted = [one for one in found if one.stands in ("lifted", "lapsed", "withdrawn")]
    if lifted:
        return Reason("lifted", {"duty": lifted[0].duty, "due_on": lifted[0].due_on})
    return Reason("no_breach", {"duty": found[0].duty})


def _missed(metric: str, on: date, due: Iterable[Due]) -> Reason:
    """Return which deadlines of a day were missed, and when what they ask for was done."""
    found = sorted(
        {one for one in _concerning(metric, due) if one.due_on == on and one.stands in ("late", "overdue")}
    )
    done = [one.done_on for one in found if one.done_on]
    duties = list(dict.fromkeys(one.duty for one in found))
    return Reason(
        "done_late" if done else "not_done",
        {"duties": duties, "due_on": on, **({"done_on": max(done)} if done else {})},
    )
