"""Huancui art. 19: officers appear in every heard case."""

import pytest

from services.reporting.figures import Figure, figure
from services.reporting.periods import Period
from shared.law.loader import law_of
from tests.given import packs
from tests.words import POLICE


def of(metric: str, numerator: int, denominator: int) -> Figure:
    """Return a figure of an agency in 2023 under the law of Huancui."""
    law = law_of("huancui", packs())
    return figure(metric, numerator, denominator, Period.parse("2023"), "defendant", POLICE, law)


@pytest.mark.parametrize(("numerator", "met"), [(100000, True), (99999, False)])
def test_19_the_appearance_rate_is_100_percent(numerator: int, met: bool) -> None:
    found = of("appearance_rate", numerator, 100000)
    assert (found.met, found.target, found.compare, found.article) == (met, "1.0000", "at_least", "19")
    assert found.value == ("1.0000")


@pytest.mark.parametrize("metric", ["voiced_appearance_rate", "chief_voiced_appearance_rate", "loss_rate"])
def test_no_other_figure_has_a_target(metric: str) -> None:
    assert of(metric, 1, 2).target is None


def test_where_no_law_is_known_nothing_is_measured() -> None:
    found = figure("loss_rate", 1, 2, Period.parse("2023"), "defendant", POLICE, None)
    assert (found.value, found.target, found.met) == ("0.5000", None, None)
