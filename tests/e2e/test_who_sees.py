"""Does each role see its own part of what reporting shows, by whatever route it asks, and nothing of others?"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from services.reporting.app import create
from services.reporting.timeline import MASK
from shared.access.speaking import court_of
from shared.settings import Settings
from tests.e2e.house import House

pytestmark = pytest.mark.timeout(300)

DISTRICT, AGENCY, OTHER, COURT = "xinzhou", "新洲区公安分局", "新洲区住房和城乡建设局", "鄂0117"
PERIOD = "2023"
HOLDERS: Mapping[str, tuple[str, ...]] = {
    "agency": ("--district", DISTRICT, "--name", AGENCY),
    "court": ("--district", DISTRICT, "--name", COURT),
    "bureau": ("--district", DISTRICT, "--name", "区司法局"),
    "office": ("--district", DISTRICT, "--name", "区政府办公室"),
    "procuratorate": ("--district", DISTRICT, "--name", "区检察院"),
    "auditor": ("--name", "区审计局"),
}
NUMBER = re.compile(r"（\d{4}）[^\d（）\s\"<]\d*[行财民刑执赔][^\d\s\"<]*\d+号")


@dataclass
class Seen:
    """The example house, looked at by everybody."""

    house: House
    keys: Mapping[str, str]
    routes: tuple[str, ...]
    cases: Mapping[str, Mapping[str, Any]]
    """Every case of the district, by number, as the operator sees it."""
    own: Mapping[str, frozenset[str]]
    """Which of these are an agency's and a court's own."""
    http: httpx.Client

    def get(self, role: str, path: str, **headers: str) -> httpx.Response:
        shown = {"Authorization": f"Bearer {self.keys[role]}"} if role in self.keys else {}
        return self.http.get(self.house.url("reporting") + path, headers={**shown, **headers})

    def json(self, role: str, path: str) -> Any:
        return self.get(role, path).raise_for_status().json()

    def another(self, role: str) -> str:
        """Return a case that is not of somebody, with an appeal if there is one."""
        return next(number for number in self.cases if number not in self.own[role])


@pytest.fixture(scope="module")
def seen(example_house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    keys = {"operator": example_house.key}
    for role, options in HOLDERS.items():
        made = example_house.yingsu("keys", "add", "--role", role, *options, "--format", "json")
        keys[role] = json.loads(made.stdout)["secret"]
    app = create(Settings(data=tmp_path_factory.mktemp("routes"))).app
    routes = {
        route.path
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and "GET" in (route.methods or ())
    }
    rows = {row["case_number"]: row for row in example_house.cases(DISTRICT)}
    accountable = {
        item["case"]
        for metric in ("loss_rate", "first_instance_loss_rate")
        for item in example_house.get(
            "reporting",
            f"/figures/{metric}/cases",
            district=DISTRICT,
            period=PERIOD,
            by="accountable",
            agency=AGENCY,
        )["items"]
    }
    own = {
        "agency": frozenset(
            number
            for number, row in rows.items()
            if AGENCY in (*row["defendants"], *row["responsible"]) or number in accountable
        ),
        "court": frozenset(number for number in rows if court_of(number) == COURT),
    }
    with httpx.Client(trust_env=False, timeout=60) as http:
        yield Seen(example_house, keys, tuple(sorted(map(str, routes))), rows, own, http)


FILLED = {
    "district": DISTRICT,
    "metric": "chief_appearance_rate",
    "duty": "defence",
    "mark": "routing/own-act",
    "pack": "xinzhou",
    "feed": f"ledger/{DISTRICT}",
    "position": "60",
    "name": OTHER,
    "agency": OTHER,
}
QUERY = {"district": DISTRICT, "period": PERIOD, "year": PERIOD}


def asked(seen: Seen, role: str, path: str) -> Iterator[tuple[str, str]]:
    """Yield addresses of a route by which somebody might get at what is another's, and the case each names."""
    number = seen.another(role)
    filled = FILLED | {"case": number}
    where = re.sub(r"{(\w+)(:path)?}", lambda found: quote(filled.get(found[1], "x"), safe=""), path)
    own = where.replace(quote(OTHER, safe=""), quote(AGENCY, safe=""))
    common = "&".join(f"{name}={value}" for name, value in QUERY.items() if f"{{{name}}}" not in path)
    metric = "" if "{metric}" in path else "&metric=loss_rate"
    for more in (
        "",
        f"&agency={quote(OTHER)}",
        "&agency=*",
        f"&who={quote(OTHER)}",
        f"&search={quote(number)}&case={quote(number)}",
        f"&agency={quote(AGENCY)}&agency={quote(OTHER)}",
        f"&by=court{metric}",
        "&as_of=400&format=csv",
    ):
        yield f"{where}?{common}{more}", number
    if own != where:
        yield f"{own}?{common}", number
        yield f"{own}?{common}&agency={quote(OTHER)}", number


@pytest.mark.parametrize("role", ["agency", "court"])
def test_nothing_of_another_is_seen_by_any_route(seen: Seen, role: str) -> None:
    statuses: Counter[int] = Counter()
    for path in (path for path in seen.routes if path != "/stream"):
        for address, named in asked(seen, role, path):
            answer = seen.get(role, address)
            statuses[answer.status_code] += 1
            assert answer.status_code < 500, (address, answer.text)
            others = {one for one in NUMBER.findall(answer.text) if one in seen.cases} - seen.own[role]
            if quote(named) in address and (answer.status_code != 200 or path.startswith("/districts/")):
                others.discard(named)  # what was asked is said again
                assert f"/cases/{quote(named, safe='')}" not in answer.text, address
            assert not others, (address, answer.status_code)
    assert statuses[403] > 100
    assert statuses[200] > 50


def test_a_court_and_an_agency_see_all_that_is_their_own(seen: Seen) -> None:
    for role, own in seen.own.items():
        listed = [row["case_number"] for row in seen.json(role, f"/cases?district={DISTRICT}")["items"]]
        assert listed == sorted(own)
        assert len(own) > 3
        for number in sorted(own)[:4]:
            where = quote(number, safe="")
            told = seen.json(role, f"/cases/{where}?district={DISTRICT}")
            assert told["case_number"] == number
            assert set(told["chain"]) <= own
            assert seen.get(role, f"/districts/{DISTRICT}/cases/{where}").status_code == 200
            due = seen.json(role, f"/deadlines?district={DISTRICT}&case={where}")["items"]
            assert {one["case"] for one in due} == {number}
            position = told["timeline"][0]["position"]
            assert seen.get(role, f"/districts/{DISTRICT}/events/{position}").status_code == 200
        hidden = seen.json("operator", f"/cases/{quote(seen.another(role))}?district={DISTRICT}")
        position = hidden["timeline"][0]["position"]
        assert seen.get(role, f"/districts/{DISTRICT}/events/{position}").status_code == 403


def test_an_agency_sees_its_own_row_by_whatever_name_and_no_other(seen: Seen) -> None:
    every = seen.json("operator", f"/figures?district={DISTRICT}&period={PERIOD}")
    asked = f"/figures?district={DISTRICT}&period={PERIOD}"
    own = [one for one in every if one["agency"] == AGENCY]
    shown = {one["metric"]: one for one in seen.json("agency", asked)}
    assert {one["agency"] for one in shown.values()} == {AGENCY}
    assert own
    assert all(shown[one["metric"]]["numerator"] == one["numerator"] for one in own)
    alias = quote("区公安分局")
    assert seen.json("agency", f"{asked}&agency={alias}") == seen.json("agency", asked)
    refused = seen.get("agency", f"{asked}&agency=*")
    assert refused.status_code == 403
    (error,) = refused.json()["errors"]
    assert error["parameter"] == "agency"
    assert AGENCY in error["expected"]
    assert "/public/" in error["expected"]


def test_counts_beside_a_list_are_those_of_the_agency(seen: Seen) -> None:
    whole = seen.json("operator", f"/deadlines?district={DISTRICT}&limit=1")["counts"]
    own = seen.json("agency", f"/deadlines?district={DISTRICT}&limit=1")["counts"]
    assert 0 < sum(own.values()) < sum(whole.values())
    assert (
        own
        == seen.json("operator", f"/deadlines?district={DISTRICT}&limit=1&agency={quote(AGENCY)}")["counts"]
    )
    decided = {
        role: {
            one["mark"]: one["cases"] for one in seen.json(role, f"/law/entries?district={DISTRICT}")["items"]
        }
        for role in ("operator", "agency", "court")
    }
    for role, number in (("agency", len(seen.own["agency"])), ("court", len(seen.own["court"]))):
        assert max(decided[role].values()) <= number < max(decided["operator"].values())
    ranked = seen.json("agency", f"/scorecards?district={DISTRICT}&year={PERIOD}")
    assert [one["agency"] for one in ranked["items"]] == [AGENCY]


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        *((role, True) for role in ("operator", "bureau", "office", "auditor", "agency", "court")),
        ("procuratorate", False),
    ],
)
def test_names_of_claimants_are_shown_where_the_role_needs_them(
    seen: Seen, role: str, *, opened: bool
) -> None:
    number = min(seen.own["agency"] & seen.own["court"])
    where = quote(number, safe="")

    def claimants(who: str) -> list[str]:
        timeline = seen.json(who, f"/cases/{where}?district={DISTRICT}")["timeline"]
        return next(one["data"]["claimants"] for one in timeline if one["type"] == "case-docketed")

    names = claimants("operator")
    assert names
    assert MASK not in names
    assert claimants(role) == (names if opened else [MASK] * len(names))
    page = seen.get(role, f"/districts/{DISTRICT}/cases/{where}").text
    assert (names[0] in page) is opened


@pytest.mark.parametrize("role", ["bureau", "office", "procuratorate"])
def test_another_district_is_not_shown(seen: Seen, role: str) -> None:
    assert [one["id"] for one in seen.json(role, "/districts")] == [DISTRICT]
    assert "huancui" not in seen.get(role, "/", accept="text/html").text
    for path in seen.routes:
        if "{district}" in path and not path.startswith("/public/"):
            where = re.sub(r"{(\w+)(:path)?}", lambda found: FILLED.get(found[1], "x"), path)
            assert seen.get(role, where.replace(DISTRICT, "huancui")).status_code == 403, path
    for named in ("huancui", "371002", f"{DISTRICT}&district=huancui"):
        refused = seen.get(role, f"/cases?district={named}")
        assert (refused.status_code, refused.json()["right"]) == (403, "district")
    assert seen.json(role, f"/cases?district={DISTRICT}")["items"]


def test_the_public_sees_the_law_and_what_is_published(seen: Seen) -> None:
    answers = {
        path: seen.get("public", f"{path}?district={DISTRICT}") for path in seen.routes if "{" not in path
    }
    shown = {path for path, answer in answers.items() if answer.status_code == 200}
    assert shown == {
        "/health/live",
        "/health/ready",
        "/metrics",
        "/status",
        "/settled",
        "/law",
        "/public",
        "/reports/key",
    }
    assert answers["/settled"].json()["stalled"] == []
    assert seen.get("public", "/law/xinzhou").status_code == 200


def test_a_browser_is_led_to_signing_in_and_its_session_opens_the_pages(seen: Seen) -> None:
    page, door = seen.house.url("reporting"), seen.house.url("intake")
    led = seen.get("public", f"/districts/{DISTRICT}/cases?search=初", accept="text/html")
    assert led.status_code == 303
    location = httpx.URL(led.headers["location"])
    assert str(location).startswith(f"{door}/sign-in?to=")
    assert httpx.URL(location.params["to"]) == httpx.URL(f"{page}/districts/{DISTRICT}/cases?search=初")
    form = {"key": seen.keys["bureau"], "to": location.params["to"]}
    with httpx.Client(trust_env=False, headers={"accept": "text/html"}) as browser:
        back = browser.post(f"{door}/sign-in", data=form)
        assert back.headers["location"] == location.params["to"]
        shown = browser.get(back.headers["location"])
        assert shown.status_code == 200
        assert "区司法局" in shown.text
        browser.cookies.set("yingsu_session", "yk_ended", domain="127.0.0.1")
        browser.cookies.clear()
        assert browser.get(f"{page}/").status_code == 303


def test_streams_are_opened_for_what_one_sees(seen: Seen) -> None:
    def status(role: str, asked: str) -> int:
        shown = {"Authorization": f"Bearer {seen.keys[role]}"} if role in seen.keys else {}
        address = f"{seen.house.url('reporting')}/stream?district={DISTRICT}{asked}"
        with seen.http.stream("GET", address, headers=shown) as answer:
            return answer.status_code

    own = {role: quote(min(numbers), safe="") for role, numbers in seen.own.items()}
    other = {role: quote(seen.another(role), safe="") for role in seen.own}
    assert status("agency", "") == status("agency", "&kinds=none") == 200
    assert status("agency", f"&case={own['agency']}") == status("court", f"&case={own['court']}") == 200
    refused = [
        ("agency", "&kinds=cases"),
        ("agency", "&agency=*"),
        ("agency", f"&agency={quote(OTHER)}"),
        ("agency", f"&case={other['agency']}"),
        ("agency", f"&case={own['agency']}&kinds=figures"),
        ("court", ""),
        ("court", "&kinds=none"),
        ("court", f"&case={other['court']}"),
        ("bureau", "&district=huancui"),
    ]
    assert {asked: status(role, asked) for role, asked in refused} == {asked: 403 for _, asked in refused}
    assert status("public", "") == 401
    assert status("bureau", "") == status("auditor", "") == 200


def test_answers_to_different_people_are_kept_apart(seen: Seen) -> None:
    path = f"/figures?district={DISTRICT}&period={PERIOD}"
    tags = {role: seen.get(role, path).headers["etag"] for role in ("operator", "agency", "bureau")}
    assert len(set(tags.values())) == 3
    answer = seen.get("agency", path, **{"If-None-Match": tags["operator"]})
    assert answer.status_code == 200
    assert {"Authorization", "Cookie"} <= {one.strip() for one in answer.headers["vary"].split(",")}
    assert answer.headers["cache-control"].startswith("private")
    assert seen.get("agency", path, **{"If-None-Match": tags["agency"]}).status_code == 304
