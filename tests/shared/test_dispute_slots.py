"""Which of several reports of one thing counts? Never by when it arrived."""

from itertools import permutations

import pytest

from shared.dispute import Report, source_rank
from shared.events.agency import DefenceFiled
from shared.events.base import Fact
from shared.events.court import CaseClassified, CaseDocketed, DocumentServed, HearingHeld
from tests.given import Given
from tests.words import FIRST, POLICE, TOWN, act, day, docketed, filed, hearing, judgment, officer, xinzhou

SOURCES = ("court/x", "procuratorate/x", "bureau/x", "office/x", "agency/x", "ledger/x", "somebody/x")


def told(*reports: tuple[str, str, Fact]) -> Given:
    """Return a district in which these sources report, under these ids."""
    given = xinzhou()
    for source, id_, fact in reports:
        given.fact(FIRST, fact, source, id_)
    return given


def counts(given: Given, kind: type[Fact]) -> Fact | None:
    """Return the fact of a type that counts."""
    (dispute,) = given.judged()
    found: Fact | None = dispute.cases[0].one(kind)
    return found


def test_the_weightier_source_counts() -> None:
    assert sorted(SOURCES, key=source_rank) == list(SOURCES)
    reports = [(source, "1", docketed(on=f"2023-01-{10 + n}")) for n, source in enumerate(SOURCES)]
    for first in range(len(SOURCES)):
        for order in (reports[first:], reports[first:][::-1]):
            assert counts(told(*order), CaseDocketed) == reports[first][2]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_one_source_the_later_deciding_day_counts_then_the_version_then_the_id(
    order: tuple[int, ...],
) -> None:
    earlier, later = filed("2023-05-10"), filed("2023-05-11")
    newer = DefenceFiled(filed_on=day("2023-05-11"), version=1)
    for reports, winner in (
        ([("court/x", "3", earlier), ("court/x", "2", later), ("court/x", "1", newer)], newer),
        ([("court/x", "1", later), ("court/x", "2", earlier), ("court/x", "3", earlier)], later),
    ):
        assert counts(told(*(reports[number] for number in order)), DefenceFiled) == winner
    by_id = [("court/x", str(n), CaseClassified(flags=flags)) for n, flags in enumerate([(), ("group",), ()])]  # type: ignore[arg-type]
    assert counts(told(*(by_id[number] for number in order)), CaseClassified) == by_id[2][2]


@pytest.mark.parametrize("reverse", [False, True])
def test_of_two_sources_of_one_kind_with_the_same_id_and_day_always_the_same_counts(reverse: bool) -> None:
    reports = [
        ("court/a", "1", docketed(POLICE)),
        ("court/b", "1", docketed(TOWN)),
    ]
    assert counts(told(*(reports[::-1] if reverse else reports)), CaseDocketed) == docketed(TOWN)


def test_no_two_reports_weigh_the_same() -> None:
    fact = filed("2023-05-10")
    weights = {
        Report(fact, source, id_, FIRST, "xinzhou").weight
        for source in ("court/a", "court/b")
        for id_ in "12"
    }
    assert len(weights) == 4


def test_hearings_of_different_days_are_different_things_and_of_one_day_the_same() -> None:
    given = told(
        ("ledger/x", "1", hearing("2023-05-08", officer(rank="chief"))),
        ("ledger/x", "2", hearing("2023-06-12")),
        ("court/x", "3", hearing("2023-05-08")),
        ("court/x", "4", docketed()),
    )
    (dispute,) = given.judged()
    hearings = dispute.cases[0].all(HearingHeld)
    assert [(str(one.held_on), one.attendees) for one in hearings] == [("2023-05-08", ()), ("2023-06-12", ())]


def test_the_court_counts_before_the_ledger_in_every_figure() -> None:
    given = told(
        ("ledger/x", "1", docketed(POLICE)),
        ("ledger/x", "2", judgment("revoked", served="2023-06-26")),
        ("court/x", "3", judgment("claims_rejected", served="2023-06-20")),
        ("ledger/x", "4", hearing("2023-05-08")),
        ("court/x", "5", hearing("2023-05-08", officer())),
    )
    assert given.rate("loss_rate") == (0, 1)
    assert given.rate("appearance_rate") == (1, 1)


def test_a_courts_feed_does_not_mask_the_act_the_bureau_described() -> None:
    given = told(("bureau/x", "1", act("penalty", acting=POLICE)), ("court/x", "2", docketed(POLICE)))
    assert given.rate("docketed:act=penalty") == (1, None)


def test_of_several_recipients_the_weightiest_report_says_what_was_decided() -> None:
    given = told(
        ("ledger/x", "1", judgment("claims_rejected", served="2023-07-03", to=TOWN)),
        ("court/x", "2", judgment("revoked", served="2023-06-26")),
    )
    found = counts(given, DocumentServed)
    assert isinstance(found, DocumentServed)
    assert found.outcomes == ("revoked",)


def test_a_repetition_changes_nothing() -> None:
    report = ("court/x", "1", docketed(POLICE))
    assert counts(told(report, report, report), CaseDocketed) == docketed(POLICE)
    assert told(report, report).rate("docketed") == (1, None)
