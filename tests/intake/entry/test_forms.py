"""Can every fact that somebody may report be entered by its form, exactly as the API would take it?"""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from pydantic_core import to_jsonable_python

from services.intake.entry.fields import ENTERABLE, everything, form_of
from services.intake.entry.filling import Filled, filled_of
from services.intake.entry.filling import data_of as stated_by
from services.intake.entry.stages import STAGES
from services.intake.entry.wording import Words
from shared.events.catalogue import adapter, name_of
from tests.callers import SHOWN
from tests.examples.facts import AGENCY as THE_AGENCY
from tests.examples.facts import CASE, FACTS
from tests.intake.entry.pages import (
    AGENCY,
    AUDITOR,
    BUREAU,
    COURT,
    HERE,
    Control,
    Controls,
    Pages,
    open_pages,
)

EXAMPLES = {name_of(type(fact)): fact for fact in FACTS if name_of(type(fact)) in ENTERABLE}
OF_THE_FILE = ("sha256", "media_type", "size")


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    async with open_pages(tmp_path) as opened:
        yield opened


def data_of(name: str) -> dict[str, object]:
    return to_jsonable_python(adapter(ENTERABLE[name]).dump_python(EXAMPLES[name], mode="json"))  # type: ignore[no-any-return]


def where(name: str) -> str:
    about = ENTERABLE[name].ABOUT
    return f"/enter/xinzhou/{ {'case': CASE, 'organ': '420117-08'}.get(about, 'new') }/{name}"


def holds(controls: Sequence[Control], texts: Sequence[str]) -> bool:
    """Return whether these controls of one name say these texts, as a browser would send them."""
    said = [
        one.value
        for one in controls
        if one.kind not in ("radio", "checkbox", "option", "button") or one.chosen
    ]
    return [text for text in said if text] == [text for text in texts if text] or controls[
        0
    ].kind == "textarea"


@pytest.mark.parametrize("name", ENTERABLE)
async def test_a_form_shows_what_it_is_filled_in_with_and_states_exactly_that(
    pages: Pages, name: str
) -> None:
    pages.http.headers.update(SHOWN)
    form, data = form_of(name), data_of(name)
    filled = filled_of(form, data)
    shown = await pages.http.get(where(name), params={key: list(told) for key, told in filled.texts.items()})
    assert shown.status_code == 200, shown.text
    controls = Controls(shown.text)
    for path, texts in filled.texts.items():
        if name == "document-attached" and path in OF_THE_FILE:
            continue
        assert controls.of(path), f"nothing to fill {path} in with"
        assert holds(controls.of(path), texts), (path, texts, controls.of(path))
    files = (
        {"file": ("判决书.pdf", b"%PDF-1.4\n", "application/pdf")} if name == "document-attached" else None
    )
    sent = await pages.send(where(name), filled.texts, files=files)
    assert sent.status_code == 303, sent.text
    (draft,) = pages.submitted.drafts
    expected = {**data}
    if name == "document-attached":
        expected.update({key: draft.data[key] for key in OF_THE_FILE})
        assert draft.data["size"] == 9
    assert draft.data == expected
    assert (draft.type, draft.district) == (f"yingsu.{name}.v1", "xinzhou")


def test_every_fact_that_can_be_entered_is_offered_in_one_stage() -> None:
    offered = [name for names in STAGES.values() for name in names]
    assert sorted(offered) == sorted(ENTERABLE)
    assert STAGES.keys() == Words("zh").book["stages"].keys()


@pytest.mark.parametrize("name", ENTERABLE)
def test_every_field_has_a_label_and_every_choice_a_name_in_both_languages(name: str) -> None:
    for one in everything(form_of(name)):
        for language in ("zh", "en"):
            words = Words(language)
            assert words.label(name, one.path) != one.name
            assert all(choice in words.book[one.words] for choice in one.choices)


def test_labels_and_helps_are_of_fields_there_are() -> None:
    known = {f"{name}.{one.path}" for name in ENTERABLE for one in everything(form_of(name))}
    known |= {one.path for name in ENTERABLE for one in everything(form_of(name))}
    book = Words("zh").book
    assert (book["labels"].keys() | book["helps"].keys()) - known == set()


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    typed = {"scheduled_on": "2024-05-09", "hearing_on": "2024-05-06", "_id": "entry-1"}
    shown = await pages.send(f"/enter/xinzhou/{CASE}/hearing-scheduled", typed)
    assert shown.status_code == 422
    controls = Controls(shown.text)
    assert "填的是“2024-05-06”，应为：2024-05-09 或以后的日期。" in controls.text
    assert 'id="f-hearing_on-fault"' in shown.text
    assert controls.of("hearing_on")[0].value == "2024-05-06"
    assert controls.of("scheduled_on")[0].value == "2024-05-09"
    assert controls.of("_id")[0].value == "entry-1"
    assert pages.submitted.drafts == []


async def test_what_must_be_there_is_asked_for_and_a_day_that_is_none_is_refused(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    shown = await pages.send(f"/enter/xinzhou/{CASE}/notice-served", {"served_on": "2023-02-30"})
    assert 'id="f-recipient-fault"' in shown.text
    assert "必须填写。" in shown.text
    assert "填的是“2023-02-30”，应为：日期，如 2024-03-05。" in Controls(shown.text).text


async def test_a_fault_within_a_list_stands_at_the_field_of_its_row(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    typed = {
        "held_on": "2024-05-06",
        "attendees.0.organ": "",
        "attendees.0.role": "officer",
        "attendees.1.organ": THE_AGENCY,
        "attendees.1.rank": "emperor",
    }
    shown = await pages.send(f"/enter/xinzhou/{CASE}/hearing-held", typed)
    assert 'id="f-attendees-0-rank-fault"' in shown.text
    controls = Controls(shown.text)
    assert controls.of("attendees.0.organ")[0].value == THE_AGENCY
    assert "从所列各项中选一项" in controls.text


@pytest.mark.parametrize(
    "odd", ["a\x00b", "99999999999999999999", "2023-02-30", "１２", "<script>alert(1)</script>", "true"]
)
async def test_odd_input_is_refused_at_its_fields_and_shown_as_it_was_typed(pages: Pages, odd: str) -> None:
    await pages.sign_in(BUREAU)
    for name in ("hearing-held", "assessment-recorded", "manifest-reported", "inquiry-reported"):
        paths = [one.path.replace(".", ".0.") for one in everything(form_of(name))]
        sent = await pages.send(where(name), dict.fromkeys(paths, odd) | {"attendees.999.organ": odd})
        assert sent.status_code == 422, sent.text
        assert "<script>alert" not in sent.text
    assert pages.submitted.drafts == []


@pytest.mark.parametrize(
    "body", [b"\xff\xfe=%zz&a", b"=&=&", b"_more=nothing", b"_more=defendants&defendants=\xff"]
)
async def test_what_is_hardly_a_form_leads_to_the_form(pages: Pages, body: bytes) -> None:
    await pages.sign_in(BUREAU)
    headers = {**HERE, "content-type": "application/x-www-form-urlencoded"}
    sent = await pages.http.post("/enter/xinzhou/new/case-docketed", content=body, headers=headers)
    assert sent.status_code in (200, 422)
    assert "defendants" in Controls(sent.text).names()


async def test_more_than_anybody_types_is_refused(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    sent = await pages.send(f"/enter/xinzhou/{CASE}/progress-reported", {"text": "长" * 400_000})
    assert sent.status_code == 413
    assert pages.submitted.drafts == []


async def test_one_more_is_added_without_a_script_and_without_losing_anything(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    typed = {"held_on": "2024-05-06", "attendees.0.organ": THE_AGENCY, "_more": "attendees"}
    shown = await pages.send(f"/enter/xinzhou/{CASE}/hearing-held", typed)
    assert shown.status_code == 200
    controls = Controls(shown.text)
    assert controls.of("attendees.0.organ")[0].value == THE_AGENCY
    assert controls.of("attendees.1.organ")[0].value == ""
    again = await pages.send(
        "/enter/xinzhou/new/case-docketed", {"defendants": [THE_AGENCY], "_more": "defendants"}
    )
    assert Controls(again.text).of("defendants")[0].value == THE_AGENCY
    assert len(Controls(again.text).of("defendants")) > 3
    assert pages.submitted.drafts == []


async def test_a_form_without_a_case_asks_for_it_and_says_what_a_case_number_is(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    shown = await pages.http.get("/enter/xinzhou/new/case-docketed")
    assert "_subject" in Controls(shown.text).names()
    typed = {"_subject": "第12号", "instance": "first", "defendants": THE_AGENCY}
    refused = await pages.send("/enter/xinzhou/new/case-docketed", typed)
    assert refused.status_code == 422
    assert 'id="f-_subject-fault"' in refused.text
    sent = await pages.send(
        "/enter/xinzhou/new/case-docketed", typed | {"_subject": " (2024) 鄂0117行初12号"}
    )
    assert sent.status_code == 303
    assert pages.submitted.drafts[0].subject == "（2024）鄂0117行初12号"


async def test_what_a_bureau_enters_stands_under_its_district(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    await pages.send(f"/enter/xinzhou/{CASE}/case-resumed", {"resumed_on": "2024-05-06", "_id": "entry-9"})
    (draft,) = pages.submitted.drafts
    assert (draft.source, draft.id, draft.subject) == ("bureau/xinzhou", "entry-9", CASE)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("meeting-held", "bureau"),
        ("subscription-made", "住建局法规科"),
        ("organ-registered", "420117-08"),
        ("archived", CASE),
    ],
)
async def test_a_fact_is_about_the_same_as_when_a_program_reports_it(
    pages: Pages, name: str, subject: str
) -> None:
    pages.http.headers.update(SHOWN)
    await pages.send(where(name), filled_of(form_of(name), data_of(name)).texts)
    assert [draft.subject for draft in pages.submitted.drafts] == [subject]


@pytest.mark.parametrize("principal", [BUREAU, AGENCY, COURT])
async def test_only_what_a_role_may_report_is_offered_and_opened(pages: Pages, principal: object) -> None:
    await pages.sign_in(principal)  # type: ignore[arg-type]
    start = await pages.http.get("/enter")
    for name, cls in ENTERABLE.items():
        may = principal.role in cls.REPORTED_BY  # type: ignore[attr-defined]
        assert (f'/{name}"' in start.text) is may, name
    opened = {name: (await pages.http.get(where(name))).status_code for name in ("archived", "case-ended")}
    assert opened == {
        name: 200 if principal.role in ENTERABLE[name].REPORTED_BY else 403  # type: ignore[attr-defined]
        for name in opened
    }


async def test_another_district_and_a_role_that_reports_nothing_are_turned_away(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    assert (await pages.http.get(f"/enter/huancui/{CASE}/archived")).status_code == 403
    assert (await pages.http.get("/enter", params={"district": "huancui"})).status_code == 403
    assert (await pages.http.get(f"/enter/atlantis/{CASE}/archived")).status_code == 404
    assert (await pages.http.get(f"/enter/xinzhou/{CASE}/day-began")).status_code == 404
    await pages.sign_in(AUDITOR)
    assert (await pages.http.get("/enter")).status_code == 403


async def test_a_document_is_kept_and_its_fact_says_what_the_file_is(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    path = f"/enter/xinzhou/{CASE}/document-attached"
    nothing = await pages.send(path, {"attached_on": "2024-05-06"}, files={"other": b""})
    assert nothing.status_code == 422
    assert 'id="f-file-fault"' in nothing.text
    script = {"file": ("a.exe", b"MZ\x90\x00", "application/octet-stream")}
    assert (await pages.send(path, {"attached_on": "2024-05-06"}, files=script)).status_code == 422
    paper = {"file": ("判决书.pdf", b"%PDF-1.7\nmore", "application/pdf")}
    sent = await pages.send(path, {"attached_on": "2024-05-06", "kind": "judgment"}, files=paper)
    assert sent.status_code == 303, sent.text
    (draft,) = pages.submitted.drafts
    assert draft.data["title"] == "判决书.pdf"
    assert await pages.documents.store.exists(draft.data["sha256"])
    assert pages.documents.uploaders.noted[-1] == (draft.data["sha256"], BUREAU.name)


def test_counts_are_read_line_by_line_with_either_colon_or_none() -> None:
    told = Filled({"counts": ["case-docketed 3\nhearing-held：1"], "feed": ["court/鄂0117"]})
    stated = stated_by(form_of("manifest-reported"), told)
    assert stated["counts"] == {"case-docketed": 3, "hearing-held": 1}
