"""How do disputes that are due reach the views of reporting? In the transaction that takes them off what is due."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from shared.dispute import Dispute
from shared.index import Entry
from shared.judge.conclude import Concluded, Due, say
from shared.world import World


class Views(Protocol):
    """What reporting keeps so that it can answer at once."""

    def conclude(
        self, connection: Connection, touched: Collection[str], disputes: Sequence[Dispute], world: World
    ) -> None:
        """Let the views show what these disputes of one district say now."""
        ...


class Shown:
    """Writes views where judges append findings."""

    most = 500
    """The more cases at once, the less often the sums move in which they all count."""

    def __init__(self, views: Views, version: str, service: str = "reporting") -> None:
        self.service = service
        self.version = version
        self._views = views

    def entries(self, dispute: Dispute, world: World) -> Iterable[Entry]:
        """Return nothing: no view asks for other disputes."""
        return ()

    async def conclude(self, due: Sequence[Due], own_last: int) -> Concluded:
        """Save the views of these disputes together with the notes."""
        return Concluded(save=lambda connection: self.save(connection, due))

    def save(self, connection: Connection, due: Sequence[Due]) -> dict[str, str]:
        """Let the views show what is due, in a transaction; return what they cannot show, with the error."""
        by_world: dict[int, list[Due]] = {}
        for one in due:
            by_world.setdefault(id(one.world), []).append(one)
        stalled: dict[str, str] = {}
        for group in by_world.values():
            error = self._show(connection, group)
            if error is None:
                continue
            for one in group:  # one of them cannot be shown: find out which
                if error := self._show(connection, [one]):
                    stalled[one.keys[0]] = say(error)
        return stalled

    def _show(self, connection: Connection, due: Sequence[Due]) -> Exception | None:
        touched = [key for one in due for key in one.keys]
        disputes = [dispute for one in due for dispute in one.disputes]
        try:
            with connection.begin_nested():
                self._views.conclude(connection, touched, disputes, due[0].world)
        except OperationalError:
            raise  # the database, not a dispute
        except Exception as error:
            return error
        return None
