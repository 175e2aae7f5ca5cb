"""Who dies when while a ledger is imported, and what is left to be so afterwards?"""

import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.local.place import SERVICES
from tests import ledgers
from tests.e2e.house import YINGSU, House, HouseError, until
from tests.e2e.town import DISTRICTS, Town, example_responsible, example_sums
from tests.ledgers import as_csv

PARTS = (*SERVICES, "nats")
COPIES = 3
"""How often a file holds the example, each time with other case numbers: so that there is something to interrupt."""


@dataclass(frozen=True, slots=True)
class Death:
    """A part that is killed with -9, so many lengths of an undisturbed import after this one began."""

    part: str
    at: float


def deaths(seed: int, parts: Sequence[str] = PARTS) -> tuple[Death, ...]:
    """Return one death of each part, at moments that follow from the seed."""
    chance = random.Random(seed)
    return tuple(sorted((Death(part, chance.random()) for part in parts), key=lambda death: death.at))


@dataclass
class Siege:
    """A house into which ledgers are imported while its parts die."""

    town: Town
    folder: Path
    length: float = 0.0
    """Seconds an undisturbed import takes on this machine, from the command to the figures."""
    _sums: dict[str, Any] = field(default_factory=dict)
    _imports: int = 0

    def open(self) -> "Siege":
        """Import the registers, and a first ledger undisturbed."""
        self.town.open()
        begun = time.monotonic()
        with self.importing():
            pass
        self.length = time.monotonic() - begun
        return self

    @property
    def house(self) -> House:
        """Return the house."""
        return self.town.house

    @contextmanager
    def importing(self, cut_off_at: float = 0.0) -> Iterator[None]:
        """Import a ledger as a user does while the body does harm; then see that it is all there, once.

        With `cut_off_at`, in lengths of an import, the command is killed then, and given again.
        """
        district = DISTRICTS[self._imports % 2]
        self._imports += 1
        copies = [self.town.another(ledgers.example(district)) for _ in range(COPIES)]
        file = self.folder / f"{self._imports}.csv"
        file.write_bytes(as_csv([row for rows in copies for row in rows]))
        before = self.town.sums(district)
        if cut_off_at:
            self._cut_off(file, district, cut_off_at * self.length)
        with in_background(lambda: self._import(file, district)) as done:
            yield
        self.house.wait_ready()
        self.house.wait_settled()
        assert (
            done[0]["parked_rows"]
            == done[0]["parked_facts"]
            == done[0]["conflicts"]
            == done[0]["stalled"]
            == []
        )
        assert self.town.sums(district) - before == example_sums(district) * COPIES
        assert self.town.across(district) == self.town.across_told(district)
        answering = self.town.responsible(district)
        for rows in copies:
            expected = example_responsible(district, rows)
            assert {number: answering[number] for number in expected} == expected

    def _import(self, file: Path, district: str) -> dict[str, Any]:
        """Give the command, and give it again when it finds no house: it waits for services, not for all of it."""
        while True:
            try:
                return self.house.import_("ledger", file, district)
            except HouseError as error:
                if "does not run" not in str(error):
                    raise

    def _cut_off(self, file: Path, district: str, seconds: float) -> None:
        """Give the command and kill it after so many seconds."""
        command = [*YINGSU, "import", "ledger", file, "--district", district, "--data", self.house.data]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=seconds, check=False)

    def suffer(self, *died: Death) -> None:
        """Let an import survive these deaths."""
        with self.importing():
            begun = time.monotonic()
            for death in died:
                time.sleep(max(0.0, begun + death.at * self.length - time.monotonic()))
                self.kill(death.part)

    def kill(self, part: str) -> None:
        """Kill a part as soon as it runs."""
        while True:
            until(lambda: part in self.house.state.pids, f"{part} started")
            try:
                self.house.kill(part)
            except ProcessLookupError:  # died just now, and is about to be started again
                time.sleep(0.02)
            else:
                return

    def all_is_well(self) -> None:
        """See that the store, the stream and every follower hold what they should."""
        self.house.wait_settled()
        until(lambda: self.house.yingsu("verify").returncode == 0, "all of it verified")
        assert self.house.yingsu("status").returncode == 0


@contextmanager
def in_background(do: Callable[[], Any]) -> Iterator[list[Any]]:
    """Do something while the body runs; its result is in the list after that, its error is raised."""
    results: list[Any] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(do())
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield results
    finally:
        thread.join()
    if errors:
        raise HouseError(f"what ran in the background failed: {errors[0]}") from errors[0]
