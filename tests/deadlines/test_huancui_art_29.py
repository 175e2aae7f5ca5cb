"""Huancui art. 29: judicial and procuratorial suggestions are answered by the day set."""

import pytest

from shared.events.words import SuggestionKind
from tests.words import FIRST, POLICE, answered, docketed, huancui, suggestion


@pytest.mark.parametrize("kind", ["judicial", "procuratorial"])
def test_29_within_2_months_where_no_day_is_set(kind: SuggestionKind) -> None:
    given = huancui().facts(FIRST, docketed(POLICE), suggestion("2023-11-27", kind=kind))
    given.facts(FIRST, answered("2024-01-29", of="2023-11-27", kind=kind))
    assert given.deadline(FIRST, "suggestion_reply") == "met 2024-01-29, due 2024-01-29"


def test_29_an_urgent_procuratorial_suggestion_within_15_days() -> None:
    urgent = suggestion("2023-11-27", kind="procuratorial", urgent=True)
    given = huancui().facts(FIRST, docketed(POLICE), urgent)
    assert given.deadline(FIRST, "suggestion_reply") == "missed, due 2023-12-12"


def test_29_a_suggestion_on_an_unlawful_normative_document_within_60_days() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), suggestion("2023-11-27", kind="normative"))
    assert given.deadline(FIRST, "suggestion_reply") == "missed, due 2024-01-26"


def test_29_the_day_a_suggestion_names_counts_before_all_others() -> None:
    urgent = suggestion("2023-11-27", kind="procuratorial", urgent=True, reply_by="2023-12-03")
    given = huancui().facts(FIRST, docketed(POLICE), urgent)
    assert given.deadline(FIRST, "suggestion_reply") == "missed, due 2023-12-03"


def test_29_an_answer_to_the_court_answers_no_procuratorate() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), suggestion("2023-11-27", kind="procuratorial"))
    given.facts(FIRST, answered("2023-12-04"))
    assert given.deadline(FIRST, "suggestion_reply") == "missed, due 2024-01-29"
