"""How is a dispute drawn: who won in each instance, where it counts, and what stands between two cases?"""

from datetime import date, timedelta
from importlib.resources import files

import pytest

from services.reporting.answers import CaseRow
from services.reporting.pages.chain import Result, picture, told
from services.reporting.pages.past import STOPS, stops
from services.reporting.pages.words import Words
from services.reporting.reader.events import Instance
from shared.law.loader import law_of

PACKS = files("shared.law").joinpath("packs")
LAW = law_of(
    "huancui", {name: PACKS.joinpath(f"{name}.yaml").read_text("utf-8") for name in ("national", "huancui")}
)


def instance(
    number: str, level: str, on: date, *outcomes: str, concluded: tuple[str, bool] | None = None
) -> Instance:
    row = CaseRow(
        case_number=number,
        district="huancui",
        instance=level,
        category="litigation",
        act="penalty",
        defendants=("某局",),
        responsible=("某局",),
        rule="own-act",
        article="8",
        docketed_on=on,
        first_heard_on=on + timedelta(days=30),
        decided_on=on + timedelta(days=60) if outcomes else None,
        outcomes=outcomes,
        took_effect_on=None,
        state="decided" if outcomes else "heard",
        dispute="甲",
    )
    return Instance(row=row, concluded=concluded)


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        (("claims_rejected",), "won"),
        (("revoked",), "lost"),
        (("revoked", "redo_ordered"), "lost"),
        (("withdrawn",), "unjudged"),
        (("remanded",), "open"),
        ((), "pending"),
        (("other",), "unknown"),
    ],
)
def test_who_won_is_said_by_the_law_of_the_district(outcomes: tuple[str, ...], result: Result) -> None:
    drawn = picture(["甲"], {"甲": instance("甲", "first", date(2024, 1, 8), *outcomes)}, "甲", LAW)
    assert drawn
    assert drawn.lanes[0].result == result


def test_an_upheld_appeal_keeps_what_was_decided_before_and_the_dispute_counts_there() -> None:
    known = {
        "甲": instance("甲", "first", date(2024, 1, 8), "revoked"),
        "乙": instance("乙", "second", date(2024, 5, 6), "appeal_rejected", concluded=("2024-07-05", True)),
    }
    drawn = picture(["甲", "乙"], known, "乙", LAW)
    assert drawn
    assert [(one.result, one.current) for one in drawn.lanes] == [("lost", False), ("kept", True)]
    ((left, _, right, _),) = drawn.steps
    assert left < right
    said = told(drawn, Words("zh"))
    assert said.index("行政机关败诉") < said.index("维持前一审的结果") < said.index("计为败诉")
    assert "2024-01-08" in said


def test_a_case_of_which_nothing_is_known_here_is_drawn_without_days() -> None:
    drawn = picture(["甲", "丙"], {"甲": instance("甲", "first", date(2024, 1, 8), "remanded")}, "甲", LAW)
    assert drawn
    assert drawn.lanes[1].marks == ()
    assert drawn.steps == ()
    assert picture(["丙"], {}, "丙", LAW) is None


def test_words_of_days_that_are_near_do_not_lie_on_one_another() -> None:
    near = {
        "甲": instance("甲", "first", date(2024, 1, 8), "revoked"),
        "乙": instance("乙", "retrial", date(2034, 1, 9)),
    }
    drawn = picture(["甲", "乙"], near, "甲", LAW)
    assert drawn
    assert [mark.low for mark in drawn.lanes[0].marks] == [False, True, False]


@pytest.mark.parametrize("days", [0, 1, 13, 14, 97, 98, 400, 434, 1200, 4000])
def test_the_moments_offered_are_few_in_order_and_end_with_today(days: int) -> None:
    today = date(2026, 11, 22)
    offered = stops(today - timedelta(days=days), today)
    assert len(offered) <= STOPS + 1
    assert offered[-1] == today
    assert list(offered) == sorted(set(offered))
    assert offered[0] >= today - timedelta(days=days)
