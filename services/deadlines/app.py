"""Of which parts is deadlines made? Of its rules, in the loop that all judges share, and of what explains them."""

from services.deadlines.api import routes
from services.deadlines.explain import explained
from services.deadlines.rules import RULES
from shared.explaining.over_nats import explaining_over_nats
from shared.judge import judging
from shared.service import Service
from shared.settings import Settings


def create(settings: Settings) -> Service:
    """Return the service, wired."""
    return judging(RULES, settings, routes, serve=explaining_over_nats(RULES.service, explained))
