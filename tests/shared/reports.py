"""Which facts may be told of a few cases? Strategies for arbitrary reports, corrections and retractions of them."""

from typing import Any, get_args

from hypothesis import strategies as st

from shared.envelope import Draft
from shared.events.aftermath import ConductRecorded
from shared.events.agency import AbsenceExplained, AgentsAuthorised, OrgansConnected, PapersEnclosed
from shared.events.base import Fact
from shared.events.bureau import ChiefAdvised, OfficerCoordinated
from shared.events.court import CaseClassified, HearingCancelled, HearingRescheduled, HearingScheduled
from shared.events.intake import FactCorrected, FactRetracted
from shared.events.words import Advisor, Conduct, Connection, Flag, PaperPart
from tests.given import drafted
from tests.words import (
    ANEW,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    RETRIAL,
    SECOND,
    STRANGER,
    TOWN,
    act,
    analysed,
    answered,
    appeal,
    archived,
    asked_again,
    closed,
    day,
    designated,
    docketed,
    document_reported,
    draft,
    effective,
    ended,
    filed,
    forwarded,
    hearing,
    judgment,
    notice,
    officer,
    on_record,
    papers,
    performed,
    ruling,
    suggestion,
)

DISTRICT = "xinzhou"
CASES = (FIRST, SECOND, ANEW, RETRIAL)
CONNECTED: tuple[Connection, ...] = get_args(Connection)
SOURCES = ("court/a", "court/b", "bureau/a", "agency/a", "ledger/a")

_days = st.sampled_from(["2023-03-06", "2023-05-12", "2023-06-26", "2023-09-22", "2023-12-29"])
_names = st.sampled_from([POLICE, "区公安分局", TOWN, GOVERNMENT, "区政府", STRANGER])
_some_names = st.lists(_names, max_size=2).map(tuple)
_outcomes = st.sampled_from(
    [
        ("revoked", "redo_ordered"),
        ("claims_rejected",),
        ("appeal_rejected",),
        ("withdrawn",),
        ("confirmed_unlawful",),
        ("remanded",),
        (),
    ]
)

_facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(
        lambda names, on, instance, earlier: docketed(*names, on=on, instance=instance, earlier=earlier),
        st.lists(_names, min_size=1, max_size=2),
        _days,
        st.sampled_from(["first", "second", "retrial"]),
        st.none() | st.sampled_from(CASES),
    ),
    st.builds(
        act,
        kind=st.sampled_from(["penalty", "information_disclosure", "inaction"]),
        acting=st.just("") | _names,
        implementing=st.sampled_from(["", LAND, STRANGER]),
        in_government_name=st.booleans(),
        reconsideration=st.sampled_from(["none", "upheld", "changed"]),
    ),
    st.builds(lambda name, on: designated(name, on=on), _names, _days),
    st.builds(notice, _days, _names),
    st.builds(
        lambda on, organ, rank, spoke: hearing(on, officer(organ, rank=rank, spoke=spoke)),
        _days,
        _names,
        st.sampled_from(["chief", "deputy", "none"]),
        st.booleans(),
    ),
    st.builds(asked_again, _days),
    st.builds(AbsenceExplained, reason=st.sampled_from(["accident", "none"]), proof_fit=st.booleans()),
    st.builds(
        lambda outcomes, served, losing, to, by: judgment(
            *outcomes, served=served, losing=losing, to=to, perform_by=by
        ),
        _outcomes,
        _days,
        _some_names,
        _names,
        st.just("") | _days,
    ),
    st.builds(
        lambda outcome, served: ruling(outcome, served=served),
        st.sampled_from(["suit_dismissed", "withdrawn"]),
        _days,
    ),
    st.builds(suggestion, _days, to=st.just("") | _names),
    st.builds(answered, _days, st.just("") | _days, by=st.just("") | _names),
    st.builds(filed, _days, st.just("") | _names),
    st.builds(lambda flag: CaseClassified(flags=(flag,), by="court"), st.sampled_from(get_args(Flag))),
    st.builds(
        lambda by, organ: ChiefAdvised(advised_on=day("2023-04-03"), by=by, organ=organ),
        st.sampled_from(get_args(Advisor)),
        st.just("") | _names,
    ),
    st.builds(lambda on: HearingScheduled(hearing_on=day(on)), _days),
    st.builds(lambda old, new: HearingRescheduled(from_on=day(old), to_on=day(new)), _days, _days),
    st.builds(lambda on: HearingCancelled(hearing_on=day(on)), _days),
    st.builds(
        lambda on, who: OfficerCoordinated(hearing_on=day(on), officer=who), _days, st.sampled_from("甲乙")
    ),
    st.builds(
        lambda names, how: OrgansConnected(organs=names, how=how), _some_names, st.sampled_from(CONNECTED)
    ),
    st.builds(
        lambda name, staff, lawyers: AgentsAuthorised(
            authorised_on=day("2023-05-12"), agency=name, staff=staff, outside_lawyers=lawyers
        ),
        _names,
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    st.builds(
        lambda name, parts, to: PapersEnclosed(
            enclosed_on=day("2023-05-12"), agency=name, parts=tuple(parts), to=to
        ),
        _names,
        st.lists(st.sampled_from(get_args(PaperPart)), max_size=9),
        st.sampled_from(["bureau", "court"]),
    ),
    st.builds(
        lambda on, name, kind, reason: ConductRecorded(
            recorded_on=day(on), agency=name, kind=kind, without_reason=reason
        ),
        _days,
        _names,
        st.sampled_from(get_args(Conduct)),
        st.booleans(),
    ),
    *(
        st.builds(word, _days)
        for word in (
            forwarded,
            papers,
            draft,
            on_record,
            document_reported,
            analysed,
            appeal,
            effective,
            performed,
            closed,
            archived,
            ended,
        )
    ),
)


@st.composite
def told(draw: st.DrawFn, most: int = 25) -> list[Draft]:
    """Return reports of a few cases, some corrected or taken back, some of them twice, in one order."""
    drafts = list[Draft]()
    for number in range(draw(st.integers(min_value=1, max_value=most))):
        case, source = draw(st.sampled_from(CASES)), draw(st.sampled_from(SOURCES))
        drafts.append(drafted(draw(_facts), source, f"{draw(st.integers(0, 9))}-{number}", case, DISTRICT))
    targets = draw(st.lists(st.sampled_from(drafts), max_size=6))
    for chain, target in enumerate(targets):
        contents = [one.data for one in drafts if one.type == target.type]
        drafts += draw(revisions(target, contents, chain))
    return drafts


@st.composite
def revisions(draw: st.DrawFn, target: Draft, contents: list[dict[str, Any]], number: int) -> list[Draft]:
    """Return a chain of corrections and retractions of a report; several chains contend."""
    source, replaces, chain = draw(st.sampled_from(SOURCES)), target.id, list[Draft]()
    for link in range(draw(st.integers(min_value=1, max_value=3))):
        own = f"{target.id}#{draw(st.integers(0, 9))}-{number}-{link}"
        named = {"target_source": target.source, "target_id": target.id, "replaces": replaces}
        event: Fact
        if draw(st.booleans()):
            event = FactCorrected(**named, type=target.type, data=draw(st.sampled_from(contents)))
        else:
            event = FactRetracted(**named, type=target.type)
        case = draw(st.just(target.subject) | st.sampled_from(CASES))
        chain.append(drafted(event, source, own, case, DISTRICT))
        replaces = own
    return chain


def reordered(drafts: list[Draft]) -> st.SearchStrategy[list[Draft]]:
    """Return the same reports in any order, some of them repeated."""
    repeated = st.lists(st.sampled_from(drafts), max_size=len(drafts))
    return repeated.flatmap(lambda twice: st.permutations(drafts + twice)).map(list)
