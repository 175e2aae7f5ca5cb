"""How does one sign in at the pages, and where does that lead?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.entry.sign_in import TRIES, WITHIN, Tries
from shared.problems import Problem
from tests.callers import SHOWN
from tests.intake.entry.pages import AGENCY, BUREAU, HERE, Pages, open_pages


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    async with open_pages(tmp_path) as opened:
        yield opened


async def test_a_page_of_entry_leads_to_signing_in_and_back(pages: Pages) -> None:
    _, key = await pages.callers.add(BUREAU, "the tests")
    turned = await pages.http.get("/enter/xinzhou/new/case-docketed?instance=first")
    assert turned.status_code == 303
    assert turned.headers["location"].startswith("/sign-in?to=%2Fenter%2Fxinzhou")
    asked = await pages.http.get(turned.headers["location"])
    assert 'name="to" value="/enter/xinzhou/new/case-docketed?instance=first"' in asked.text
    back = await pages.http.post(
        "/sign-in",
        data={"key": f" {key}\n", "to": "/enter/xinzhou/new/case-docketed?instance=first"},
        headers=HERE,
    )
    assert back.headers["location"] == "/enter/xinzhou/new/case-docketed?instance=first"
    cookie = back.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    shown = await pages.http.get(back.headers["location"])
    assert shown.status_code == 200
    assert "法规科" in shown.text


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "enter",
        "/a\nb",
    ],
)
async def test_signing_in_leads_only_to_pages_of_ours(pages: Pages, to: str) -> None:
    _, key = await pages.callers.add(BUREAU, "the tests")
    back = await pages.http.post("/sign-in", data={"key": key, "to": to}, headers=HERE)
    assert back.headers["location"] == "/enter"


async def test_a_wrong_key_is_told_kindly_and_is_not_repeated_on_the_page(pages: Pages) -> None:
    refused = await pages.http.post("/sign-in", data={"key": "yk_wrong-key"}, headers=HERE)
    assert refused.status_code == 422
    assert "没有这个密钥" in refused.text
    assert "yk_wrong-key" not in refused.text
    assert "set-cookie" not in refused.headers


async def test_a_token_that_is_refused_is_told_as_a_wrong_key(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_secret: str) -> None:
        raise Problem(401, "Who is calling?", "the token has ended")

    monkeypatch.setattr(pages.callers, "resolve", refused)
    answer = await pages.http.post("/sign-in", data={"key": "ey.jw.t"}, headers=HERE)
    assert (answer.status_code, "没有这个密钥" in answer.text) == (422, True)


async def test_many_wrong_keys_have_to_wait_and_a_right_one_with_them(pages: Pages) -> None:
    _, key = await pages.callers.add(BUREAU, "the tests")
    for _ in range(TRIES):
        await pages.http.post("/sign-in", data={"key": "yk_wrong"}, headers=HERE)
    assert (await pages.http.post("/sign-in", data={"key": key}, headers=HERE)).status_code == 429


def test_who_tried_too_often_may_try_again_after_a_while() -> None:
    now = [0.0]
    tries = Tries(lambda: now[0])
    for _ in range(TRIES):
        tries.wrong("10.0.0.1")
    assert (tries.too_many("10.0.0.1"), tries.too_many("10.0.0.2")) == (True, False)
    now[0] = WITHIN + 1
    assert not tries.too_many("10.0.0.1")


async def test_another_site_can_neither_sign_somebody_in_nor_send_a_form_in_their_name(pages: Pages) -> None:
    key = await pages.sign_in(BUREAU)
    elsewhere = {"sec-fetch-site": "cross-site", "accept": "text/html"}
    assert (await pages.http.post("/sign-in", data={"key": key}, headers=elsewhere)).status_code == 403
    typed = {"resumed_on": "2024-05-06"}
    sent = await pages.http.post(
        "/enter/xinzhou/（2024）鄂0117行初1号/case-resumed", data=typed, headers=elsewhere
    )
    assert sent.status_code == 401
    assert pages.submitted.drafts == []


async def test_what_was_typed_is_kept_when_the_session_has_ended(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    await pages.http.post("/sign-out", headers=HERE)
    typed = {"resumed_on": "2024-05-06"}
    shown = await pages.send("/enter/xinzhou/（2024）鄂0117行初1号/case-resumed", typed)
    assert shown.status_code == 401
    assert 'value="2024-05-06"' in shown.text
    assert "登录已过期" in shown.text
    assert pages.submitted.drafts == []


async def test_signing_out_ends_the_session(pages: Pages) -> None:
    await pages.sign_in(AGENCY)
    secret = pages.http.cookies["yingsu_session"]
    assert await pages.callers.resolve(secret)
    await pages.http.post("/sign-out", headers=HERE)
    assert await pages.callers.resolve(secret) is None
    assert (await pages.http.get("/enter")).status_code == 303


async def test_programs_are_answered_as_programs_are(pages: Pages) -> None:
    asked = await pages.http.get("/enter", headers={"accept": "application/json"})
    assert asked.status_code == 401
    assert asked.headers["content-type"].startswith("application/problem+json")
    assert (await pages.http.get("/enter", headers=SHOWN)).status_code == 200


async def test_over_https_the_cookie_is_sent_over_https_only(pages: Pages) -> None:
    _, key = await pages.callers.add(BUREAU, "the tests")
    sent = await pages.http.post("https://intake/sign-in", data={"key": key}, headers=HERE)
    assert "secure" in sent.headers["set-cookie"].lower()
