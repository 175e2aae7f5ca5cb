"""Of which parts is routing made?"""

from nats.aio.client import Client

from services.routing.api import routes
from services.routing.rules import RULES
from shared.judge import Findings, Judge
from shared.judge.crash import dying_at
from shared.log.append import LogClient
from shared.log.notes import Notes
from shared.service import Service
from shared.settings import Settings


def create(settings: Settings) -> Service:
    """Return the service, wired."""
    nats = Client()
    passing = dying_at(settings.crash_at)
    notes = Notes(settings.notes_url(RULES.service), RULES.service)
    findings = Findings(RULES, LogClient(nats), passing)
    judge = Judge(findings, notes, nats, passing=passing)
    return Service(
        name=RULES.service,
        settings=settings,
        nats=nats,
        routers=[routes(judge)],
        following={"judge": judge.run},
        closing=[judge.close],
        status=judge.status,
    )
