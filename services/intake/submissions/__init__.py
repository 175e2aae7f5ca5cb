"""How do facts come over NATS? Publishers ask `submit.<district>`, and are answered once the store has them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from faststream.nats import NatsBroker

from services.intake.callers import Callers
from services.intake.limits import Limits
from services.intake.submissions.answering import Answering, Submits, register
from services.intake.submissions.callout import Callout
from shared.settings import Settings

__all__ = ["Answering", "Callout", "Submits", "Taking", "register", "taking"]


@dataclass(frozen=True, slots=True)
class Taking:
    """What a service that takes facts over NATS does beside answering them."""

    tasks: Mapping[str, Callable[[], Awaitable[None]]]
    closing: tuple[Callable[[], Awaitable[None]], ...]
    callout: Callout | None = None
    """What lets publishers connect, where any may."""


def taking(
    settings: Settings, broker: NatsBroker, submissions: Submits, callers: Callers, limits: Limits
) -> Taking:
    """Let facts be sent over a broker; where nothing is set that admits publishers, none are taken.

    Without accounts anybody could say to be anybody. Raises IssuerError.
    """
    seed = settings.nats_issuer.get_secret_value()
    if not seed:
        return Taking({}, ())
    register(broker, Answering(submissions, callers, limits))
    callout = Callout(seed, callers, settings.nats)
    return Taking({"door": callout.run}, (callout.close,), callout)
