"""A case has the documents that facts say it has, and only who may see the case gets them."""

from pathlib import Path

import pytest

from services.intake.index import Index
from tests.intake.attachments.desk import CASE, PDF, Desk

JUDGMENT, DEFENCE = PDF + b"% judgment", PDF + b"% defence"
OWN, OTHER = "agency/区住建局", "agency/区公安分局"


def fact(sha256: str, **changed: object) -> dict[str, object]:
    said = {"title": "一审判决书", "media_type": "application/pdf", "size": 5, "attached_on": "2023-06-01"}
    return {"sha256": sha256, **said, **changed}


async def hashes(desk: Desk) -> list[str]:
    return [one.sha256 for one in await desk.attached.of_case("huancui", CASE)]


async def test_a_document_is_attached_as_it_is_uploaded_and_had_again(desk: Desk) -> None:
    sha256 = await desk.attach(JUDGMENT, "court", "judgment", "张某案一审判决书.pdf", "2023-06-01")

    answer = await desk.get(sha256, "bureau")
    assert answer.content == JUDGMENT
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["etag"] == f'"{sha256}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    said = answer.headers["content-disposition"]
    assert said.startswith(f"attachment; filename=\"{sha256[:8]}.pdf\"; filename*=UTF-8''")
    assert "%E5%BC%A0%E6%9F%90" in said, "the title is opened for who may read it"
    headers = {**desk.http.headers, "authorization": "Bearer bureau", "if-none-match": f'"{sha256}"'}
    again = await desk.http.get(f"/attachments/{sha256}", headers=headers)
    assert (again.status_code, again.content) == (304, b"")


async def test_the_fact_goes_through_the_door_and_a_refusal_says_that_the_file_is_kept(desk: Desk) -> None:
    said = {"district": "huancui", "subject": "（2023）鄂0117行初1号", "attached_on": "2023-06-01"}
    not_its_case = await desk.upload(JUDGMENT, "court", **said)
    no_day = await desk.upload(JUDGMENT, "court", district="huancui", subject=CASE, attached_on="gestern")
    unknown = await desk.upload(JUDGMENT, "court", distrikt="huancui")

    assert (not_its_case.status_code, no_day.status_code, unknown.status_code) == (403, 422, 422)
    assert await desk.store.exists(not_its_case.json()["kept"]["sha256"])
    assert desk.keeper.position == 0


async def test_the_day_that_began_last_and_the_files_name_are_taken_where_nothing_is_said(desk: Desk) -> None:
    await desk.upload(JUDGMENT, "court", "笔录.pdf", district="371002", subject="(2023)鲁1002行初12号")

    (document,) = await desk.attached.titled(await desk.attached.of_case("huancui", CASE))
    assert (document.title, str(document.attached_on), document.source) == (
        "笔录.pdf",
        "2024-03-01",
        "court/鲁1002",
    )


SEEN = {
    "": 200,
    "auditor": 200,
    "court": 200,
    "bureau": 200,
    "other court": 403,
    "other bureau": 403,
    "agency": 403,
    "namesake": 403,
    "nobody": 401,
}


@pytest.mark.parametrize("by", SEEN)
async def test_who_may_have_what_a_court_attached(desk: Desk, by: str) -> None:
    sha256 = await desk.attach(JUDGMENT, "court", "judgment", "判决书", "2023-06-01")

    assert (await desk.get(sha256, by)).status_code == SEEN[by]
    assert (await desk.volume(by)).status_code == SEEN[by]


@pytest.mark.parametrize(
    ("by", "status"),
    {
        "agency": 200,
        "other agency": 403,
        "namesake": 403,
        "bureau": 200,
        "court": 200,
        "other bureau": 403,
    }.items(),
)
async def test_an_agency_has_what_it_attached_itself(desk: Desk, by: str, status: int) -> None:
    sha256 = await desk.attach(DEFENCE, "agency", "defence", "答辩状", "2023-05-01")

    assert (await desk.get(sha256, by)).status_code == status


async def test_naming_somebody_elses_hash_opens_no_file(desk: Desk) -> None:
    sha256 = await desk.attach(DEFENCE, "agency", "defence", "答辩状", "2023-05-01")

    await desk.report("document-attached", fact(sha256), "other agency", OTHER, "mine")
    assert (await desk.get(sha256, "other agency")).status_code == 403

    await desk.upload(DEFENCE, "other agency")
    assert (await desk.get(sha256, "other agency")).content == DEFENCE, "it had the file itself"


async def test_a_fact_may_come_before_its_file(desk: Desk) -> None:
    uploaded = (await desk.upload(DEFENCE, "agency")).json()["sha256"]
    later = "0" * 64
    await desk.report("document-attached", fact(later), "agency", OWN, "later")

    assert await hashes(desk) == [later]
    assert (await desk.get(later)).status_code == 404
    assert (await desk.get(uploaded)).status_code == 404, "it is kept, and no case has it"

    await desk.report("document-attached", fact(uploaded), "agency", OWN, "now")
    assert (await desk.get(uploaded, "agency")).content == DEFENCE


async def revise(desk: Desk, type_: str, **more: object) -> None:
    about = {"target_source": OWN, "target_id": "d1", "type": "yingsu.document-attached.v1"}
    source = "bureau/环翠区司法局"
    await desk.report(type_, {**about, **more}, "bureau", source, f"{type_} of d1")


async def test_corrections_and_retractions_move_documents(desk: Desk) -> None:
    first = (await desk.upload(DEFENCE, "agency")).json()["sha256"]
    second = (await desk.upload(JUDGMENT, "bureau")).json()["sha256"]
    await desk.report("document-attached", fact(first), "agency", OWN, "d1")

    await revise(desk, "fact-corrected", replaces="d1", data=fact(second))
    assert await hashes(desk) == [second]
    assert (await desk.get(first, "agency")).status_code == 404
    assert (await desk.get(second, "bureau")).content == JUDGMENT

    await revise(desk, "fact-retracted", replaces="fact-corrected of d1")
    assert await hashes(desk) == []


async def test_a_correction_opens_no_file_that_its_author_never_had(desk: Desk) -> None:
    secret = (await desk.upload(JUDGMENT, "other agency")).json()["sha256"]
    await desk.report("document-attached", fact(secret), "other agency", OTHER, "of others")
    own = (await desk.upload(DEFENCE, "agency")).json()["sha256"]
    await desk.report("document-attached", fact(own), "agency", OWN, "d1")

    about = {"target_source": OWN, "target_id": "d1", "type": "yingsu.document-attached.v1"}
    data = {**about, "replaces": "d1", "data": fact(secret)}
    await desk.report("fact-corrected", data, "agency", OWN, "reach")

    assert (await desk.get(secret, "agency")).status_code == 403


async def test_what_the_index_knows_of_documents_is_had_again_from_the_store(
    desk: Desk, tmp_path: Path
) -> None:
    first = await desk.attach(DEFENCE, "agency", "defence", "答辩状", "2023-05-01")
    await desk.attach(JUDGMENT, "court", "judgment", "判决书", "2023-06-01")
    before = await desk.attached.of_case("huancui", CASE)

    desk.keeper.index.close()
    desk.keeper.index = Index(f"sqlite:///{tmp_path / 'another.db'}")
    desk.keeper.index.catch_up(desk.keeper.store)

    assert await desk.attached.of_case("huancui", CASE) == before
    assert (await desk.get(first, "agency")).content == DEFENCE
