"""Would the log take every event that the pages show, the loader every piece of law, and do services answer so?"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.law import reading as scenarios
from deploy.law.running import failures
from services.deadlines import api as deadlines_api
from services.deadlines import rules as deadlines
from services.intake.binary import event_of
from services.intake.cloudevents import check
from services.routing import api as routing_api
from services.routing import rules as routing
from shared.law.conditions import unknown_words
from shared.law.model import DutyRule, RoutingRule
from tests.deploy.law.example import known
from tests.explained import explaining

ROOT = Path(__file__).parents[2]
NAMES = ("README.md", "README.zh-CN.md", "docs/events.md", "docs/operating.md", "docs/accountability.md")
PAGES = [ROOT / name for name in NAMES]

BODY = re.compile(r"-d '([\[{].*?[\]}])'$", re.MULTILINE | re.DOTALL)
HEADER = re.compile(r"-H '([\w-]+): ([^']*)'")
HEREDOC = re.compile(r"<<'PY'[^\n]*\n(.*?)^PY$", re.MULTILINE | re.DOTALL)
JSON = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
YAML = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def events(page: Path) -> Iterator[dict[str, Any]]:
    """Yield the events of a page's curl commands, and those on lines of their own."""
    lines = page.read_text(encoding="utf-8").splitlines()
    yield from (
        json.loads(line) for line in lines if line.startswith('{"specversion"') and line.endswith("}}")
    )
    for command in re.split(r"^(?=curl )", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        body = BODY.search(command)
        if body is None or "/facts/" in command or "/districts/" in command:  # data alone, and reasons
            continue
        told = json.loads(body[1])
        headers = {name.lower(): value for name, value in HEADER.findall(command[: body.start()])}
        if "ce-id" in headers:
            told = event_of(headers, told)
        yield from told if isinstance(told, list) else [told]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_log_takes_every_event_a_page_shows(page: Path) -> None:
    assert [(event["id"], check(event).faults) for event in events(page) if check(event).faults] == []


def test_the_page_about_events_shows_all_forms() -> None:
    shown = [*events(ROOT / "docs/events.md")]
    assert len({event["id"] for event in shown}) == len(shown) == 10
    assert {"yingsu.fact-corrected.v1", "yingsu.fact-retracted.v1"} < {event["type"] for event in shown}


def test_an_adopted_pack_as_the_page_shows_it_is_taken() -> None:
    (script,) = HEREDOC.findall((ROOT / "docs/operating.md").read_text(encoding="utf-8"))
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    checked = check(json.loads(done.stdout))
    assert checked.faults == ()
    assert checked.draft is not None


def test_the_law_a_page_shows_is_law() -> None:
    (shown,) = YAML.findall((ROOT / "docs/design.md").read_text(encoding="utf-8"))
    told = yaml.safe_load(shown)
    rules = [RoutingRule.model_validate(rule) for rule in told["routing"]]
    duties = [DutyRule.model_validate(duty) for duty in told["duties"]]
    conditions = [*(rule.when for rule in rules), *(duty.when for duty in duties)]
    assert [wrong for when in conditions for wrong in unknown_words(when)] == []


def test_the_scenario_the_page_shows_holds() -> None:
    (shown,) = YAML.findall((ROOT / "docs/scenarios.md").read_text(encoding="utf-8"))
    read = scenarios.read(shown, known())
    assert read.scenarios
    assert [str(failure) for one in read.scenarios for failure in failures(one, known())] == []


def stands_in(shown: Any, whole: Any) -> bool:
    """Return whether a shortened answer leaves out, but says nothing else: of lists what it shows is in order."""
    match shown, whole:
        case dict(), dict():
            return all(name in whole and stands_in(value, whole[name]) for name, value in shown.items())
        case [first, *_], list():
            rest = iter(whole)
            return bool(first) and all(any(stands_in(one, other) for other in rest) for one in shown)
    return bool(shown == whole)


async def test_a_question_the_page_shows_is_answered_as_it_shows(tmp_path: Path) -> None:
    page = (ROOT / "docs/explain.md").read_text(encoding="utf-8")
    (asked,) = (json.loads(body) for body in BODY.findall(page))
    for shown, rules, api in zip(
        JSON.findall(page), (deadlines, routing), (deadlines_api, routing_api), strict=True
    ):
        async with explaining(rules.RULES, api.routes, tmp_path) as service:
            answer = await service.http.post("/explain", json=asked)
            assert answer.status_code == 200, answer.text
            assert stands_in(json.loads(shown), answer.json()), answer.text
