"""A bureau has its ledger back and goes on with it; documents are kept, listed and verified in a real house."""

import json
import subprocess
from pathlib import Path
from urllib.parse import quote

from tests import ledgers
from tests.e2e.house import House
from tests.e2e.town import Town
from tests.intake.attachments.desk import PDF
from tests.ledgers import Row, as_csv, case
from tests.reporting.ledgers.back import lines


def export(house: House, district: str, target: Path | None = None) -> subprocess.CompletedProcess[str]:
    return house.yingsu("export", "ledger", "--district", district, *(("-o", str(target)) if target else ()))


def position(house: House) -> int:
    return int(house.get("intake", "/status")["position"])


def test_a_ledger_comes_back_as_it_was_and_adds_nothing(town: Town, tmp_path: Path) -> None:
    house, rows = town.house, town.another(ledgers.example("huancui")[:25])
    town.hand_in("huancui", as_csv(rows))
    target = tmp_path / "台账.xlsx"

    done = export(house, "371002", target)
    assert done.returncode == 0, done.stderr
    before = position(house)
    again = town.hand_in("huancui", target.read_bytes(), target.name)

    told = {row["案号"]: row for row in lines(target.read_bytes())}
    for row in rows:
        shown = told[row["案号"]]
        assert (shown["原告"], shown["裁判结果"]) == (row["原告"], row["裁判结果"])
    assert (again["accepted"], again["corrected"], again["retracted"]) == (0, 0, 0)
    assert again["unchanged_rows"] == len(told) == again["rows"]
    assert position(house) == before


def test_a_case_told_by_events_comes_back_as_a_row_and_what_it_cannot_hold_is_named(
    town: Town, tmp_path: Path
) -> None:
    house, number = town.house, f"（2023）鲁1002行初{town.serial()}号"
    event = {"specversion": "1.0", "source": "court/鲁1002", "subject": number, "district": "huancui"}
    docketed = {
        "instance": "first",
        "defendants": ["环翠区公安分局"],
        "claimants": ["=张某"],
        "docketed_on": "2023-03-01",
    }
    stayed = {"stayed_on": "2023-04-01"}
    for name, data in (("case-docketed", docketed), ("case-stayed", stayed)):
        told = {**event, "id": f"{number}/{name}", "type": f"yingsu.{name}.v1", "data": data}
        answer = house.http.post(
            house.url("intake") + "/events",
            json=told,
            headers={"content-type": "application/cloudevents+json"},
        )
        answer.raise_for_status()
    house.wait_settled(answer.json()["position"])

    done = export(house, "huancui", tmp_path / "a.csv")
    (row,) = (one for one in lines((tmp_path / "a.csv").read_bytes()) if one["案号"] == number)
    assert (row["原告"], row["立案日期"]) == ("'=张某", "2023-03-01")
    assert f"{number}: case-stayed" in done.stderr.replace("\n", "")

    before = position(house)
    town.hand_in("huancui", (tmp_path / "a.csv").read_bytes())
    assert position(house) == before

    changed: Row = {**row, "归档日期": "2023-08-01"}
    assert town.hand_in("huancui", as_csv([changed]))["accepted"] > 0


def test_who_may_have_the_ledger(town: Town) -> None:
    house = town.house
    town.hand_in("huancui", as_csv([case(f"（2023）鲁1002行初{town.serial()}号", 被告="环翠区公安分局")]))
    keys = {
        role: house.http.post(
            house.url("intake") + "/keys", json={"role": role, "districts": [district], "names": [name]}
        )
        .raise_for_status()
        .json()["secret"]
        for role, district, name in (
            ("bureau", "xinzhou", "新洲区司法局"),
            ("agency", "huancui", "环翠区公安分局"),
        )
    }
    url = house.url("reporting") + "/exports/ledger"
    status = {
        (role, district): house.http.get(
            url, params={"district": district}, headers={"Authorization": f"Bearer {secret}"}
        ).status_code
        for role, secret in keys.items()
        for district in ("xinzhou", "huancui")
    }
    assert status == {
        ("bureau", "xinzhou"): 200,
        ("bureau", "huancui"): 403,
        ("agency", "xinzhou"): 403,
        ("agency", "huancui"): 403,
    }
    assert house.http.get(url, params={"district": "nowhere"}).status_code == 404
    assert (
        house.http.get(url, params={"district": "huancui"}, headers={"Authorization": ""}).status_code == 401
    )


def test_documents_are_kept_listed_and_verified(town: Town) -> None:
    house, number = town.house, f"（2023）鲁1002行初{town.serial()}号"
    town.hand_in("huancui", as_csv([case(number, 被告="环翠区公安分局")]))
    said = {"district": "huancui", "subject": number, "kind": "judgment", "attached_on": "2023-05-12"}
    uploaded = house.http.post(
        house.url("intake") + "/attachments", data=said, files={"file": ("一审判决书.pdf", PDF)}
    ).raise_for_status()
    house.wait_settled(uploaded.json()["attached"]["position"])
    sha256 = uploaded.json()["sha256"]

    page = house.http.get(f"{house.url('reporting')}/districts/huancui/cases/{quote(number)}").text
    assert f"{house.url('intake')}/attachments/{sha256}" in page
    assert "一审判决书.pdf" in page
    assert house.http.get(f"{house.url('intake')}/attachments/{sha256}").content == PDF
    (house.data / "intake" / "attachments" / sha256[:2] / sha256[2:]).unlink()
    damaged = house.yingsu("verify")
    house.http.put(house.url("intake") + "/attachments", content=PDF).raise_for_status()

    assert damaged.returncode == 1
    assert sha256 in damaged.stdout.replace("\n", "").replace(" ", "").replace("│", "")
    checked = house.http.get(house.url("intake") + "/attachments/verify").text.splitlines()
    assert json.loads(checked[-1])["ok"]
