"""Can another service ask over NATS why something is due, and does it learn plainly when nobody can say?"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from nats.aio.client import Client

from services.deadlines.answers import DeadlinesExplained
from services.deadlines.explain import explained
from services.deadlines.rules import RULES
from shared.explaining.explained import Question
from shared.explaining.over_nats import NotExplainedError, ask, asking_over_nats, explaining_over_nats
from shared.judge import Findings, Judge
from shared.log.append import LogClient
from shared.log.notes import Notes
from tests.explained import DISTRICT, registered, reported
from tests.given import TODAY
from tests.log.house import connect
from tests.servers import NatsServer, nats_server
from tests.stored import stored
from tests.words import FIRST, GOVERNMENT, docketed, notice

RECORDED = [*registered(), *reported(FIRST, docketed(GOVERNMENT), notice("2022-09-20", to=GOVERNMENT))]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(tmp_path_factory.mktemp("nats")) as running:
        yield running


@pytest.fixture
async def nats(server: NatsServer) -> AsyncIterator[Client]:
    client = await connect(server)
    yield client
    await client.close()


@pytest.fixture
async def judge(tmp_path: Path, nats: Client) -> AsyncIterator[Judge]:
    notes = Notes(f"sqlite:///{tmp_path}/deadlines.db", RULES.service)
    notes.note([*enumerate(stored(RECORDED, TODAY), 1)])
    judge = Judge(Findings(RULES, LogClient(nats)), notes, nats)
    yield judge
    judge.close()


async def test_what_is_asked_over_nats_is_what_the_service_says_itself(
    server: NatsServer, nats: Client, judge: Judge
) -> None:
    await explaining_over_nats("deadlines", explained)(nats, judge)
    other = await connect(server)
    found = await asking_over_nats(other, "deadlines")(DISTRICT, FIRST)
    await other.close()
    said = DeadlinesExplained.model_validate(found)
    (case,) = said.cases
    assert (said.service, case.case) == ("deadlines", FIRST)
    (due,) = (it for one in case.duties if one.duty == "defence" for it in one.deadlines)
    assert (str(due.starts_on), str(due.due_on)) == ("2022-09-20", "2022-10-08")


@pytest.mark.parametrize(
    ("district", "case", "said"),
    [
        (DISTRICT, "（2023）鄂0117行初999号", "nothing is reported of the case"),
        (DISTRICT, "no number", "no number"),
        ("nowhere", FIRST, "nothing is reported of the case"),
    ],
)
async def test_who_asks_of_what_is_not_known_is_told_so(
    nats: Client, judge: Judge, district: str, case: str, said: str
) -> None:
    await explaining_over_nats("deadlines", explained)(nats, judge)
    with pytest.raises(NotExplainedError, match=said) as refused:
        await ask(nats, "deadlines", district, case)
    assert refused.value.answered


@pytest.mark.parametrize("asked", [b"", b"{}", b"[]", b'{"district": "xinzhou"}'])
async def test_what_is_no_question_is_answered_and_not_left_waiting(
    nats: Client, judge: Judge, asked: bytes
) -> None:
    await explaining_over_nats("deadlines", explained)(nats, judge)
    answer = await nats.request("explain.deadlines", asked, timeout=5)
    assert answer.data.startswith(b'{"error":"not a question: ')


async def test_an_explanation_that_breaks_does_not_silence_the_service(nats: Client, judge: Judge) -> None:
    def breaks(question: Question) -> DeadlinesExplained:
        raise RuntimeError("a bug")

    await explaining_over_nats("deadlines", breaks)(nats, judge)
    for _twice in range(2):
        with pytest.raises(NotExplainedError, match="RuntimeError: a bug"):
            await ask(nats, "deadlines", DISTRICT, FIRST)


async def test_a_service_that_is_not_there_is_said_not_to_answer(nats: Client) -> None:
    with pytest.raises(NotExplainedError) as silent:
        await ask(nats, "deadlines", DISTRICT, FIRST, patience=0.5)
    assert not silent.value.answered


async def test_one_that_is_not_connected_is_said_not_to_answer() -> None:
    with pytest.raises(NotExplainedError) as silent:
        await ask(Client(), "deadlines", DISTRICT, FIRST, patience=0.5)
    assert not silent.value.answered
