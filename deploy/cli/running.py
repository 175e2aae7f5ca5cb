"""How does a command find the running house, and talk to its services?"""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from deploy.cli.trouble import REFUSED, NotRunning, Problem, Trouble, UnknownDistrict, Unreachable
from deploy.local.control import Answer, NotListening, ask
from deploy.local.place import Place, State, read_state

AWAY = (502, 503, 504)
"""What is answered while something behind the service is away for a moment."""

PATIENCE = 10.0
"""How many seconds a question is asked again while a service is being restarted."""


TIMEOUT = 60.0
"""Seconds an ordinary answer may take."""


class House:
    """A running house, found by its data folder."""

    def __init__(self, data: Path, patience: float = PATIENCE) -> None:
        """Read where the house listens; raise NotRunning."""
        self.data = data
        self.place = Place(data)
        self.patience = patience
        state = read_state(self.place.state)
        if state is None or not state.alive:
            raise NotRunning(data)
        self.state: State = state
        # Nothing here leaves the machine: a proxy named in the environment has no say.
        self.http = httpx.Client(
            trust_env=False, timeout=httpx.Timeout(TIMEOUT, connect=5.0), headers=self._shown()
        )

    def _shown(self) -> Mapping[str, str]:
        """Return the headers that show the key: that of YINGSU_KEY, else the operator's, if this user may read it."""
        key = os.environ.get("YINGSU_KEY", "")
        if not key:
            with suppress(OSError):
                key = self.place.operator_key.read_text(encoding="ascii").strip()
        return {"Authorization": f"Bearer {key}"} if key else {}

    def get(
        self, service: str, path: str, params: Mapping[str, Any] | None = None, timeout: float = TIMEOUT
    ) -> Any:
        """Return the JSON a service answers; ask again while it is away. Raise Problem or Unreachable."""
        given = {key: value for key, value in (params or {}).items() if value is not None}
        url = self.state.url(service) + path
        return self.again(service, lambda: self.http.get(url, params=given, timeout=timeout)).json()

    def post(self, service: str, path: str, timeout: float = TIMEOUT) -> Any:
        """Return the JSON a service answers to an order that may be given twice. Raise Problem or Unreachable."""
        url = self.state.url(service) + path
        return self.again(service, lambda: self.http.post(url, timeout=timeout)).json()

    def again(
        self,
        service: str,
        send: Callable[[], httpx.Response],
        noticed: Callable[[object], None] = lambda why: None,
    ) -> httpx.Response:
        """Return the good answer, sending again with growing pauses while the service is away.

        `noticed` is told why before each new try. Raise Unreachable after `patience` seconds since the first failure,
        Problem when the service refuses.
        """
        first_failure: float | None = None
        pause = 0.1
        while True:
            refusal: Trouble
            try:
                answer = send()
            except httpx.TransportError as error:
                why: object = str(error) or type(error).__name__
                refusal = Unreachable(service, self.state.url(service), why)
            else:
                if answer.is_success:
                    return answer
                refusal = Problem(service, answer.status_code, body_of(answer))
                if answer.status_code not in AWAY:
                    raise refusal
                why = refusal.message
            now = time.monotonic()
            first_failure = first_failure or now
            if now + pause > first_failure + self.patience:
                raise refusal
            noticed(why)
            time.sleep(pause)
            pause = min(5.0, pause * 2)

    def district(self, asked: str) -> str:
        """Return the pack id of a district named by its id, division code or name; raise UnknownDistrict."""
        answer = self.get("reporting", "/districts")
        known = answer["items"] if isinstance(answer, dict) else answer
        for row in known:
            if asked in (row["id"], row["code"], row["name"]):
                return str(row["id"])
        raise UnknownDistrict(asked, [f"{row['id']} ({row['code']}, {row['name']})" for row in known])

    def ask(self, request: dict[str, Any]) -> Answer:
        """Return the supervisor's answer; raise NotRunning, or Trouble when it refuses."""
        try:
            answer = ask(self.place.control, request)
        except NotListening as error:
            raise NotRunning(self.data) from error
        if not answer["ok"]:
            raise Trouble(answer["detail"], REFUSED)
        return answer


def body_of(answer: httpx.Response) -> Mapping[str, Any]:
    """Return the problem details of an answer; an empty mapping when it holds none."""
    try:
        body = answer.json()
    except ValueError:
        return {"detail": answer.text[:500]}
    return body if isinstance(body, Mapping) else {"detail": str(body)}
