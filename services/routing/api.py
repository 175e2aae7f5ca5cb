"""How do people and programs ask why? About facts they hand in, and about cases that are recorded."""

from fastapi import APIRouter

from services.routing.explain import RoutingExplained, explained
from services.routing.rules import RULES
from shared.explaining.routes import explaining
from shared.judge import Judge


def routes(judge: Judge) -> APIRouter:
    """Return the routes that explain."""
    return explaining(judge, RULES, explained, RoutingExplained)
