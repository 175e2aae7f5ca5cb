"""Crossing: what disputes must know of each other lies beside the notes, and a change makes due whom it concerns."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.index import Entry, Index, first_heard, loss, months_before
from shared.log.notes import Notes
from tests.log.noted import drained, finding, key, on_the_log
from tests.log.toys import DISTRICT, case, facts

AGENCY = "区人社局"
HEADING = first_heard(DISTRICT, AGENCY, date(2023, 1, 1), case(1)).of
MONTHS = 24
LAST = loss(DISTRICT, AGENCY, "penalty", date(2023, 12, 31), case(99), MONTHS)
"""From here all of these tests is in sight."""
LOSSES = LAST.of


def heard(number: int, month: int, day: int = 1, year: int = 2023) -> Entry:
    return first_heard(DISTRICT, AGENCY, date(year, month, day), case(number))


def lost(number: int, month: int, year: int = 2023) -> Entry:
    return loss(DISTRICT, AGENCY, "penalty", date(year, month, 1), case(number), MONTHS)


def settled(notes: Notes, *numbers: int, first: int = 1) -> None:
    """Let cases be noted and judged: their entries are still to come."""
    drafts = [facts(number)[0] for number in numbers]
    notes.note(on_the_log(drafts, first))
    drained(notes)


def entered(notes: Notes, *entries: Entry, number: int = 0) -> Index:
    """Let each entry's case, or this one, be entered so and no otherwise."""
    keys = [key(number)] if number else sorted({f"{DISTRICT}|{one.case}" for one in entries})
    own = {one: [entry for entry in entries if f"{DISTRICT}|{entry.case}" == one] for one in keys}
    return notes.enter(keys, own)[0]


def test_what_is_entered_is_found_under_its_heading_by_day(notes: Notes) -> None:
    index = entered(notes, lost(2, 6), lost(1, 3), lost(3, 3))
    assert index.under(LOSSES) == (lost(1, 3), lost(3, 3), lost(2, 6))
    assert notes.entered([LAST]).under(LOSSES) == index.under(LOSSES)


def test_where_the_first_matters_those_of_the_first_day_are_read(notes: Notes) -> None:
    index = entered(notes, heard(3, 5), heard(2, 3), heard(1, 3), heard(4, 7))
    assert index.under(HEADING) == (heard(1, 3), heard(2, 3))
    assert index.is_first(heard(1, 3))
    assert not index.is_first(heard(2, 3))


def test_a_case_is_entered_as_said_last_and_no_otherwise(notes: Notes) -> None:
    entered(notes, lost(1, 3), lost(2, 6))
    index = entered(notes, lost(1, 8))
    assert index.under(LOSSES) == (lost(2, 6), lost(1, 8))
    assert entered(notes, number=1) == Index()
    assert notes.entered([LAST]).under(LOSSES) == (lost(2, 6),)


def test_what_is_said_again_changes_nothing(notes: Notes) -> None:
    settled(notes, 1, 2)
    entered(notes, lost(1, 3), lost(2, 6))
    drained(notes)
    assert entered(notes, lost(1, 3)).under(LOSSES) == (lost(1, 3),)
    assert entered(notes, lost(2, 6)).under(LOSSES) == (lost(1, 3), lost(2, 6))
    assert notes.due_count == 0


def test_nothing_is_asked_while_nothing_was_ever_entered(notes: Notes) -> None:
    settled(notes, 1)
    assert entered(notes, number=1) == Index()
    assert notes.due_count == 0


def test_an_earlier_first_makes_due_the_case_that_was_first(notes: Notes) -> None:
    settled(notes, 1, 2, 3)
    entered(notes, heard(1, 5), heard(3, 9))
    drained(notes)
    entered(notes, heard(2, 3))
    assert drained(notes) == [key(1)]
    entered(notes, heard(2, 12))
    assert drained(notes) == [key(1)]


def test_a_later_case_makes_nobody_due_where_the_first_matters(notes: Notes) -> None:
    settled(notes, 1, 2)
    entered(notes, heard(1, 3))
    entered(notes, heard(2, 5))
    assert notes.due_count == 0


def test_a_case_that_moves_to_another_year_concerns_the_first_of_both(notes: Notes) -> None:
    settled(notes, 1, 2, 3)
    entered(notes, heard(1, 5), heard(3, 2, year=2024), heard(2, 3))
    drained(notes)
    entered(notes, heard(2, 1, year=2024))
    assert drained(notes) == [key(1), key(3)]


def test_a_loss_makes_due_the_losses_after_it_and_none_before(notes: Notes) -> None:
    settled(notes, 1, 2, 3, 4)
    entered(notes, lost(1, 2), lost(3, 6), lost(4, 9))
    drained(notes)
    entered(notes, lost(2, 4))
    assert drained(notes) == [key(3), key(4)]
    entered(notes, number=2)
    assert drained(notes) == [key(3), key(4)]


def test_a_loss_is_asked_for_and_makes_due_as_long_as_it_counts_and_no_longer(notes: Notes) -> None:
    settled(notes, 1, 2, 3, 4)
    entered(notes, lost(1, 2), lost(2, 2, year=2025), lost(3, 3, year=2025), lost(4, 6, year=2027))
    assert drained(notes) == []
    assert entered(notes, lost(2, 2, year=2025)).under(LOSSES) == (lost(1, 2), lost(2, 2, year=2025))
    assert entered(notes, lost(3, 3, year=2025)).under(LOSSES) == (
        lost(2, 2, year=2025),
        lost(3, 3, year=2025),
    )
    entered(notes, number=1)
    assert drained(notes) == [key(2)]
    entered(notes, lost(1, 1))
    assert drained(notes) == []


ENTERED = st.tuples(st.integers(1, 6), st.dates(date(2020, 1, 28), date(2020, 7, 1)) | st.none())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(ENTERED, max_size=4, unique_by=lambda one: one[0]), max_size=8))
def test_whatever_is_entered_exactly_those_are_due_for_whom_something_else_counts(
    batches: list[list[tuple[int, date | None]]],
) -> None:
    """Whoever is entered is told of all that counts for it, and of nobody else is more asked."""
    notes = Notes("sqlite://", "accountability")
    settled(notes, *range(1, 7))
    standing = dict[int, Entry]()
    for batch in batches:
        before = {number: _counting(number, standing) for number in range(1, 7)}
        for number, day in batch:
            standing.pop(number, None)
            if day is not None:
                standing[number] = loss(DISTRICT, AGENCY, "penalty", day, case(number), 2)
        keys = [key(number) for number, _ in batch]
        entries = {key(number): [standing[number]] for number, _ in batch if number in standing}
        index, _ = notes.enter(keys, entries)
        for number, _ in batch:
            if number in standing:
                own = standing[number]
                assert index.upto(own, months_before(own.day, 2)) == _counting(number, standing)
        after = {number: _counting(number, standing) for number in range(1, 7)}
        changed = {key(number) for number in before if before[number] != after[number]}
        assert set(drained(notes)) == changed.difference(keys)
    notes.close()


def _counting(number: int, standing: dict[int, Entry]) -> tuple[Entry, ...]:
    own = standing.get(number)
    if own is None:
        return ()
    since = months_before(own.day, 2)
    return tuple(sorted(one for one in standing.values() if since <= one.day and one <= own))


def test_another_agency_kind_or_district_is_not_concerned(notes: Notes) -> None:
    settled(notes, 1, 2)
    others = [
        loss(DISTRICT, "区住建局", "penalty", date(2023, 9, 1), case(2), MONTHS),
        loss(DISTRICT, AGENCY, "licence", date(2023, 9, 1), case(2), MONTHS),
    ]
    entered(notes, *others)
    elsewhere = loss("huancui", AGENCY, "penalty", date(2023, 9, 1), case(2), MONTHS)
    notes.enter([f"huancui|{case(2)}"], {f"huancui|{case(2)}": [elsewhere]})
    drained(notes)
    assert entered(notes, lost(1, 3)).under(LOSSES) == (lost(1, 3),)
    assert notes.due_count == 0


def test_the_same_number_in_another_district_keeps_its_entry(notes: Notes) -> None:
    elsewhere = loss("huancui", AGENCY, "penalty", date(2023, 9, 1), case(1), MONTHS)
    notes.enter([f"huancui|{case(1)}"], {f"huancui|{case(1)}": [elsewhere]})
    entered(notes, lost(1, 3))
    entered(notes, number=1)
    assert notes.entered([elsewhere]).under(elsewhere.of) == (elsewhere,)
    assert notes.entered([LAST]) == Index()


def test_whoever_is_made_due_settles_with_the_news_that_made_it_so(notes: Notes) -> None:
    settled(notes, 1, 2)
    entered(notes, heard(1, 5))
    notes.note(on_the_log([facts(2)[1]], first=3))
    assert (notes.due(10), notes.due_since, notes.settles) == ([key(2)], 3, 3)
    entered(notes, heard(2, 3))
    notes.conclude([key(2)])
    assert (notes.due(10), notes.due_since, notes.settles) == ([key(1)], 3, 3)
    notes.conclude([key(1)])
    assert (notes.due_count, notes.settles) == (0, 0)


def test_a_finding_keeps_open_through_another_case_what_it_may_follow_from(notes: Notes) -> None:
    settled(notes, 1, 2)
    entered(notes, heard(1, 5))
    notes.note(on_the_log([finding("routing", 2)], first=3), unsettled=2)
    assert (notes.due(10), notes.settles) == ([key(2)], 2)
    entered(notes, heard(2, 3))
    notes.conclude([key(2)])
    assert (notes.due(10), notes.due_since, notes.settles) == ([key(1)], 2, 2)


def test_whoever_was_due_before_stays_due_since_then(notes: Notes) -> None:
    settled(notes, 1, 2)
    entered(notes, heard(1, 5))
    notes.note(on_the_log([facts(1)[1], facts(2)[1]], first=3))
    entered(notes, heard(2, 3))
    notes.conclude([key(2)])
    assert (notes.due(10), notes.due_since, notes.settles) == ([key(1)], 3, 3)


def test_of_cases_judged_together_none_is_made_due_again(notes: Notes) -> None:
    settled(notes, 1, 2)
    notes.note(on_the_log([facts(1)[1], facts(2)[1]], first=3))
    entered(notes, heard(1, 5), heard(2, 3))
    notes.conclude([key(1), key(2)])
    assert notes.due_count == 0


def test_what_is_entered_outlives_a_restart(url: str) -> None:
    notes = Notes(url, "deadlines")
    settled(notes, 1, 2)
    entered(notes, lost(1, 3), lost(2, 6))
    drained(notes)
    notes.close()
    notes = Notes(url, "deadlines")
    assert notes.entered([LAST]).under(LOSSES) == (lost(1, 3), lost(2, 6))
    entered(notes, number=1)
    assert drained(notes) == [key(2)]
    assert notes.entered([LAST]).under(LOSSES) == (lost(2, 6),)
    notes.close()


def test_who_was_made_due_is_still_so_after_a_restart(url: str) -> None:
    notes = Notes(url, "deadlines")
    settled(notes, 1, 2)
    entered(notes, lost(2, 6))
    notes.note(on_the_log([facts(1)[1]], first=3))
    entered(notes, lost(1, 3))
    notes.close()
    notes = Notes(url, "deadlines")
    assert (sorted(notes.due(10)), notes.settles) == ([key(1), key(2)], 3)
    notes.close()


def test_notes_of_another_form_forget_what_was_entered(url: str) -> None:
    notes = Notes(url, "deadlines")
    entered(notes, lost(1, 3))
    with notes._connection.begin():
        notes._save_state(form=1)
    notes.close()
    notes = Notes(url, "deadlines")
    assert notes.entered([LAST]) == Index()
    notes.close()


def test_thousands_of_cases_are_entered_at_once(notes: Notes) -> None:
    many = [loss(DISTRICT, AGENCY, f"kind{n % 700}", date(2023, 1, 1), case(n), MONTHS) for n in range(3000)]
    index = entered(notes, *many)
    assert sum(len(index.under(of)) for of in {one.of for one in many}) == 3000
    gone, _ = notes.enter([key(n) for n in range(3000)], {})
    assert gone == Index()
