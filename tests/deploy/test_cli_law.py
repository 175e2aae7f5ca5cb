"""Are packs listed, shown, compared, adopted and tried, and is a broken one refused with every fault?"""

import csv
import io
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json

from tests.benchmarks.facts import facts, organs
from tests.deploy.conftest import Said, Yingsu
from tests.deploy.stub import Answer, Asked, Stub, problem
from tests.given import packs
from tests.stored import edited, named, stored

XINZHOU: dict[str, Any] = {
    "pack": "xinzhou",
    "district": "xinzhou",
    "division": "420117",
    "name": {"zh": "武汉市新洲区", "en": "Xinzhou District, Wuhan"},
    "since": "2022-06-06",
    "until": None,
    "version": "abc",
    "sha256": sha256(packs()["xinzhou"].encode()).hexdigest(),
    "revision": 3,
    "position": 77,
    "source": "bureau/xinzhou",
    "adopted_at": "2024-03-05T08:09:10.000000+00:00",
    "entries": 41,
    "uncertain": 7,
    "faults": [],
}
NATIONAL = {**XINZHOU, "pack": "national", "district": "", "division": "", "revision": 0, "position": 3}
PAPERS = {
    "entry": "duties/papers",
    "how": "changed",
    "article": "20",
    "field": "due.working_days",
    "old": "2",
    "new": "1",
}
"""What `shorter` changes."""


@pytest.fixture
def law(stub: Stub) -> Stub:
    """Give a house with the bundled packs on its log, xinzhou adopted for the third time."""
    stub.answers["reporting", "GET /law"] = Answer([XINZHOU, NATIONAL])
    for pack, text in packs().items():
        stub.answers["reporting", f"GET /law/{pack}"] = Answer(text.encode(), content_type="text/yaml")
    stub.answers["intake", "POST /events"] = Answer({"position": 90, "accepted": 1, "known": 0})
    settled = [{"settled": n, "position": n + 9, "stalled": []} for n in (77, 80, 99)]
    stub.answers["reporting", "GET /settled"] = [Answer(one) for one in settled]
    return stub


def log(stub: Stub, bodies: Sequence[bytes]) -> None:
    """Let the stub give this log, page by page."""

    def answer(asked: Asked) -> Answer:
        after, limit = int(asked.query["after"]), int(asked.query["limit"])
        page = bodies[after : after + limit]
        told = {"X-Yingsu-Last": str(after + len(page)), "X-Yingsu-Position": str(len(bodies))}
        return Answer(
            b"".join(body + b"\n" for body in page), content_type="application/x-ndjson", headers=told
        )

    stub.answers["reporting", "GET /log"] = answer


def file(folder: Path, text: str) -> Path:
    """Return a file that holds a draft."""
    written = folder / "draft.yaml"
    written.write_text(text, encoding="utf-8")
    return written


def sent(stub: Stub) -> list[dict[str, Any]]:
    """Return the events that were reported."""
    return [from_json(asked.body) for asked in stub.asked if asked.method == "POST"]


def shorter(pack: dict[str, Any]) -> None:
    """Give one working day less for reporting papers."""
    named(pack["duties"], "papers")["due"]["working_days"] = 1


# --- list ------------------------------------------------------------------------------------------------


def test_the_table_lists_packs_with_days_revision_and_place(law: Stub, yingsu: Yingsu) -> None:
    said = yingsu("law", "list", "--data", law.data)
    assert said.code == 0
    row = next(line for line in said.out.splitlines() if line.startswith("│ xinzhou"))
    cells = [cell.strip() for cell in row.split("│")[1:-1]]
    assert cells[:9] == [
        "xinzhou", "xinzhou", "2022-06-06 –", "3", "2024-03-05 16:09 bureau/xinzhou", "77", "41", "7", "",
    ]  # fmt: skip


def test_a_text_that_this_release_bundles_otherwise_is_marked(law: Stub, yingsu: Yingsu) -> None:
    law.answers["reporting", "GET /law"] = Answer([{**XINZHOU, "sha256": "0"}, NATIONAL | {"pack": "own"}])
    said = yingsu("law", "list", "--format", "json", "--data", law.data)
    assert [(row["pack"], row["bundled"]) for row in json.loads(said.out)] == [
        ("xinzhou", "other"),
        ("own", ""),
    ]
    said = yingsu("law", "list", "--data", law.data)
    assert "yingsu law diff" in said.out


def test_a_pack_that_cannot_be_read_says_why(law: Stub, yingsu: Yingsu) -> None:
    fault = {"line": 7, "where": "routing.0", "detail": "no such thing"}
    law.answers["reporting", "GET /law"] = Answer([{**XINZHOU, "since": None, "faults": [fault]}])
    said = yingsu("law", "list", "--data", law.data)
    assert "xinzhou: line 7, routing.0: no such thing" in said.out


# --- show, schema, diff -------------------------------------------------------------------------------------


def test_a_pack_is_shown_with_its_articles_values_and_what_is_uncertain(yingsu: Yingsu) -> None:
    said = yingsu("law", "show", "bundled:xinzhou", "--on", "2023-05-01")
    assert said.code == 0
    assert "working_days: 2" in said.out
    row = next(line for line in said.out.splitlines() if "voiced_appearance_rate" in line)
    assert "≥ 80%" in row
    assert "uncertain" in row
    assert "Forward the papers to the responsible agency" in said.out


def test_only_what_holds_on_the_day_is_shown(tmp_path: Path, yingsu: Yingsu) -> None:
    def later(pack: dict[str, Any]) -> None:
        values = named(pack["targets"], "voiced_appearance_rate")["values"]
        values.append({**values[0], "value": 0.95, "since": "2025-01-01"})

    draft = file(tmp_path, edited("xinzhou", later))
    shown = {}
    for day in ("2024-12-31", "2025-01-01"):
        rows = json.loads(yingsu("law", "show", draft, "--on", day, "--format", "json").out)
        (target,) = (row for row in rows if row["mark"] == "targets/voiced_appearance_rate")
        shown[day] = [value for name, value in target["value"].items() if name.startswith("since")]
    assert shown == {"2024-12-31": ["≥ 80%"], "2025-01-01": ["≥ 95%"]}
    assert "not in force on 2000-01-01" in yingsu("law", "show", draft, "--on", "2000-01-01").out


def test_the_text_of_an_adopted_pack_is_had_as_it_is(law: Stub, yingsu: Yingsu) -> None:
    said = yingsu("law", "show", "xinzhou", "--format", "yaml", "--data", law.data)
    assert said.out == packs()["xinzhou"]


def test_the_schema_says_what_a_pack_may_hold(yingsu: Yingsu) -> None:
    schema = json.loads(yingsu("law", "schema").out)
    assert {"pack", "routing", "duties", "targets"} <= schema["properties"].keys()
    scenarios = json.loads(yingsu("law", "schema", "--scenarios").out)
    assert scenarios["$id"] != schema["$id"]


def test_files_are_compared_by_entries_without_a_house(tmp_path: Path, yingsu: Yingsu) -> None:
    draft = file(tmp_path, edited("xinzhou", shorter))
    said = yingsu("law", "diff", "bundled:xinzhou", draft, "--format", "csv", "--data", tmp_path / "nowhere")
    assert said.code == 0
    assert list(csv.DictReader(io.StringIO(said.out))) == [PAPERS]
    assert "no entry differs" in yingsu("law", "diff", draft, draft).out


def test_what_is_no_pack_is_refused_where_it_is_meant(tmp_path: Path, yingsu: Yingsu) -> None:
    assert "Known are: bundled:huancui" in yingsu("law", "show", "bundled:atlantis").err
    assert "cannot be read: No such file" in yingsu("law", "show", tmp_path / "none.yaml").err
    assert "is not in UTF-8" in said_of_bytes(tmp_path, yingsu).err
    nowhere = yingsu("law", "show", "xinzhou", "--data", tmp_path / "nowhere")
    assert (nowhere.code, "does not run" in nowhere.err) == (3, True)


def said_of_bytes(folder: Path, yingsu: Yingsu) -> Said:
    """Return what is said of a file in another encoding."""
    (folder / "gb.yaml").write_bytes("name: 新洲".encode("gb18030"))
    return yingsu("law", "show", folder / "gb.yaml")


# --- adopt --------------------------------------------------------------------------------------------------


def test_a_broken_pack_is_refused_with_every_fault_and_nothing_is_sent(
    law: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    def broken(pack: dict[str, Any]) -> None:
        named(pack["duties"], "papers")["due"] = {"working_days": 2, "months": 1}
        named(pack["duties"], "archive")["met_by"] = "nothing"

    draft = file(tmp_path, edited("xinzhou", broken))
    said = yingsu("law", "adopt", draft, "--data", law.data)
    assert said.code == 2
    first, *faults = said.err.splitlines()
    assert first == f"{draft} is no law pack: {len(faults)} faults."
    assert all(fault.startswith(f"  {draft}:") for fault in faults)
    assert any("expected exactly one length" in fault for fault in faults)
    assert any("'nothing'" in fault for fault in faults)
    assert sent(law) == []


def test_a_pack_that_does_not_fit_the_national_one_is_refused(
    law: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    draft = file(
        tmp_path,
        edited("xinzhou", lambda pack: named(pack["duties"], "draft")["due"].update(before="dinner")),
    )
    said = yingsu("law", "adopt", draft, "--data", law.data)
    assert said.code == 2
    assert "dinner" in said.err
    assert sent(law) == []


def test_a_national_pack_on_which_a_district_cannot_stand_is_refused(
    law: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    def no_defence(pack: dict[str, Any]) -> None:
        pack["duties"] = [duty for duty in pack["duties"] if duty["duty"] != "defence"]

    said = yingsu("law", "adopt", file(tmp_path, edited("national", no_defence)), "--data", law.data)
    assert said.code == 2
    assert "xinzhou on top of" in said.err
    assert sent(law) == []


def test_a_pack_in_force_word_for_word_is_not_sent(law: Stub, yingsu: Yingsu) -> None:
    said = yingsu("law", "adopt", "bundled:xinzhou", "--data", law.data)
    assert said.code == 0
    assert "in force word for word already (revision 3, position 77)" in said.out
    assert sent(law) == []


def test_a_pack_is_adopted_as_the_next_revision_and_what_changed_is_counted(
    law: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    text = edited("xinzhou", shorter)
    moved = {"source": "deadlines", "type": "yingsu.deadline-moved.v1"}
    fact = {"source": "court/x", "type": "yingsu.hearing-held.v1"}
    bodies = [
        json.dumps(one).encode() for one in (fact, moved, moved, {**moved, "type": "yingsu.deadline-met.v1"})
    ]
    log(law, [b"{}"] * 90 + bodies)
    said = yingsu("law", "adopt", file(tmp_path, text), "--data", law.data)
    assert said.code == 0
    (event,) = sent(law)
    named, _, apart = event["id"].rpartition("/")
    about = (named, event["source"], event["type"], event["subject"], event["district"])
    assert apart
    assert about == ("law/xinzhou/4", "bureau/xinzhou", "yingsu.law-adopted.v1", "xinzhou", "_")
    hash_ = sha256(text.encode()).hexdigest()
    assert event["data"] == {"pack": "xinzhou", "version": 4, "text": text, "sha256": hash_}
    assert "due.working_days" in said.out
    assert "xinzhou, revision 4, is on the log at position 90." in said.out
    assert "3 findings changed: deadline-moved 2, deadline-met 1." in said.out
    assert law.queries("/log")[0]["after"] == "90"


def test_cases_that_cannot_be_judged_by_it_need_a_look(law: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    law.answers["reporting", "GET /settled"] = Answer(
        {"settled": 95, "position": 95, "stalled": ["xinzhou|案一"]}
    )
    log(law, [])
    said = yingsu("law", "adopt", file(tmp_path, edited("xinzhou", shorter)), "--data", law.data)
    assert said.code == 1
    assert "Cases that could not be judged: xinzhou 案一" in said.out
    assert "No finding changed." in said.out


# --- try ----------------------------------------------------------------------------------------------------


@pytest.fixture
def recorded(law: Stub) -> Stub:
    """Give a house with both example districts on its log."""
    log(law, stored([*organs(), *facts(1700)]))
    return law


def test_trying_what_is_in_force_changes_nothing_and_records_nothing(recorded: Stub, yingsu: Yingsu) -> None:
    said = yingsu(
        "law", "try", "bundled:xinzhou", "--district", "420117", "--period", "2023", "--data", recorded.data
    )
    assert said.code == 0
    assert "Nothing changes in " in said.out
    assert sent(recorded) == []
    assert recorded.queries("/log")[0]["facts_only"] == "true"


def test_cases_and_figures_that_change_are_listed(recorded: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    draft = file(tmp_path, edited("xinzhou", shorter))
    asked = ("law", "try", draft, "--district", "xinzhou", "--period", "2023", "--data", recorded.data)
    told = json.loads(yingsu(*asked, "--format", "json").out)
    assert {(one["what"], one["of"]) for one in told["changes"]} == {("deadline", "papers")}
    rows = list(csv.DictReader(io.StringIO(yingsu(*asked, "--format", "csv").out)))
    assert [row["kind"] for row in rows].count("case") == len(told["changes"])
    assert [row["kind"] for row in rows].count("figure") == len(told["figures"]) > 0
    said = yingsu(*asked)
    assert f"{len({one['case'] for one in told['changes']})} of {told['cases']} cases change." in said.out
    assert f"{len(told['figures'])} figures move." in said.out
    assert sent(recorded) == []


def test_what_cannot_be_tried_is_refused(recorded: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    def tried(pack: object, period: str = "2023") -> Said:
        return yingsu(
            "law", "try", pack, "--district", "xinzhou", "--period", period, "--data", recorded.data
        )

    assert (tried("bundled:huancui").code, tried("bundled:xinzhou", "soon").code) == (2, 2)
    assert "is the law of huancui" in tried("bundled:huancui").err
    assert "'soon' is no period" in tried("bundled:xinzhou", "soon").err
    broken = file(tmp_path, packs()["xinzhou"].replace("- rule: own-act", "- rool: own-act"))
    assert (tried(broken).code, "rool" in tried(broken).err) == (2, True)


# --- explain ------------------------------------------------------------------------------------------------

EXPLAINED: dict[str, Any] = {
    "service": "routing",
    "day": "2024-03-05",
    "findings": [{"type": "yingsu.responsible-agency-determined.v1", "case": "案一", "topic": "responsible"}],
    "cases": [
        {
            "case": "案一",
            "law": {"pack": "xinzhou", "name": {"zh": "新洲", "en": "Xinzhou"}, "until": None},
            "not_judged": None,
            "values": [],
            "defendants": [
                {
                    "defendant": "甲局",
                    "answering": {"state": "determined", "agencies": ["甲局", "乙局"], "roles": []},
                    "routing": [
                        {
                            "mark": "routing/one",
                            "applies": False,
                            "because": "act = penalty",
                            "status": "confirmed",
                        },
                        {
                            "mark": "routing/two",
                            "applies": True,
                            "because": "sued = alone",
                            "status": "uncertain",
                        },
                    ],
                }
            ],
        }
    ],
}


def test_a_case_is_explained_with_the_rules_asked_in_order(law: Stub, yingsu: Yingsu) -> None:
    law.answers["routing", "GET /explain"] = Answer(EXPLAINED)
    law.answers["deadlines", "GET /explain"] = Answer({"service": "deadlines", "cases": []})
    said = yingsu("law", "explain", "案一", "--district", "420117", "--data", law.data)
    assert said.code == 0
    for line in (
        "day: 2024-03-05",
        "  law: pack xinzhou, name 新洲 · Xinzhou",
        "  defendants: 甲局",
        "    answering: state determined, agencies 甲局、乙局",
    ):
        assert line in said.out.splitlines()
    rows = [line for line in said.out.splitlines() if "routing/" in line]
    assert [[cell.strip() for cell in row.split("│")[1:-1]] for row in rows] == [
        ["routing/one", "—", "act = penalty", ""],
        ["routing/two", "✓", "sued = alone", "uncertain"],
    ]
    assert law.queries("/explain") == [{"district": "xinzhou", "case": "案一"}] * 2


def test_an_explanation_is_had_as_json_and_an_unknown_case_is_refused(law: Stub, yingsu: Yingsu) -> None:
    asked = ("law", "explain", "案一", "--district", "xinzhou", "--data", law.data)
    law.answers["routing", "GET /explain"] = law.answers["deadlines", "GET /explain"] = Answer(EXPLAINED)
    told = json.loads(yingsu(*asked, "--format", "json").out)
    assert told == {"routing": EXPLAINED, "deadlines": EXPLAINED}
    law.answers["deadlines", "GET /explain"] = problem(404, "Unknown case", "no case 案一")
    said = yingsu(*asked)
    assert (said.code, said.err) == (2, "Unknown case: no case 案一\n")
