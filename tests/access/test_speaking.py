"""Does everybody speak for itself only: a court for its cases, an agency for itself, a bureau for its district?"""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import to_json

from shared.access import Principal
from shared.access.speaking import court_of, refusal
from shared.envelope import Draft
from tests.access.speakers import KEYS, SPEAKERS, revised, shown, spoken
from tests.access.table import MAY, MAY_REPORT, ROLES
from tests.examples import DISTRICT, cloudevent
from tests.intake.door import Door, open_door

OTHER = "新洲区公安分局"
SPEAKS_IN = {
    "agency": """
        papers-reported handler-named agents-authorised officer-named coordination-requested defence-submitted
        defence-sealed defence-filed evidence-filed papers-enclosed evidence-extension-requested progress-reported
        document-reported summons-reported settlement-attempted loss-analysed remediation-reported performed
        payment-requested damages-claimed archived risk-registered work-report-filed subscription-made
    """,
    "organ": """
        appearance-notice-served absence-explained absence-proof-submitted hearing-observed training-held
    """,
    "recipient": "notice-served summons-served document-served",
    "addressee": "suggestion-issued suggestion-answered",
    "by": "inquiry-opened inquiry-completed inquiry-reported review-completed decision-made",
}
"""In which field of which fact an agency names itself only; in a hearing, as the organ of each who attended."""
SPEAKING = sorted((name, field) for field, names in SPEAKS_IN.items() for name in names.split())
REPORTERS = sorted(MAY["report"] - {"operator"})


def lacking(role: str, draft: Draft) -> str:
    """Return the place at which a right is lacking; empty where none is."""
    said = refusal(SPEAKERS[role], draft)
    return said.pointer if said else ""


def a_fact_of(role: str) -> Draft:
    return spoken(
        {"bureau": "agency-designated", "office": "papers-forwarded"}.get(role, "document-attached"), role
    )


@pytest.mark.parametrize("role", REPORTERS)
def test_its_own_fact_of_its_own_district_is_taken(role: str) -> None:
    assert lacking(role, a_fact_of(role)) == ""


@pytest.mark.parametrize("district", ["huancui", "_", "", "xinzhou2", "*"])
@pytest.mark.parametrize("role", REPORTERS)
def test_nobody_speaks_of_another_district(role: str, district: str) -> None:
    assert lacking(role, replace(a_fact_of(role), district=district)) == "/district"


@pytest.mark.parametrize("role", REPORTERS)
def test_a_key_for_every_district_speaks_of_each(role: str) -> None:
    everywhere = replace(SPEAKERS[role], districts=("*",))
    source = "bureau/huancui" if role == "bureau" else a_fact_of(role).source
    assert refusal(everywhere, replace(a_fact_of(role), district="huancui", source=source)) is None


@pytest.mark.parametrize("role", REPORTERS)
def test_nobody_speaks_in_the_name_of_another(role: str) -> None:
    every = {a_fact_of(one).source for one in REPORTERS} | {
        "court/鄂0118", "court/鄂01", "agency/区公安分局", "bureau/huancui", "ledger/huancui", "ledger/xinzhou",
        "procuratorate/", "office/*", "operator/operator", f"{role}/{role}",
    }  # fmt: skip
    own = (
        {"bureau/xinzhou", "ledger/xinzhou", "bureau/区司法局"}
        if role == "bureau"
        else {a_fact_of(role).source}
    )
    taken = {source for source in every | own if lacking(role, replace(a_fact_of(role), source=source)) == ""}
    assert taken == own


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("（2023）鄂0117行初12号", "鄂0117"),
        ("（2023）鄂01行终34号", "鄂01"),
        ("（2023）鄂行申5号", "鄂"),
        ("（2023）最高法行再1号", "最高法"),
        ("（2023）兵0101行初1号", "兵0101"),
        ("（2023）鄂01170行初1号", "鄂01170"),
        ("鄂0117行初12号", ""),
        ("12", ""),
    ],
)
def test_a_case_number_names_its_court(number: str, code: str) -> None:
    assert court_of(number) == code


@pytest.mark.parametrize(
    ("subject", "where"),
    [
        ("（2023）鄂0117行初99号", ""),
        ("（2023）鄂0118行初99号", "/subject"),
        ("（2023）鄂01行终34号", "/subject"),
        ("（2023）鄂01170行初1号", "/subject"),
        ("武汉市新洲区法院1号", "/subject"),
    ],
)
def test_a_court_speaks_of_its_own_cases(subject: str, where: str) -> None:
    assert lacking("court", replace(spoken("hearing-held", "court"), subject=subject)) == where


def test_a_court_with_two_codes_speaks_of_both() -> None:
    court = replace(SPEAKERS["court"], names=("鄂0117", "鄂01"))
    appeal = replace(spoken("hearing-held", "court"), subject="（2023）鄂01行终34号")
    assert refusal(court, appeal) is None
    assert refusal(court, replace(appeal, source="court/鄂01")) is None


@pytest.mark.parametrize("kind", ["", "fact-corrected"])
@pytest.mark.parametrize(("name", "field"), SPEAKING)
def test_an_agency_names_itself_only(name: str, field: str, kind: str) -> None:
    fact = spoken(name, "agency")
    other = replace(fact, data={**fact.data, field: OTHER})
    where = f"/data/data/{field}" if kind else f"/data/{field}"
    assert lacking("agency", revised(other, kind, "agency") if kind else other) == where
    assert lacking("bureau", replace(other, source="bureau/xinzhou")) == ""
    assert lacking("agency", replace(fact, data={**fact.data, field: "11420117MB"})) == ""
    assert lacking("agency", replace(fact, data={**fact.data, field: "新洲区 住房和城乡建设局"})) == ""


def test_an_agency_says_who_of_its_own_attended_a_hearing() -> None:
    fact = spoken("hearing-held", "agency")
    (attendee,) = fact.data["attendees"][:1]
    others = [{**attendee}, {**attendee, "organ": OTHER}]
    assert (
        lacking("agency", replace(fact, data={**fact.data, "attendees": others})) == "/data/attendees/1/organ"
    )
    assert lacking("agency", replace(fact, data={**fact.data, "attendees": []})) == ""


def test_the_fields_in_which_an_agency_names_itself_are_all_of_them() -> None:
    """A type that gets such a field is to be added to the table, or it is forgotten here and in the code."""
    found = {
        (name, field)
        for name in MAY_REPORT
        if "agency" in MAY_REPORT[name]
        for field in ("agency", "organ", "recipient", "addressee", "by")
        if field in spoken(name, "agency").data
    }
    about_others = {
        ("damages-paid", "agency"),  # finance pays for another
        ("inquiry-opened", "agency"),
        ("inquiry-completed", "agency"),
        ("inquiry-reported", "agency"),
        ("review-completed", "agency"),
        ("referred", "agency"),
        ("referred", "recipient"),
    }
    assert found - about_others == set(SPEAKING)


@pytest.mark.parametrize("name", ["leader-unavailable", "risk-registered"])
def test_an_agency_speaks_of_no_other_organ(name: str) -> None:
    fact = spoken(name, "agency")
    assert lacking("agency", replace(fact, subject="11420117MB")) == ""
    assert lacking("agency", replace(fact, subject="11420117XX")) == "/subject"
    assert lacking("bureau", replace(fact, subject="11420117XX", source="bureau/xinzhou")) == ""


@pytest.mark.parametrize("role", ["court", "procuratorate", "office", "agency"])
def test_a_manifest_is_of_ones_own_source(role: str) -> None:
    fact = spoken("manifest-reported", role)
    assert lacking(role, fact) == ""
    assert lacking(role, replace(fact, data={**fact.data, "feed": "court/鄂0118"})) == "/data/feed"
    corrected = revised(replace(fact, data={**fact.data, "feed": "court/鄂0118"}), "fact-corrected", role)
    assert lacking(role, corrected) == "/data/data/feed"
    assert lacking(role, revised(fact, "fact-retracted", role)) == ""


def test_a_bureau_counts_for_others() -> None:
    fact = spoken("manifest-reported", "bureau")
    assert lacking("bureau", replace(fact, data={**fact.data, "feed": "court/鄂0117"})) == ""
    assert lacking("bureau", spoken("feed-registered", "bureau")) == ""


@pytest.mark.parametrize("kind", ["fact-corrected", "fact-retracted"])
@pytest.mark.parametrize("role", REPORTERS)
def test_only_a_bureau_revises_what_others_reported(role: str, kind: str) -> None:
    fact = a_fact_of(role)
    own = revised(fact, kind, role)
    assert lacking(role, own) == ""
    others = replace(own, data={**own.data, "target_source": "court/鄂0118"})
    assert lacking(role, others) == ("" if role == "bureau" else "/data/target_source")


def test_a_correction_is_as_narrow_as_the_fact_it_corrects() -> None:
    own = revised(spoken("hearing-held", "court"), "fact-corrected", "court")
    assert lacking("court", replace(own, subject="（2023）鄂0118行初1号")) == "/subject"
    assert lacking("court", replace(own, district="huancui")) == "/district"
    for type_ in (
        "yingsu.papers-reported.v1",
        "yingsu.law-adopted.v1",
        "yingsu.fact-retracted.v1",
        "nonsense",
    ):
        assert lacking("court", replace(own, data={**own.data, "type": type_})) == "/type"


@pytest.mark.parametrize("role", ROLES)
def test_the_operator_may_say_all_and_others_not(role: str) -> None:
    own = spoken("hearing-held", "court")
    strange = replace(own, source="court/鄂0118", subject="（2023）鄂0118行初1号", district="huancui")
    assert (refusal(SPEAKERS[role], strange) is None) == (role == "operator")


def test_names_are_no_patterns() -> None:
    star = Principal(id="k", role="agency", districts=(DISTRICT,), names=("*",))
    assert refusal(star, spoken("papers-reported", "agency")) is not None


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_door(tmp_path, {KEYS[role]: SPEAKERS[role] for role in ROLES if KEYS[role]}) as opened:
        yield opened


async def post(door: Door, role: str, draft: Draft) -> Any:
    headers = {"content-type": "application/cloudevents+json", **shown(role)}
    return await door.http.post("/events", content=to_json(cloudevent(draft)), headers=headers)


@pytest.mark.parametrize(
    ("role", "change", "where"),
    [
        ("court", {"subject": "（2023）鄂0118行初1号"}, "/subject"),
        ("agency", {"data": {**spoken("papers-reported", "agency").data, "agency": OTHER}}, "/data/agency"),
        ("bureau", {"district": "huancui"}, "/district"),
        ("bureau", {"source": "ledger/huancui"}, "/source"),
        ("office", {"source": "bureau/xinzhou"}, "/source"),
        ("procuratorate", {"source": "court/鄂0117"}, "/source"),
    ],
)
async def test_the_door_says_which_right_is_missing(
    door: Door, role: str, change: dict[str, Any], where: str
) -> None:
    name = {"court": "hearing-held", "agency": "papers-reported", "bureau": "agency-designated"}.get(
        role, "document-attached"
    )
    name = "papers-forwarded" if role == "office" else name
    answer = await post(door, role, replace(spoken(name, role), **change))
    assert answer.status_code == 403, answer.text
    (error,) = answer.json()["errors"]
    assert error["pointer"] == where
    assert error["expected"]
    assert door.keeper.position == 0
    taken = await post(door, role, spoken(name, role))
    assert taken.status_code == 200, taken.text
    (event,) = await door.log()
    assert event["actor"] == SPEAKERS[role].actor


async def test_a_fact_of_another_district_is_not_drawn_into_ones_own(door: Door) -> None:
    fact = replace(a_fact_of("bureau"), district="huancui", source="bureau/huancui")
    assert (await post(door, "operator", fact)).status_code == 200
    answer = await post(door, "bureau", replace(revised(fact, "fact-retracted", "bureau"), district=DISTRICT))
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["pointer"] == "/data/target_id"


async def test_the_actor_is_the_key_whatever_an_event_says(door: Door) -> None:
    event = cloudevent(spoken("hearing-held", "court")) | {"actor": "operator/operator#operator"}
    headers = {"content-type": "application/cloudevents+json", **shown("court")}
    assert (await door.http.post("/events", content=to_json(event), headers=headers)).status_code == 200
    assert [one["actor"] for one in await door.log()] == ["court/鄂0117#k-court"]
