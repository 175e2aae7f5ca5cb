"""How does one sign in at the pages, and where does that lead?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.intake.entry.codes import LIVES, Codes
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


@pytest.mark.parametrize(
    ("to", "led"),
    [
        (
            "http://figures.example/districts/xinzhou?period=2023",
            "http://figures.example/districts/xinzhou?period=2023",
        ),
        ("http://figures.example", "/enter"),
        ("http://figures.example.evil.example/", "/enter"),
        ("http://figures.example@evil.example/", "/enter"),
        ("http://figures.example/\\evil", "/enter"),
        ("https://figures.example/", "/enter"),
    ],
)
async def test_who_came_from_the_pages_of_figures_goes_back_to_them(pages: Pages, to: str, led: str) -> None:
    _, key = await pages.callers.add(BUREAU, "the tests")
    asked = await pages.http.get("/sign-in", params={"to": to})
    assert "form-action 'self' http://figures.example;" in asked.headers["content-security-policy"]
    back = await pages.http.post("/sign-in", data={"key": key, "to": to}, headers=HERE)
    assert back.headers["location"] == led


async def test_a_link_signs_in_once_as_the_operator(pages: Pages) -> None:
    made = await pages.http.post("/sign-in/codes", headers=SHOWN)
    link = made.json()["link"]
    assert (made.status_code, link.startswith("http://intake/sign-in/once?code=")) == (201, True)
    came = await pages.http.get(link)
    assert (came.status_code, came.headers["location"]) == (303, "http://figures.example/")
    assert came.headers["cache-control"] == "no-store"
    secret = pages.http.cookies["yingsu_session"]
    assert (who := await pages.callers.resolve(secret)) is not None
    assert who.role == "operator"
    pages.http.cookies.clear()
    again = await pages.http.get(link)
    assert again.status_code == 422
    assert "已经用过或已过期" in again.text
    assert "set-cookie" not in again.headers


async def test_only_the_operator_is_given_a_link_and_it_leads_to_pages_of_ours(pages: Pages) -> None:
    _, key = await pages.callers.add(BUREAU, "the tests")
    refused = await pages.http.post("/sign-in/codes", headers={"Authorization": f"Bearer {key}"})
    assert refused.status_code == 403
    made = await pages.http.post("/sign-in/codes", params={"to": "https://evil.example/"}, headers=SHOWN)
    assert (await pages.http.get(made.json()["link"])).headers["location"] == "/enter"


def test_a_code_ends_after_minutes_and_is_kept_as_its_hash_alone() -> None:
    now = [0.0]
    codes = Codes(lambda: now[0])
    kept, late = codes.make(BUREAU), codes.make(AGENCY)
    assert kept not in repr(vars(codes))
    assert (codes.use(kept), codes.use(kept), codes.use("guessed")) == (BUREAU, None, None)
    now[0] = LIVES
    assert codes.use(late) is None


async def test_codes_cannot_be_guessed_many_times(pages: Pages) -> None:
    for number in range(TRIES):
        assert (await pages.http.get(f"/sign-in/once?code={number}")).status_code == 422
    made = await pages.http.post("/sign-in/codes", headers=SHOWN)
    assert (await pages.http.get(made.json()["link"])).status_code == 429


async def test_signing_out_by_a_link_needs_a_page_of_ours(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    secret = pages.http.cookies["yingsu_session"]
    for site in ("cross-site", "none"):
        asked = await pages.http.get("/sign-out", headers={"sec-fetch-site": site})
        assert asked.status_code == 200
        assert await pages.callers.resolve(secret)
    left = await pages.http.get("/sign-out", headers={"sec-fetch-site": "same-site"})
    assert left.headers["location"] == "/sign-in"
    assert await pages.callers.resolve(secret) is None


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
