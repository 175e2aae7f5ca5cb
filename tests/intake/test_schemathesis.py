"""Does intake answer whatever its OpenAPI document allows, as the document says, and never with an error?"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.specs.openapi import checks

from tests.callers import SHOWN
from tests.intake.served import served

pytestmark = pytest.mark.timeout(180)

CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
AWAY = ("GET /verify", "POST /repair", "GET /health/ready")
"""What says that NATS is not there; the first waits for it."""

REACHED = {"district": "xinzhou", "case_number": "（2024）鄂0117行初1号", "code": "420117001"}
"""Values by which a request for a single fact gets past its path."""


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with served(tmp_path_factory.mktemp("intake")) as (url, document):
        found = schemathesis.openapi.from_dict(document)
        found.config.update(base_url=url)
        yield found


def likely(case: Case[Any]) -> None:
    """Let a request ask for something that is there, where chance would hardly find it."""
    path = case.path_parameters
    if "position" in path:
        path["position"] = path["position"] % 30 + 1
    if case.operation.label.startswith(("POST /districts", "POST /log")):
        path.update({name: value for name, value in REACHED.items() if name in path})
        case.query = {**(case.query or {}), "source": "court/鄂0117"}


def answered(schema: Any, headers: dict[str, str], examples: int) -> Counter[int]:
    """Ask every operation some times; return how often which status was answered."""
    seen = Counter[int]()
    with requests.Session() as session:
        session.trust_env = False
        for found in schema.get_all_operations():
            operation = found.ok()
            if operation.label in AWAY:
                continue

            @settings(
                max_examples=examples,
                derandomize=True,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy())
            def ask(case: Case[Any]) -> None:
                likely(case)
                answer = case.call(session=session, headers=headers, timeout=30)
                assert answer.status_code < 500, (case.operation.label, answer.text)
                case.validate_response(answer, checks=CHECKS)
                seen[answer.status_code] += 1

            ask()
    return seen


@pytest.mark.filterwarnings("ignore")
def test_whoever_may_do_everything_is_answered_as_the_document_says(schema: Any) -> None:
    seen = answered(schema, SHOWN, examples=2)
    assert seen[200] + seen[201] > 60
    assert seen[404] > 0 < seen[422]


@pytest.mark.filterwarnings("ignore")
def test_whoever_shows_no_key_is_answered_as_the_document_says(schema: Any) -> None:
    seen = answered(schema, {}, examples=1)
    assert seen[401] > 90
    assert set(seen) <= {200, 401, 404, 413, 415, 422}
